/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "load/site_file.h"
#include "load/site_update.h"
#include "report/output.h"
#include "report/site_draft.h"
#include "report/site_unlisted.h"
#include "topology/topology.h"

#include "command_confining.h"
#include "completeness.h"
#include "draft_pass.h"
#include "judging.h"
#include "options.h"
#include "run.h"
#include "seen_names.h"
#include "site_text.h"

/* A sentence a line, each fit for a terminal whatever the exports call things. */
static void print_remarks(const char *remarks)
{
	while (*remarks) {
		size_t len = strcspn(remarks, "\n");
		struct text line = { 0 };

		text_add_printable(&line, remarks, len);
		fprintf(stderr, "lynctap: %s\n", line.at ? line.at : "");
		text_fini(&line);
		remarks += len + (remarks[len] == '\n');
	}
}

static bool write_site(struct output *output, const struct text *site, struct error *err)
{
	fwrite(site->at, 1, site->len, output->stream);
	/* Closing tells whether all of it arrived. */
	return output_close(output, err);
}

/* What is being imported, and what of captures helps. */
struct importing {
	const struct options *options;
	FILE **exports, *hosts; /* open, the former as many as there are words */
	/* Catalogues of all, for the exports say which it is, or why there are none. */
	struct knowledge products[PRODUCTS];
	struct error refused[PRODUCTS];
	struct deployment *deployment;
	struct text site, remarks;
	struct text before; /* of --update: the file as it is */
	struct site *known; /* and what it says */
	struct run run;     /* of -r */
	struct arena *arena;
	struct draft draft;
	bool more; /* the last pass added to it */
};

/* --- Before the doors are shut ------------------------------------------------------------ */

static bool open_exports(struct importing *importing, struct error *err)
{
	const struct options *options = importing->options;

	privilege_raise_descriptors();
	importing->exports = calloc(options->word_count, sizeof(FILE *));
	if (!importing->exports)
		return error_set(err, "out of memory");
	for (size_t i = 0; i < options->word_count; i++) {
		importing->exports[i] = command_open(options->words[i], err);
		if (!importing->exports[i])
			return false;
	}
	if (!options->hosts_file)
		return true;
	importing->hosts = command_open(options->hosts_file, err);
	return importing->hosts != NULL;
}

/* The file to be brought up to date, which is as trusted as any site file. */
static bool read_before(struct importing *importing, struct error *err)
{
	const char *path = importing->options->update;

	if (!path)
		return true;
	if (!site_text_read(&importing->before, path, err))
		return false;
	text_add(&importing->before, "");
	if (importing->before.failed)
		return error_set(err, "out of memory");
	importing->known =
		site_load_bytes(path, importing->before.at, importing->before.len, err);
	return importing->known != NULL;
}

static void load_products(struct importing *importing)
{
	for (unsigned i = 0; i < PRODUCTS; i++)
		if (!knowledge_load_product(&importing->products[i],
		                            importing->options->signatures,
		                            (enum product)i, &importing->refused[i]))
			importing->products[i].catalogue_count = 0;
}

static bool open_all(struct importing *importing, struct error *err)
{
	topology_load_libraries();
	load_products(importing);
	importing->deployment = topology_create();
	if (!importing->deployment)
		return error_set(err, "out of memory");
	return open_exports(importing, err) && read_before(importing, err);
}

/* --- Behind them ----------------------------------------------------------------------------- */

/* Addresses that were written in are not asked for again. */
static bool add_known(struct importing *importing)
{
	const struct site *site = importing->known;

	for (size_t i = 0; site && i < site->host_count; i++) {
		const struct site_host *host = &site->hosts[i];
		struct topology_seen seen = { .name = host->name };

		for (size_t j = 0; j < host->address_count - host->external_count; j++) {
			seen.address = host->addresses[j];
			if (!topology_add_seen(importing->deployment, &seen, 1))
				return false;
		}
	}
	return true;
}

/* All or nothing: one file that cannot be read is one that the result would lack. */
static bool read_exports(struct importing *importing, struct error *err)
{
	const struct options *options = importing->options;

	for (size_t i = 0; i < options->word_count; i++)
		if (!topology_read(importing->deployment, fileno(importing->exports[i]),
		                   options->words[i], err))
			return false;
	if (importing->hosts &&
	    !topology_read_hosts(importing->deployment, fileno(importing->hosts),
	                         options->hosts_file, err))
		return false;
	return add_known(importing) || error_set(err, "out of memory");
}

/* What the exports say, brought into the file that is there: what changes is a remark. */
static bool update(struct importing *importing, struct error *err)
{
	const struct site_text old = { importing->options->update, importing->before.at,
		                       importing->before.len };
	const struct site_text fresh = { "the draft", importing->site.at,
		                         importing->site.len };
	struct text updated = { 0 };

	if (!site_update(&updated, &importing->remarks, &old, &fresh, err)) {
		text_fini(&updated);
		return false;
	}
	text_fini(&importing->site);
	importing->site = updated;
	return true;
}

/* The catalogues of the product that the exports are of. */
static const struct knowledge *tables_of(const struct importing *importing)
{
	return &importing->products[topology_product(importing->deployment)];
}

static bool draft(struct importing *importing, struct error *err)
{
	const struct knowledge *knowledge = tables_of(importing);

	if (knowledge->catalogue_count == 0) {
		*err = importing->refused[topology_product(importing->deployment)];
		return false;
	}
	text_clear(&importing->site);
	text_clear(&importing->remarks);
	return topology_write(importing->deployment,
	                      (const struct catalogue *const *)knowledge->catalogues,
	                      knowledge->catalogue_count, &importing->site,
	                      &importing->remarks, err) &&
	       (!importing->options->update || update(importing, err));
}

static enum exit_status import_exports(struct importing *importing, struct error *err)
{
	struct outputs outputs;
	bool written = false;

	if (!command_confine(importing->options, REPORT_DRAFT, &outputs, err))
		return EXIT_TROUBLE;
	if (read_exports(importing, err) && draft(importing, err)) {
		written = write_site(&outputs.items[0].output, &importing->site, err);
		outputs.count = 0;
	}
	outputs_abandon(&outputs);
	return written ? EXIT_CLEAN : EXIT_TROUBLE;
}

/* --- With captures ---------------------------------------------------------------------- */

static bool add_traffic(struct importing *importing, struct error *err)
{
	struct run *run = &importing->run;
	const struct audit *audit;

	audit = judging_read(run);
	importing->arena = arena_create();
	if (!audit || !importing->arena ||
	    !site_draft_fill(&importing->draft, audit, importing->arena) ||
	    !seen_names_add(importing->deployment, run->judge))
		return error_set(err, "out of memory");
	completeness_collect(run);
	topology_set_draft(importing->deployment, &importing->draft);
	return true;
}

static bool take_unlisted(const struct audit *audit, struct policy *policy, void *context)
{
	struct importing *importing = context;
	role_set roles = topology_unlisted_roles(importing->deployment);

	return site_unlisted_add(&importing->draft, audit, policy, roles,
	                         importing->arena, &importing->more);
}

/*
 * Judged with all servers declared, traffic tells more of who is not: as long as it does,
 * the draft grows and is written anew. What comes through a pipe cannot be read again.
 */
static bool draft_unlisted(struct importing *importing, struct error *err)
{
	importing->more = pipeline_counters(importing->run.pipeline)->flows > 0;
	if (importing->more && !draft_pass_can(&importing->run)) {
		text_add(&importing->remarks,
		         "the capture could be read only once: hosts that are told by "
		         "what no declared one did are not drafted; save it to a file\n");
		return !importing->remarks.failed || error_set(err, "out of memory");
	}
	for (unsigned pass = 1; pass < DRAFT_PASSES && importing->more; pass++)
		if (!draft_pass(&importing->run, tables_of(importing), &importing->site,
		                take_unlisted, importing, err) ||
		    (importing->more && !draft(importing, err)))
			return false;
	return true;
}

static enum exit_status import_with_traffic(struct importing *importing,
                                            struct error *err)
{
	struct run *run = &importing->run;
	const struct pipeline_sink sink = judging_sink(run);
	enum exit_status status = EXIT_TROUBLE;

	err->text[0] = '\0';
	/* What is wrong with captures is said by the run itself. */
	if (run_open(run, importing->options, REPORT_DRAFT) &&
	    run_prepare(run, &sink, false) && read_exports(importing, err) &&
	    add_traffic(importing, err) && draft(importing, err) &&
	    draft_unlisted(importing, err)) {
		bool written =
			write_site(&run->outputs.items[0].output, &importing->site, err);

		run->outputs.count = 0;
		status = written ? run_status(run, false) : EXIT_TROUBLE;
	}
	run_close(run);
	return status;
}

/* --- All of it --------------------------------------------------------------------------- */

static enum exit_status import(struct importing *importing, struct error *err)
{
	if (!open_all(importing, err))
		return EXIT_TROUBLE;
	return importing->options->files.count > 0 ? import_with_traffic(importing, err)
	                                           : import_exports(importing, err);
}

static void importing_fini(struct importing *importing)
{
	for (size_t i = 0; importing->exports && i < importing->options->word_count; i++)
		if (importing->exports[i])
			fclose(importing->exports[i]);
	free(importing->exports);
	if (importing->hosts)
		fclose(importing->hosts);
	text_fini(&importing->site);
	text_fini(&importing->remarks);
	text_fini(&importing->before);
	for (size_t i = 0; i < PRODUCTS; i++)
		if (importing->products[i].catalogue_count > 0)
			knowledge_fini(&importing->products[i]);
	site_destroy(importing->known);
	topology_destroy(importing->deployment);
	arena_destroy(importing->arena);
}

int site_import(const struct options *options)
{
	struct importing importing = { .options = options };
	struct error err = { "" };
	enum exit_status status = import(&importing, &err);

	if (status != EXIT_TROUBLE)
		print_remarks(importing.remarks.at ? importing.remarks.at : "");
	else if (err.text[0])
		run_complain("%s", err.text);
	importing_fini(&importing);
	return (int)status;
}
