/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_import.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "load/site_file.h"
#include "load/site_update.h"
#include "report/output.h"
#include "report/site_draft.h"
#include "topology/topology.h"

#include "completeness.h"
#include "file_clash.h"
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

/* Where the site file goes: of a run with captures it is open already. */
static bool write_site(struct output *output, const struct text *site, struct error *err)
{
	fwrite(site->at, 1, site->len, output->stream);
	/* Closing tells whether all of it arrived. */
	return output_close(output, err);
}

/* All or nothing: one file that cannot be read is one that the result would lack. */
static bool read_exports(const struct options *options, struct deployment *deployment,
                         struct error *err)
{
	for (size_t i = 0; i < options->word_count; i++)
		if (!topology_read(deployment, options->words[i], err))
			return false;
	return !options->hosts_file ||
	       topology_read_hosts(deployment, options->hosts_file, err);
}

/* What is being imported, and what of captures helps. */
struct importing {
	const struct options *options;
	struct deployment *deployment;
	struct knowledge knowledge; /* the catalogues of the product */
	struct text site, remarks;
	struct text before; /* of --update: the file as it is */
	struct run run;     /* of -r */
	struct arena *arena;
	struct draft draft;
};

/* Addresses that were written in are not asked for again. */
static bool add_known(struct importing *importing, const struct site *site)
{
	for (size_t i = 0; i < site->host_count; i++) {
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

/* The file to be brought up to date, and what it knows. */
static bool read_before(struct importing *importing, struct error *err)
{
	const char *path = importing->options->update;
	struct site *site;
	bool ok;

	if (!path)
		return true;
	if (!site_text_read(&importing->before, path, err))
		return false;
	text_add(&importing->before, "");
	if (importing->before.failed)
		return error_set(err, "out of memory");
	site = site_load_bytes(path, importing->before.at, importing->before.len, err);
	if (!site)
		return false;
	ok = add_known(importing, site) || error_set(err, "out of memory");
	site_destroy(site);
	return ok;
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

static bool draft(struct importing *importing, struct error *err)
{
	return topology_write(
		       importing->deployment,
		       (const struct catalogue *const *)importing->knowledge.catalogues,
		       importing->knowledge.catalogue_count, &importing->site,
		       &importing->remarks, err) &&
	       (!importing->options->update || update(importing, err));
}

static enum exit_status import_exports(struct importing *importing, struct error *err)
{
	struct output output;

	return draft(importing, err) &&
	                       file_clash_refuse(importing->options, NULL, err) &&
	                       outputs_open_file(&output, &importing->options->outputs,
	                                         err) &&
	                       write_site(&output, &importing->site, err)
	               ? EXIT_CLEAN
	               : EXIT_TROUBLE;
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

static enum exit_status import_with_traffic(struct importing *importing,
                                            struct error *err)
{
	struct run *run = &importing->run;
	const struct pipeline_sink sink = judging_sink(run);
	enum exit_status status = EXIT_TROUBLE;

	err->text[0] = '\0';
	/* What is wrong with captures is said by the run itself. */
	if (run_open(run, importing->options, REPORT_DRAFT) &&
	    run_prepare(run, &sink, false) && add_traffic(importing, err) &&
	    draft(importing, err)) {
		bool written =
			write_site(&run->outputs.items[0].output, &importing->site, err);

		run->outputs.count = 0;
		status = written ? run_status(run, false) : EXIT_TROUBLE;
	}
	run_close(run);
	return status;
}

/* --- All of it --------------------------------------------------------------------------- */

/* Files are read before a run shuts the doors. */
static enum exit_status import(struct importing *importing, struct error *err)
{
	const struct options *options = importing->options;

	importing->deployment = topology_create();
	if (!importing->deployment) {
		error_set(err, "out of memory");
		return EXIT_TROUBLE;
	}
	if (!read_exports(options, importing->deployment, err) ||
	    !read_before(importing, err) ||
	    !knowledge_load_product(&importing->knowledge, options->signatures,
	                            topology_product(importing->deployment), err))
		return EXIT_TROUBLE;
	return options->files.count > 0 ? import_with_traffic(importing, err)
	                                : import_exports(importing, err);
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
	text_fini(&importing.site);
	text_fini(&importing.remarks);
	text_fini(&importing.before);
	knowledge_fini(&importing.knowledge);
	topology_destroy(importing.deployment);
	arena_destroy(importing.arena);
	return (int)status;
}
