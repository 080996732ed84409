/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the site file excuses: which findings, and what is to be said of each exception.
 */
#include "audit_exceptions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/clock.h"
#include "base/say.h"
#include "base/text.h"
#include "policy/site_words.h"

#define DAY_US  (86400 * US_PER_SECOND)
#define SOON_US (30 * DAY_US) /* design section 5: announced 30 days before */

const char *exception_state_name(enum exception_state state)
{
	static const char *const names[EXCEPTION_STATES] = {
		[EXCEPTION_EXPIRED] = "expired",   [EXCEPTION_ENDS] = "ends",
		[EXCEPTION_NO_END] = "no end",     [EXCEPTION_UNUSED] = "unused",
		[EXCEPTION_IN_FORCE] = "in force",
	};

	return names[state];
}

/* --- Accepted findings --------------------------------------------------------------------- */

struct accepted {
	const struct site_accept *accept;
	size_t number; /* of the exception */
};

static int compare_accepted(const void *a, const void *b)
{
	const struct accepted *x = a, *y = b;

	return strcmp(x->accept->finding, y->accept->finding);
}

static bool has_peer(const struct site_accept *accept, const struct address *peer)
{
	for (size_t i = 0; i < accept->peer_count; i++)
		if (address_equal(&accept->peers[i], peer))
			return true;
	return false;
}

/* Is it still what was accepted: the kind, no worse, nobody new from the Internet? */
static bool is_as_given(const struct site_accept *accept,
                        const struct audit_finding *finding)
{
	enum severity severity = SEVERITY_HIGH;

	if (accept->kind[0] &&
	    strcmp(accept->kind, finding_kind_name(finding->kind)) != 0)
		return false;
	if (accept->severity[0] && severity_parse(&severity, accept->severity) &&
	    finding->severity > severity)
		return false;
	for (size_t i = 0; accept->peers_given && i < finding->peer_count; i++)
		if (address_is_public(&finding->peers[i].address) &&
		    !has_peer(accept, &finding->peers[i].address))
			return false;
	return true;
}

static bool let_through(const struct judge *judge, struct arena *arena,
                        const struct site_accept *accept, struct audit_finding *finding)
{
	struct audit_expired *expired = arena_alloc(arena, 1, sizeof(*expired));

	if (!expired)
		return false;
	*expired = (struct audit_expired){
		.is_accept = true,
		.reason = accept->reason,
		.ticket = accept->ticket,
		.until = accept->until,
		.file = policy_site(judge->policy)->file,
		.line = accept->line,
	};
	finding->expired = expired;
	return true;
}

/* @return false when out of memory; *@excused: it is one no longer */
static bool apply(const struct judge *judge, struct arena *arena,
                  const struct accepted *accepted, struct audit_finding *finding,
                  bool *excused)
{
	bool as_given = accepted && is_as_given(accepted->accept, finding);

	*excused = as_given && finding->last_us <= accepted->accept->until_us;
	if (*excused)
		finding->exception = accepted->number;
	return !as_given || *excused ||
	       let_through(judge, arena, accepted->accept, finding);
}

static struct accepted *list_accepted(const struct site *site)
{
	struct accepted *list = malloc((site->accept_count + 1) * sizeof(*list));

	for (size_t i = 0; list && i < site->accept_count; i++)
		list[i] = (struct accepted){ &site->accepts[i], site->allow_count + i };
	if (list)
		array_sort(list, site->accept_count, sizeof(*list), compare_accepted);
	return list;
}

static const struct accepted *find_accepted(const struct accepted *list, size_t count,
                                            const char *id)
{
	const struct site_accept wanted = { .finding = id };
	const struct accepted like = { .accept = &wanted };

	return bsearch(&like, list, count, sizeof(*list), compare_accepted);
}

bool audit_apply_accepts(const struct judge *judge, struct audit *audit,
                         struct arena *arena)
{
	const struct site *site = policy_site(judge->policy);
	struct accepted *list;
	size_t kept = 0;
	bool ok = true;

	if (!site || site->accept_count == 0)
		return true;
	list = list_accepted(site);
	if (!list)
		return false;
	for (size_t i = 0; ok && i < audit->finding_count; i++) {
		struct audit_finding *finding = &audit->findings[i];
		bool excused;

		ok = apply(judge, arena,
		           find_accepted(list, site->accept_count, finding->id), finding,
		           &excused);
		if (excused)
			audit->suppressed[audit->suppressed_count++] = *finding;
		else
			audit->findings[kept++] = *finding;
	}
	audit->finding_count = kept;
	free(list);
	return ok;
}

/* --- Exceptions ------------------------------------------------------------------------------ */

static bool copy(struct arena *arena, struct text *text, const char **out)
{
	*out = text->len ? text_copy(text, arena) : "";
	text_clear(text);
	return *out != NULL;
}

static bool fill_allow(const struct site *site, struct arena *arena,
                       const struct site_allow *allow, struct audit_exception *exception)
{
	struct text text = { 0 };
	bool ok;

	*exception = (struct audit_exception){
		.reason = allow->reason,
		.ticket = allow->ticket,
		.until = allow->until,
		.file = allow->file,
		.line = allow->line,
	};
	site_end_add(&text, site, &allow->from);
	ok = copy(arena, &text, &exception->from);
	site_end_add(&text, site, &allow->to);
	ok = ok && copy(arena, &text, &exception->to);
	site_allow_add_ports(&text, allow);
	ok = ok && copy(arena, &text, &exception->ports);
	site_allow_add_speaks(&text, allow);
	ok = ok && copy(arena, &text, &exception->speaks);
	text_fini(&text);
	return ok;
}

static void fill_accept(const struct site *site, const struct site_accept *accept,
                        struct audit_exception *exception)
{
	*exception = (struct audit_exception){
		.is_accept = true,
		.finding = accept->finding,
		.reason = accept->reason,
		.ticket = accept->ticket,
		.until = accept->until,
		.file = site->file,
		.line = accept->line,
	};
}

/* An accept's flows are those of what it covers, or would had it not ended. */
static uint64_t accept_flows(const struct audit *audit, const struct site_accept *accept)
{
	uint64_t flows = 0;

	for (size_t i = 0; i < audit->finding_count; i++)
		if (audit->findings[i].expired && audit->findings[i].expired->is_accept &&
		    strcmp(audit->findings[i].id, accept->finding) == 0)
			flows += audit->findings[i].flows;
	return flows;
}

static enum exception_state state_of(const struct audit_exception *exception,
                                     int64_t until_us, int64_t now_us)
{
	if (until_us < now_us)
		return EXCEPTION_EXPIRED;
	if (exception->flows == 0 && exception->used_count == 0)
		return EXCEPTION_UNUSED;
	if (until_us == INT64_MAX)
		return EXCEPTION_NO_END;
	return until_us - now_us < SOON_US ? EXCEPTION_ENDS : EXCEPTION_IN_FORCE;
}

/* What is to be said of its state; nothing of one that is as it should be. */
static const char *const sentences[EXCEPTION_STATES] = {
	[EXCEPTION_EXPIRED] = "the %1 at %2:%3 ended on %4",
	[EXCEPTION_UNUSED] = "the %1 at %2:%3 matched nothing",
	[EXCEPTION_ENDS] = "the %1 at %2:%3 ends on %4, in %5 days",
};

static void add_remark(struct text *out, enum language language,
                       const struct audit_exception *exception, int64_t days, bool is_any)
{
	char line[SAY_NUMBER_SIZE], left[24];
	const char *values[] = { exception->is_accept ? "accept" : "allow",
		                 exception->file,
		                 line,
		                 exception->until,
		                 left,
		                 NULL };

	snprintf(line, sizeof(line), "%u", exception->line);
	snprintf(left, sizeof(left), "%lld", (long long)days);
	if (sentences[exception->state])
		say_add(out, language, sentences[exception->state], values);
	if (exception->state == EXCEPTION_EXPIRED && exception->flows)
		text_add(out, say(language, "; what it covered is found again"));
	if (!is_any)
		return;
	text_add(out, out->len ? "; " : "");
	say_add(out, language,
	        "the %1 at %2:%3 is from any to any: too wide, name the hosts", values);
}

/* What stands together in what is suppressed is of one exception. */
static bool fill_used(const struct audit *audit, struct arena *arena)
{
	for (size_t i = 0; i < audit->suppressed_count; i++)
		audit->exceptions[audit->suppressed[i].exception].used_count++;
	for (size_t i = 0; i < audit->exception_count; i++) {
		struct audit_exception *exception = &audit->exceptions[i];

		exception->used = arena_alloc(arena, exception->used_count,
		                              sizeof(*exception->used));
		if (!exception->used)
			return false;
		exception->used_count = 0;
	}
	for (size_t i = 0; i < audit->suppressed_count; i++) {
		const struct audit_finding *finding = &audit->suppressed[i];
		struct audit_exception *exception =
			&audit->exceptions[finding->exception];

		exception->used[exception->used_count++] = finding;
		if (exception->is_accept)
			exception->flows += finding->flows;
	}
	return true;
}

static bool finish(struct arena *arena, struct audit_exception *exception,
                   int64_t until_us, int64_t now_us, bool is_any)
{
	bool ok = true;

	exception->state = state_of(exception, until_us, now_us);
	for (unsigned l = 0; ok && l < LANGUAGES; l++) {
		struct text remark = { 0 };

		add_remark(&remark, (enum language)l, exception,
		           (until_us - now_us) / DAY_US, is_any);
		ok = copy(arena, &remark, &exception->remark[l]);
		text_fini(&remark);
	}
	return ok;
}

static bool finish_all(const struct judge *judge, struct audit *audit,
                       struct arena *arena)
{
	const struct site *site = policy_site(judge->policy);
	bool ok = true;

	for (size_t i = 0; ok && i < site->allow_count; i++) {
		struct audit_exception *exception = &audit->exceptions[i];

		exception->flows = judge->allow_used[i];
		ok = finish(arena, exception, site->allows[i].until_us, judge->last_us,
		            site_allow_is_any(&site->allows[i]));
	}
	for (size_t i = 0; ok && i < site->accept_count; i++) {
		struct audit_exception *exception =
			&audit->exceptions[site->allow_count + i];

		exception->flows += accept_flows(audit, &site->accepts[i]);
		ok = finish(arena, exception, site->accepts[i].until_us, judge->last_us,
		            false);
	}
	return ok;
}

bool audit_build_exceptions(const struct judge *judge, struct audit *audit,
                            struct arena *arena)
{
	const struct site *site = policy_site(judge->policy);
	size_t count = site ? site->allow_count + site->accept_count : 0;
	bool ok = true;

	audit->exceptions = arena_alloc(arena, count, sizeof(*audit->exceptions));
	if (!audit->exceptions)
		return false;
	if (!site)
		return true;
	for (size_t i = 0; ok && i < site->allow_count; i++)
		ok = fill_allow(site, arena, &site->allows[i],
		                &audit->exceptions[audit->exception_count++]);
	for (size_t i = 0; ok && i < site->accept_count; i++)
		fill_accept(site, &site->accepts[i],
		            &audit->exceptions[audit->exception_count++]);
	return ok && fill_used(audit, arena) && finish_all(judge, audit, arena);
}
