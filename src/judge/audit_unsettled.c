/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hosts that may be Lync servers and whose role is not known: what they come near to, and
 * what is missing. Only without a site file, which knows them.
 */

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
	return address_compare(&x->address, &y->address);
}

bool audit_build_unsettled(const struct judge *judge, struct audit *audit,
                           struct arena *arena)
{
	const struct host_table *hosts = &judge->hosts;

	if (policy_site(judge->policy))
		return true;
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
