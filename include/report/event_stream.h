/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * event_stream - records appended to a file under its own name, for who reads along.
 *
 * Room: report. A collector sees each record as soon as it is flushed, and never half of
 * one: what a full disk cut short is taken back. Records that cannot be written are
 * counted and let go, and writing goes on when there is room again.
 */
#ifndef REPORT_EVENT_STREAM_H
#define REPORT_EVENT_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/text.h"

struct error;

struct event_stream {
	const char *path;    /* borrowed; NULL: standard output */
	struct text pending; /* owned; whole lines, to be added to */
	int fd;
	uint64_t lost; /* lines */
	bool failing;  /* the last flush lost some */
	bool closed;   /* whoever read it is gone */
};

/** Append to @path, made if it is not there; NULL: standard output. */
MUST_CHECK bool event_stream_open(struct event_stream *stream, const char *path,
                                  struct error *err);

/**
 * Write what is pending.
 *
 * @err  why, when lines were lost
 * @return whether all was written
 */
MUST_CHECK bool event_stream_flush(struct event_stream *stream, struct error *err);

/** Open @path again: another program gave what was written another name. The old file stays open when it fails. */
MUST_CHECK bool event_stream_reopen(struct event_stream *stream, struct error *err);

void event_stream_close(struct event_stream *stream);

#endif
