/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From findings to lines of the site file. What a line cannot say without `any` is
 * refused with what to do instead, and then nothing is written.
 */
#include "site_allow.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/text.h"
#include "base/transport.h"
#include "base/yaml_word.h"
#include "load/site_edit.h"
#include "load/site_file.h"
#include "policy/site_cover.h"
#include "report/audit_file.h"
#include "report/output.h"

#include "command_confining.h"
#include "options.h"
#include "run.h"
#include "site_text.h"

#define MOST_ENDS 512 /* hosts of one entry */

/* What is made of the findings. */
struct making {
	const struct options *options;
	const struct audit_file *report;
	const struct site *site;
	struct text items;
	size_t count;
};

/* Findings of one port that become one entry. */
struct entry {
	const struct audit_file_listener *listener; /* of the first */
	struct address from[MOST_ENDS], to[MOST_ENDS];
	size_t from_count, to_count;
	bool more; /* peers that the report does not list */
};

/* --- Words ------------------------------------------------------------------------------- */

static void add_word(struct text *out, const char *key, const char *word)
{
	if (!word)
		return;
	text_addf(out, ", %s: ", key);
	yaml_word_add(out, word);
}

static void end_item(struct making *making)
{
	const struct options *options = making->options;

	add_word(&making->items, "reason", options->reason);
	add_word(&making->items, "ticket", options->ticket);
	if (options->until)
		text_addf(&making->items, ", until: %s", options->until);
	text_add(&making->items, "}\n");
	making->count++;
}

/* --- Allow ---------------------------------------------------------------------------------- */

static bool add_address(struct address *addresses, size_t *count, const char *text,
                        struct error *err)
{
	struct address address;

	if (!address_parse(&address, text))
		return error_set(err, "'%s' is no address", text);
	for (size_t i = 0; i < *count; i++)
		if (address_equal(&addresses[i], &address))
			return true;
	if (*count == MOST_ENDS)
		return error_set(err, "more than %d hosts in one entry", MOST_ENDS);
	addresses[(*count)++] = address;
	return true;
}

/* Kinds that are no traffic from one host to another. */
static bool can_be_allowed(const struct audit_file_finding *finding, struct error *err)
{
	static const struct {
		const char *kind, *instead;
	} others[] = {
		{ "scan", "bear it with site accept" },
		{ "undeclared-server", "declare the host under 'hosts:'" },
		{ "weak-tls", "bear it with site accept" },
		{ "weak-certificate", "bear it with site accept" },
		{ "expired-certificate", "bear it with site accept" },
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(finding->kind, others[i].kind) == 0)
			return error_set(err, "%s: a finding '%s' cannot be allowed: %s",
			                 finding->id, finding->kind, others[i].instead);
	return finding->listener.transport ||
	       error_set(err, "%s: it is not about a port: bear it with site accept",
	                 finding->id);
}

static bool is_same_port(const struct audit_file_listener *a,
                         const struct audit_file_listener *b)
{
	return a->port == b->port && a->port_high == b->port_high &&
	       strcmp(a->transport, b->transport) == 0;
}

static bool is_peer_of(const struct audit_file_finding *finding, const char *address)
{
	for (size_t i = 0; i < finding->peer_count; i++)
		if (strcmp(finding->peers[i].address, address) == 0)
			return true;
	return false;
}

/* One entry lets each of `from` to each of `to`: only what has the same peers is one. */
static bool has_same_peers(const struct audit_file_finding *a,
                           const struct audit_file_finding *b)
{
	if (a->peer_count != b->peer_count || a->peers_total != b->peers_total)
		return false;
	for (size_t i = 0; i < a->peer_count; i++)
		if (!is_peer_of(b, a->peers[i].address))
			return false;
	return true;
}

static bool add_finding(struct entry *entry, const struct audit_file_finding *finding,
                        struct error *err)
{
	if (!add_address(entry->to, &entry->to_count, finding->listener.address, err))
		return false;
	for (size_t i = 0; i < finding->peer_count; i++)
		if (!add_address(entry->from, &entry->from_count,
		                 finding->peers[i].address, err))
			return false;
	entry->more |= finding->peers_total > finding->peer_count;
	return true;
}

static bool add_allow(struct making *making, const struct entry *entry,
                      const struct audit_file_finding *finding, struct error *err)
{
	const struct audit_file_listener *listener = entry->listener;
	struct site_cover from, to;

	if (!site_cover_make(&from, making->site, entry->from, entry->from_count,
	                     entry->more))
		return error_set(
			err,
			"%s: it has %llu peers, and no network that the site file "
			"declares has them: declare it, or bear the finding with "
			"site accept",
			finding->id, (unsigned long long)finding->peers_total);
	if (!site_cover_make(&to, making->site, entry->to, entry->to_count, false))
		return error_set(err, "%s: too many hosts for one entry", finding->id);
	text_add(&making->items, "- {from: ");
	site_cover_add(&making->items, &from);
	text_add(&making->items, ", to: ");
	site_cover_add(&making->items, &to);
	text_addf(&making->items, ", port: %u", listener->port);
	if (listener->port_high > listener->port)
		text_addf(&making->items, "-%u", listener->port_high);
	text_addf(&making->items, "/%s", listener->transport);
	end_item(making);
	return true;
}

static const struct audit_file_finding *find(const struct making *making, size_t number,
                                             struct error *err)
{
	const char *id = making->options->words[number];
	const struct audit_file_finding *finding = audit_file_find(making->report, id);

	if (!finding)
		error_set(err, "%s has no finding %s", making->report->path, id);
	return finding;
}

/* The findings from @first on that go with it; those before it are in entries already. */
static bool make_entry(struct making *making, size_t first, bool *done, struct error *err)
{
	const struct audit_file_finding *finding = find(making, first, err);
	struct entry *entry = calloc(1, sizeof(*entry));
	bool ok = entry && finding && can_be_allowed(finding, err);

	if (ok)
		entry->listener = &finding->listener;
	for (size_t i = first; ok && i < making->options->word_count; i++) {
		const struct audit_file_finding *other = find(making, i, err);

		ok = other && can_be_allowed(other, err);
		if (!ok || done[i] || !is_same_port(entry->listener, &other->listener) ||
		    !has_same_peers(finding, other))
			continue;
		done[i] = true;
		ok = add_finding(entry, other, err);
	}
	ok = ok && add_allow(making, entry, finding, err);
	free(entry);
	return ok;
}

static bool make_allows(struct making *making, struct error *err)
{
	bool *done = calloc(making->options->word_count, sizeof(*done));
	bool ok = done != NULL;

	/* The first word is the report. */
	for (size_t i = 1; ok && i < making->options->word_count; i++)
		ok = done[i] || make_entry(making, i, done, err);
	free(done);
	return ok;
}

/* --- Accept ----------------------------------------------------------------------------------- */

static bool make_accepts(struct making *making, struct error *err)
{
	for (size_t i = 1; i < making->options->word_count; i++) {
		const struct audit_file_finding *finding = find(making, i, err);

		if (!finding)
			return false;
		for (size_t j = 0; j < making->site->accept_count; j++)
			if (strcmp(making->site->accepts[j].finding, finding->id) == 0)
				return error_set(err, "%s is borne already: %s:%u",
				                 finding->id, making->site->file,
				                 making->site->accepts[j].line);
		text_addf(&making->items, "- {finding: %s", finding->id);
		end_item(making);
	}
	return true;
}

/* --- The file ------------------------------------------------------------------------------------ */

/* Where --write puts it: what a link names is what changes. */
struct place {
	char path[PATH_MAX];
	mode_t mode;
	struct output output; /* spoilt until it is whole */
};

static bool find_place(struct place *place, const char *path, struct error *err)
{
	struct stat status;

	if (!realpath(path, place->path) || stat(place->path, &status) != 0)
		return error_set(err, "%s: %s", path, strerror(errno));
	place->mode = status.st_mode & 07777;
	return true;
}

/* With its rights, whole or not at all. */
static bool replace(struct place *place, const struct text *site, struct error *err)
{
	struct output *output = &place->output;

	output->spoilt = fchmod(fileno(output->stream), place->mode) != 0 ||
	                 fwrite(site->at, 1, site->len, output->stream) != site->len;
	if (output->spoilt)
		error_set(err, "%s: it cannot be written", place->path);
	return output_close(output, err);
}

static void print(const char *key, const struct text *items)
{
	const char *line = items->at;

	printf("%s:\n", key);
	while (line && *line) {
		size_t len = strcspn(line, "\n");

		printf("  %.*s\n", (int)len, line);
		line += len + 1;
	}
}

/* What is read, and where the answer goes. */
struct rewriting {
	FILE *stream; /* the report */
	struct site *site;
	struct audit_file *report;
	struct text before, after; /* the site file */
	struct place place;        /* of --write */
};

static bool open_place(struct rewriting *rewriting, const struct options *options,
                       struct error *err)
{
	struct place *place = &rewriting->place;
	const char *path = options->write_site ? place->path : NULL;

	return (!path || find_place(place, options->site_file, err)) &&
	       command_confine_file(options, path, &place->output, err);
}

static bool read_all(struct rewriting *rewriting, const struct options *options,
                     struct error *err)
{
	const char *site = options->site_file, *report = options->words[0];

	rewriting->site = site_load(site, err);
	if (!rewriting->site || !site_text_read(&rewriting->before, site, err))
		return false;
	rewriting->stream = command_open(report, err);
	if (!rewriting->stream || !open_place(rewriting, options, err))
		return false;
	rewriting->report = audit_file_read(rewriting->stream, report, err);
	return rewriting->report != NULL;
}

static bool add_to_site(struct rewriting *rewriting, const struct making *making,
                        const char *key, struct error *err)
{
	const struct text *before = &rewriting->before;

	if (!site_edit_add(&rewriting->after, making->options->site_file,
	                   before->at ? before->at : "", before->len, key,
	                   making->items.at, making->count, err))
		return false;
	if (making->options->write_site)
		return replace(&rewriting->place, &rewriting->after, err);
	print(key, &making->items);
	return true;
}

static bool make(struct rewriting *rewriting, struct making *making, const char *key,
                 bool (*items)(struct making *, struct error *), struct error *err)
{
	if (!read_all(rewriting, making->options, err))
		return false;
	making->site = rewriting->site;
	making->report = rewriting->report;
	return items(making, err) && add_to_site(rewriting, making, key, err);
}

static int run_making(const struct options *options, const char *key,
                      bool (*items)(struct making *, struct error *))
{
	struct making making = { .options = options };
	struct rewriting rewriting = { .stream = NULL };
	struct error err = { "out of memory" };
	bool ok = make(&rewriting, &making, key, items, &err);

	if (!ok)
		run_complain("%s", err.text);
	output_abandon(&rewriting.place.output);
	text_fini(&making.items);
	text_fini(&rewriting.before);
	text_fini(&rewriting.after);
	audit_file_close(rewriting.report);
	site_destroy(rewriting.site);
	if (rewriting.stream)
		fclose(rewriting.stream);
	return ok ? EXIT_CLEAN : EXIT_TROUBLE;
}

int site_allow(const struct options *options)
{
	return run_making(options, "allow", make_allows);
}

int site_accept(const struct options *options)
{
	return run_making(options, "accept", make_accepts);
}
