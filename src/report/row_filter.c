/* SPDX-License-Identifier: BSD-2-Clause */
#include "row_filter.h"

#include <stdlib.h>
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

/* Case is of no matter in ASCII; names are UTF-8 as printed. */
static bool has_word(const struct row *row, const char *word)
{
	const char *const places[] = { row->name_en, row->name_fr, row->service,
		                       row->id,      row->note,    row->printed };
	struct text roles = { 0 };
	bool found = false;

	for (size_t i = 0; !found && i < sizeof(places) / sizeof(places[0]); i++)
		found = strcasestr(places[i], word) != NULL;
	text_add_roles(&roles, row->roles, " ");
	found = found || (roles.len && strcasestr(roles.at, word));
	text_fini(&roles);
	return found;
}

/* A number is a port. */
static bool has_port(const struct rule *rule, const char *word)
{
	char *end;
	unsigned long port = strtoul(word, &end, 10);

	return *word >= '0' && *word <= '9' && *end == '\0' && port <= UINT16_MAX &&
	       lists_port(rule, 0, (uint16_t)port);
}

static bool has_words(const struct rule *rule, const struct report_rows_filter *filter)
{
	for (size_t i = 0; i < filter->word_count; i++)
		if (!has_word(rule->row, filter->words[i]) &&
		    !has_port(rule, filter->words[i]))
			return false;
	return true;
}

static bool selects(const struct report_rows_filter *filter, const struct rule *rule)
{
	const struct row *row = rule->row;

	return (!filter->by_port || lists_port(rule, filter->transport, filter->port)) &&
	       (!filter->role || concerns_role(row, filter->role)) &&
	       (!filter->service || strcmp(filter->service, row->service) == 0) &&
	       (!filter->id || strcmp(filter->id, row->id) == 0) &&
	       has_words(rule, filter);
}

bool row_filter_is_empty(const struct report_rows_filter *filter)
{
	return !filter->by_port && !filter->role && !filter->service && !filter->id &&
	       filter->word_count == 0;
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
