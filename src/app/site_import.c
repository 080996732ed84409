/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_import.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "report/output.h"
#include "topology/topology.h"

#include "options.h"
#include "run.h"

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

static bool write_site(const struct options *options, const struct text *site,
                       struct error *err)
{
	struct output output;

	if (options->outputs.count == 0)
		output_over_stream(&output, stdout);
	else if (!output_open(&output, options->outputs.items[0], err))
		return false;
	fwrite(site->at, 1, site->len, output.stream);
	/* Closing tells whether all of it arrived. */
	return output_close(&output, err);
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

static bool import(const struct options *options, struct deployment *deployment,
                   struct text *site, struct text *remarks, struct error *err)
{
	struct knowledge knowledge;

	if (!read_exports(options, deployment, err) ||
	    !knowledge_load_product(&knowledge, options->signatures,
	                            topology_product(deployment), err))
		return false;
	bool written = topology_write(
		deployment, (const struct catalogue *const *)knowledge.catalogues,
		knowledge.catalogue_count, site, remarks, err);

	knowledge_fini(&knowledge);
	return written && write_site(options, site, err);
}

int site_import(const struct options *options)
{
	struct deployment *deployment = topology_create();
	struct text site = { 0 }, remarks = { 0 };
	struct error err = { "out of memory" };
	bool done = deployment && import(options, deployment, &site, &remarks, &err);

	if (done)
		print_remarks(remarks.at ? remarks.at : "");
	else
		run_complain("%s", err.text);
	text_fini(&site);
	text_fini(&remarks);
	topology_destroy(deployment);
	return done ? EXIT_CLEAN : EXIT_TROUBLE;
}
