/* SPDX-License-Identifier: BSD-2-Clause */
#include "foreign.h"

#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/transport.h"
#include "flow/direction.h"
#include "inspect/hint.h"

/* A SYN, an acknowledgment and a reset, against a SYN-ACK: nobody said a word. */
#define SCANNER_PACKETS 3

struct record_flow foreign_begin(const struct log *log)
{
	return (struct record_flow){
		.flow = { .input = log->input, .flags = FLOW_DECIDED | FLOW_CUT },
		.end = FLOW_END_IDLE,
		.stands_for = 1,
	};
}

static enum flow_state state_unanswered(uint8_t sent)
{
	if (!(sent & TCP_SYN))
		return sent == TCP_RST ? FLOW_NEW : FLOW_MIDSTREAM;
	return sent & ~(TCP_SYN | TCP_RST) ? FLOW_UNHEARD : FLOW_ATTEMPT;
}

static enum flow_state state_answered(const struct flow *flow)
{
	uint8_t sent = flow->end[0].tcp_flags, answered = flow->end[1].tcp_flags;

	if (answered & TCP_RST && !(answered & (TCP_SYN | TCP_FIN | TCP_PSH)))
		return sent & TCP_SYN ? FLOW_REFUSED : FLOW_MIDSTREAM;
	if (sent && answered && !((sent | answered) & TCP_SYN))
		return FLOW_MIDSTREAM;
	if (sent & TCP_RST && !(sent & TCP_PSH) && flow->packets[0] <= SCANNER_PACKETS &&
	    flow->packets[1] == 1)
		return FLOW_SCANNED;
	if ((sent | answered) & TCP_RST)
		return FLOW_RESET;
	return sent & answered & TCP_FIN ? FLOW_CLOSED : FLOW_ESTABLISHED;
}

void foreign_settle(struct flow *flow)
{
	bool answered = flow->packets[1] > 0;

	if (flow->transport != TRANSPORT_TCP)
		flow->state = answered ? FLOW_ESTABLISHED : FLOW_NEW;
	else if (answered)
		flow->state = (uint8_t)state_answered(flow);
	else
		flow->state = (uint8_t)state_unanswered(flow->end[0].tcp_flags);
	if (flow->state == FLOW_ATTEMPT || flow->state == FLOW_REFUSED ||
	    flow->state == FLOW_SCANNED)
		return;
	flow->flags |= flow->packets[0] > 0 ? FLOW_PAYLOAD_0 : 0;
	flow->flags |= answered ? FLOW_PAYLOAD_1 : 0;
}

const char *foreign_common_name(const char *name, size_t *len)
{
	const char *at = strstr(name, "CN=");

	/* "ICN=" is another key. */
	if (!at || (at > name && at[-1] != ' ' && at[-1] != ',' && at[-1] != '/')) {
		*len = strlen(name);
		return name;
	}
	at += 3;
	*len = strcspn(at, ",/");
	return at;
}

void foreign_learn(struct log *log, enum learned_kind kind, enum learned_via via,
                   const struct address *address, const char *text, size_t len,
                   int64_t time_us)
{
	const struct learned learned = {
		.kind = kind,
		.via = via,
		.address = *address,
		.text = text,
		.text_len = (uint8_t)len,
		.time_us = time_us,
	};

	if (len > 0 && len <= UINT8_MAX && log->taker->learned)
		log->taker->learned(&learned, log->taker->context);
}

uint64_t foreign_id(const char *id)
{
	static const struct hash_key no_key;

	return hash_bytes(&no_key, id, strlen(id)) & ((UINT64_C(1) << 53) - 1);
}

uint64_t foreign_hint(const char *name)
{
	/* Not TLS: MS-TURN imitates it, and deceives both. Who saw a certificate knows. */
	static const struct {
		const char *name;
		enum hint hint;
	} hints[] = {
		{ "http", HINT_HTTP },     { "sip", HINT_SIP },
		{ "dns", HINT_DNS },       { "smb", HINT_SMB },
		{ "dcerpc", HINT_DCERPC }, { "dce_rpc", HINT_DCERPC },
		{ "ssh", HINT_SSH },       { "krb5", HINT_KERBEROS },
		{ "krb", HINT_KERBEROS },  { "rdp", HINT_RDP },
		{ "dhcp", HINT_DHCP },     { "ftp", HINT_FTP },
		{ "smtp", HINT_SMTP },     { "ldap", HINT_LDAP },
		{ "ldap_tcp", HINT_LDAP }, { "quic", HINT_QUIC },
		{ "ntp", HINT_NTP },       { "snmp", HINT_SNMP },
	};

	for (size_t i = 0; i < ARRAY_LEN(hints); i++)
		if (strcmp(hints[i].name, name) == 0)
			return HINT_BIT(hints[i].hint);
	return 0;
}
