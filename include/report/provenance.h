/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * provenance - who made a report, when, with what, of what.
 *
 * Room: report. Whoever signs a report, or finds it a year later, has to be able to
 * tell whether it can be made again.
 */
#ifndef REPORT_PROVENANCE_H
#define REPORT_PROVENANCE_H

#include <stddef.h>
#include <stdint.h>

/* A file that the report was made of. Strings are borrowed. */
struct provenance_file {
	const char *name;   /* a catalogue's, or NULL */
	const char *path;   /* as it was opened */
	const char *source; /* the document a catalogue states, or NULL */
	const char *sha256; /* NULL: not taken, or it could not be read */
};

struct provenance {
	int64_t made_us;     /* when the report was written */
	const char *host;    /* where */
	const char *user;    /* who ran the program */
	const char *command; /* the command line, as a shell would take it again */
	const char *program; /* "lynctap 0.1.0" */
	const char *libraries;
	const char *sandbox;         /* what the program could still do while it read */
	struct provenance_file site; /* its path is NULL without a site file */
	const struct provenance_file *catalogues;
	size_t catalogue_count;
	const struct provenance_file *inputs; /* none unless asked for */
	size_t input_count;
};

#endif
