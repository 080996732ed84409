/* SPDX-License-Identifier: BSD-2-Clause */
#include "explain_verdict.h"

#include <stdio.h>

#include "base/say.h"
#include "base/sentences.h"
#include "flow/unseen.h"
#include "inspect/hint.h"
#include "judge/judge.h"

#include "expected_mark.h"
#include "explain_words.h"
#include "judge_private.h"

/* The sentence @english, of whose values the one that is put together is @value, which is freed. */
static void say_of(struct sentences *out, const char *english, struct text *value)
{
	sentences_say(out, english, (const char *[]){ text_string(value), NULL });
	out->text.failed |= value->failed;
	text_fini(value);
}

static void say_hints(struct sentences *out, const char *english, uint64_t hints,
                      const char *protocol)
{
	struct text names = { 0 };

	explain_add_hints(&names, hints, protocol);
	say_of(out, english, &names);
}

/* What the row says and nobody could see: PSOM, the inside of TLS, the certificate of TLS 1.3. */
static void explain_unseen(const struct conversation *conversation, const struct row *row,
                           struct sentences *out)
{
	uint64_t hints = conversation_hints(conversation);
	bool tls = hints & HINT_BIT(HINT_TLS);

	if (row->tls == ROW_TLS_MUTUAL && tls &&
	    !(hints & HINTS_OF(HINT_SHOWS_CERTIFICATE)))
		sentences_say(
			out,
			"whether the initiator showed a certificate is not visible: "
			"TLS 1.3, a resumed session or a partial capture",
			NULL);
	if (row->tls != ROW_TLS_NONE && tls && !(hints & ~HINTS_OF(HINT_SHELL)))
		say_hints(
			out,
			"what is inside TLS is inferred from port and roles, not seen: %1",
			row->speaks, NULL);
	else if (row->speaks && !(row->speaks & ~HINTS_OF(HINT_UNSEEN)))
		say_hints(out, "%1 is inferred from port and roles, never seen",
		          row->speaks, NULL);
}

/* Media without its QoS mark is no finding: it is why calls sound bad. */
static void explain_dscp(const struct judge *judge,
                         const struct conversation *conversation,
                         const struct verdict *verdict, struct sentences *out)
{
	static const char *const marks[2][2] = {
		{ "the initiator marks its packets DSCP %1; the documented QoS value is %2",
		  "the initiator marks its packets DSCP %1; the site file says %2" },
		{ "the responder marks its packets DSCP %1; the documented QoS value is %2",
		  "the responder marks its packets DSCP %1; the site file says %2" },
	};
	char marked[8], wanted[8];

	for (unsigned side = 0; side < 2; side++) {
		const struct expected_mark expected = expected_mark_sent(
			judge, conversation, verdict, (enum flow_side)side);

		if (conversation->packets[side] == 0 ||
		    !expected_mark_is_said(&expected) ||
		    conversation->dscp[side] == expected.dscp)
			continue;
		snprintf(marked, sizeof(marked), "%u", conversation->dscp[side]);
		snprintf(wanted, sizeof(wanted), "%u", expected.dscp);
		sentences_say(out, marks[side][expected.line > 0],
		              (const char *[]){ marked, wanted, NULL });
	}
}

/* A call in which only one can be heard. */
static void explain_one_way(const struct conversation *conversation,
                            struct sentences *out)
{
	if (conversation_hints(conversation) & HINTS_OF(HINT_MEDIA) &&
	    conversation->packets[FLOW_RESPONDER] == 0)
		sentences_say(out, "media flows one way: nothing came back", NULL);
}

/* Of what the responder did, what does not confirm it. */
static const char *why_not_confirmed(const struct conversation *conversation,
                                     enum language language)
{
	uint64_t answered = conversation->hints[FLOW_RESPONDER];

	if (conversation->unseen & FLOW_UNSEEN_RESPONDER)
		return say(language, "nothing of the responder was captured");
	if (!conversation_spoke(conversation, FLOW_RESPONDER))
		return say(language, "the responder said nothing");
	if (answered & ~HINTS_OF(HINT_ABOUT_TLS) &&
	    flow_direction_is_guess((enum flow_direction_by)conversation->direction_by))
		return say(language, "which end's words they are is a guess");
	return say(language, "the responder's words neither confirm nor contradict it");
}

static void explain_by_port(const struct conversation *conversation,
                            struct sentences *out)
{
	uint64_t asked = conversation->hints[FLOW_INITIATOR];
	const char *why = why_not_confirmed(conversation, out->language);
	struct text hints = { 0 }, all = { 0 };

	if (asked & ~HINTS_OF(HINT_ABOUT_TLS)) {
		explain_add_hints(&hints, asked, conversation->protocol);
		say_add(&all, out->language, "the initiator speaks %1, and %2",
		        (const char *[]){ text_string(&hints), why, NULL });
	} else {
		text_add(&all, why);
	}
	all.failed |= hints.failed;
	text_fini(&hints);
	say_of(out, "by port only: %1", &all);
}

/* The port, and what it is documented for: @english names a third value where @printed is. */
static void explain_documented(const struct conversation *conversation,
                               const struct rule *rule, const char *english,
                               const char *printed, struct sentences *out)
{
	struct text port = { 0 }, words = { 0 };

	explain_add_port(&port, conversation);
	explain_add_rule(&words, out->language, rule);
	sentences_say(out, english,
	              (const char *[]){ text_string(&port), text_string(&words), printed,
	                                NULL });
	out->text.failed |= port.failed || words.failed;
	text_fini(&port);
	text_fini(&words);
}

static void explain_shown(const struct conversation *conversation, struct sentences *out)
{
	say_hints(out, "the payload shows %1", conversation_hints(conversation),
	          conversation->protocol);
}

static void explain_approval(const struct judge *judge,
                             const struct conversation *conversation,
                             const struct verdict *verdict, struct sentences *out)
{
	explain_documented(conversation, verdict->rule, "%1 is documented for %2", NULL,
	                   out);
	if (verdict->announcer)
		sentences_say(
			out, "the port was announced by %1 reply",
			(const char *[]){ announcer_name(verdict->announcer), NULL });
	if (verdict->confirmed) {
		explain_shown(conversation, out);
		explain_dscp(judge, conversation, verdict, out);
	} else if (verdict->kind == VERDICT_UNVERIFIED) {
		sentences_say(out,
		              "nothing in the payload shows media; dynamic RPC and SQL "
		              "instances use the same range",
		              NULL);
	} else {
		explain_by_port(conversation, out);
	}
	explain_unseen(conversation, verdict->rule->row, out);
}

static void explain_wrong_protocol(const struct conversation *conversation,
                                   const struct verdict *verdict, struct sentences *out)
{
	const struct row *row = verdict->nearest->row;

	explain_documented(
		conversation, verdict->nearest, "%1 is documented for %2, printed as %3",
		row->printed[0] ? row->printed : say(out->language, "(blank)"), out);
	switch (verdict->twist) {
	case TWIST_CLEARTEXT:
		say_hints(out, "the row documents TLS, but the payload is readable %1",
		          conversation_hints(conversation), conversation->protocol);
		break;
	case TWIST_NOT_TLS:
		sentences_say(out,
		              "the row documents TLS, but the payload does not begin as "
		              "TLS does",
		              NULL);
		break;
	case TWIST_UNKNOWN:
		sentences_say(out,
		              "the payload begins as nothing does that the row documents",
		              NULL);
		break;
	case TWIST_NO_CLIENT_CERTIFICATE:
		sentences_say(out,
		              "the row documents mutual TLS, but the initiator showed no "
		              "certificate in a complete handshake",
		              NULL);
		break;
	case TWIST_TLS_UNEXPECTED:
		sentences_say(out, "the row documents no TLS, but the payload shows it",
		              NULL);
		break;
	case TWIST_NONE:
	case TWIST_GUARDED:
	case TWIST_LOAD_BALANCER:
		explain_shown(conversation, out);
		break;
	}
}

static void explain_nearest(const struct conversation *conversation,
                            const struct verdict *verdict, struct sentences *out)
{
	struct text port = { 0 };

	if (verdict->nearest) {
		explain_documented(conversation, verdict->nearest,
		                   "%1 is documented for %2", NULL, out);
		return;
	}
	explain_add_port(&port, conversation);
	say_of(out, "%1 is listed in no catalogue for this host", &port);
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
	sentences_say(
		out,
		"a load balancer carries this port only in another mode (%1); the site "
		"says load-balancing: %2",
		(const char *[]){ rule->row->id,
	                          load_balancing_name((enum load_balancing)traits->mode),
	                          NULL });
}

static void explain_allow(const struct judge *judge, const struct verdict *verdict,
                          struct sentences *out)
{
	const struct site_allow *allow =
		&policy_site(judge->policy)->allows[verdict->allow];
	struct text place = { 0 };

	text_addf(&place, "%s:%u", allow->file, allow->line);
	if (allow->reason[0])
		text_addf(&place, ": %s", allow->reason);
	if (allow->ticket[0])
		text_addf(&place, " (%s)", allow->ticket);
	sentences_say(out, allow->until[0] ? "allowed by %1, until %2" : "allowed by %1",
	              (const char *[]){ text_string(&place), allow->until, NULL });
	out->text.failed |= place.failed;
	text_fini(&place);
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

	sentences_say(out, sentences[verdict->kind], NULL);
	if (verdict->rule)
		explain_documented(conversation, verdict->rule, "%1 is documented for %2",
		                   NULL, out);
}

static void explain_ends(const struct conversation *conversation,
                         const struct verdict *verdict, struct sentences *out)
{
	explain_add_host(&out->text, out->language, &conversation->responder,
	                 verdict->responder_roles, verdict->responder_declared);
	sentences_end(out);
	explain_add_host(&out->text, out->language, &conversation->initiator,
	                 verdict->initiator_roles, verdict->initiator_declared);
	sentences_end(out);
}

/* Whoever is told to have opened it may be the one who was called. */
static void explain_guess(const struct conversation *conversation, struct sentences *out)
{
	const enum flow_direction_by by =
		(enum flow_direction_by)conversation->direction_by;

	if (flow_direction_is_guess(by))
		sentences_say(out,
		              "which end listens is a guess (%1): the beginning was not "
		              "captured",
		              (const char *[]){ flow_direction_by_name(by), NULL });
}

/* What is not of the row's side: of the other, or of nobody's. */
static const char *side_message(bool documented_inside, bool of_internet)
{
	static const char *const messages[2][2] = {
		{ "that is documented for the external interface only; %1 is internal",
		  "that is documented for the external interface only; %1 is of the Internet" },
		{ "that is documented for the internal interface only; %1 is external",
		  "that is documented for the internal interface only; %1 is of the Internet" },
	};

	return messages[documented_inside][of_internet];
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

	sentences_say(out,
	              side_message(side == ROW_INTERFACE_INTERNAL, !listens && !opens),
	              (const char *[]){ address_format(listens ? &conversation->responder
	                                                       : &conversation->initiator,
	                                               address),
	                                NULL });
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
		sentences_say(out,
		              "only members of one pool speak so to each other, and "
		              "these are of different pools",
		              NULL);
	if (verdict->twist == TWIST_GUARDED)
		sentences_say(out, "the site keeps that host for Lync alone (dedicated)",
		              NULL);
	if (verdict->twist == TWIST_LOAD_BALANCER)
		explain_other_mode(judge, conversation, verdict, out);
	explain_ends(conversation, verdict, out);
}

void explain_verdict(const struct judge *judge, const struct conversation *conversation,
                     const struct verdict *verdict, struct sentences *out)
{
	switch (verdict->kind) {
	case VERDICT_EXPECTED:
	case VERDICT_KNOWN:
	case VERDICT_UNVERIFIED:
		explain_approval(judge, conversation, verdict, out);
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
		if (conversation_hints(conversation) & ~HINTS_OF(HINT_ABOUT_TLS))
			explain_shown(conversation, out);
		break;
	case VERDICT_REFUSED:
	case VERDICT_NO_ANSWER:
	case VERDICT_UNANSWERED:
	case VERDICT_FAILED:
		explain_attempt(conversation, verdict, out);
		break;
	case VERDICT_OUT_OF_SCOPE:
		sentences_say(out, "neither end is a Lync server", NULL);
		if (verdict->rule)
			explain_approval(judge, conversation, verdict, out);
		break;
	case VERDICTS:
		break;
	}
	if (verdict->kind != VERDICT_OUT_OF_SCOPE)
		explain_guess(conversation, out);
	explain_one_way(conversation, out);
	if (conversation->state == FLOW_SCANNED)
		sentences_say(
			out,
			"the connection was reset before any payload, as scanners do",
			NULL);
}
