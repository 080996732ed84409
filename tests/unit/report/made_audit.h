/* SPDX-License-Identifier: BSD-2-Clause */
/* A day at contoso judged from conversations, by the shipped catalogues and a real judge. */
#ifndef MADE_AUDIT_H
#define MADE_AUDIT_H

#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "inspect/hint.h"
#include "judge/judge.h"
#include "load/catalogue_file.h"
#include "load/evidence_file.h"
#include "load/site_file.h"
#include "policy/catalogue.h"
#include "policy/policy.h"
#include "policy/role_evidence.h"
#include "policy/site.h"
#include "report/report.h"

#define MADE_CATALOGUES 4
#define MADE_START      INT64_C(1795334400000000) /* 2026-11-22T08:00:00Z */

struct made_audit {
	struct catalogue *catalogues[MADE_CATALOGUES];
	struct role_evidence_list *evidence;
	struct site *site; /* NULL without a site file */
	struct policy *policy;
	struct judge *judge;
	const struct audit *audit;
	struct report_context context;
};

static const char *const made_names[MADE_CATALOGUES + 1] = {
	"lync-2013", "lync-2013-edge", "undocumented", "windows-domain", NULL
};

static const char made_site[] =
	"site: contoso-hq\n"
	"load-balancing: dns\n"
	"hosts:\n"
	"  - {name: fe01.contoso.example, addresses: [10.1.1.11, \"2001:db8::11\"],"
	" roles: [front-end, cms]}\n"
	"  - {name: fe02.contoso.example, addresses: [10.1.1.12], roles: [front-end]}\n"
	"  - {name: med01.contoso.example, addresses: [10.1.1.31], roles: [mediation]}\n"
	"  - {name: dc01.contoso.example, addresses: [10.1.1.82],"
	" roles: [domain-controller]}\n"
	"networks:\n"
	"  - {name: staff, range: 10.100.0.0/16, roles: [client]}\n"
	"allow:\n"
	"  - {from: 10.9.0.5, to: [front-end], port: 3389/tcp, speaks: rdp,"
	" reason: admin jump host, ticket: CHG-1042, until: 2027-01-31}\n"
	"  - {from: 10.9.0.6, to: [front-end], port: 22/tcp, reason: never used}\n";

/* What was said to whom; the initiator's port counts up. */
static const struct {
	const char *initiator, *responder;
	uint16_t port;
	uint8_t transport;
	enum flow_state state;
	uint64_t hints;
	uint64_t bytes;
} made_conversations[] = {
	{ "10.100.0.7", "10.1.1.11", 5061, 6, FLOW_CLOSED, HINT_BIT(HINT_TLS), 81234 },
	{ "10.100.0.8", "10.1.1.11", 5061, 6, FLOW_CLOSED, HINT_BIT(HINT_TLS), 1234567 },
	{ "10.100.0.9", "10.1.1.12", 5061, 6, FLOW_ESTABLISHED, 0, 999 },
	{ "10.100.0.9", "10.1.1.11", 443, 6, FLOW_CLOSED, HINT_BIT(HINT_TLS), 44210 },
	{ "2001:db8::7", "2001:db8::11", 5061, 6, FLOW_CLOSED, HINT_BIT(HINT_TLS), 4000 },
	{ "10.1.1.12", "10.1.1.11", 444, 6, FLOW_CLOSED,
	  HINT_BIT(HINT_TLS) | HINT_BIT(HINT_HTTPS), 20000 },
	{ "10.1.1.11", "10.1.1.31", 5067, 6, FLOW_CLOSED,
	  HINT_BIT(HINT_TLS) | HINT_BIT(HINT_MTLS), 30100 },
	{ "10.1.1.11", "10.1.1.82", 88, 6, FLOW_CLOSED, HINT_BIT(HINT_KERBEROS), 3100 },
	{ "10.1.1.11", "10.1.1.82", 53, 17, FLOW_ESTABLISHED, HINT_BIT(HINT_DNS), 310 },
	{ "10.100.0.7", "10.1.1.11", 49160, 17, FLOW_ESTABLISHED,
	  HINT_BIT(HINT_RTP) | HINT_BIT(HINT_STUN), 2000111 },
	{ "10.100.0.7", "10.100.0.8", 50020, 17, FLOW_ESTABLISHED,
	  HINT_BIT(HINT_RTP) | HINT_BIT(HINT_STUN), 7000111 },
	{ "10.9.0.5", "10.1.1.11", 3389, 6, FLOW_CLOSED, HINT_BIT(HINT_RDP), 700000 },
	{ "10.100.0.7", "10.1.1.11", 4444, 6, FLOW_CLOSED, HINT_BIT(HINT_OTHER), 700 },
	{ "10.100.0.8", "10.1.1.11", 4444, 6, FLOW_CLOSED, HINT_BIT(HINT_OTHER), 800 },
	{ "10.100.0.7", "10.1.1.31", 5065, 6, FLOW_CLOSED, HINT_BIT(HINT_TLS), 5065 },
	{ "10.100.0.7", "10.1.1.12", 5061, 6, FLOW_CLOSED, HINT_BIT(HINT_SSH), 2222 },
	{ "10.1.1.12", "8.8.4.4", 4321, 6, FLOW_CLOSED, HINT_BIT(HINT_OTHER), 99999999 },
	{ "10.1.1.11", "10.1.1.12", 444, 6, FLOW_REFUSED, 0, 60 },
	{ "10.100.0.3", "10.200.0.1", 9100, 6, FLOW_CLOSED, 0, 60000 },
};

static struct address made_address(const char *text)
{
	struct address address;

	assert_true(address_parse(&address, text));
	return address;
}

static void made_observe(struct judge *judge)
{
	for (size_t i = 0; i < ARRAY_LEN(made_conversations); i++) {
		int64_t start = MADE_START + (int64_t)i * 61000001;
		struct conversation conversation = {
			.initiator = made_address(made_conversations[i].initiator),
			.responder = made_address(made_conversations[i].responder),
			.initiator_port = (uint16_t)(52000 + i),
			.responder_port = made_conversations[i].port,
			.transport = made_conversations[i].transport,
			.state = (uint8_t)made_conversations[i].state,
			.direction_by = FLOW_BY_SYN,
			.hints = { made_conversations[i].hints,
			           made_conversations[i].hints },
			.spoke = 3,
			.flows = 1,
			.packets = { 10, 12 },
			.bytes = { 0, made_conversations[i].bytes },
			.first_us = start,
			.last_us = start + 5000000,
		};

		if (conversation_hints(&conversation) & HINT_BIT(HINT_OTHER))
			strcpy(conversation.protocol, "\033[31mevil\"<\xff>");
		judge_observe(judge, &conversation, NULL);
	}
}

/* What hosts are called, as a hostile network would have it. */
static void made_learn(struct judge *judge)
{
	static const char name[] =
		"\033]0;owned\007\"med\xc3\xa9\xe9\n,=cmd|' /C calc'!A0";
	struct learned learned = {
		.kind = LEARNED_NAME,
		.via = LEARNED_BY_DNS,
		.address = made_address("10.1.1.31"),
		.text = name,
		.text_len = sizeof(name) - 1,
		.time_us = MADE_START,
	};

	judge_learn(judge, &learned);
}

static void made_load_policy(struct made_audit *made, bool with_site)
{
	const char *srcdir = getenv("srcdir") ? getenv("srcdir") : ".";
	struct error err = { "" };
	char path[1024];

	for (size_t i = 0; i < MADE_CATALOGUES; i++) {
		snprintf(path, sizeof(path), "%s/signatures/%s.yaml", srcdir,
		         made_names[i]);
		made->catalogues[i] = catalogue_load(path, &err);
		if (!made->catalogues[i])
			fail_msg("%s", err.text);
	}
	snprintf(path, sizeof(path), "%s/signatures/roles.yaml", srcdir);
	made->evidence = role_evidence_load(path, &err);
	assert_non_null(made->evidence);
	if (with_site) {
		char site_path[] = "/tmp/lynctap-made-site.XXXXXX";
		int fd = mkstemp(site_path);

		assert_true(fd >= 0);
		assert_int_equal(write(fd, made_site, sizeof(made_site) - 1),
		                 sizeof(made_site) - 1);
		close(fd);
		made->site = site_load(site_path, &err);
		unlink(site_path);
		if (!made->site)
			fail_msg("%s", err.text);
	}
	made->policy = policy_create((const struct catalogue *const *)made->catalogues,
	                             MADE_CATALOGUES, made->site, &err);
	if (!made->policy)
		fail_msg("%s", err.text);
}

static void made_audit_init(struct made_audit *made, bool with_site)
{
	static const struct judge_options options;
	static const struct capture_input inputs[] = {
		{ .name = "day\033[2J.pcapng",
		  .frames = 4012333,
		  .bytes = 1901234567,
		  .first_us = MADE_START,
		  .last_us = MADE_START + INT64_C(32400000000) },
		{ .name = "cut.pcap",
		  .frames = 0,
		  .broken = "cut.pcap: ends inside frame 1" },
	};
	static const struct provenance_file files[] = {
		{ .path = "day\033[2J.pcapng",
		  .sha256 = "ba7816bf8f01cfea414140de5dae2223"
		            "b00361a396177a9cb410ff61f20015ad" },
		{ .path = "cut.pcap" },
	};
	static const char *incomplete[] = { "cut.pcap: ends inside frame 1" };

	*made = (struct made_audit){ 0 };
	made_load_policy(made, with_site);
	made->judge = judge_create(made->policy, made->evidence, &options);
	assert_non_null(made->judge);
	made_learn(made->judge);
	made_observe(made->judge);
	made->audit = judge_conclude(made->judge);
	assert_non_null(made->audit);
	made->context = (struct report_context){
		.version = "0.1.0",
		.backends = "libpcap version 1.10.3, nDPI 4.2.0",
		.capture = { .inputs = inputs,
		             .input_count = ARRAY_LEN(inputs),
		             .frames = 4012333,
		             .bytes = 1901234567,
		             .first_us = MADE_START,
		             .last_us = MADE_START + INT64_C(32400000000),
		             .decode = { .verdicts = { [DECODE_NOT_IP] = 7,
		                                       [DECODE_MALFORMED] = 3,
		                                       [DECODE_TRUNCATED] = 1 },
		                         .snapped = 12,
		                         .oversized = 34 },
		             .flows = ARRAY_LEN(made_conversations),
		             .midstream = 1,
		             .one_sided = 2 },
		.site_name = with_site ? "contoso-hq" : NULL,
		.site_file = with_site ? "contoso.yaml" : NULL,
		.load_balancing = with_site ? "dns" : "unstated",
		.catalogues = made_names,
		.options = { .fail_on = SEVERITY_MEDIUM },
		.provenance = { .made_us = MADE_START + INT64_C(36000000000),
		                .host = "sensor01.contoso.example",
		                .user = "lynctap",
		                .command = "lynctap audit -r 'day\033[2J.pcapng'",
		                .program = "lynctap 0.1.0",
		                .libraries = "libpcap version 1.10.3, nDPI 4.2.0",
		                .site = { .path = with_site ? "contoso.yaml" : NULL },
		                .inputs = files,
		                .input_count = ARRAY_LEN(files) },
		.incomplete = incomplete,
		.incomplete_count = 1,
		.exit_status = 3,
		.width = 80,
	};
}

static void made_audit_fini(struct made_audit *made)
{
	judge_destroy(made->judge);
	policy_destroy(made->policy);
	site_destroy(made->site);
	role_evidence_destroy(made->evidence);
	for (size_t i = 0; i < MADE_CATALOGUES; i++)
		catalogue_destroy(made->catalogues[i]);
}

/* What @write puts into a stream, as owned text. */
static inline struct text made_output(
	bool (*write_report)(FILE *out, const struct report_context *context,
                             const struct audit *audit),
	const struct made_audit *made)
{
	struct text text = { 0 };
	size_t len;
	FILE *stream = open_memstream(&text.at, &len);

	assert_non_null(stream);
	assert_true(write_report(stream, &made->context, made->audit));
	fclose(stream);
	text.len = len;
	text.capacity = len + 1;
	return text;
}

#endif
