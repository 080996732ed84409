/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The reasons of a verdict, remembered: most verdicts have those of another.
 */
#include <assert.h>
#include <string.h>

#include "base/sentences.h"
#include "judge/judge.h"

#include "expected_mark.h"
#include "explain_verdict.h"
#include "judge_private.h"

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
	uint8_t dscp[2], expected_dscp[2];
	uint8_t announcer, direction_by;
	uint8_t spoke, unseen, language;
	uint8_t by_site[2]; /* who says what it is to be */
	uint8_t zero[1];
	char protocol[24];
};

static_assert(sizeof(struct explanation_key) == 80, "no padding: compared as bytes");

static struct explanation_key key_of(const struct judge *judge,
                                     const struct conversation *conversation,
                                     const struct verdict *verdict,
                                     enum language language)
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
		.language = (uint8_t)language,
		.heard = (uint8_t)((conversation->packets[0] > 0) |
		                   (conversation->packets[1] > 0) << 1),
		.dscp = { conversation->dscp[0], conversation->dscp[1] },
	};

	static_assert(sizeof(key.protocol) == sizeof(conversation->protocol), "whole");
	for (unsigned side = 0; side < 2; side++) {
		const struct expected_mark expected = expected_mark_sent(
			judge, conversation, verdict, (enum flow_side)side);

		key.expected_dscp[side] = expected.dscp;
		key.by_site[side] = expected.line > 0;
	}
	memcpy(key.protocol, conversation->protocol, sizeof(key.protocol));
	return key;
}

void judge_explain(const struct judge *judge, const struct conversation *conversation,
                   const struct verdict *verdict, struct sentences *out)
{
	size_t from = out->text.len;

	if (names_hosts(verdict)) {
		explain_verdict(judge, conversation, verdict, out);
		return;
	}
	const struct explanation_key key =
		key_of(judge, conversation, verdict, out->language);

	if (text_memo_add(judge->explanations, &key, sizeof(key), &out->text))
		return;
	explain_verdict(judge, conversation, verdict, out);
	text_memo_keep(judge->explanations, &key, sizeof(key), &out->text, from);
}
