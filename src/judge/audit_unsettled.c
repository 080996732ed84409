/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hosts that may be Lync servers and whose role is not known: what they come near to, and
 * what is missing. Only without a site file, which knows them.
 */
#include <string.h>

#include "base/arena.h"
#include "base/array.h"

#include "audit_build.h"
#include "naming.h"

#define POINTS_WORTH 25 /* half of what makes a role: less is anybody's */

/* A balancer is one by what it does with others, which is no half of anything. */
#define ASKED_FOR (ROLE_LYNC_SERVERS & ~ROLE_BIT(ROLE_LOAD_BALANCER))

/* The Lync roles with POINTS_WORTH; false when there are none. */
static bool come_near(const struct judge *judge, const struct host *host,
                      struct audit_unsettled *out)
{
	const struct role_scores scores =
		role_score_all(&judge->inference.rules, host, 0);

	for (unsigned role = 0; role < ROLE_HOST_ROLES; role++) {
		if (!(ASKED_FOR & ROLE_BIT(role)) || scores.points[role] < POINTS_WORTH)
			continue;
		out->roles |= ROLE_BIT(role);
		if (scores.points[role] > out->score)
			out->score = scores.points[role];
	}
	out->unproven = out->score >= ROLE_EVIDENCE_ENOUGH;
	return out->roles != 0;
}

static int compare(const void *a, const void *b)
{
	const struct audit_unsettled *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return memcmp(&x->address, &y->address, sizeof(x->address));
}

/* --- What they run ------------------------------------------------------------------------- */

/* What @host calls itself; *@mixed when it, or others before it, differ. */
static void ask_product(const struct judge *judge, const struct host *host,
                        struct audit *audit, bool *mixed)
{
	const struct role_evidence_list *list = judge->inference.match.list;

	for (size_t i = evidence_next(&host->evidence, 0); i < EVIDENCE_MOST;
	     i = evidence_next(&host->evidence, i + 1)) {
		const struct role_evidence *entry = &list->items[i];

		if (!entry->product)
			continue;
		*mixed |= audit->product && audit->product != entry->product;
		audit->product = entry->product;
		audit->product_why = entry->why;
	}
}

static void infer_product(const struct judge *judge, struct audit *audit)
{
	bool mixed = false;

	for (size_t i = 0; i < judge->hosts.count; i++)
		if (judge->hosts.hosts[i].inferred & ROLE_RUNS_LYNC &&
		    !address_is_public(&judge->hosts.hosts[i].address))
			ask_product(judge, &judge->hosts.hosts[i], audit, &mixed);
	if (!mixed)
		return;
	audit->product = PRODUCT_UNSTATED;
	audit->product_why = NULL;
}

bool audit_build_unsettled(const struct judge *judge, struct audit *audit,
                           struct arena *arena)
{
	const struct host_table *hosts = &judge->hosts;

	if (policy_site(judge->policy))
		return true;
	infer_product(judge, audit);
	audit->unsettled = arena_alloc(arena, hosts->count, sizeof(*audit->unsettled));
	if (!audit->unsettled)
		return false;
	for (size_t i = 0; i < hosts->count; i++) {
		const struct host *host = &hosts->hosts[i];
		struct audit_unsettled one = { .address = host->address };

		if (host->inferred || address_is_public(&host->address) ||
		    !come_near(judge, host, &one))
			continue;
		one.name = naming_of(judge, &host->address);
		audit->unsettled[audit->unsettled_count++] = one;
	}
	array_sort(audit->unsettled, audit->unsettled_count, sizeof(*audit->unsettled),
	           compare);
	return true;
}
