/* SPDX-License-Identifier: BSD-2-Clause */
/* A comparison as one JSON object, docs/diff.schema.json. */
#include "report/diff.h"

#include "base/text.h"

#include "json.h"

#define SCHEMA "lynctap/diff/1"

static void add_report(struct text *out, const char *key, const struct audit_file *file)
{
	json_open(out, key, '{');
	json_add_string(out, "path", file->path);
	json_add_nullable(out, "made", file->made);
	json_add_nullable(out, "first", file->first);
	json_add_nullable(out, "last", file->last);
	json_add_nullable(out, "site_sha256", file->site_sha256);
	json_add_nullable(out, "program", file->program);
	json_add_unsigned(out, "findings", file->finding_count);
	json_add_bool(out, "incomplete", file->incomplete);
	json_close(out, '}');
}

static void add_listener(struct text *out, const struct audit_file_listener *listener)
{
	json_add_string(out, "address", listener->address);
	json_add_nullable(out, "name", listener->name);
	json_add_unsigned(out, "port", listener->port);
	json_add_unsigned(out, "port_high", listener->port_high);
	json_add_nullable(out, "transport", listener->transport);
}

/* What a finding was or is. */
static void add_side(struct text *out, const char *key,
                     const struct audit_file_finding *finding)
{
	if (!finding) {
		json_add_nullable(out, key, NULL);
		return;
	}
	json_open(out, key, '{');
	json_add_string(out, "kind", finding->kind);
	json_add_plain(out, "severity", severity_name(finding->severity));
	json_add_unsigned(out, "peers_total", finding->peers_total);
	json_add_unsigned(out, "flows", finding->flows);
	json_close(out, '}');
}

static void add_finding(struct text *out, const struct diff *diff,
                        const struct diff_finding *finding)
{
	const struct audit_file_finding *shown =
		finding->after ? finding->after : finding->before;

	text_add_char(out, '\n');
	json_open(out, NULL, '{');
	json_add_string(out, "id", shown->id);
	json_add_plain(out, "state", diff_state_name(finding->state));
	json_add_nullable(out, "cause", shown->cause);
	add_listener(out, &shown->listener);
	add_side(out, "old", finding->before);
	add_side(out, "new", finding->after);
	json_add_nullable(out, "since", diff_since(diff, finding));
	json_close(out, '}');
}

static void add_server(struct text *out, const void *element)
{
	const struct audit_file_server *server = element;

	json_add_string(out, "address", server->address);
	json_add_nullable(out, "name", server->name);
}

static void add_service(struct text *out, const void *element)
{
	const struct audit_file_service *service = element;

	add_listener(out, &service->listener);
	json_add_string(out, "row", service->row);
}

static void add_attempt(struct text *out, const void *element)
{
	const struct audit_file_attempt *attempt = element;

	add_listener(out, &attempt->listener);
	json_add_string(out, "how", attempt->how);
	json_add_nullable(out, "row", attempt->row);
}

static void add_list(struct text *out, const char *key, const struct diff_list *list,
                     void (*add)(struct text *out, const void *element))
{
	text_add(out, ",\n");
	json_open(out, key, '[');
	for (size_t i = 0; i < list->count; i++) {
		const struct diff_item *item = &list->items[i];

		json_open(out, NULL, '{');
		json_add_plain(out, "state", item->after ? "new" : "gone");
		add(out, item->after ? item->after : item->before);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void add_rows(struct text *out, const struct diff_list *list)
{
	text_add(out, ",\n");
	json_open(out, "coverage", '[');
	for (size_t i = 0; i < list->count; i++) {
		const struct audit_file_row *before = list->items[i].before;
		const struct audit_file_row *after = list->items[i].after;

		json_open(out, NULL, '{');
		json_add_string(out, "row", (after ? after : before)->row);
		json_add_nullable(out, "old", before ? before->state : NULL);
		json_add_nullable(out, "new", after ? after->state : NULL);
		json_close(out, '}');
	}
	json_close(out, ']');
}

bool report_diff_json(FILE *out, const struct diff *diff,
                      const struct diff_context *context)
{
	struct text text = { 0 };
	bool ok;

	text_add_char(&text, '{');
	json_add_plain(&text, "schema", SCHEMA);
	json_add_nullable(&text, "site", diff->after->scope.site);
	add_report(&text, "old", diff->before);
	add_report(&text, "new", diff->after);
	json_open(&text, "counts", '{');
	for (unsigned i = 0; i < DIFF_STATES; i++)
		json_add_unsigned(&text, diff_state_name((enum diff_state)i),
		                  diff->counts[i]);
	json_close(&text, '}');
	text_add(&text, ",\n");
	json_open(&text, "findings", '[');
	for (size_t i = 0; i < diff->finding_count; i++) {
		text_add(&text, i ? "," : "");
		add_finding(&text, diff, &diff->findings[i]);
	}
	json_close(&text, ']');
	add_list(&text, "servers", &diff->servers, add_server);
	add_list(&text, "services", &diff->services, add_service);
	add_list(&text, "attempts", &diff->attempts, add_attempt);
	add_rows(&text, &diff->rows);
	text_add(&text, ",\n");
	json_add_unsigned(&text, "exit_status", (uint64_t)context->exit_status);
	text_add(&text, "}\n");
	ok = !text.failed && fwrite(text.at, 1, text.len, out) == text.len &&
	     !ferror(out);
	text_fini(&text);
	return ok;
}
