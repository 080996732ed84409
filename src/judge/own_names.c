/* SPDX-License-Identifier: BSD-2-Clause */
#include "own_names.h"

#include <string.h>

#include "base/text.h"
#include "policy/policy.h"
#include "policy/site.h"

#include "judge_private.h"
#include "naming.h"

/* Their certificates have the server's own name, whatever pool it is in; those of the
 * other servers may have the pool's alone. */
#define HAS_SERVER_NAME                                                                  \
	(ROLE_BIT(ROLE_FRONT_END) | ROLE_BIT(ROLE_MEDIATION) | ROLE_BIT(ROLE_SBA))

/* Does the row ask servers for certificates, on a side whose names are the server's? */
static bool proves_a_server(const struct tls_subject *subject,
                            const struct host_traits *traits)
{
	const struct row *row = subject->rule->row;

	if (row->tls != ROW_TLS_MUTUAL && !row->mutual_for)
		return false;
	return traits->standing & HOST_DECLARED && traits->roles & ROLE_RUNS_LYNC &&
	       (!(traits->roles & ROLE_HAS_SIDES) ||
	        traits->interface == ROW_INTERFACE_INTERNAL);
}

static bool is_member(const struct site_pool *pool, const char *name)
{
	for (size_t i = 0; i < pool->member_count; i++)
		if (strcmp(pool->members[i], name) == 0)
			return true;
	return false;
}

static bool is_for(const struct tls_subject *subject, const char *name,
                   struct text *names)
{
	if (!certificate_is_for_others(subject->words, name))
		return true;
	if (names)
		text_addf(names, "%s%s", names->len ? ", " : "", name);
	return false;
}

bool own_names_are_missing(const struct tls_subject *subject, struct text *names)
{
	const struct judge *judge = subject->judge;
	const struct site *site = policy_site(judge->policy);
	const char *name = NULL;
	const host_class class =
		policy_class_at(judge->policy, &subject->listener->address, &name);
	const struct host_traits traits = *policy_traits(judge->policy, class);
	bool told = traits.roles & HAS_SERVER_NAME;

	if (!site || !name || !proves_a_server(subject, &traits) ||
	    is_for(subject, name, names))
		return false;
	for (size_t i = 0; i < site->pool_count; i++) {
		if (!is_member(&site->pools[i], name))
			continue;
		if (is_for(subject, site->pools[i].name, names))
			return false;
		told = true;
	}
	return told;
}
