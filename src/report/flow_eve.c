/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One EVE record for each flow: Suricata's vocabulary, and everything of ours
 * under `lync` (docs/flow.schema.json).
 */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "decode/packet.h"
#include "inspect/detail.h"
#include "inspect/hint.h"
#include "judge/verdict.h"
#include "policy/role.h"
#include "policy/row.h"
#include "report/community_id.h"
#include "report/report.h"

#include "json.h"

/* Suricata's names of what a hint stands for, in the order they are preferred. */
static const struct {
	enum hint hint;
	const char *name;
} app_protocols[] = {
	{ HINT_SIP, "sip" },
	{ HINT_HTTP, "http" },
	{ HINT_RDP, "rdp" },
	{ HINT_MSTURN, "msturn" },
	{ HINT_PSEUDOTLS, "pseudotls" },
	{ HINT_TLS, "tls" },
	{ HINT_RFC4571, "rtp" },
	{ HINT_RTP, "rtp" },
	{ HINT_RTCP, "rtcp" },
	{ HINT_STUN, "stun" },
	{ HINT_SMB, "smb" },
	{ HINT_DCERPC, "dcerpc" },
	{ HINT_TDS, "tds" },
	{ HINT_SSRP, "ssrp" },
	{ HINT_DHCP, "dhcp" },
	{ HINT_DNS, "dns" },
	{ HINT_MDNS, "mdns" },
	{ HINT_LLMNR, "llmnr" },
	{ HINT_KERBEROS, "krb5" },
	{ HINT_LDAP, "ldap" },
	{ HINT_NTP, "ntp" },
	{ HINT_SSH, "ssh" },
	{ HINT_FTP, "ftp" },
	{ HINT_SMTP, "smtp" },
	{ HINT_SNMP, "snmp" },
	{ HINT_TELNET, "telnet" },
	{ HINT_XMPP, "xmpp" },
	{ HINT_MSNFTP, "msnftp" },
	{ HINT_NETBIOS, "netbios" },
	{ HINT_SSDP, "ssdp" },
	{ HINT_QUIC, "quic" },
	{ HINT_DTLS, "dtls" },
	{ HINT_H323, "h323" },
	{ HINT_MGCP, "mgcp" },
};

static void add_app_proto(struct text *out, const struct flow *flow)
{
	const char *name =
		"failed"; /* Suricata's word for looked at and not recognised */
	char other[64];
	size_t len;
	const char *protocol = detail_get(flow->details, DETAIL_PROTOCOL, &len);

	for (size_t i = 0; flow->hints && i < ARRAY_LEN(app_protocols); i++) {
		if (flow->hints & HINT_BIT(app_protocols[i].hint)) {
			json_add_plain(out, "app_proto", app_protocols[i].name);
			return;
		}
	}
	if (flow->hints & HINT_BIT(HINT_OTHER) && protocol && len < sizeof(other)) {
		memcpy(other, protocol, len);
		other[len] = '\0';
		name = other;
	}
	json_add_string(out, "app_proto", name);
}

/* Suricata has three states; ours are in lync.reasons where they matter. */
static const char *eve_state(const struct flow *flow)
{
	switch ((enum flow_state)flow->state) {
	case FLOW_NEW:
	case FLOW_ATTEMPT:
	case FLOW_REFUSED:
		return "new";
	case FLOW_ESTABLISHED:
	case FLOW_MIDSTREAM:
		return "established";
	case FLOW_SCANNED:
	case FLOW_CLOSED:
	case FLOW_RESET:
		break;
	}
	return "closed";
}

static void add_flow_object(struct text *out, const struct report_flow *record)
{
	const struct flow *flow = record->flow;

	json_open(out, "flow", '{');
	json_add_unsigned(out, "pkts_toserver", flow->packets[FLOW_INITIATOR]);
	json_add_unsigned(out, "pkts_toclient", flow->packets[FLOW_RESPONDER]);
	json_add_unsigned(out, "bytes_toserver", flow->bytes[FLOW_INITIATOR]);
	json_add_unsigned(out, "bytes_toclient", flow->bytes[FLOW_RESPONDER]);
	json_add_time(out, "start", flow->first_us);
	json_add_time(out, "end", flow->last_us);
	json_add_unsigned(out, "age",
	                  (uint64_t)(flow->last_us - flow->first_us) / 1000000);
	json_add_plain(out, "state", eve_state(flow));
	json_add_plain(out, "reason", flow_end_reason_name(record->end));
	json_close(out, '}');
}

static void add_hex_flags(struct text *out, const char *key, uint8_t flags)
{
	static const char digits[] = "0123456789abcdef";
	const char text[3] = { digits[flags >> 4], digits[flags & 15], '\0' };

	json_add_plain(out, key, text);
}

static void add_tcp_object(struct text *out, const struct flow *flow)
{
	uint8_t both = flow->tcp_flags[FLOW_INITIATOR] | flow->tcp_flags[FLOW_RESPONDER];

	json_open(out, "tcp", '{');
	add_hex_flags(out, "tcp_flags", both);
	add_hex_flags(out, "tcp_flags_ts", flow->tcp_flags[FLOW_INITIATOR]);
	add_hex_flags(out, "tcp_flags_tc", flow->tcp_flags[FLOW_RESPONDER]);
	json_add_bool(out, "syn", both & TCP_SYN);
	json_add_bool(out, "fin", both & TCP_FIN);
	json_add_bool(out, "rst", both & TCP_RST);
	json_add_bool(out, "psh", both & TCP_PSH);
	json_add_bool(out, "ack", both & TCP_ACK);
	json_add_plain(out, "state", flow_state_name((enum flow_state)flow->state));
	json_close(out, '}');
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

	if (!object || strcmp(object, "lync") == 0)
		return;
	if (!writer->open || strcmp(writer->open, object) != 0) {
		if (writer->open)
			json_close(writer->out, '}');
		json_open(writer->out, object, '{');
		writer->open = object;
	}
	if (key ==
	    DETAIL_TLS_JA3) { /* an object in EVE; the string it hashes is not kept */
		json_open(writer->out, detail_key(key), '{');
		json_key(writer->out, "hash");
		text_add_json(writer->out, bytes, len);
		json_close(writer->out, '}');
		return;
	}
	json_key(writer->out, detail_key(key));
	text_add_json(writer->out, bytes, len);
}

static void add_details(struct text *out, const struct flow *flow)
{
	struct detail_writer writer = { .out = out };

	detail_visit(flow->details, add_detail, &writer);
	if (writer.open)
		json_close(out, '}');
}

static const char *serving_role(const struct verdict *verdict)
{
	enum role role = verdict->row ? verdict_serving_role(verdict->row,
	                                                     verdict->responder_roles)
	                              : ROLES;

	return role == ROLES ? NULL : role_name(role);
}

static void add_lync_detail(struct text *out, const struct flow *flow, enum detail key,
                            const char *name)
{
	size_t len;
	const char *bytes = detail_get(flow->details, key, &len);

	json_key(out, name);
	if (bytes)
		text_add_json(out, bytes, len);
	else
		text_add_bytes(out, "null", 4);
}

static void add_lync_object(struct text *out, const struct report_flow *record)
{
	const struct verdict *verdict = record->verdict;
	const struct flow *flow = record->flow;
	const struct row *row = verdict->row;

	json_open(out, "lync", '{');
	json_add_plain(out, "verdict", verdict_kind_name(verdict->kind));
	json_add_plain(out, "confidence", verdict->confirmed ? "confirmed" : "port");
	json_add_nullable(out, "row", row ? row->id : NULL);
	json_add_nullable(out, "catalogue", row ? row->catalogue : NULL);
	json_add_nullable(out, "role", serving_role(verdict));
	json_add_nullable(out, "service", row ? row->service : NULL);
	json_add_nullable(out, "nearest_row",
	                  verdict->nearest ? verdict->nearest->id : NULL);
	json_add_roles(out, "src_roles", verdict->initiator_roles & UINT32_MAX);
	json_add_roles(out, "dest_roles", verdict->responder_roles & UINT32_MAX);
	json_add_hints(out, "hints", flow->hints);
	json_add_nullable(out, "dpi", record->dpi);
	json_add_plain(
		out, "dir_by",
		flow_direction_by_name((enum flow_direction_by)flow->direction_by));
	json_add_sentences(out, "reasons", record->reasons);
	add_lync_detail(out, flow, DETAIL_MODALITY, "modality");
	add_lync_detail(out, flow, DETAIL_MODALITY_REASON, "modality_reason");
	add_lync_detail(out, flow, DETAIL_PROTOCOL, "protocol");
	add_lync_detail(out, flow, DETAIL_NOTE, "note");
	json_add_plain(out, "flow_state", flow_state_name((enum flow_state)flow->state));
	json_open(out, "dscp", '[');
	json_comma(out);
	text_add_unsigned(out, flow->dscp[FLOW_INITIATOR]);
	json_comma(out);
	text_add_unsigned(out, flow->dscp[FLOW_RESPONDER]);
	json_close(out, ']');
	json_close(out, '}');
}

void report_flow_eve(struct text *out, const struct report_flow *record)
{
	const struct flow *flow = record->flow;
	char id[COMMUNITY_ID_SIZE];

	text_add_char(out, '{');
	json_add_time(out, "timestamp", flow->last_us);
	json_add_plain(out, "event_type", "flow");
	json_add_unsigned(out, "flow_id", flow->id);
	json_add_plain(out, "community_id",
	               community_id(&flow->initiator, flow->initiator_port,
	                            &flow->responder, flow->responder_port,
	                            flow->transport, id));
	json_add_string(out, record->live ? "in_iface" : "pcap_filename", record->input);
	json_add_address(out, "src_ip", &flow->initiator);
	json_add_unsigned(out, "src_port", flow->initiator_port);
	json_add_address(out, "dest_ip", &flow->responder);
	json_add_unsigned(out, "dest_port", flow->responder_port);
	json_add_plain(out, "proto", flow->transport == TRANSPORT_TCP ? "TCP" : "UDP");
	add_app_proto(out, flow);
	if (flow->vlan_count > 0) {
		json_open(out, "vlan", '[');
		for (unsigned i = 0; i < flow->vlan_count && i < ARRAY_LEN(flow->vlan);
		     i++) {
			json_comma(out);
			text_add_unsigned(out, flow->vlan[i]);
		}
		json_close(out, ']');
	}
	add_flow_object(out, record);
	if (flow->transport == TRANSPORT_TCP)
		add_tcp_object(out, flow);
	add_details(out, flow);
	add_lync_object(out, record);
	text_add_bytes(out, "}\n", 2);
}
