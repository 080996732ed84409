/* SPDX-License-Identifier: BSD-2-Clause */
#include "eve_lync.h"

#include <assert.h>
#include <stdint.h>

#include "base/array.h"
#include "base/sentences.h"
#include "flow/direction.h"
#include "flow/unseen.h"
#include "inspect/hint.h"
#include "judge/finding.h"
#include "judge/verdict.h"
#include "policy/role.h"
#include "policy/row.h"
#include "report/report.h"

#include "json.h"

/* In the order of its members. */
static const enum detail lync_details[EVE_LYNC_DETAILS] = { DETAIL_MODALITY,
	                                                    DETAIL_MODALITY_REASON,
	                                                    DETAIL_PROTOCOL,
	                                                    DETAIL_BANNER, DETAIL_NOTE };

bool eve_lync_take_detail(struct eve_lync_details *details, enum detail key,
                          const char *bytes, size_t len)
{
	for (size_t i = 0; i < EVE_LYNC_DETAILS; i++) {
		if (key == lync_details[i]) {
			details->of[i].bytes = bytes;
			details->of[i].len = len;
			return true;
		}
	}
	return false;
}

static const char *serving_role(const struct verdict *verdict)
{
	enum role role = verdict->rule ? verdict_serving_role(verdict->rule,
	                                                      verdict->responder_roles)
	                               : ROLES;

	return role == ROLES ? NULL : role_name(role);
}

/* What a flow says beside its hints, for who judges records instead of packets. */
enum lync_mark {
	MARK_PAYLOAD_INITIATOR = 0x01, /* it sent some */
	MARK_PAYLOAD_RESPONDER = 0x02,
	MARK_ACCEPTED = 0x04, /* a SYN was answered */
	MARK_ICMP_ERROR = 0x08,
	MARK_PART = 0x10,   /* an earlier record has what came before */
	MARK_TURNED = 0x20, /* judged the other way round than its packets say */
};

/* Those that are members of their own, there when they are true. */
static const struct {
	enum lync_mark mark;
	const char *key;
} lync_marks[] = {
	{ MARK_ACCEPTED, "accepted" },
	{ MARK_ICMP_ERROR, "icmp_error" },
	{ MARK_PART, "part" },
	{ MARK_TURNED, "turned" },
};

static uint8_t marks_of(const struct report_flow *record)
{
	const struct flow *flow = record->flow;
	const uint8_t sent[] = { FLOW_PAYLOAD_0, FLOW_PAYLOAD_1 };

	return (uint8_t)((flow->flags & sent[flow->initiator] ? MARK_PAYLOAD_INITIATOR
	                                                      : 0) |
	                 (flow->flags & sent[!flow->initiator] ? MARK_PAYLOAD_RESPONDER
	                                                       : 0) |
	                 (flow->flags & FLOW_ACCEPTED ? MARK_ACCEPTED : 0) |
	                 (flow->flags & FLOW_ICMP_ERROR ? MARK_ICMP_ERROR : 0) |
	                 (flow->flags & FLOW_CONTINUED ? MARK_PART : 0) |
	                 (record->turned ? MARK_TURNED : 0));
}

/* All that the `lync` object is made from, but for texts; compared as bytes. */
struct lync_key {
	const struct rule *rule, *nearest;
	const char *dpi;
	role_set initiator_roles, responder_roles;
	uint64_t hints[2]; /* by enum flow_side */
	uint8_t kind, confirmed, direction_by, state;
	uint8_t dscp[2];
	uint8_t unseen; /* bits of enum flow_unseen */
	uint8_t marks;  /* bits of enum lync_mark */
};

static_assert(sizeof(struct lync_key) == 64, "no padding: keys are compared as bytes");

void eve_lync_make_key(struct text *key, const struct report_flow *record,
                       const struct eve_lync_details *details)
{
	const struct verdict *verdict = record->verdict;
	const struct flow *flow = record->flow;
	const struct lync_key fixed = {
		.rule = verdict->rule,
		.nearest = verdict->nearest,
		.dpi = record->dpi,
		.initiator_roles = verdict->initiator_roles,
		.responder_roles = verdict->responder_roles,
		.hints = { flow->hints[flow->initiator], flow->hints[!flow->initiator] },
		.kind = (uint8_t)verdict->kind,
		.confirmed = verdict->confirmed,
		.direction_by = flow->direction_by,
		.state = flow->state,
		.dscp = { flow_initiator(flow)->dscp, flow_responder(flow)->dscp },
		.unseen = (uint8_t)flow_unseen(flow),
		.marks = marks_of(record),
	};

	text_clear(key);
	text_add_bytes(key, &fixed, sizeof(fixed));
	for (size_t i = 0; i < EVE_LYNC_DETAILS; i++) {
		const uint16_t head[2] = { details->of[i].bytes != NULL,
			                   (uint16_t)details->of[i].len };

		text_add_bytes(key, head, sizeof(head));
		text_add_bytes(key, details->of[i].bytes, details->of[i].len);
	}
	text_add_bytes(key, record->reasons->text.at, record->reasons->text.len);
}

static void add_unseen(struct text *out, unsigned unseen)
{
	json_open(out, "unseen", '[');
	for (unsigned i = 0; i < FLOW_UNSEENS; i++)
		if (unseen >> i & 1)
			json_string(out, flow_unseen_name((enum flow_unseen)(1u << i)));
	json_close(out, ']');
}

/* What became of a handshake, by the end that showed it; none is not told. */
static void add_outcome(struct text *out, const char *key, uint64_t hints)
{
	hints &= HINTS_OF(HINT_OUTCOME);
	if (hints == 0)
		return;
	json_open(out, key, '[');
	for (; hints; hints &= hints - 1)
		json_string(out, hint_name((enum hint)__builtin_ctzll(hints)));
	json_close(out, ']');
}

/* What central judging asks for and no member above says. */
static void add_marks(struct text *out, const struct report_flow *record)
{
	const struct flow *flow = record->flow;
	uint8_t marks = marks_of(record);

	add_outcome(out, "outcome_initiator", flow->hints[flow->initiator]);
	add_outcome(out, "outcome_responder", flow->hints[!flow->initiator]);
	json_open(out, "payload", '[');
	if (marks & MARK_PAYLOAD_INITIATOR)
		json_string(out, "initiator");
	if (marks & MARK_PAYLOAD_RESPONDER)
		json_string(out, "responder");
	json_close(out, ']');
	for (size_t i = 0; i < ARRAY_LEN(lync_marks); i++)
		if (marks & lync_marks[i].mark)
			json_add_bool(out, lync_marks[i].key, true);
}

void eve_lync_render(struct text *out, const struct report_flow *record,
                     const struct eve_lync_details *details)
{
	const struct verdict *verdict = record->verdict;
	const struct flow *flow = record->flow;
	const struct row *row = verdict->rule ? verdict->rule->row : NULL;

	json_open(out, "lync", '{');
	json_add_plain(out, "verdict", verdict_kind_name(verdict->kind));
	json_add_plain(out, "confidence", verdict->confirmed ? "confirmed" : "port");
	json_add_nullable(out, "row", row ? row->id : NULL);
	json_add_nullable(out, "catalogue", row ? row->catalogue : NULL);
	json_add_nullable(out, "role", serving_role(verdict));
	json_add_nullable(out, "service", row ? row->service : NULL);
	json_add_nullable(out, "nearest_row",
	                  verdict->nearest ? verdict->nearest->row->id : NULL);
	json_add_roles(out, "src_roles", verdict->initiator_roles);
	json_add_roles(out, "dest_roles", verdict->responder_roles);
	json_add_hints(out, "hints", flow_hints(flow));
	json_add_hints(out, "hints_initiator", flow->hints[flow->initiator]);
	json_add_hints(out, "hints_responder", flow->hints[!flow->initiator]);
	add_unseen(out, flow_unseen(flow));
	json_add_nullable(out, "dpi", record->dpi);
	json_add_plain(
		out, "dir_by",
		flow_direction_by_name((enum flow_direction_by)flow->direction_by));
	json_add_sentences(out, "reasons", record->reasons);
	for (size_t i = 0; i < EVE_LYNC_DETAILS; i++) {
		json_key(out, detail_key(lync_details[i]));
		if (details->of[i].bytes)
			text_add_json(out, details->of[i].bytes, details->of[i].len);
		else
			text_add_bytes(out, "null", 4);
	}
	json_add_plain(out, "flow_state", flow_state_name((enum flow_state)flow->state));
	json_open(out, "dscp", '[');
	json_comma(out);
	text_add_unsigned(out, flow_initiator(flow)->dscp);
	json_comma(out);
	text_add_unsigned(out, flow_responder(flow)->dscp);
	json_close(out, ']');
	add_marks(out, record);
}

void eve_lync_add_finding(struct text *out, const struct report_flow *record)
{
	const struct verdict *verdict = record->verdict;
	const struct flow_end *listener = flow_responder(record->flow);
	char id[FINDING_ID_SIZE];

	if (!verdict_is_unexpected(verdict->kind))
		return;
	finding_id(id, &listener->address, listener->port, record->flow->transport,
	           finding_kind_matter((enum finding_kind)verdict->kind));
	json_add_plain(out, "finding", id);
	json_add_plain(out, "severity", severity_name(verdict->severity));
}
