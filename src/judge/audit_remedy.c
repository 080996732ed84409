/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What to do about a finding, in one sentence.
 */
#include "audit_remedy.h"

#include "inspect/hint.h"

#include "judge_private.h"

static void add_allow_line(struct text *out, const struct audit_finding *finding,
                           const struct outcome *outcome)
{
	char address[ADDRESS_TEXT_SIZE];

	text_add(out, "allow it in the site file with: {from: ");
	if (finding->peers_total == 1 && finding->peer_count == 1)
		text_add(out, address_format(&finding->peers[0].address, address));
	else
		text_add(out, "any");
	text_addf(out, ", to: %s, port: ", address_format(&finding->address, address));
	port_add(out, finding->port, finding->transport);
	/* One named protocol can be asked for; several or `other` cannot. */
	uint64_t named =
		(outcome->hints[FLOW_INITIATOR] | outcome->hints[FLOW_RESPONDER]) &
		~HINTS_OF(HINT_ABOUT_TLS);

	if (named && !(named & (named - 1)) && named != HINT_BIT(HINT_OTHER))
		text_addf(out, ", speaks: %s",
		          hint_name((enum hint)__builtin_ctzll(named)));
	text_add(out, ", reason: \"why\", ticket: ID, until: YYYY-MM-DD}");
}

static void add_advice(struct text *out, const struct audit_finding *finding,
                       const struct outcome *outcome)
{
	switch ((enum verdict_twist)outcome->twist) {
	case TWIST_CLEARTEXT:
		text_add(out, "Turn TLS on at both ends; ");
		return;
	case TWIST_NO_CLIENT_CERTIFICATE:
		text_add(out,
		         "Give the initiator a certificate that the listener trusts; ");
		return;
	case TWIST_LOAD_BALANCER:
		text_add(out,
		         "Let this traffic reach the servers directly, or state the load "
		         "balancing mode in the site file; ");
		return;
	case TWIST_NONE:
	case TWIST_NOT_TLS:
	case TWIST_TLS_UNEXPECTED:
		break;
	}
	if (outcome->kind == VERDICT_WRONG_ROLE && finding->nearest) {
		text_add(
			out,
			"Stop the listener, or declare what the host really is (roles: [");
		text_add_roles(out, finding->nearest->row->roles, ", ");
		text_add(out, "]); ");
	} else if (outcome->kind == VERDICT_UNEXPECTED_PEER) {
		text_add(
			out,
			"Find out why the server talks to it, or declare the peer's role; ");
	} else if (outcome->kind == VERDICT_WRONG_SOURCE) {
		text_add(out, "Keep this source away by firewall, or declare its role; ");
	} else {
		text_add(out, "Find out what runs there and stop it; ");
	}
}

static void add_renewal(struct text *out, const struct site_allow *allow)
{
	text_addf(out,
	          "The allow at %s:%u ended on %s: renew its until: date, or stop "
	          "the traffic.",
	          allow->file, allow->line, allow->until);
}

void audit_remedy_add(const struct judge *judge, const struct outcome *outcome,
                      const struct audit_finding *finding, struct text *out)
{
	if (outcome->expired_allow) {
		add_renewal(out, &policy_site(judge->policy)->allows[outcome->allow]);
		return;
	}
	add_advice(out, finding, outcome);
	text_add(out, "if it is meant to be, ");
	add_allow_line(out, finding, outcome);
}
