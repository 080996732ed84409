/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One EVE record for each flow: Suricata's vocabulary, and everything of ours
 * under `lync` (docs/flow.schema.json).
 *
 * What differs from flow to flow (times, addresses, counters) is written in
 * place; what thousands have in common is rendered once and then copied.
 */
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/array.h"
#include "base/clock.h"
#include "base/digits.h"
#include "base/sentences.h"
#include "base/text_memo.h"
#include "base/transport.h"
#include "flow/direction.h"
#include "inspect/detail.h"
#include "inspect/hint.h"
#include "report/community_id.h"
#include "report/digest.h"
#include "report/report.h"

#include "eve_events.h"
#include "eve_lync.h"
#include "json.h"

/* More than all that is written in place: keys, two addresses, three times, eleven numbers. */
#define MOST_IN_PLACE 1024
/* Different things to say that are remembered: of inputs, ends, inspections and judgements. */
#define INPUTS          16
#define ENDS            256
#define DETAIL_LISTS    1024
#define VERDICT_OBJECTS 1024

struct report_eve {
	/* Owned; each a part of a record by all that it is made from. */
	struct text_memo *inputs, *ends, *details, *lyncs;
	struct text key; /* owned: the key being put together */
	char note[DETAIL_NOTE_SIZE];
	struct clock_memo clock;
	struct eve_told *told; /* owned: facts that were learned and written */
};

static void close_eve(void *opened)
{
	struct report_eve *eve = opened;

	if (!eve)
		return;
	text_memo_destroy(eve->inputs);
	text_memo_destroy(eve->ends);
	text_memo_destroy(eve->details);
	text_memo_destroy(eve->lyncs);
	text_fini(&eve->key);
	eve_told_destroy(eve->told);
	free(eve);
}

static void *open_eve(unsigned width)
{
	struct report_eve *eve = calloc(1, sizeof(*eve));

	(void)width;
	if (!eve)
		return NULL;
	digest_prepare();
	eve->inputs = text_memo_create(INPUTS);
	eve->ends = text_memo_create(ENDS);
	eve->details = text_memo_create(DETAIL_LISTS);
	eve->lyncs = text_memo_create(VERDICT_OBJECTS);
	eve->told = eve_told_create();
	if (eve->inputs && eve->ends && eve->details && eve->lyncs && eve->told)
		return eve;
	close_eve(eve);
	return NULL;
}

/* A key that is incomplete, because memory ran out, is no key. */
static bool add_known(const struct report_eve *eve, const struct text_memo *memo,
                      struct text *out)
{
	return !eve->key.failed && text_memo_add(memo, eve->key.at, eve->key.len, out);
}

static void keep(struct report_eve *eve, struct text_memo *memo, const struct text *out,
                 size_t from)
{
	if (!eve->key.failed)
		text_memo_keep(memo, eve->key.at, eve->key.len, out, from);
}

static void add_input(struct report_eve *eve, struct text *out,
                      const struct report_flow *record)
{
	size_t from = out->len;

	text_clear(&eve->key);
	text_add_char(&eve->key, record->live ? 'i' : 'f');
	text_add(&eve->key, record->input);
	text_add_char(&eve->key, '\0');
	text_add(&eve->key, record->sensor ? record->sensor : "");
	if (add_known(eve, eve->inputs, out))
		return;
	if (record->sensor)
		json_add_string(out, "host", record->sensor);
	json_add_string(out, record->live ? "in_iface" : "pcap_filename", record->input);
	keep(eve, eve->inputs, out, from);
}

static void add_app_proto(struct text *out, const struct flow *flow)
{
	const char *protocol = hint_app_proto(flow_hints(flow));
	size_t len;

	if (protocol) {
		json_add_plain(out, "app_proto", protocol);
		return;
	}
	protocol = flow_hints(flow) & HINT_BIT(HINT_OTHER)
	                   ? detail_get(flow->details, DETAIL_PROTOCOL, &len)
	                   : NULL;
	if (protocol && len < 64) {
		json_key(out, "app_proto");
		text_add_json(out, protocol, strnlen(protocol, len));
	} else {
		/* Suricata's word for looked at and not recognised */
		json_add_plain(out, "app_proto", "failed");
	}
}

/* Suricata has three states; ours are in lync.reasons where they matter. */
static const char *eve_state(const struct flow *flow)
{
	switch ((enum flow_state)flow->state) {
	case FLOW_NEW:
	case FLOW_ATTEMPT:
	case FLOW_REFUSED:
	case FLOW_UNHEARD:
	case FLOW_BROADCAST:
		return "new";
	case FLOW_ESTABLISHED:
	case FLOW_MIDSTREAM:
		return "established";
	case FLOW_SCANNED:
	case FLOW_CLOSED:
	case FLOW_RESET:
	case FLOW_UNANSWERED:
		break;
	}
	return "closed";
}

static void add_hex_flags(struct text *out, const char *key, uint8_t flags)
{
	char text[3];

	*digits_put_hex(text, flags) = '\0';
	json_add_plain(out, key, text);
}

static void add_tcp_object(struct text *out, const struct flow *flow)
{
	uint8_t initiator = flow_initiator(flow)->tcp_flags;
	uint8_t responder = flow_responder(flow)->tcp_flags;
	uint8_t both = initiator | responder;

	json_open(out, "tcp", '{');
	add_hex_flags(out, "tcp_flags", both);
	add_hex_flags(out, "tcp_flags_ts", initiator);
	add_hex_flags(out, "tcp_flags_tc", responder);
	json_add_bool(out, "syn", both & TCP_SYN);
	json_add_bool(out, "fin", both & TCP_FIN);
	json_add_bool(out, "rst", both & TCP_RST);
	json_add_bool(out, "psh", both & TCP_PSH);
	json_add_bool(out, "ack", both & TCP_ACK);
	json_add_plain(out, "state", flow_state_name((enum flow_state)flow->state));
	json_close(out, '}');
}

/* How it ended: what closes the flow's object, and for TCP an object of its own. */
static void add_end(struct report_eve *eve, struct text *out,
                    const struct report_flow *record)
{
	const struct flow *flow = record->flow;
	const uint8_t key[] = { flow->transport, flow->state, (uint8_t)record->end,
		                flow_initiator(flow)->tcp_flags,
		                flow_responder(flow)->tcp_flags };
	size_t from = out->len;

	text_clear(&eve->key);
	text_add_bytes(&eve->key, key, sizeof(key));
	if (add_known(eve, eve->ends, out))
		return;
	json_add_plain(out, "state", eve_state(flow));
	json_add_plain(out, "reason", flow_end_reason_name(record->end));
	json_close(out, '}');
	if (flow->transport == TRANSPORT_TCP)
		add_tcp_object(out, flow);
	keep(eve, eve->ends, out, from);
}

/* A flow's details sorted out: those of `lync`, and a key of all others as kept by end. */
struct sorted_details {
	struct eve_lync_details lync;
	bool has_note;
	struct text *key;
};

static void sort_detail(enum detail key, const char *bytes, size_t len, void *context)
{
	struct sorted_details *sorted = context;
	const uint8_t head[2] = { (uint8_t)key, (uint8_t)len };

	if (key == DETAIL_NOTE || key == DETAIL_RTP_REORDERED ||
	    key == DETAIL_RTP_REORDERED_END_1) {
		sorted->has_note = true;
		return;
	}
	if (eve_lync_take_detail(&sorted->lync, key, bytes, len))
		return;
	text_add_bytes(sorted->key, head, sizeof(head));
	text_add_bytes(sorted->key, bytes, len);
}

/* Details come grouped by object, so one is open at a time. */
struct detail_writer {
	struct text *out;
	const char *open;
};

static void add_detail(enum detail key, const char *bytes, size_t len, void *context)
{
	struct detail_writer *writer = context;
	const char *object = detail_object(key);

	if (strcmp(object, "lync") == 0)
		return;
	if (!writer->open || strcmp(writer->open, object) != 0) {
		if (writer->open)
			json_close(writer->out, '}');
		json_open(writer->out, object, '{');
		writer->open = object;
	}
	json_key(writer->out, detail_key(key));
	text_add_json(writer->out, bytes, len);
}

/* Objects of what was read from the payload, `tls` and its like; @sorted is filled. */
static void add_details(struct report_eve *eve, struct text *out, const struct flow *flow,
                        struct sorted_details *sorted)
{
	struct detail_writer writer = { .out = out };
	size_t from = out->len;

	*sorted = (struct sorted_details){ .key = &eve->key };
	if (!flow->details)
		return;
	text_clear(&eve->key);
	detail_visit(flow->details, sort_detail, sorted);
	if (sorted->has_note) /* in the order of roles */
		eve_lync_take_detail(
			&sorted->lync, DETAIL_NOTE, eve->note,
			detail_note(flow->details, flow->initiator, eve->note));
	if (eve->key.len == 0)
		return;
	text_add_bytes(&eve->key, &flow->initiator, 1);
	if (add_known(eve, eve->details, out))
		return;
	detail_show(flow->details, flow->initiator, add_detail, &writer);
	if (writer.open)
		json_close(out, '}');
	keep(eve, eve->details, out, from);
}

static void add_lync(struct report_eve *eve, struct text *out,
                     const struct report_flow *record,
                     const struct eve_lync_details *details)
{
	size_t from = out->len;

	eve_lync_make_key(&eve->key, record, details);
	if (add_known(eve, eve->lyncs, out))
		return;
	eve_lync_render(out, record, details);
	keep(eve, eve->lyncs, out, from);
}

/* Copy a literal without looking for its end. @return what follows it */
#define PUT(at, literal) mempcpy(at, literal, sizeof(literal) - 1)

static void add_head(struct report_eve *eve, struct text *out, const struct flow *flow)
{
	char *at = text_reserve(out, MOST_IN_PLACE);

	if (!at)
		return;
	at = PUT(at, "{\"timestamp\":\"");
	at = clock_put(&eve->clock, flow->last_us, at);
	at = PUT(at, "\",\"event_type\":\"flow\",\"flow_id\":");
	at = digits_put(at, flow->id);
	at = PUT(at, ",\"community_id\":\"");
	community_id(flow, at);
	at = PUT(at + COMMUNITY_ID_SIZE - 1, "\"");
	text_commit(out, at);
}

/* Suricata leaves ports out where the protocol has none. */
RARE static void add_responder_without_port(struct text *out, const struct flow *flow)
{
	char address[ADDRESS_TEXT_SIZE];

	json_add_plain(out, "dest_ip",
	               address_format(&flow_responder(flow)->address, address));
	json_add_plain(out, "proto", transport_eve_name(flow->transport));
}

static void add_ends(struct text *out, const struct flow *flow)
{
	const struct flow_end *initiator = flow_initiator(flow);
	const struct flow_end *responder = flow_responder(flow);
	char *at = text_reserve(out, MOST_IN_PLACE);

	if (!at)
		return;
	at = PUT(at, ",\"src_ip\":\"");
	at = address_put(&initiator->address, at);
	if (UNLIKELY(!transport_has_ports(flow->transport))) {
		text_commit(out, PUT(at, "\""));
		add_responder_without_port(out, flow);
		return;
	}
	at = PUT(at, "\",\"src_port\":");
	at = digits_put(at, initiator->port);
	at = PUT(at, ",\"dest_ip\":\"");
	at = address_put(&responder->address, at);
	at = PUT(at, "\",\"dest_port\":");
	at = digits_put(at, responder->port);
	at = flow->transport == TRANSPORT_TCP ? PUT(at, ",\"proto\":\"TCP\"")
	                                      : PUT(at, ",\"proto\":\"UDP\"");
	text_commit(out, at);
}

static void add_vlans(struct text *out, const struct flow *flow)
{
	if (flow->vlan_count == 0)
		return;
	json_open(out, "vlan", '[');
	for (unsigned i = 0; i < flow->vlan_count && i < ARRAY_LEN(flow->vlan); i++) {
		json_comma(out);
		text_add_unsigned(out, flow->vlan[i]);
	}
	json_close(out, ']');
}

/* The flow's object but for how it ended, which add_end() has to say. */
static void add_counters(struct report_eve *eve, struct text *out,
                         const struct flow *flow)
{
	unsigned initiator = flow->initiator, responder = !initiator;
	char *at = text_reserve(out, MOST_IN_PLACE);

	if (!at)
		return;
	at = PUT(at, ",\"flow\":{\"pkts_toserver\":");
	at = digits_put(at, flow->packets[initiator]);
	at = PUT(at, ",\"pkts_toclient\":");
	at = digits_put(at, flow->packets[responder]);
	at = PUT(at, ",\"bytes_toserver\":");
	at = digits_put(at, flow->bytes[initiator]);
	at = PUT(at, ",\"bytes_toclient\":");
	at = digits_put(at, flow->bytes[responder]);
	at = PUT(at, ",\"start\":\"");
	at = clock_put(&eve->clock, flow->first_us, at);
	at = PUT(at, "\",\"end\":\"");
	at = clock_put(&eve->clock, flow->last_us, at);
	at = PUT(at, "\",\"age\":");
	at = digits_put(at, (uint64_t)(flow->last_us - flow->first_us) / 1000000);
	text_commit(out, at);
}

static void add_record(void *opened, struct text *out, const struct report_flow *record)
{
	struct report_eve *eve = opened;
	const struct flow *flow = record->flow;
	struct sorted_details details;

	add_head(eve, out, flow);
	add_input(eve, out, record);
	add_ends(out, flow);
	add_app_proto(out, flow);
	add_vlans(out, flow);
	add_counters(eve, out, flow);
	add_end(eve, out, record);
	add_details(eve, out, flow, &details);
	add_lync(eve, out, record, &details.lync);
	eve_lync_add_finding(out, record);
	text_add_bytes(out, "}}\n", 3);
}

static void add_kind(void *opened, struct text *out, const struct report_flow *record)
{
	static const struct sentences no_reasons;
	struct report_eve *eve = opened;
	struct sorted_details details;
	struct report_flow common = *record;

	/* They name the ends. */
	common.reasons = &no_reasons;
	text_add_char(out, '{');
	json_add_plain(out, "proto", transport_eve_name(record->flow->transport));
	add_app_proto(out, record->flow);
	add_vlans(out, record->flow);
	json_open(out, "flow", '{');
	add_end(eve, out, record);
	add_details(eve, out, record->flow, &details);
	add_lync(eve, out, &common, &details.lync);
	text_add_bytes(out, "}}", 2);
}

static void add_learned(void *opened, struct text *out,
                        const struct report_learned *learned)
{
	struct report_eve *eve = opened;

	eve_add_learned(eve->told, out, learned);
}

static void add_account(void *opened, struct text *out,
                        const struct report_context *context, const char *sensor)
{
	(void)opened;
	eve_add_account(out, context, sensor);
}

const struct report_flow_writer report_flows_eve = {
	.open = open_eve,
	.add = add_record,
	.add_kind = add_kind,
	.learn = add_learned,
	.account = add_account,
	.close = close_eve,
};
