/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The reasons of a verdict as sentences an administrator understands.
 */
#include <assert.h>
#include <string.h>

#include "base/sentences.h"
#include "flow/unseen.h"
#include "inspect/hint.h"
#include "judge/judge.h"

#include "explain_words.h"
#include "judge_private.h"

/* What the row says and nobody could see: PSOM, the inside of TLS, the certificate of TLS 1.3. */
static void explain_unseen(const struct conversation *conversation, const struct row *row,
                           struct sentences *out)
{
	uint64_t hints = conversation_hints(conversation);
	bool tls = hints & HINT_BIT(HINT_TLS);

	if (row->tls == ROW_TLS_MUTUAL && tls &&
	    !(hints & HINTS_OF(HINT_SHOWS_CERTIFICATE)))
		sentences_add(
			out, "whether the initiator showed a certificate is not visible: "
			     "TLS 1.3, a resumed session or a partial capture");
	if (row->tls != ROW_TLS_NONE && tls && !(hints & ~HINTS_OF(HINT_SHELL))) {
		text_add(
			&out->text,
			"what is inside TLS is inferred from port and roles, not seen: ");
		explain_add_hints(&out->text, row->speaks, NULL);
		sentences_end(out);
	} else if (row->speaks && !(row->speaks & ~HINTS_OF(HINT_UNSEEN))) {
		explain_add_hints(&out->text, row->speaks, NULL);
		sentences_add(out, " is inferred from port and roles, never seen");
	}
}

/* Media without its QoS mark is no finding: it is why calls sound bad. */
static void explain_dscp(const struct conversation *conversation, const struct row *row,
                         struct sentences *out)
{
	static const char *const senders[] = { "initiator", "responder" };

	for (size_t side = 0; row->dscp && side < 2; side++)
		if (conversation->packets[side] > 0 &&
		    conversation->dscp[side] != row->dscp)
			sentences_addf(
				out,
				"the %s marks its packets DSCP %u; the documented QoS value is %u",
				senders[side], conversation->dscp[side], row->dscp);
}

/* A call in which only one can be heard. */
static void explain_one_way(const struct conversation *conversation,
                            struct sentences *out)
{
	if (conversation_hints(conversation) & HINTS_OF(HINT_MEDIA) &&
	    conversation->packets[FLOW_RESPONDER] == 0)
		sentences_add(out, "media flows one way: nothing came back");
}

/* Why the responder's words do not confirm it. */
static void explain_by_port(const struct conversation *conversation,
                            struct sentences *out)
{
	uint64_t asked = conversation->hints[FLOW_INITIATOR];
	uint64_t answered = conversation->hints[FLOW_RESPONDER];

	text_add(&out->text, "by port only: ");
	if (asked & ~HINTS_OF(HINT_ABOUT_TLS)) {
		text_add(&out->text, "the initiator speaks ");
		explain_add_hints(&out->text, asked, conversation->protocol);
		text_add(&out->text, ", and ");
	}
	if (conversation->unseen & FLOW_UNSEEN_RESPONDER)
		sentences_add(out, "nothing of the responder was captured");
	else if (!conversation_spoke(conversation, FLOW_RESPONDER))
		sentences_add(out, "the responder said nothing");
	else if (answered & ~HINTS_OF(HINT_ABOUT_TLS) &&
	         flow_direction_is_guess(
			 (enum flow_direction_by)conversation->direction_by))
		sentences_add(out, "which end's words they are is a guess");
	else
		sentences_add(out,
		              "the responder's words neither confirm nor contradict it");
}

static void explain_approval(const struct conversation *conversation,
                             const struct verdict *verdict, struct sentences *out)
{
	explain_add_port(&out->text, conversation);
	text_add(&out->text, " is documented for ");
	explain_add_row(&out->text, verdict->rule->row);
	sentences_end(out);
	if (verdict->announcer)
		sentences_addf(out, "the port was announced by %s reply",
		               announcer_name(verdict->announcer));
	if (verdict->confirmed) {
		text_add(&out->text, "the payload shows ");
		explain_add_hints(&out->text, conversation_hints(conversation),
		                  conversation->protocol);
		sentences_end(out);
		explain_dscp(conversation, verdict->rule->row, out);
	} else if (verdict->kind == VERDICT_UNVERIFIED) {
		sentences_add(out,
		              "nothing in the payload shows media; dynamic RPC and SQL "
		              "instances use the same range");
	} else {
		explain_by_port(conversation, out);
	}
	explain_unseen(conversation, verdict->rule->row, out);
}

static void explain_wrong_protocol(const struct conversation *conversation,
                                   const struct verdict *verdict, struct sentences *out)
{
	explain_add_port(&out->text, conversation);
	text_add(&out->text, " is documented for ");
	explain_add_row(&out->text, verdict->nearest->row);
	text_add(&out->text, ", printed as ");
	text_add(&out->text, verdict->nearest->row->printed[0]
	                             ? verdict->nearest->row->printed
	                             : "(blank)");
	sentences_end(out);
	switch (verdict->twist) {
	case TWIST_CLEARTEXT:
		text_add(&out->text,
		         "the row documents TLS, but the payload is readable ");
		explain_add_hints(&out->text, conversation_hints(conversation),
		                  conversation->protocol);
		sentences_end(out);
		break;
	case TWIST_NOT_TLS:
		sentences_add(out,
		              "the row documents TLS, but the payload does not begin as "
		              "TLS does");
		break;
	case TWIST_NO_CLIENT_CERTIFICATE:
		sentences_add(out,
		              "the row documents mutual TLS, but the initiator showed no "
		              "certificate in a complete handshake");
		break;
	case TWIST_TLS_UNEXPECTED:
		sentences_add(out, "the row documents no TLS, but the payload shows it");
		break;
	case TWIST_NONE:
	case TWIST_GUARDED:
	case TWIST_LOAD_BALANCER:
		text_add(&out->text, "the payload shows ");
		explain_add_hints(&out->text, conversation_hints(conversation),
		                  conversation->protocol);
		sentences_end(out);
		break;
	}
}

static void explain_nearest(const struct conversation *conversation,
                            const struct verdict *verdict, struct sentences *out)
{
	explain_add_port(&out->text, conversation);
	if (!verdict->nearest) {
		sentences_add(out, " is listed in no catalogue for this host");
		return;
	}
	text_add(&out->text, " is documented for ");
	explain_add_row(&out->text, verdict->nearest->row);
	sentences_end(out);
}

static void explain_other_mode(const struct judge *judge,
                               const struct conversation *conversation,
                               const struct verdict *verdict, struct sentences *out)
{
	const struct rule *rule =
		policy_other_mode(judge->policy, verdict->responder,
	                          conversation->transport, conversation->responder_port);
	const struct host_traits *traits =
		policy_traits(judge->policy, verdict->responder);

	if (!rule)
		return;
	text_add(&out->text, "a load balancer carries this port only in another mode (");
	text_add(&out->text, rule->row->id);
	text_add(&out->text, "); the site says load-balancing: ");
	text_add(&out->text, load_balancing_name((enum load_balancing)traits->mode));
	sentences_end(out);
}

static void explain_allow(const struct judge *judge, const struct verdict *verdict,
                          struct sentences *out)
{
	const struct site_allow *allow =
		&policy_site(judge->policy)->allows[verdict->allow];

	text_addf(&out->text, "allowed by %s:%u", allow->file, allow->line);
	if (allow->reason[0])
		text_addf(&out->text, ": %s", allow->reason);
	if (allow->ticket[0])
		text_addf(&out->text, " (%s)", allow->ticket);
	if (allow->until[0])
		text_addf(&out->text, ", until %s", allow->until);
	sentences_end(out);
}

static void explain_attempt(const struct conversation *conversation,
                            const struct verdict *verdict, struct sentences *out)
{
	static const char *const sentences[] = {
		[VERDICT_REFUSED] = "refused: nobody listens there",
		[VERDICT_NO_ANSWER] = "nobody answered, where an answer is due",
		[VERDICT_UNANSWERED] = "accepted, but what was asked was never answered",
		[VERDICT_FAILED] = "answered, but the TLS handshake did not succeed",
	};

	sentences_addf(out, "%s", sentences[verdict->kind]);
	if (!verdict->rule)
		return;
	explain_add_port(&out->text, conversation);
	text_add(&out->text, " is documented for ");
	explain_add_row(&out->text, verdict->rule->row);
	sentences_end(out);
}

static void explain_ends(const struct conversation *conversation,
                         const struct verdict *verdict, struct sentences *out)
{
	explain_add_host(&out->text, &conversation->responder, verdict->responder_roles,
	                 verdict->responder_declared);
	sentences_end(out);
	explain_add_host(&out->text, &conversation->initiator, verdict->initiator_roles,
	                 verdict->initiator_declared);
	sentences_end(out);
}

/* Whoever is told to have opened it may be the one who was called. */
static void explain_guess(const struct conversation *conversation, struct sentences *out)
{
	if (flow_direction_is_guess((enum flow_direction_by)conversation->direction_by))
		sentences_addf(
			out,
			"which end listens is a guess (%s): the beginning was not "
			"captured",
			flow_direction_by_name(
				(enum flow_direction_by)conversation->direction_by));
}

/* Which of the two ends is not on the row's side. */
static void explain_side(const struct judge *judge,
                         const struct conversation *conversation,
                         const struct verdict *verdict, struct sentences *out)
{
	const uint8_t side = verdict->nearest->row->interface;
	const uint8_t responder =
		policy_traits(judge->policy, verdict->responder)->interface;
	const uint8_t initiator =
		policy_traits(judge->policy, verdict->initiator)->interface;
	bool listens = responder != ROW_INTERFACE_UNSTATED && responder != side;
	bool opens = initiator != ROW_INTERFACE_UNSTATED && initiator != side;
	char address[ADDRESS_TEXT_SIZE];

	text_addf(&out->text, "that is documented for the %s interface only; %s is ",
	          row_interface_name(side),
	          address_format(listens ? &conversation->responder
	                                 : &conversation->initiator,
	                         address));
	sentences_add(out, listens ? row_interface_name(responder)
	                   : opens ? row_interface_name(initiator)
	                           : "of the Internet");
}

static bool is_of_one_pool(const struct policy *policy, const struct rule *rule)
{
	size_t count;
	const struct rule *rules = policy_rules(policy, &count);
	const struct row_set *one_pool = policy_same_pool(policy);

	return one_pool && row_set_contains(one_pool, (unsigned)(rule - rules));
}

static void explain_place(const struct judge *judge,
                          const struct conversation *conversation,
                          const struct verdict *verdict, struct sentences *out)
{
	if (verdict->place == VERDICT_WRONG_INTERFACE)
		explain_side(judge, conversation, verdict, out);
	if (verdict->place == VERDICT_WRONG_SOURCE &&
	    is_of_one_pool(judge->policy, verdict->nearest))
		sentences_add(out, "only members of one pool speak so to each other, and "
		                   "these are of different pools");
	if (verdict->twist == TWIST_GUARDED)
		sentences_add(out, "the site keeps that host for Lync alone (dedicated)");
	if (verdict->twist == TWIST_LOAD_BALANCER)
		explain_other_mode(judge, conversation, verdict, out);
	explain_ends(conversation, verdict, out);
}

static void explain(const struct judge *judge, const struct conversation *conversation,
                    const struct verdict *verdict, struct sentences *out)
{
	switch (verdict->kind) {
	case VERDICT_EXPECTED:
	case VERDICT_KNOWN:
	case VERDICT_UNVERIFIED:
		explain_approval(conversation, verdict, out);
		break;
	case VERDICT_ALLOWED:
		explain_allow(judge, verdict, out);
		break;
	case VERDICT_WRONG_PROTOCOL:
		explain_wrong_protocol(conversation, verdict, out);
		if (verdict->place != verdict->kind)
			explain_place(judge, conversation, verdict, out);
		break;
	case VERDICT_WRONG_SOURCE:
	case VERDICT_WRONG_ROLE:
	case VERDICT_UNAPPROVED_PORT:
	case VERDICT_UNEXPECTED_PEER:
	case VERDICT_WRONG_INTERFACE:
		explain_nearest(conversation, verdict, out);
		explain_place(judge, conversation, verdict, out);
		if (conversation_hints(conversation) & ~HINTS_OF(HINT_ABOUT_TLS)) {
			text_add(&out->text, "the payload shows ");
			explain_add_hints(&out->text, conversation_hints(conversation),
			                  conversation->protocol);
			sentences_end(out);
		}
		break;
	case VERDICT_REFUSED:
	case VERDICT_NO_ANSWER:
	case VERDICT_UNANSWERED:
	case VERDICT_FAILED:
		explain_attempt(conversation, verdict, out);
		break;
	case VERDICT_OUT_OF_SCOPE:
		sentences_add(out, "neither end is a Lync server");
		if (verdict->rule)
			explain_approval(conversation, verdict, out);
		break;
	case VERDICTS:
		break;
	}
	if (verdict->kind != VERDICT_OUT_OF_SCOPE)
		explain_guess(conversation, out);
	explain_one_way(conversation, out);
	if (conversation->state == FLOW_SCANNED)
		sentences_add(
			out,
			"the connection was reset before any payload, as scanners do");
}

/* Do the reasons name the very hosts? Then hardly any others are the same. */
static bool names_hosts(const struct verdict *verdict)
{
	switch (verdict->kind) {
	case VERDICT_WRONG_SOURCE:
	case VERDICT_WRONG_ROLE:
	case VERDICT_UNAPPROVED_PORT:
	case VERDICT_UNEXPECTED_PEER:
	case VERDICT_WRONG_INTERFACE:
		return true;
	case VERDICT_WRONG_PROTOCOL:
		return verdict->place != verdict->kind;
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

/* All that the reasons are made from when they name no host; compared as bytes. */
struct explanation_key {
	const struct rule *rule, *nearest;
	uint64_t hints[2];
	int32_t allow;
	uint16_t port;
	uint8_t transport, state, kind, twist, confirmed;
	uint8_t heard; /* bit per side */
	uint8_t dscp[2];
	uint8_t announcer, direction_by;
	uint8_t spoke, unseen;
	uint8_t zero[6];
	char protocol[24];
};

static_assert(sizeof(struct explanation_key) == 80, "no padding: compared as bytes");

static struct explanation_key key_of(const struct conversation *conversation,
                                     const struct verdict *verdict)
{
	struct explanation_key key = {
		.rule = verdict->rule,
		.nearest = verdict->nearest,
		.hints = { conversation->hints[0], conversation->hints[1] },
		.allow = verdict->allow,
		.port = conversation->responder_port,
		.transport = conversation->transport,
		.state = conversation->state,
		.kind = (uint8_t)verdict->kind,
		.twist = (uint8_t)verdict->twist,
		.confirmed = verdict->confirmed,
		.announcer = (uint8_t)verdict->announcer,
		.direction_by = conversation->direction_by,
		.spoke = conversation->spoke,
		.unseen = conversation->unseen,
		.heard = (uint8_t)((conversation->packets[0] > 0) |
		                   (conversation->packets[1] > 0) << 1),
		.dscp = { conversation->dscp[0], conversation->dscp[1] },
	};

	static_assert(sizeof(key.protocol) == sizeof(conversation->protocol), "whole");
	memcpy(key.protocol, conversation->protocol, sizeof(key.protocol));
	return key;
}

void judge_explain(const struct judge *judge, const struct conversation *conversation,
                   const struct verdict *verdict, struct sentences *out)
{
	size_t from = out->text.len;

	if (names_hosts(verdict)) {
		explain(judge, conversation, verdict, out);
		return;
	}
	const struct explanation_key key = key_of(conversation, verdict);

	if (text_memo_add(judge->explanations, &key, sizeof(key), &out->text))
		return;
	explain(judge, conversation, verdict, out);
	text_memo_keep(judge->explanations, &key, sizeof(key), &out->text, from);
}
