/* SPDX-License-Identifier: BSD-2-Clause */
#include "row_filter.h"

#include <string.h>

#include "base/transport.h"
#include "policy/catalogue.h"
#include "policy/policy.h"
#include "policy/role.h"
#include "policy/row.h"
#include "report/report.h"

static bool lists_port(const struct rule *rule, uint8_t transport, uint16_t port)
{
	if (transport)
		return rule_lists_port(rule, transport, port);
	return rule_lists_port(rule, TRANSPORT_TCP, port) ||
	       rule_lists_port(rule, TRANSPORT_UDP, port);
}

/* A group of roles is asked for by its own name or by a member's. */
static bool concerns_role(const struct row *row, const char *name)
{
	enum role role;

	if (!role_parse(&role, name))
		return false;
	if (row->roles & ROLE_BIT(role))
		return true;
	for (unsigned group = ROLE_HOST_ROLES; group < ROLES; group++)
		if (row->roles & ROLE_BIT(group) &&
		    role_members((enum role)group) & ROLE_BIT(role))
			return true;
	return false;
}

static bool selects(const struct report_rows_filter *filter, const struct rule *rule)
{
	const struct row *row = rule->row;

	return (!filter->by_port || lists_port(rule, filter->transport, filter->port)) &&
	       (!filter->role || concerns_role(row, filter->role)) &&
	       (!filter->service || strcmp(filter->service, row->service) == 0) &&
	       (!filter->id || strcmp(filter->id, row->id) == 0);
}

bool row_filter_is_empty(const struct report_rows_filter *filter)
{
	return !filter->by_port && !filter->role && !filter->service && !filter->id;
}

long row_filter_visit(const struct policy *policy,
                      const struct report_rows_filter *filter,
                      void (*visit)(const struct catalogue *catalogue,
                                    const struct rule *rule, void *context),
                      void *context)
{
	size_t catalogue_count;
	const struct catalogue *const *catalogues =
		policy_catalogues(policy, &catalogue_count);
	long shown = 0;

	for (size_t i = 0; i < catalogue_count; i++) {
		for (size_t j = 0; j < catalogues[i]->row_count; j++) {
			const struct rule *rule =
				policy_rule_of(policy, &catalogues[i]->rows[j]);

			if (!selects(filter, rule))
				continue;
			visit(catalogues[i], rule, context);
			shown++;
		}
	}
	return shown;
}
