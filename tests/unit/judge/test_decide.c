/* SPDX-License-Identifier: BSD-2-Clause */
#include "as_lines.h"
#include "made_judge.h"

#define H(hint) HINT_BIT(HINT_##hint)
#define TCP     TRANSPORT_TCP
#define UDP     TRANSPORT_UDP

static const char site[] =
	"load-balancing: dns\n"
	"hosts:\n"
	"  - {name: fe1, addresses: [10.1.1.11, \"2001:db8::11\"], roles: [front-end]}\n"
	"  - {name: fe2, addresses: [10.1.1.12], roles: [front-end]}\n"
	"  - {name: med, addresses: [10.1.1.31], roles: [mediation]}\n"
	"  - {name: chat, addresses: [10.1.1.41], roles: [persistent-chat]}\n"
	"  - {name: sql, addresses: [10.1.1.51], roles: [sql-server]}\n"
	"  - {name: vip, addresses: [10.1.1.61], roles: [load-balancer], for: [front-end]}\n"
	"  - {name: dc, addresses: [10.1.1.82], roles: [domain-controller]}\n"
	"networks:\n"
	"  - {name: staff, range: 10.100.0.0/16, roles: [client]}\n"
	"  - {name: staff6, range: \"2001:db8:100::/48\", roles: [client]}\n"
	"allow:\n"
	"  - {from: 10.9.0.5, to: [front-end], port: 3389/tcp, speaks: rdp, reason: jump}\n"
	"  - {from: 10.9.0.6, to: fe1, port: 9443/tcp, speaks: https, reason: backup}\n"
	"  - {from: 10.9.0.7, to: fe1, port: 8444/tcp, speaks: rdp, reason: rdp only}\n"
	"  - {from: 10.9.0.8, to: fe1, port: 22/tcp, reason: past, until: 2026-01-01}\n";

struct expectation {
	const char *initiator, *responder;
	uint16_t port;
	uint8_t transport;
	uint64_t hints;
	enum verdict_kind kind;
	const char *row, *nearest; /* NULL: none */
	enum verdict_twist twist;
	enum severity severity;
	bool confirmed;
};

static void hold_to(struct judge *judge, const struct expectation *want,
                    const struct conversation *conversation)
{
	struct verdict got = judge_decide(judge, conversation);
	const char *row = got.rule ? got.rule->row->id : NULL;
	const char *nearest = got.nearest ? got.nearest->row->id : NULL;

	if (got.kind != want->kind || got.twist != want->twist ||
	    got.severity != want->severity || got.confirmed != want->confirmed ||
	    !row != !want->row || (row && strcmp(row, want->row) != 0) ||
	    !nearest != !want->nearest ||
	    (nearest && strcmp(nearest, want->nearest) != 0))
		fail_msg(
			"%s > %s:%u: got %s, twist %u, severity %s, confirmed %d, row %s, "
			"nearest %s",
			want->initiator, want->responder, want->port,
			verdict_kind_name(got.kind), got.twist,
			severity_name(got.severity), got.confirmed, row ? row : "-",
			nearest ? nearest : "-");
}

static void hold_all(struct judge *judge, const struct expectation *wants, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct conversation conversation = made_conversation(
			wants[i].initiator, wants[i].responder, wants[i].port,
			wants[i].transport, wants[i].hints);

		hold_to(judge, &wants[i], &conversation);
	}
}

static void every_verdict_with_a_site(void **state)
{
	static const struct expectation wants[] = {
		/* P, R, S and H agree */
		{ "10.100.0.7", "10.1.1.11", 5061, TCP, H(TLS), VERDICT_EXPECTED,
		  "server-3", NULL, TWIST_NONE, SEVERITY_NONE, true },
		{ "10.100.0.7", "10.1.1.11", 5061, TCP, 0, VERDICT_EXPECTED, "server-3",
		  NULL, TWIST_NONE, SEVERITY_NONE, false },
		{ "2001:db8:100::7", "2001:db8::11", 5061, TCP, H(TLS), VERDICT_EXPECTED,
		  "server-3", NULL, TWIST_NONE, SEVERITY_NONE, true },
		/* only a catalogue of known traffic */
		{ "10.1.1.12", "10.1.1.11", 5090, TCP, 0, VERDICT_KNOWN, "undocumented-3",
		  NULL, TWIST_NONE, SEVERITY_NONE, false },
		{ "10.1.1.11", "10.1.1.82", 88, TCP, H(KERBEROS), VERDICT_KNOWN,
		  "windows-2", NULL, TWIST_NONE, SEVERITY_NONE, true },
		/* P, R and S agree, the payload does not */
		{ "10.100.0.7", "10.1.1.11", 5061, TCP, H(SSH), VERDICT_WRONG_PROTOCOL,
		  NULL, "server-3", TWIST_NONE, SEVERITY_MEDIUM, false },
		{ "10.100.0.7", "10.1.1.11", 5061, TCP, H(SIP), VERDICT_WRONG_PROTOCOL,
		  NULL, "server-3", TWIST_CLEARTEXT, SEVERITY_HIGH, false },
		{ "10.100.0.7", "10.1.1.11", 8080, TCP, H(TLS), VERDICT_WRONG_PROTOCOL,
		  NULL, "server-13", TWIST_TLS_UNEXPECTED, SEVERITY_MEDIUM, false },
		{ "10.1.1.12", "10.1.1.11", 8060, TCP,
		  H(TLS) | H(TLS_NO_CLIENT_CERTIFICATE), VERDICT_WRONG_PROTOCOL, NULL,
		  "server-15", TWIST_NO_CLIENT_CERTIFICATE, SEVERITY_MEDIUM, false },
		/* asked of servers alone; clients sign in on the same port without */
		{ "10.1.1.12", "10.1.1.11", 5061, TCP,
		  H(TLS) | H(TLS_NO_CLIENT_CERTIFICATE), VERDICT_WRONG_PROTOCOL, NULL,
		  "server-3", TWIST_NO_CLIENT_CERTIFICATE, SEVERITY_LOW, false },
		{ "10.100.0.7", "10.1.1.11", 5061, TCP,
		  H(TLS) | H(TLS_NO_CLIENT_CERTIFICATE), VERDICT_EXPECTED, "server-3",
		  NULL, TWIST_NONE, SEVERITY_NONE, true },
		{ "10.1.1.12", "10.1.1.11", 5062, TCP,
		  H(TLS) | H(TLS_NO_CLIENT_CERTIFICATE), VERDICT_WRONG_PROTOCOL, NULL,
		  "server-6", TWIST_NO_CLIENT_CERTIFICATE, SEVERITY_MEDIUM, false },
		{ "10.1.1.12", "10.1.1.11", 5062, TCP, H(SIP), VERDICT_EXPECTED,
		  "server-6", NULL, TWIST_NONE, SEVERITY_NONE, true },
		{ "10.1.1.11", "10.1.1.41", 881, TCP, H(TLS) | H(SSH),
		  VERDICT_WRONG_PROTOCOL, NULL, "server-51", TWIST_NONE, SEVERITY_MEDIUM,
		  false },
		/* P and R agree */
		{ "10.100.0.7", "10.1.1.11", 5065, TCP, H(SIP), VERDICT_WRONG_SOURCE,
		  NULL, "server-27", TWIST_NONE, SEVERITY_MEDIUM, false },
		{ "10.9.0.9", "10.1.1.11", 5061, TCP, H(TLS), VERDICT_WRONG_SOURCE, NULL,
		  "server-3", TWIST_NONE, SEVERITY_MEDIUM, false },
		{ "8.8.8.8", "10.1.1.11", 5061, TCP, H(TLS), VERDICT_WRONG_SOURCE, NULL,
		  "server-3", TWIST_NONE, SEVERITY_HIGH, false },
		/* only P */
		{ "10.1.1.12", "10.1.1.31", 5065, TCP, H(SIP), VERDICT_WRONG_ROLE, NULL,
		  "server-27", TWIST_NONE, SEVERITY_MEDIUM, false },
		{ "10.100.0.7", "10.1.1.61", 5061, TCP, H(TLS), VERDICT_WRONG_ROLE, NULL,
		  "server-3", TWIST_LOAD_BALANCER, SEVERITY_MEDIUM, false },
		{ "10.100.0.7", "10.1.1.61", 4444, TCP, 0, VERDICT_UNAPPROVED_PORT, NULL,
		  NULL, TWIST_NONE, SEVERITY_MEDIUM, false },
		/* not even that: a client's range is wide and says nothing of a server */
		{ "10.100.0.7", "10.1.1.11", 4444, TCP, H(OTHER), VERDICT_UNAPPROVED_PORT,
		  NULL, NULL, TWIST_NONE, SEVERITY_MEDIUM, false },
		{ "8.8.8.8", "10.1.1.11", 4444, TCP, 0, VERDICT_UNAPPROVED_PORT, NULL,
		  NULL, TWIST_NONE, SEVERITY_HIGH, false },
		/* a server that opens what no row lets it */
		{ "10.1.1.11", "10.1.1.99", 4444, TCP, 0, VERDICT_UNEXPECTED_PEER, NULL,
		  NULL, TWIST_NONE, SEVERITY_MEDIUM, false },
		{ "10.1.1.11", "8.8.8.8", 443, TCP, H(TLS), VERDICT_UNEXPECTED_PEER, NULL,
		  "server-12", TWIST_NONE, SEVERITY_HIGH, false },
		{ "10.1.1.99", "10.1.1.61", 443, TCP, H(TLS), VERDICT_WRONG_SOURCE, NULL,
		  "dnslb-2", TWIST_NONE, SEVERITY_MEDIUM, false },
		/* the load balancer's own rows, and it opens what its pool listens to */
		{ "10.100.0.7", "10.1.1.61", 443, TCP, H(TLS), VERDICT_EXPECTED,
		  "dnslb-2", NULL, TWIST_NONE, SEVERITY_NONE, true },
		{ "10.1.1.61", "10.1.1.11", 5061, TCP, H(TLS), VERDICT_EXPECTED,
		  "server-3", NULL, TWIST_NONE, SEVERITY_NONE, true },
		/* two clients: what confirms Lync is judged, the rest is not ours */
		{ "10.100.0.7", "10.100.0.8", 50020, UDP, H(RTP) | H(STUN) | H(ICE),
		  VERDICT_EXPECTED, "client-8", NULL, TWIST_NONE, SEVERITY_NONE, true },
		{ "10.100.0.7", "10.100.0.8", 50020, UDP, 0, VERDICT_OUT_OF_SCOPE, NULL,
		  NULL, TWIST_NONE, SEVERITY_NONE, false },
		{ "10.100.0.7", "10.200.0.1", 9100, TCP, 0, VERDICT_OUT_OF_SCOPE, NULL,
		  NULL, TWIST_NONE, SEVERITY_NONE, false },
		{ "10.100.0.7", "10.1.1.82", 88, TCP, H(KERBEROS), VERDICT_OUT_OF_SCOPE,
		  "windows-2", NULL, TWIST_NONE, SEVERITY_NONE, true },
		/* a media range alone proves nothing on TCP, little on UDP */
		{ "10.100.0.7", "10.1.1.11", 60000, UDP, 0, VERDICT_EXPECTED, "server-10",
		  NULL, TWIST_NONE, SEVERITY_NONE, false },
		{ "10.100.0.7", "10.1.1.11", 60000, TCP, 0, VERDICT_UNVERIFIED,
		  "server-10", NULL, TWIST_NONE, SEVERITY_NONE, false },
		{ "10.100.0.7", "10.1.1.11", 60000, TCP, H(RFC4571) | H(STUN),
		  VERDICT_EXPECTED, "server-28", NULL, TWIST_NONE, SEVERITY_NONE, true },
		/* of what is no media such a range says nothing */
		{ "10.100.0.7", "10.1.1.11", 60000, TCP, H(TELNET),
		  VERDICT_UNAPPROVED_PORT, NULL, NULL, TWIST_NONE, SEVERITY_MEDIUM,
		  false },
		/* a narrow row wins against the media range around it */
		{ "10.1.1.12", "10.1.1.11", 50001, TCP, 0, VERDICT_KNOWN,
		  "undocumented-1", NULL, TWIST_NONE, SEVERITY_NONE, false },
		/* what the site allows */
		{ "10.9.0.5", "10.1.1.11", 3389, TCP, H(RDP), VERDICT_ALLOWED, NULL, NULL,
		  TWIST_NONE, SEVERITY_NONE, true },
		{ "10.9.0.5", "10.1.1.11", 3389, TCP, H(SSH), VERDICT_UNAPPROVED_PORT,
		  NULL, NULL, TWIST_NONE, SEVERITY_MEDIUM, false },
		{ "10.9.0.5", "10.1.1.11", 3390, TCP, H(RDP), VERDICT_UNAPPROVED_PORT,
		  NULL, NULL, TWIST_NONE, SEVERITY_MEDIUM, false },
		{ "10.9.0.5", "10.1.1.11", 3388, TCP, H(RDP), VERDICT_UNAPPROVED_PORT,
		  NULL, NULL, TWIST_NONE, SEVERITY_MEDIUM, false },
		{ "10.9.0.6", "10.1.1.11", 9443, TCP, H(TLS), VERDICT_ALLOWED, NULL, NULL,
		  TWIST_NONE, SEVERITY_NONE, true },
		{ "10.9.0.6", "10.1.1.11", 9443, TCP, H(TLS) | H(SSH),
		  VERDICT_UNAPPROVED_PORT, NULL, NULL, TWIST_NONE, SEVERITY_MEDIUM,
		  false },
		{ "10.9.0.6", "10.1.1.12", 9443, TCP, H(TLS), VERDICT_UNAPPROVED_PORT,
		  NULL, NULL, TWIST_NONE, SEVERITY_MEDIUM, false },
		{ "10.9.0.7", "10.1.1.11", 8444, TCP, H(TLS), VERDICT_UNAPPROVED_PORT,
		  NULL, NULL, TWIST_NONE, SEVERITY_MEDIUM, false },
		{ "10.9.0.8", "10.1.1.11", 22, TCP, H(SSH), VERDICT_UNAPPROVED_PORT, NULL,
		  NULL, TWIST_NONE, SEVERITY_MEDIUM, false },
	};
	struct made_judge made;

	(void)state;
	made_judge_init(&made, site, false, 0);
	hold_all(made.judge, wants, ARRAY_LEN(wants));
	made_judge_fini(&made);
}

/* Without a site only what was inferred is known; here nothing was. */
static void nobody_is_accused_without_knowledge(void **state)
{
	static const struct expectation wants[] = {
		{ "10.100.0.7", "10.1.1.11", 5061, TCP, H(TLS), VERDICT_OUT_OF_SCOPE,
		  NULL, NULL, TWIST_NONE, SEVERITY_NONE, false },
		{ "10.100.0.7", "10.1.1.11", 4444, TCP, H(SSH), VERDICT_OUT_OF_SCOPE,
		  NULL, NULL, TWIST_NONE, SEVERITY_NONE, false },
		{ "10.100.0.7", "10.1.1.11", 60000, UDP, H(RTP) | H(STUN),
		  VERDICT_OUT_OF_SCOPE, NULL, NULL, TWIST_NONE, SEVERITY_NONE, false },
	};
	struct made_judge made;

	(void)state;
	made_judge_init(&made, NULL, false, 0);
	hold_all(made.judge, wants, ARRAY_LEN(wants));
	made_judge_fini(&made);
}

/* Listeners that only a front end has, seen from a host that nobody knows. */
static void infer_front_end(struct judge *judge)
{
	static const uint16_t ports[] = { 5061, 444, 8057, 8058, 8060, 8061, 5086, 5087 };

	for (size_t i = 0; i < ARRAY_LEN(ports); i++) {
		struct conversation conversation = made_conversation(
			"10.1.1.200", "10.1.1.11", ports[i], TCP, H(TLS) | H(MTLS));

		judge_observe(judge, &conversation, NULL);
	}
	judge_settle_roles(judge);
}

static void unknown_initiators_get_the_benefit_of_the_doubt_without_a_site(void **state)
{
	static const struct expectation wants[] = {
		{ "10.77.0.1", "10.1.1.11", 5061, TCP, H(TLS), VERDICT_EXPECTED,
		  "server-3", NULL, TWIST_NONE, SEVERITY_NONE, true },
		{ "10.77.0.1", "10.1.1.11", 5065, TCP, H(SIP), VERDICT_EXPECTED,
		  "server-27", NULL, TWIST_NONE, SEVERITY_NONE, true },
		{ "10.77.0.1", "10.1.1.11", 5061, TCP, H(SSH), VERDICT_WRONG_PROTOCOL,
		  NULL, "server-3", TWIST_NONE, SEVERITY_MEDIUM, false },
		{ "10.77.0.1", "10.1.1.11", 4444, TCP, 0, VERDICT_UNAPPROVED_PORT, NULL,
		  NULL, TWIST_NONE, SEVERITY_MEDIUM, false },
		{ "10.1.1.11", "10.77.0.1", 4444, TCP, 0, VERDICT_UNEXPECTED_PEER, NULL,
		  NULL, TWIST_NONE, SEVERITY_LOW, false },
		{ "10.1.1.11", "8.8.8.8", 4444, TCP, 0, VERDICT_UNEXPECTED_PEER, NULL,
		  NULL, TWIST_NONE, SEVERITY_MEDIUM, false },
	};
	struct made_judge made;

	(void)state;
	made_judge_init(&made, NULL, false, 0);
	infer_front_end(made.judge);
	hold_all(made.judge, wants, ARRAY_LEN(wants));
	made_judge_fini(&made);
}

static void strict_makes_a_finding_of_what_is_only_known(void **state)
{
	static const struct expectation wants[] = {
		{ "10.1.1.12", "10.1.1.11", 5090, TCP, 0, VERDICT_KNOWN, "undocumented-3",
		  NULL, TWIST_NONE, SEVERITY_MEDIUM, false },
		{ "10.100.0.7", "10.1.1.82", 88, TCP, H(KERBEROS), VERDICT_OUT_OF_SCOPE,
		  "windows-2", NULL, TWIST_NONE, SEVERITY_NONE, true },
		{ "10.100.0.7", "10.1.1.11", 5061, TCP, H(TLS), VERDICT_EXPECTED,
		  "server-3", NULL, TWIST_NONE, SEVERITY_NONE, true },
	};
	struct made_judge made;

	(void)state;
	made_judge_init(&made, site, true, 0);
	hold_all(made.judge, wants, ARRAY_LEN(wants));
	made_judge_fini(&made);
}

static void attempts_accuse_no_listener(void **state)
{
	static const struct {
		uint16_t port;
		uint8_t transport;
		enum flow_state state;
		uint64_t hints;
		uint64_t sent, received;
		enum verdict_kind kind;
	} cases[] = {
		{ 4444, TCP, FLOW_ATTEMPT, 0, 3, 0, VERDICT_NO_ANSWER },
		{ 4444, TCP, FLOW_REFUSED, 0, 1, 1, VERDICT_REFUSED },
		{ 4444, TCP, FLOW_NEW, 0, 1, 0, VERDICT_REFUSED }, /* resets only */
		{ 4444, TCP, FLOW_SCANNED, 0, 2, 1, VERDICT_UNAPPROVED_PORT },
		{ 4444, TCP, FLOW_ESTABLISHED, 0, 9, 0, VERDICT_UNAPPROVED_PORT },
		{ 4444, TCP, FLOW_MIDSTREAM, 0, 9, 9, VERDICT_UNAPPROVED_PORT },
		{ 4444, TCP, FLOW_RESET, 0, 9, 9, VERDICT_UNAPPROVED_PORT },
		/* anybody can send an ACK after a SYN, but not go on for long */
		{ 4444, TCP, FLOW_UNHEARD, 0, 3, 0, VERDICT_NO_ANSWER },
		{ 4444, TCP, FLOW_UNHEARD, 0, 12, 0, VERDICT_UNAPPROVED_PORT },
		/* accepted and never answered: no service, but a listener all the same */
		{ 5061, TCP, FLOW_UNANSWERED, H(TLS), 5, 3, VERDICT_UNANSWERED },
		{ 4444, TCP, FLOW_UNANSWERED, 0, 5, 3, VERDICT_UNAPPROVED_PORT },
		{ 50000, TCP, FLOW_UNANSWERED, H(RFC4571) | H(RTP), 5, 3,
		  VERDICT_EXPECTED },
		{ 5061, TCP, FLOW_SCANNED, 0, 2, 1, VERDICT_EXPECTED },
		{ 5061, TCP, FLOW_REFUSED, 0, 1, 1, VERDICT_REFUSED },
		{ 4444, UDP, FLOW_REFUSED, 0, 1, 0, VERDICT_REFUSED },
		/* nobody is known to have taken these few datagrams */
		{ 4444, UDP, FLOW_NEW, 0, 3, 0, VERDICT_NO_ANSWER },
		{ 4444, UDP, FLOW_NEW, 0, 30, 0, VERDICT_UNAPPROVED_PORT },
		{ 4444, UDP, FLOW_ESTABLISHED, 0, 3, 1, VERDICT_UNAPPROVED_PORT },
		/* who asks and hears nothing found nobody */
		{ 60000, UDP, FLOW_NEW, H(STUN), 30, 0, VERDICT_NO_ANSWER },
		/* media may flow one way, whatever checks came before */
		{ 60000, UDP, FLOW_NEW, H(RTP), 30, 0, VERDICT_EXPECTED },
		{ 60000, UDP, FLOW_NEW, H(RTP) | H(STUN), 30, 0, VERDICT_EXPECTED },
	};
	struct made_judge made;

	(void)state;
	made_judge_init(&made, site, false, 0);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct conversation conversation =
			made_conversation("10.100.0.7", "10.1.1.11", cases[i].port,
		                          cases[i].transport, cases[i].hints);

		conversation.state = (uint8_t)cases[i].state;
		conversation.packets[0] = cases[i].sent;
		conversation.packets[1] = cases[i].received;
		struct verdict got = judge_decide(made.judge, &conversation);

		if (got.kind != cases[i].kind)
			fail_msg("case %zu: %s instead of %s", i,
			         verdict_kind_name(got.kind),
			         verdict_kind_name(cases[i].kind));
	}
	made_judge_fini(&made);
}

static void learned_ports_are_explained_by_the_port_that_announced_them(void **state)
{
	static const struct {
		enum learned_via via;
		uint64_t hints;
		enum verdict_kind kind;
		enum announcer announcer;
	} cases[] = {
		{ LEARNED_BY_SSRP, H(TDS), VERDICT_KNOWN, ANNOUNCED_BY_SSRP },
		{ LEARNED_BY_SSRP, 0, VERDICT_KNOWN, ANNOUNCED_BY_SSRP },
		{ LEARNED_BY_SSRP, H(SSH), VERDICT_UNEXPECTED_PEER, ANNOUNCED_BY_NOBODY },
		{ LEARNED_BY_EPM, H(SSH), VERDICT_UNEXPECTED_PEER, ANNOUNCED_BY_NOBODY },
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct made_judge made;
		struct conversation conversation = made_conversation(
			"10.1.1.11", "10.1.1.51", 21433, TCP, cases[i].hints);

		made_judge_init(&made, site, false, 0);
		assert_int_equal(judge_decide(made.judge, &conversation).kind,
		                 VERDICT_UNEXPECTED_PEER);
		judge_learn(made.judge,
		            &(struct learned){ .kind = LEARNED_LISTENER,
		                               .via = cases[i].via,
		                               .transport = TCP,
		                               .port = 21433,
		                               .address = conversation.responder });
		struct verdict got = judge_decide(made.judge, &conversation);

		if (got.kind != cases[i].kind || got.announcer != cases[i].announcer)
			fail_msg("case %zu: %s, announced by %s", i,
			         verdict_kind_name(got.kind),
			         announcer_name(got.announcer));
		made_judge_fini(&made);
	}
}

static struct conversation announced_but_unexplained(void)
{
	return made_conversation("10.9.9.9", "10.1.1.11", 21433, TCP, H(TDS));
}

/* The policy forgets its rows of hints when it knows too many: in the middle of a verdict, too. */
static void verdicts_hold_while_the_policy_forgets(void **state)
{
	struct conversation wanted = announced_but_unexplained();

	(void)state;
	for (uint64_t others = 500; others <= 520; others++) {
		struct made_judge made;

		made_judge_init(&made, site, false, 0);
		judge_learn(made.judge, &(struct learned){ .kind = LEARNED_LISTENER,
		                                           .via = LEARNED_BY_SSRP,
		                                           .transport = TCP,
		                                           .port = 21433,
		                                           .address = wanted.responder });
		for (uint64_t i = 1; i <= others; i++) {
			struct conversation other = made_conversation(
				"10.1.1.12", "10.1.1.11", 5061, TCP, i << 40);

			(void)judge_decide(made.judge, &other);
		}
		struct verdict got = judge_decide(made.judge, &wanted);

		assert_int_equal(got.kind, VERDICT_UNAPPROVED_PORT);
		assert_int_equal(got.announcer, ANNOUNCED_BY_NOBODY);
		made_judge_fini(&made);
	}
}

static void dcerpc_follows_the_endpoint_mapper(void **state)
{
	struct made_judge made;
	struct conversation conversation =
		made_conversation("10.1.1.12", "10.1.1.11", 6001, TCP, H(DCERPC));
	struct verdict got;

	(void)state;
	made_judge_init(&made, site, false, 0);
	assert_int_equal(judge_decide(made.judge, &conversation).kind,
	                 VERDICT_UNAPPROVED_PORT);
	judge_learn(made.judge, &(struct learned){ .kind = LEARNED_LISTENER,
	                                           .via = LEARNED_BY_EPM,
	                                           .transport = TCP,
	                                           .port = 6001,
	                                           .address = conversation.responder });
	got = judge_decide(made.judge, &conversation);
	assert_int_equal(got.kind, VERDICT_EXPECTED);
	assert_string_equal(got.rule->row->id, "server-5");
	assert_int_equal(got.announcer, ANNOUNCED_BY_EPM);
	assert_true(got.confirmed);
	/* Not for a client, whatever was announced. */
	conversation.initiator = made_address("10.100.0.7");
	assert_int_equal(judge_decide(made.judge, &conversation).kind,
	                 VERDICT_UNAPPROVED_PORT);
	made_judge_fini(&made);
}

static void guessed_direction_is_undone_by_the_tables_only(void **state)
{
	struct made_judge made;
	struct conversation conversation =
		made_conversation("10.1.1.11", "10.100.0.7", 51000, TCP, H(TLS));

	(void)state;
	made_judge_init(&made, site, false, 0);
	conversation.initiator_port = 5061;
	conversation.state = FLOW_MIDSTREAM;
	conversation.direction_by = FLOW_BY_SYNACK;
	assert_false(judge_orient(made.judge, &conversation));
	conversation.direction_by = FLOW_BY_FIRST;
	assert_true(judge_orient(made.judge, &conversation));
	assert_int_equal(conversation.responder_port, 5061);
	assert_int_equal(conversation.initiator_port, 51000);
	assert_int_equal(conversation.packets[0], 12);
	assert_int_equal(conversation.bytes[0], 2400);
	assert_int_equal(conversation.direction_by, FLOW_BY_TABLE);
	assert_false(judge_orient(made.judge, &conversation));
	/* Whoever sends the first datagram asks, whatever its port is. */
	conversation = made_conversation("10.1.1.11", "10.100.0.7", 1434, UDP, 0);
	conversation.initiator_port = 50000;
	conversation.direction_by = FLOW_BY_FIRST;
	assert_false(judge_orient(made.judge, &conversation));
	made_judge_fini(&made);
}

static void who_listens_is_guessed_by_ports(void **state)
{
	static const struct {
		const char *what;
		uint8_t transport;
		uint16_t first,
			second; /* port of who sent the first packet, of the other */
		const char *from;
		enum flow_direction_by by;
		bool turned;
	} cases[] = {
		{ "listed and not", TCP, 5061, 40000, "10.7.0.1", FLOW_BY_TABLE, true },
		{ "not and listed", TCP, 40000, 5061, "10.7.0.1", FLOW_BY_TABLE, false },
		{ "listed well and by a wide row", TCP, 5061, 50000, "10.7.0.1",
		  FLOW_BY_TABLE, true },
		{ "a wide row says nothing, a dynamic port does", TCP, 50000, 40000,
		  "10.7.0.1", FLOW_BY_DYNAMIC, false },
		{ "the other's", TCP, 40000, 50000, "10.7.0.1", FLOW_BY_DYNAMIC, true },
		{ "a dynamic port of Linux", TCP, 9099, 40000, "10.7.0.1",
		  FLOW_BY_DYNAMIC, true },
		{ "a system port", TCP, 999, 3333, "10.7.0.1", FLOW_BY_PORT, true },
		{ "the other's", TCP, 3333, 999, "10.7.0.1", FLOW_BY_PORT, false },
		{ "neither", TCP, 40000, 40001, "10.7.0.1", FLOW_BY_FIRST, false },
	};
	struct made_judge made;

	(void)state;
	made_judge_init(&made, NULL, false, 0);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct conversation conversation =
			made_conversation(cases[i].from, "10.7.0.2", cases[i].second,
		                          cases[i].transport, 0);
		struct verdict verdict;

		conversation.initiator_port = cases[i].first;
		conversation.direction_by = FLOW_BY_FIRST;
		if (judge_orient(made.judge, &conversation) != cases[i].turned ||
		    conversation.direction_by != cases[i].by ||
		    conversation.initiator_end != cases[i].turned)
			fail_msg("%s: by %s", cases[i].what,
			         flow_direction_by_name(
					 (enum flow_direction_by)
						 conversation.direction_by));
		verdict = judge_decide(made.judge, &conversation);
		assert_int_equal(verdict.kind, VERDICT_OUT_OF_SCOPE);
	}
	made_judge_fini(&made);
}

/* The Edge's range, 50000-59999, is the Edge's to open: nobody else's media is near it. */
static void narrowed_media_range_accuses_what_is_outside(void **state)
{
	static const char narrow[] =
		"hosts:\n"
		"  - {name: fe1, addresses: [10.1.1.11], roles: [front-end]}\n"
		"  - {name: edge, addresses: [10.1.1.71], roles: [edge]}\n"
		"networks:\n"
		"  - {name: staff, range: 10.100.0.0/16, roles: [client]}\n"
		"ports:\n  audio: [50000-50059/udp]\n";
	static const struct expectation wants[] = {
		{ "10.100.0.7", "10.1.1.11", 50059, UDP, H(RTP) | H(STUN),
		  VERDICT_EXPECTED, "server-39", NULL, TWIST_NONE, SEVERITY_NONE, true },
		{ "10.100.0.7", "10.1.1.11", 50060, UDP, H(RTP) | H(STUN),
		  VERDICT_UNAPPROVED_PORT, NULL, NULL, TWIST_NONE, SEVERITY_MEDIUM,
		  false },
		{ "10.1.1.71", "10.1.1.11", 50060, UDP, H(RTP) | H(STUN),
		  VERDICT_EXPECTED, "edge-10", NULL, TWIST_NONE, SEVERITY_NONE, true },
	};
	struct made_judge made;

	(void)state;
	made_judge_init(&made, narrow, false, 0);
	hold_all(made.judge, wants, ARRAY_LEN(wants));
	made_judge_fini(&made);
}

static void load_balancer_is_accused_by_the_row_of_its_own_pool(void **state)
{
	struct made_judge made;
	struct conversation conversation =
		made_conversation("10.100.0.7", "10.1.1.62", 5061, TCP, H(TLS));
	struct sentences reasons = { 0 };

	(void)state;
	made_judge_init(&made,
	                "load-balancing: dns\n"
	                "hosts:\n"
	                "  - {name: vip, addresses: [10.1.1.62], roles: [load-balancer],"
	                " for: [director]}\n"
	                "  - {name: chat, addresses: [10.1.1.63], roles: [load-balancer],"
	                " for: [persistent-chat]}\n",
	                false, 0);
	struct verdict got = judge_decide(made.judge, &conversation);

	assert_int_equal(got.twist, TWIST_LOAD_BALANCER);
	judge_explain(made.judge, &conversation, &got, &reasons);
	assert_non_null(strstr(as_lines(&reasons), "hlb-19"));
	assert_null(strstr(as_lines(&reasons), "hlb-1)"));
	/* No table has a load balancer for persistent chat: another mode changes nothing. */
	conversation.responder = made_address("10.1.1.63");
	assert_int_equal(judge_decide(made.judge, &conversation).twist, TWIST_NONE);
	sentences_fini(&reasons);
	made_judge_fini(&made);
}

static void broadcast_reaches_every_role_and_accuses_nobody(void **state)
{
	static const struct expectation wants[] = {
		{ "10.100.0.7", "255.255.255.255", 67, UDP, H(DHCP), VERDICT_EXPECTED,
		  "client-1", NULL, TWIST_NONE, SEVERITY_NONE, true },
		{ "10.1.1.11", "224.0.0.9", 4444, UDP, 0, VERDICT_OUT_OF_SCOPE, NULL,
		  NULL, TWIST_NONE, SEVERITY_NONE, false },
		{ "10.1.1.11", "ff02::1:3", 4444, UDP, H(LLMNR), VERDICT_OUT_OF_SCOPE,
		  NULL, NULL, TWIST_NONE, SEVERITY_NONE, false },
	};
	struct made_judge made;

	(void)state;
	made_judge_init(&made, site, false, 0);
	hold_all(made.judge, wants, ARRAY_LEN(wants));
	made_judge_fini(&made);
}

/* A name was asked of everybody, and its owner's answer stands alone. */
static void answers_to_all_accuse_neighbours_of_nothing(void **state)
{
	struct made_judge made;
	struct conversation asked =
		made_conversation("10.1.1.11", "10.1.1.255", 4444, UDP, 0);
	struct conversation answer =
		made_conversation("10.1.1.11", "10.1.1.77", 4444, UDP, H(NETBIOS));

	(void)state;
	made_judge_init(&made, site, false, 0);
	asked.state = FLOW_BROADCAST;
	answer.packets[FLOW_INITIATOR] = 0;
	answer.packets[FLOW_RESPONDER] = 1;
	assert_int_equal(judge_decide(made.judge, &answer).kind, VERDICT_UNEXPECTED_PEER);
	judge_observe(made.judge, &asked, NULL);
	assert_int_equal(judge_decide(made.judge, &answer).kind, VERDICT_OUT_OF_SCOPE);
	answer.responder_port = 4445;
	assert_int_equal(judge_decide(made.judge, &answer).kind, VERDICT_UNEXPECTED_PEER);
	answer.responder_port = 4444;
	answer.packets[FLOW_INITIATOR] = 1;
	assert_int_equal(judge_decide(made.judge, &answer).kind, VERDICT_UNEXPECTED_PEER);
	/* A server of the site listens there, whoever it was meant for. */
	answer.packets[FLOW_INITIATOR] = 0;
	answer.responder = made_address("10.1.1.12");
	assert_int_equal(judge_decide(made.judge, &answer).kind, VERDICT_UNAPPROVED_PORT);
	made_judge_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_verdict_with_a_site),
		cmocka_unit_test(nobody_is_accused_without_knowledge),
		cmocka_unit_test(
			unknown_initiators_get_the_benefit_of_the_doubt_without_a_site),
		cmocka_unit_test(strict_makes_a_finding_of_what_is_only_known),
		cmocka_unit_test(attempts_accuse_no_listener),
		cmocka_unit_test(
			learned_ports_are_explained_by_the_port_that_announced_them),
		cmocka_unit_test(verdicts_hold_while_the_policy_forgets),
		cmocka_unit_test(dcerpc_follows_the_endpoint_mapper),
		cmocka_unit_test(guessed_direction_is_undone_by_the_tables_only),
		cmocka_unit_test(who_listens_is_guessed_by_ports),
		cmocka_unit_test(narrowed_media_range_accuses_what_is_outside),
		cmocka_unit_test(load_balancer_is_accused_by_the_row_of_its_own_pool),
		cmocka_unit_test(broadcast_reaches_every_role_and_accuses_nobody),
		cmocka_unit_test(answers_to_all_accuse_neighbours_of_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
