/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The captures are read once to see who is what, and again with the draft as site
 * file: what is still found then is written below it, to be allowed or not.
 */
#include "site_infer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "policy/product.h"
#include "report/output.h"
#include "report/site_draft.h"

#include "completeness.h"
#include "draft_pass.h"
#include "judging.h"
#include "options.h"
#include "run.h"

#define MOST_SAID 2

/* What one cause would take in the site file. */
struct exception {
	uint64_t flows;
	const char *title, *said;
	const char *items; /* of `allow:` or `accept:`, lines */
	bool accepted;     /* of `accept:` */
};

struct infer {
	struct run run; /* the first pass: who is what */
	struct arena *arena;
	struct draft draft;
	struct text hosts,
		ports; /* lines that the remedies of causes have for these keys */
	struct exception *exceptions; /* owned */
	size_t exception_count, exception_capacity;
	bool more;                      /* the last pass added something */
	struct product_choice products; /* that servers show */
};

/* --- The text -------------------------------------------------------------------------------- */

/* @comment: as a comment, to be uncommented by who agrees. */
static void add_items(struct text *out, const char *items, bool comment)
{
	while (*items) {
		size_t len = strcspn(items, "\n");

		text_add(out, comment ? "#   " : "  ");
		text_add_bytes(out, items, len);
		text_add_char(out, '\n');
		items += len + (items[len] == '\n');
	}
}

static void add_exceptions(struct text *out, const struct infer *infer, bool accepted,
                           bool comment)
{
	const char *key = accepted ? "accept:\n" : "allow:\n";
	bool any = false;

	for (size_t i = 0; i < infer->exception_count; i++) {
		const struct exception *one = &infer->exceptions[i];

		if (one->accepted != accepted)
			continue;
		text_addf(out, "%s%s%s", any ? "" : "\n", any || !comment ? "" : "# ",
		          any ? "" : key);
		any = true;
		text_addf(out, "  # %llu flows: ", (unsigned long long)one->flows);
		text_add_printable(out, one->title, strlen(one->title));
		text_add_printable(out, one->said, strlen(one->said));
		text_add_char(out, '\n');
		add_items(out, one->items, comment);
	}
}

/* One is stated; of several each pool has its own, and which is not known. */
static void add_products(struct text *out, const struct product_choice *seen)
{
	bool one = seen->products && !(seen->products & (seen->products - 1));

	if (one)
		text_addf(out, "product: %s\n",
		          product_name(product_oldest(seen->products)));
	else
		product_add_choice(out);
	for (unsigned i = 0; i < PRODUCTS; i++)
		if (seen->why[i])
			text_addf(out, "#   %s: %s\n", product_name((enum product)i),
			          seen->why[i]);
	if (!one)
		text_add(out, "#   Without the line the tables are those of what "
		              "servers show, else of Lync Server 2013.\n");
}

static void add_head(struct text *out, const struct infer *infer)
{
	text_add(out,
	         "# A draft of lynctap site infer, of nothing but what was seen: check "
	         "it against the topology.\n# Below each host stand the points of its "
	         "roles (docs/roles.md) and what showed them.\n");
	add_products(out, &infer->products);
	text_add(out, "# load-balancing: dns | hardware | none\n");
}

static void add_sections(struct text *out, const struct infer *infer, bool comment)
{
	const struct draft *draft = &infer->draft;

	text_add(out, "undeclared: suspect\n\n");
	text_add(out,
	         draft_has_hosts(draft) || infer->hosts.len ? "hosts:\n" : "# hosts:\n");
	draft_add_hosts(draft, out);
	if (infer->hosts.len)
		add_items(out, infer->hosts.at, false);
	draft_add_pools(draft, out);
	draft_add_networks(draft, out, comment);
	if (infer->ports.len) {
		text_add(out, "\n# Ports that are not where the documents have them.\n"
		              "ports:\n");
		add_items(out, infer->ports.at, false);
	}
}

/* The site file; @comment: exceptions are comments. */
static void add_site(struct text *out, const struct infer *infer, bool comment)
{
	if (comment)
		add_head(out, infer);
	add_sections(out, infer, comment);
	if (comment && infer->exception_count > 0)
		text_add(out, "\n# What would be found with this site file, most "
		              "frequent first. Uncomment what is meant to\n# be, with "
		              "its reason, ticket and day.");
	add_exceptions(out, infer, false, comment);
	add_exceptions(out, infer, true, comment);
}

/* --- What is found with it --------------------------------------------------------------------- */

static const char *copy_of(struct infer *infer, const struct text *text)
{
	return arena_copy_text(infer->arena, text->at ? text->at : "", text->len);
}

static const char *said_in(struct infer *infer, const struct audit_cause *cause)
{
	struct text said = { 0 };
	const char *copy;

	for (size_t i = 0; i < cause->said_count && i < MOST_SAID; i++)
		text_addf(&said, "%s%s %s", i ? ", " : ". Seen: ", cause->said[i].label,
		          cause->said[i].text);
	copy = copy_of(infer, &said);
	text_fini(&said);
	return copy;
}

static bool is_accepted(const struct infer *infer, const char *id)
{
	for (size_t i = 0; i < infer->exception_count; i++)
		if (infer->exceptions[i].accepted &&
		    strstr(infer->exceptions[i].items, id))
			return true;
	return false;
}

/* What no rule of the site file covers can be borne, by its id; "" what is already. */
static const char *acceptance_of(struct infer *infer, const struct audit_cause *cause)
{
	struct text items = { 0 };
	const char *copy;

	for (size_t i = 0; i < cause->finding_count; i++)
		if (!is_accepted(infer, cause->findings[i]->id))
			text_addf(&items, "- {finding: %s, reason: WHY, ticket: ID}\n",
			          cause->findings[i]->id);
	copy = copy_of(infer, &items);
	text_fini(&items);
	return copy;
}

/* Items for `allow:`, or NULL. */
static const char *allowance_of(const struct audit_cause *cause)
{
	bool is_remedy = cause->remedy.lang &&
	                 strcmp(cause->remedy.lang, "site file, allow:") == 0;

	return is_remedy ? cause->remedy.code : cause->allow;
}

static bool add_exception(struct infer *infer, const struct audit_cause *cause)
{
	const char *allow = allowance_of(cause);
	const char *items = allow ? arena_copy_text(infer->arena, allow, strlen(allow))
	                          : acceptance_of(infer, cause);
	const char *title = cause->title[LANGUAGE_EN];

	if (!items || !*items)
		return items != NULL;
	if (!array_reserve(&infer->exceptions, &infer->exception_capacity,
	                   infer->exception_count, sizeof(*infer->exceptions)))
		return false;

	struct exception *one = &infer->exceptions[infer->exception_count++];

	*one = (struct exception){
		.flows = cause->flows,
		.title = arena_copy_text(infer->arena, title, strlen(title)),
		.said = said_in(infer, cause),
		.items = items,
		.accepted = !allow,
	};
	infer->more = true;
	return one->title && one->said;
}

/* Lines that are there already are for another cause of the same setting. */
static bool add_lines(struct infer *infer, struct text *section, const char *lines)
{
	size_t key = strcspn(lines, ":");
	struct text start = { 0 };
	bool there;

	text_add_char(&start, '\n');
	text_add_bytes(&start, lines, *lines == '-' ? strcspn(lines, ",\n") : key + 1);
	there = section->len && start.at &&
	        (strstr(section->at, start.at) ||
	         strncmp(section->at, start.at + 1, start.len - 1) == 0);
	text_fini(&start);
	if (there)
		return false;
	text_add(section, lines);
	infer->more = true;
	return true;
}

static bool add_cause(struct infer *infer, const struct audit_cause *cause)
{
	const struct {
		const char *lang;
		struct text *section;
	} sections[] = {
		{ "site file, ports:", &infer->ports },
		{ "site file, hosts:", &infer->hosts },
	};

	for (size_t i = 0; cause->remedy.lang && i < ARRAY_LEN(sections); i++)
		if (strcmp(cause->remedy.lang, sections[i].lang) == 0 &&
		    add_lines(infer, sections[i].section, cause->remedy.code))
			return true;
	if (!allowance_of(cause) && site_draft_add_guests(&infer->draft, cause)) {
		infer->more = true;
		return true;
	}
	return add_exception(infer, cause);
}

static bool add_causes(struct infer *infer, const struct audit *audit)
{
	infer->more = false;
	for (size_t i = 0; i < audit->cause_count; i++)
		if (!add_cause(infer, &audit->causes[i]))
			return false;
	return true;
}

static bool take_causes(const struct audit *audit, struct policy *policy, void *context)
{
	(void)policy;
	return add_causes(context, audit);
}

/* One more pass, with the draft so far. */
static bool judge_draft(struct infer *infer, struct error *err)
{
	struct text text = { 0 };
	bool ok;

	add_site(&text, infer, false);
	ok = draft_pass(&infer->run, &infer->run.knowledge, &text, take_causes, infer,
	                err);
	text_fini(&text);
	return ok;
}

/* --- All of it ------------------------------------------------------------------------------------ */

static int compare_exceptions(const void *a, const void *b)
{
	const struct exception *x = a, *y = b;

	if (x->flows != y->flows)
		return x->flows < y->flows ? 1 : -1;
	return strcmp(x->items, y->items);
}

static bool draft(struct infer *infer, struct error *err)
{
	const struct audit *audit;

	audit = judging_read(&infer->run);
	if (!audit)
		return error_set(err, "out of memory");
	completeness_collect(&infer->run);
	completeness_judged(&infer->run, audit->judged, &audit->judged_flows);
	infer->arena = arena_create();
	if (!infer->arena || !site_draft_fill(&infer->draft, audit, infer->arena))
		return error_set(err, "out of memory");
	infer->products = audit->products;
	/* Of nothing there is nothing to be found. */
	infer->more = pipeline_counters(infer->run.pipeline)->flows > 0;
	if (infer->more && !draft_pass_can(&infer->run))
		return error_set(err, "what comes through a pipe or from a server cannot "
		                      "be read again, and site infer reads several "
		                      "times: save it to a file");
	for (unsigned pass = 1; pass < DRAFT_PASSES && infer->more; pass++)
		if (!judge_draft(infer, err))
			return false;
	array_sort(infer->exceptions, infer->exception_count, sizeof(*infer->exceptions),
	           compare_exceptions);
	return true;
}

static bool write_draft(struct infer *infer, struct error *err)
{
	struct output *output = &infer->run.outputs.items[0].output;
	struct text site = { 0 };

	add_site(&site, infer, true);
	if (!site.failed)
		fwrite(site.at, 1, site.len, output->stream);
	bool written =
		site.failed ? error_set(err, "out of memory") : output_close(output, err);

	infer->run.outputs.count = 0;
	text_fini(&site);
	return written;
}

int site_infer(const struct options *options)
{
	struct infer infer = { .more = false };
	const struct pipeline_sink sink = judging_sink(&infer.run);
	enum exit_status status = EXIT_TROUBLE;
	struct error err;

	if (run_open(&infer.run, options, REPORT_DRAFT) &&
	    run_prepare(&infer.run, &sink, false)) {
		if (draft(&infer, &err) && write_draft(&infer, &err))
			status = run_status(&infer.run, false);
		else
			run_complain("%s", err.text);
	}
	run_close(&infer.run);
	text_fini(&infer.hosts);
	text_fini(&infer.ports);
	free(infer.exceptions);
	arena_destroy(infer.arena);
	return (int)status;
}
