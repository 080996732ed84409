/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_json.h"

#include "report/provenance.h"

#include "json.h"

static void add_catalogue(struct text *out, const struct provenance_file *file)
{
	json_open(out, NULL, '{');
	json_add_string(out, "name", file->name);
	json_add_nullable(out, "source", file->source);
	json_add_nullable(out, "sha256", file->sha256);
	json_close(out, '}');
}

static void add_input(struct text *out, const struct provenance_file *file)
{
	json_open(out, NULL, '{');
	json_add_string(out, "path", file->path);
	json_add_nullable(out, "sha256", file->sha256);
	json_close(out, '}');
}

void audit_json_add_provenance(struct text *out, const struct provenance *provenance)
{
	json_add_time(out, "made", provenance->made_us);
	json_add_nullable(out, "host", provenance->host);
	json_add_nullable(out, "user", provenance->user);
	json_add_nullable(out, "command", provenance->command);
	json_add_nullable(out, "program", provenance->program);
	json_add_nullable(out, "libraries", provenance->libraries);
	json_add_nullable(out, "sandbox", provenance->sandbox);
	json_add_nullable(out, "site_sha256", provenance->site.sha256);
	json_open(out, "catalogues", '[');
	for (size_t i = 0; i < provenance->catalogue_count; i++)
		add_catalogue(out, &provenance->catalogues[i]);
	json_close(out, ']');
	json_open(out, "inputs", '[');
	for (size_t i = 0; i < provenance->input_count; i++)
		add_input(out, &provenance->inputs[i]);
	json_close(out, ']');
}
