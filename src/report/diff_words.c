/* SPDX-License-Identifier: BSD-2-Clause */
#include "diff_words.h"

#include <string.h>

#include "base/say.h"
#include "base/text.h"

#include "words.h"

#define DATE 10 /* of an RFC 3339 time, the date */

static size_t count_high(const struct diff *diff)
{
	size_t high = 0;

	for (size_t i = 0; i < diff->finding_count; i++)
		high += diff->findings[i].state == DIFF_NEW &&
		        diff->findings[i].after->severity == SEVERITY_HIGH;
	return high;
}

static void add_part(struct text *out, size_t count, const char *what)
{
	if (count == 0)
		return;
	text_add(out, "; ");
	say_add_number(out, LANGUAGE_EN, count);
	text_addf(out, " %s", what);
}

void diff_words_add_answer(struct text *out, const struct diff *diff)
{
	const size_t *counts = diff->counts;
	size_t high = count_high(diff);

	if (diff->after->incomplete)
		text_add(out, "INCOMPLETE: ");
	if (diff->after->scope.site && *diff->after->scope.site)
		text_addf(out, "%s: ", diff->after->scope.site);
	if (counts[DIFF_NEW] == 0) {
		text_add(out, "nothing new");
	} else {
		words_add_count(out, counts[DIFF_NEW], "new finding", "new findings");
		if (high)
			text_addf(out, ", %zu high", high);
	}
	add_part(out, counts[DIFF_WORSE], "worse");
	add_part(out, counts[DIFF_CHANGED], "changed");
	add_part(out, counts[DIFF_SAME], "as before");
	add_part(out, counts[DIFF_ALLOWED], "allowed since");
	add_part(out, counts[DIFF_GONE], diff->after->incomplete ? "not seen" : "gone");
	text_add_char(out, '.');
}

void diff_words_add_listener(struct text *out, const struct audit_file_listener *listener)
{
	words_add_named_listener(out, listener->name, listener->address, listener->port,
	                         listener->port_high, listener->transport);
}

static void add_peers(struct text *out, const struct audit_file_finding *finding)
{
	text_add(out, finding->peer_count ? ", from " : "");
	for (size_t i = 0; i < finding->peer_count && i < 3; i++) {
		const struct audit_file_peer *peer = &finding->peers[i];

		text_add(out, i ? ", " : "");
		if (peer->name)
			words_add_short_name(out, peer->name);
		else
			text_add(out, peer->address);
	}
	if (finding->peers_total > 3)
		text_addf(out, " and %llu more",
		          (unsigned long long)(finding->peers_total - 3));
}

void diff_words_add_details(struct text *out, const struct diff *diff,
                            const struct diff_finding *finding)
{
	const struct audit_file_finding *before = finding->before,
					*after = finding->after;
	const char *since = diff_since(diff, finding);

	if (!before || !after)
		add_peers(out, before ? before : after);
	if (before && after && strcmp(before->kind, after->kind) != 0)
		text_addf(out, "; %s before", before->kind);
	if (before && after && before->severity != after->severity)
		text_addf(out, "; %s before", severity_name(before->severity));
	if (before && after && before->peers_total != after->peers_total)
		text_addf(out, "; %llu peers, %llu before",
		          (unsigned long long)after->peers_total,
		          (unsigned long long)before->peers_total);
	else if (finding->state == DIFF_CHANGED)
		text_add(out, "; other peers");
	if (!before)
		text_addf(out, "; first %.*s", DATE, after->first);
	if (since)
		text_addf(out, "; since %.*s", DATE, since);
	if (!after)
		text_addf(out, "; last %.*s", DATE, before->last);
}

static const void *one_of(const struct diff_item *item)
{
	return item->after ? item->after : item->before;
}

void diff_words_add_server(struct text *out, const struct diff_item *item)
{
	const struct audit_file_server *server = one_of(item);

	words_add_named_listener(out, server->name, server->address, 0, 0, NULL);
}

void diff_words_add_service(struct text *out, const struct diff_item *item)
{
	const struct audit_file_service *service = one_of(item);

	diff_words_add_listener(out, &service->listener);
	text_addf(out, ", %s", service->row);
}

void diff_words_add_attempt(struct text *out, const struct diff_item *item)
{
	const struct audit_file_attempt *attempt = one_of(item);

	diff_words_add_listener(out, &attempt->listener);
	text_addf(out, ", %s", attempt->how);
	if (attempt->row)
		text_addf(out, ", %s", attempt->row);
}

static const char *state_words(const struct audit_file_row *row)
{
	return !row                               ? "not of this site"
	       : strcmp(row->state, "never") == 0 ? "never seen"
	       : strcmp(row->state, "seen") == 0  ? "by port only"
	                                          : row->state;
}

void diff_words_add_row(struct text *out, const struct diff_item *item)
{
	const struct audit_file_row *before = item->before, *after = item->after;
	const char *row = after ? after->row : before ? before->row : "";

	text_addf(out, "%s: %s, %s before", row, state_words(item->after),
	          state_words(item->before));
}
