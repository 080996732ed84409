/* SPDX-License-Identifier: BSD-2-Clause */
#include "rule_fit.h"

#include "inspect/hint.h"

#define ENCRYPTED HINTS_OF(HINT_ENCRYPTED)

static bool fits(role_set roles, role_set all, role_set any)
{
	return (roles & all) == all && (any == 0 || (roles & any) != 0);
}

/* Whose sides are known has to be on the row's. */
static bool is_on_side(const struct rule *rule, const struct host_traits *traits)
{
	return rule->row->interface == ROW_INTERFACE_UNSTATED ||
	       traits->interface == ROW_INTERFACE_UNSTATED ||
	       rule->row->interface == traits->interface;
}

/* From the Internet nobody reaches an inner side, whatever is known of sides. */
static bool is_shut_out(const struct rule *rule, const struct host_traits *traits)
{
	return rule->row->interface == ROW_INTERFACE_INTERNAL &&
	       traits->standing & HOST_OUTSIDE;
}

/* Is the row about such a host: of its product, its pool's mode, on its ports? */
static bool is_about(const struct rule *rule, const struct host_traits *traits)
{
	if (rule->products && traits->product && !(rule->products >> traits->product & 1))
		return false;
	if (rule->mode && traits->mode && rule->mode != traits->mode)
		return false;
	return !rule->variants || rule->variants[traits->ports] == rule->variant;
}

static bool listens(const struct rule *rule, const struct host_traits *traits)
{
	role_set roles = traits->roles;

	return rule->any_listener ||
	       (roles != 0 && fits(roles, rule->listener_all, rule->listener_any) &&
	        (!rule->role_listens || is_about(rule, traits)));
}

bool rule_fits_listener(const struct rule *rule, const struct host_traits *traits)
{
	return listens(rule, traits) && is_on_side(rule, traits);
}

bool rule_fits_other_listener(const struct rule *rule, const struct host_traits *traits)
{
	return listens(rule, traits) && !is_on_side(rule, traits);
}

/* A load balancer opens on behalf of others whatever its pool listens to. */
static bool balances_for(const struct rule *rule, role_set roles)
{
	role_set balanced = role_set_balanced(roles);
	role_set listener = role_set_own(rule->listener_all);

	return roles & ROLE_BIT(ROLE_LOAD_BALANCER) && listener != 0 &&
	       (listener & balanced) == listener;
}

static bool initiates(const struct rule *rule, const struct host_traits *traits)
{
	role_set roles = traits->roles;

	if (rule->any_initiator)
		return true;
	if (roles == 0 || (!rule->role_listens && !is_about(rule, traits)))
		return false;
	return fits(roles, rule->initiator_all, rule->initiator_any) ||
	       balances_for(rule, roles);
}

/* Of whom nothing is known: somebody of the site may be anybody, the Internet no server. */
static bool is_doubtful(const struct rule *rule, const struct host_traits *traits)
{
	/* A rule with any listener says only who initiates: doubt must not make it fit
	   everything. */
	if (traits->roles != 0 || rule->any_listener)
		return false;
	return !(traits->standing & HOST_OUTSIDE) ||
	       rule->row->interface == ROW_INTERFACE_EXTERNAL;
}

bool rule_fits_initiator(const struct rule *rule, const struct host_traits *traits,
                         bool benefit_of_doubt)
{
	if (is_shut_out(rule, traits) || !is_on_side(rule, traits))
		return false;
	return initiates(rule, traits) || (benefit_of_doubt && is_doubtful(rule, traits));
}

bool rule_fits_other_initiator(const struct rule *rule, const struct host_traits *traits)
{
	return is_shut_out(rule, traits) ||
	       (initiates(rule, traits) && !is_on_side(rule, traits));
}

/* What a row documents in clear supports it, unless it should have been inside TLS. */
static enum rule_hint_fit fit_clear_text(const struct row *row, uint64_t clear)
{
	bool spoken = clear & row->speaks;

	switch (row->tls) {
	case ROW_TLS_NONE:
	case ROW_TLS_OPTIONAL:
		if (spoken)
			return RULE_SUPPORTED;
		return row->speaks == 0 ? RULE_SILENT : RULE_CONTRADICTED;
	case ROW_TLS_REQUIRED:
	case ROW_TLS_MUTUAL:
		return RULE_CONTRADICTED;
	}
	return RULE_SILENT;
}

static bool needs_tls(const struct row *row)
{
	switch (row->tls) {
	case ROW_TLS_REQUIRED:
	case ROW_TLS_MUTUAL:
		return true;
	case ROW_TLS_NONE:
	case ROW_TLS_OPTIONAL:
		break;
	}
	return false;
}

/* Do all protocols of a narrow row begin as a reader knows? Whatever gets a port of a range may
 * begin otherwise. */
static bool opens_known(const struct rule *rule)
{
	uint64_t speaks = rule->row->speaks;

	return speaks && !(speaks & ~HINTS_OF(HINT_OPENS)) && !rule_is_wide(rule);
}

enum rule_hint_fit rule_fits_hints(const struct rule *rule, uint64_t hints)
{
	const struct row *row = rule->row;
	uint64_t seen = hints & ~HINTS_OF(HINT_ABOUT_TLS);

	if (hints & HINT_BIT(HINT_NOT_TLS) && needs_tls(row))
		return RULE_CONTRADICTED;
	if (hints & HINT_BIT(HINT_UNKNOWN) && opens_known(rule))
		return RULE_CONTRADICTED;
	/* An imitation of TLS answered by the real thing: whoever listens is not who was meant. */
	if (hints & HINT_BIT(HINT_PSEUDOTLS) && hints & HINT_BIT(HINT_TLS))
		return RULE_CONTRADICTED;
	if (seen == 0)
		return RULE_SILENT;
	if (seen & ~ENCRYPTED)
		return fit_clear_text(row, seen & ~ENCRYPTED);
	/* Only TLS is seen. */
	if (rule->mutual && hints & HINT_BIT(HINT_TLS_NO_CLIENT_CERTIFICATE))
		return RULE_CONTRADICTED;
	if (row->tls != ROW_TLS_NONE || row->speaks & ENCRYPTED)
		return RULE_SUPPORTED;
	return row->speaks == 0 ? RULE_SILENT : RULE_CONTRADICTED;
}
