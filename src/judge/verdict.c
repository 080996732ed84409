/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/verdict.h"

#include <stddef.h>
#include <string.h>

const char *verdict_kind_name(enum verdict_kind kind)
{
	static const char *const names[VERDICTS] = {
		[VERDICT_EXPECTED] = "expected",
		[VERDICT_KNOWN] = "known",
		[VERDICT_ALLOWED] = "allowed",
		[VERDICT_UNVERIFIED] = "unverified",
		[VERDICT_WRONG_PROTOCOL] = "wrong-protocol",
		[VERDICT_WRONG_SOURCE] = "wrong-source",
		[VERDICT_WRONG_ROLE] = "wrong-role",
		[VERDICT_UNAPPROVED_PORT] = "unapproved-port",
		[VERDICT_UNEXPECTED_PEER] = "unexpected-peer",
		[VERDICT_WRONG_INTERFACE] = "wrong-interface",
		[VERDICT_REFUSED] = "refused",
		[VERDICT_NO_ANSWER] = "no-answer",
		[VERDICT_UNANSWERED] = "unanswered",
		[VERDICT_FAILED] = "failed",
		[VERDICT_OUT_OF_SCOPE] = "out-of-scope",
	};

	return names[kind];
}

static const char *const severities[] = {
	[SEVERITY_NONE] = "none",
	[SEVERITY_LOW] = "low",
	[SEVERITY_MEDIUM] = "medium",
	[SEVERITY_HIGH] = "high",
};

const char *severity_name(enum severity severity)
{
	return severities[severity];
}

bool severity_parse(enum severity *severity, const char *name)
{
	for (size_t i = SEVERITY_LOW; i <= SEVERITY_HIGH; i++) {
		if (strcmp(severities[i], name) == 0) {
			*severity = (enum severity)i;
			return true;
		}
	}
	return false;
}

const char *announcer_name(enum announcer announcer)
{
	static const char *const names[] = {
		[ANNOUNCED_BY_NOBODY] = "nobody",
		[ANNOUNCED_BY_SSRP] = "a SQL Browser",
		[ANNOUNCED_BY_EPM] = "an endpoint mapper",
	};

	return names[announcer];
}

bool verdict_is_unexpected(enum verdict_kind kind)
{
	switch (kind) {
	case VERDICT_WRONG_PROTOCOL:
	case VERDICT_WRONG_SOURCE:
	case VERDICT_WRONG_ROLE:
	case VERDICT_UNAPPROVED_PORT:
	case VERDICT_UNEXPECTED_PEER:
	case VERDICT_WRONG_INTERFACE:
		return true;
	case VERDICT_EXPECTED:
	case VERDICT_KNOWN:
	case VERDICT_ALLOWED:
	case VERDICT_UNVERIFIED:
	case VERDICT_REFUSED:
	case VERDICT_NO_ANSWER:
	case VERDICT_UNANSWERED:
	case VERDICT_FAILED:
	case VERDICT_OUT_OF_SCOPE:
	case VERDICTS:
		break;
	}
	return false;
}

static enum role first_role(role_set roles)
{
	for (unsigned role = 0; role < ROLE_HOST_ROLES; role++)
		if (roles & ROLE_BIT(role))
			return (enum role)role;
	return ROLES;
}

enum role verdict_serving_role(const struct rule *rule, role_set responder_roles)
{
	const struct row *row = rule->row;
	bool out = row->direction == ROW_OUT || !(responder_roles & row->roles);
	enum role named = first_role((out ? row->peers : row->roles) & responder_roles);

	return named != ROLES ? named : first_role(responder_roles);
}
