/* SPDX-License-Identifier: BSD-2-Clause */
/* Findings that one decision would settle: who belongs together, under which id, and what to do. */
#include "made_judge.h"

#include "inspect/detail.h"

#define H(hint) HINT_BIT(HINT_##hint)
#define TCP     TRANSPORT_TCP
#define UDP     TRANSPORT_UDP

#define HOSTS                                                                            \
	"load-balancing: dns\n"                                                          \
	"hosts:\n"                                                                       \
	"  - {name: fe1.x, addresses: [10.1.1.11], roles: [front-end]}\n"                \
	"  - {name: fe2.x, addresses: [10.1.1.12], roles: [front-end]}\n"                \
	"  - {name: fe3.x, addresses: [10.1.1.13], roles: [front-end]}\n"                \
	"  - {name: med1.x, addresses: [10.1.1.31], roles: [mediation]}\n"               \
	"  - {name: gw1.x, addresses: [10.1.5.5], roles: [gateway]}\n"                   \
	"networks:\n"                                                                    \
	"  - {name: staff, range: 10.100.0.0/16, roles: [client]}\n"

static void say(struct made_judge *made, const char *from, const char *to, uint16_t port,
                uint8_t transport, uint64_t hints)
{
	struct conversation conversation =
		made_conversation(from, to, port, transport, hints);

	judge_observe(made->judge, &conversation, NULL);
}

/* SSH on three servers, media on many ports, probes of many ports, a stranger on one. */
static void a_day(struct made_judge *made)
{
	char to[32];

	for (unsigned i = 1; i <= 3; i++) {
		snprintf(to, sizeof(to), "10.1.1.1%u", i);
		say(made, "10.9.0.5", to, 22, TCP, H(SSH));
		for (uint16_t port = 8100; port < 8106; port++)
			say(made, "10.9.0.7", to, port, TCP, 0);
		for (uint16_t port = 20000; port < 20040; port = (uint16_t)(port + 2))
			say(made, "10.100.0.7", to, port, UDP, H(RTP) | H(STUN));
	}
	for (uint16_t port = 30000; port < 30050; port++) {
		say(made, "10.100.0.8", "10.1.1.31", port, TCP, H(TELNET));
		say(made, "10.100.0.9", "10.1.1.31", port, TCP, H(TELNET));
	}
	say(made, "10.100.0.9", "10.1.1.31", 4444, TCP, H(HTTP));
}

static const struct audit_cause *cause_of(const struct audit *audit, const char *address,
                                          uint16_t port)
{
	struct address wanted = made_address(address);

	for (size_t i = 0; i < audit->finding_count; i++) {
		const struct audit_finding *finding = &audit->findings[i];

		if (address_equal(&finding->address, &wanted) && finding->port == port)
			return &audit->causes[finding->cause];
	}
	fail_msg("no finding about %s port %u", address, port);
	abort(); /* cmocka has jumped away */
}

static void causes_partition_the_findings(void **state)
{
	struct made_judge made;
	const struct audit *audit;
	size_t members = 0;
	uint64_t flows = 0, all_flows = 0;

	(void)state;
	made_judge_init(&made, HOSTS, false, 0);
	a_day(&made);
	audit = judge_conclude(made.judge);
	assert_int_equal(audit->finding_count, 3 + 18 + 60 + 50 + 1);
	assert_int_equal(audit->cause_count, 5);
	for (size_t i = 0; i < audit->cause_count; i++) {
		const struct audit_cause *cause = &audit->causes[i];

		members += cause->finding_count;
		flows += cause->flows;
		for (size_t j = 0; j < cause->finding_count; j++)
			assert_int_equal(cause->findings[j]->cause, i);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(cause->id, audit->causes[j].id);
	}
	for (size_t i = 0; i < audit->finding_count; i++)
		all_flows += audit->findings[i].flows;
	/* Each finding knows its one cause, and each cause its findings. */
	assert_int_equal(members, audit->finding_count);
	assert_int_equal(flows, all_flows);
	made_judge_fini(&made);
}

/* Twelve hosts with the same twenty ports are twenty programs, two with sixty are two hosts. */
static void ports_are_told_by_what_has_more_of_them(void **state)
{
	static const struct {
		unsigned hosts, ports;
		size_t causes;
	} cases[] = { { 40, 20, 20 }, { 2, 60, 2 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct made_judge made;

		made_judge_init(&made, HOSTS, false, 0);
		for (unsigned host = 0; host < cases[i].hosts; host++) {
			char to[32];

			snprintf(to, sizeof(to), "10.50.0.%u", host + 1);
			for (unsigned port = 0; port < cases[i].ports; port++)
				say(&made, "10.1.1.11", to, (uint16_t)(7000 + port), TCP,
				    H(TELNET));
		}
		assert_int_equal(judge_conclude(made.judge)->cause_count,
		                 cases[i].causes);
		made_judge_fini(&made);
	}
}

static void what_one_decision_settles_is_one_cause(void **state)
{
	static const struct {
		const char *address;
		uint16_t port;
		size_t findings;
		const char *title, *titre;
	} cases[] = {
		{ "10.1.1.12", 22, 3,
		  "SSH listens on 22/tcp of fe1 to fe3, in no document",
		  "SSH écoute sur 22/tcp de fe1 à fe3, dans aucun document" },
		{ "10.1.1.13", 20000, 60, "Media on 20 ports of fe1 to fe3",
		  "Des médias sur 20 ports de fe1 à fe3" },
		{ "10.1.1.11", 8103, 18, "10.9.0.7 comes to 8100-8105/tcp of fe1 to fe3",
		  "10.9.0.7 vient sur 8100-8105/tcp de fe1 à fe3" },
		{ "10.1.1.31", 30020, 50, "telnet on 30000-30049/tcp of med1",
		  "telnet sur 30000-30049/tcp de med1" },
		{ "10.1.1.31", 4444, 1, "HTTP listens on 4444/tcp of med1",
		  "HTTP écoute sur 4444/tcp de med1" },
	};
	struct made_judge made;
	const struct audit *audit;

	(void)state;
	made_judge_init(&made, HOSTS, false, 0);
	a_day(&made);
	audit = judge_conclude(made.judge);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct audit_cause *cause =
			cause_of(audit, cases[i].address, cases[i].port);

		assert_int_equal(cause->finding_count, cases[i].findings);
		if (!strstr(cause->title[LANGUAGE_EN], cases[i].title) ||
		    !strstr(cause->title[LANGUAGE_FR], cases[i].titre))
			fail_msg("%s / %s", cause->title[LANGUAGE_EN],
			         cause->title[LANGUAGE_FR]);
	}
	made_judge_fini(&made);
}

/* Ids of all findings and causes, as one text. */
static void list_ids(const struct audit *audit, struct text *ids)
{
	for (size_t i = 0; i < audit->cause_count; i++) {
		text_add(ids, audit->causes[i].id);
		for (size_t j = 0; j < audit->causes[i].finding_count; j++)
			text_addf(ids, " %s", audit->causes[i].findings[j]->id);
		text_add_char(ids, '\n');
	}
}

/* An allow that has ended, another kind and another row change no id. */
/* What was not heard contradicts nothing; between two who speak differently it stays apart. */
static void silent_listeners_go_with_the_only_ones_that_spoke(void **state)
{
	struct made_judge made;
	const struct audit *audit;

	(void)state;
	made_judge_init(&made, HOSTS, false, 0);
	say(&made, "10.9.0.5", "10.1.1.11", 4444, TCP, H(HTTP));
	say(&made, "10.9.0.5", "10.1.1.12", 4444, TCP, 0);
	say(&made, "10.100.0.7", "10.1.1.11", 20002, UDP, H(RTP) | H(STUN));
	say(&made, "10.100.0.7", "10.1.1.12", 20002, UDP, 0);
	say(&made, "10.9.0.5", "10.1.1.11", 4447, TCP, H(HTTP));
	say(&made, "10.9.0.5", "10.1.1.12", 4447, TCP, 0);
	say(&made, "10.9.0.5", "10.1.1.13", 4447, TCP, H(SSH));
	audit = judge_conclude(made.judge);
	assert_ptr_equal(cause_of(audit, "10.1.1.11", 4444),
	                 cause_of(audit, "10.1.1.12", 4444));
	assert_ptr_equal(cause_of(audit, "10.1.1.11", 20002),
	                 cause_of(audit, "10.1.1.12", 20002));
	assert_ptr_not_equal(cause_of(audit, "10.1.1.11", 4447),
	                     cause_of(audit, "10.1.1.12", 4447));
	assert_ptr_not_equal(cause_of(audit, "10.1.1.13", 4447),
	                     cause_of(audit, "10.1.1.12", 4447));
	made_judge_fini(&made);
}

static void ids_are_the_same_whatever_else_is_known(void **state)
{
	static const char *const sites[] = {
		HOSTS,
		HOSTS "allow:\n  - {from: 10.9.0.5, to: any, port: 22/tcp, reason: old,"
		      " until: 2026-01-01}\n",
	};
	struct text ids[ARRAY_LEN(sites)] = { { 0 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sites); i++) {
		struct made_judge made;

		made_judge_init(&made, sites[i], false, 0);
		a_day(&made);
		list_ids(judge_conclude(made.judge), &ids[i]);
		made_judge_fini(&made);
	}
	assert_string_equal(ids[0].at, ids[1].at);
	for (size_t i = 0; i < ARRAY_LEN(sites); i++)
		text_fini(&ids[i]);
}

/* Accused for two reasons, a listener is one finding: the worst says of which kind. */
static void a_listener_is_one_finding_for_each_matter(void **state)
{
	struct made_judge made;
	const struct audit *audit;

	(void)state;
	made_judge_init(&made, HOSTS, false, 0);
	say(&made, "10.9.0.5", "10.1.1.31", 5070, TCP, H(TLS) | H(MTLS));
	say(&made, "203.0.113.7", "10.1.1.31", 5070, TCP, H(TLS) | H(MTLS));
	say(&made, "10.1.1.11", "10.1.1.31", 5070, TCP, H(SSH));
	audit = judge_conclude(made.judge);
	assert_int_equal(audit->finding_count, 2);
	assert_int_equal(audit->findings[0].matter, MATTER_LISTENER);
	assert_int_equal(audit->findings[0].severity, SEVERITY_HIGH);
	assert_int_equal(audit->findings[0].peers_total, 2);
	assert_int_equal(audit->findings[1].matter, MATTER_WIRE);
	assert_string_not_equal(audit->findings[0].id, audit->findings[1].id);
	made_judge_fini(&made);
}

static void remedy_never_allows_anybody(void **state)
{
	struct made_judge made;
	const struct audit *audit;

	(void)state;
	made_judge_init(&made, HOSTS, false, 0);
	a_day(&made);
	for (unsigned i = 0; i < 200; i++) {
		char from[32];

		snprintf(from, sizeof(from), "10.100.1.%u", i + 1);
		say(&made, from, "10.1.1.12", 4444, TCP, H(HTTP));
		snprintf(from, sizeof(from), "203.0.113.%u", i + 1);
		say(&made, from, "10.1.1.12", 4445, TCP, H(HTTP));
	}
	audit = judge_conclude(made.judge);
	for (size_t i = 0; i < audit->cause_count; i++)
		assert_true(!audit->causes[i].allow ||
		            !strstr(audit->causes[i].allow, "any"));
	/* The declared network covers them; nothing covers the Internet. */
	assert_non_null(strstr(cause_of(audit, "10.1.1.12", 4444)->allow,
	                       "{from: staff, to: [fe2.x, med1.x], port: 4444/tcp,"));
	assert_null(cause_of(audit, "10.1.1.12", 4445)->allow);
	made_judge_fini(&made);
}

static void moved_port_is_told_as_the_setting_it_is(void **state)
{
	struct made_judge made;
	const struct audit_cause *cause;

	(void)state;
	made_judge_init(&made, HOSTS, false, 0);
	say(&made, "10.1.1.31", "10.1.5.5", 5060, TCP, H(SIP));
	cause = cause_of(judge_conclude(made.judge), "10.1.5.5", 5060);
	assert_string_equal(cause->remedy.lang, "site file");
	assert_non_null(strstr(cause->remedy.code, "ports:\n  gateway-sip: [5060/tcp, "));
	assert_null(cause->allow);
	assert_non_null(strstr(cause->findings[0]->remedy, "gateway-sip"));
	made_judge_fini(&made);
}

/* As it was given: another kind, a higher severity or somebody new from the Internet is found. */
static void accepted_finding_comes_back_when_it_changes(void **state)
{
	static const struct {
		const char *given;
		size_t findings;
		bool expired;
	} cases[] = {
		{ "", 0, false },
		{ ", kind: wrong-source, severity: high, peers: 203.0.113.7", 0, false },
		{ ", kind: unapproved-port", 1, false },
		{ ", severity: medium", 1, false },
		{ ", peers: none", 1, false },
		{ ", peers: [203.0.113.6, 203.0.113.8]", 1, false },
		{ ", until: 2026-11-21", 1, true },
		{ ", until: 2026-11-22", 0, false },
	};
	char id[12];
	struct made_judge made;

	(void)state;
	made_judge_init(&made, HOSTS, false, 0);
	say(&made, "203.0.113.7", "10.1.1.31", 5070, TCP, H(TLS) | H(MTLS));
	memcpy(id, judge_conclude(made.judge)->findings[0].id, sizeof(id));
	made_judge_fini(&made);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char site[2048];
		const struct audit *audit;

		snprintf(site, sizeof(site),
		         HOSTS "accept:\n  - {finding: %s, reason: known%s}\n", id,
		         cases[i].given);
		made_judge_init(&made, site, false, 0);
		say(&made, "203.0.113.7", "10.1.1.31", 5070, TCP, H(TLS) | H(MTLS));
		audit = judge_conclude(made.judge);
		if (audit->finding_count != cases[i].findings)
			fail_msg("%s: %zu findings", cases[i].given,
			         audit->finding_count);
		assert_int_equal(audit->suppressed_count, !cases[i].findings);
		assert_int_equal(audit->exceptions[0].used_count, !cases[i].findings);
		if (cases[i].findings) {
			assert_string_equal(audit->findings[0].id, id);
			assert_int_equal(audit->findings[0].expired != NULL,
			                 cases[i].expired);
		}
		made_judge_fini(&made);
	}
}

static void set(struct detail_list **details, enum detail key, const char *text)
{
	detail_set(details, key, text, strlen(text));
}

/* What tells most first, the first of each kind; of a cause what is different. */
static void what_was_said_stands_with_the_finding(void **state)
{
	static const char *const servers[] = { "10.1.1.11", "10.1.1.12" };
	struct detail_list *details = detail_list_create(200);
	struct made_judge made;
	const struct audit_cause *cause;

	(void)state;
	made_judge_init(&made, HOSTS, false, 0);
	for (size_t i = 0; i < ARRAY_LEN(servers); i++) {
		struct conversation conversation =
			made_conversation("10.100.0.7", servers[i], 8443, TCP, H(TLS));

		set(&details, DETAIL_TLS_SNI, i ? "b.example" : "a.example");
		judge_observe(made.judge, &conversation, details);
		set(&details, DETAIL_TLS_SNI, "other.example");
		set(&details, DETAIL_TLS_SUBJECT, "srv.example");
		judge_observe(made.judge, &conversation, details);
	}
	detail_list_destroy(details);
	cause = cause_of(judge_conclude(made.judge), "10.1.1.11", 8443);
	assert_int_equal(cause->findings[0]->said_count, 2);
	assert_string_equal(cause->findings[0]->said[0].label, "certificate");
	assert_string_equal(cause->findings[0]->said[0].text, "srv.example");
	assert_string_equal(cause->findings[0]->said[1].label, "SNI");
	assert_string_equal(cause->findings[0]->said[1].text, "a.example");
	/* The certificate is on both; the names asked for are different. */
	assert_int_equal(cause->said_count, 3);
	assert_string_equal(cause->said[2].text, "b.example");
	made_judge_fini(&made);
}

static void learn(struct made_judge *made, const char *address, enum learned_via via,
                  const char *name)
{
	struct learned learned = { .kind = LEARNED_NAME,
		                   .via = via,
		                   .address = made_address(address),
		                   .text = name,
		                   .text_len = (uint8_t)strlen(name),
		                   .time_us = MADE_START };

	judge_learn(made->judge, &learned);
}

/* One that calls itself as a declared host does is declared under its address. */
static void undeclared_server_gets_a_name_of_its_own(void **state)
{
	static const char *const names[] = { "fe1.x", "fe9.x" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct made_judge made;
		const struct audit_cause *cause;

		made_judge_init(&made, HOSTS, false, 0);
		for (uint16_t port = 8100; port < 8106; port++)
			say(&made, "10.9.0.7", "10.1.1.11", port, TCP, 0);
		for (uint16_t port = 5061; port < 5066; port++)
			say(&made, "10.9.0.8", "10.1.1.11", port, TCP, 0);
		learn(&made, "10.9.0.8", LEARNED_BY_CERTIFICATE, names[i]);
		cause = cause_of(judge_conclude(made.judge), "10.1.1.11", 5063);
		assert_non_null(cause->remedy.code);
		assert_non_null(strstr(cause->remedy.code,
		                       i ? "{name: fe9.x, addresses: [10.9.0.8]"
		                         : "{name: 10.9.0.8, addresses: [10.9.0.8]"));
		made_judge_fini(&made);
	}
}

/* As declared, else as its own certificate says, else as DNS does. */
static void hosts_are_called_by_who_should_know(void **state)
{
	struct made_judge made;
	const struct audit_finding *finding;

	(void)state;
	made_judge_init(&made, HOSTS, false, 0);
	say(&made, "10.9.0.5", "10.1.1.11", 4444, TCP, H(SSH));
	say(&made, "10.9.0.6", "10.1.1.11", 4444, TCP, H(SSH));
	learn(&made, "10.1.1.11", LEARNED_BY_CERTIFICATE, "other.x");
	learn(&made, "10.9.0.5", LEARNED_BY_SNI, "hoped.x");
	learn(&made, "10.9.0.5", LEARNED_BY_DNS, "dns.x");
	learn(&made, "10.9.0.5", LEARNED_BY_CERTIFICATE, "own.x");
	learn(&made, "10.9.0.6", LEARNED_BY_DNS, "dns.x");
	finding = cause_of(judge_conclude(made.judge), "10.1.1.11", 4444)->findings[0];
	assert_string_equal(finding->name, "fe1.x");
	assert_string_equal(finding->peers[0].name, "own.x");
	assert_string_equal(finding->peers[1].name, "dns.x");
	made_judge_fini(&made);
}

/* The list of hosts has the names in the order in which one of them is chosen. */
static void hosts_and_findings_call_a_host_the_same(void **state)
{
	static const char *const names[] = { "own.x", "a.dns.x", "hoped.x" };
	struct made_judge made;
	const struct audit *audit;

	(void)state;
	made_judge_init(&made, HOSTS, false, 0);
	say(&made, "10.100.0.5", "10.1.1.11", 5061, TCP, H(TLS));
	learn(&made, "10.100.0.5", LEARNED_BY_SNI, names[2]);
	learn(&made, "10.100.0.5", LEARNED_BY_DNS, names[1]);
	learn(&made, "10.100.0.5", LEARNED_BY_CERTIFICATE, names[0]);
	audit = judge_conclude(made.judge);
	assert_int_equal(audit->host_count, 2);
	assert_int_equal(audit->hosts[1].name_count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(audit->hosts[1].names[i], names[i]);
	made_judge_fini(&made);
}

/* A host of two addresses is one host, in what is said and in what is to be pasted. */
static void host_is_named_once_whatever_it_is_reached_by(void **state)
{
	static const char site[] =
		"hosts:\n"
		"  - {name: edge1.x, addresses: [10.2.2.41], external: [203.0.113.41,"
		" 203.0.113.42], roles: [edge]}\n";
	struct made_judge made;
	const struct audit_cause *cause;

	(void)state;
	made_judge_init(&made, site, false, 0);
	say(&made, "198.51.100.7", "203.0.113.41", 22, TCP, H(SSH));
	say(&made, "198.51.100.7", "203.0.113.42", 22, TCP, H(SSH));
	cause = cause_of(judge_conclude(made.judge), "203.0.113.41", 22);
	assert_int_equal(cause->finding_count, 2);
	assert_string_equal(cause->where[LANGUAGE_EN], "edge1");
	assert_non_null(cause->allow);
	assert_non_null(strstr(cause->allow, "to: edge1.x, "));
	made_judge_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(causes_partition_the_findings),
		cmocka_unit_test(what_one_decision_settles_is_one_cause),
		cmocka_unit_test(ports_are_told_by_what_has_more_of_them),
		cmocka_unit_test(silent_listeners_go_with_the_only_ones_that_spoke),
		cmocka_unit_test(ids_are_the_same_whatever_else_is_known),
		cmocka_unit_test(a_listener_is_one_finding_for_each_matter),
		cmocka_unit_test(remedy_never_allows_anybody),
		cmocka_unit_test(what_was_said_stands_with_the_finding),
		cmocka_unit_test(undeclared_server_gets_a_name_of_its_own),
		cmocka_unit_test(hosts_are_called_by_who_should_know),
		cmocka_unit_test(hosts_and_findings_call_a_host_the_same),
		cmocka_unit_test(host_is_named_once_whatever_it_is_reached_by),
		cmocka_unit_test(moved_port_is_told_as_the_setting_it_is),
		cmocka_unit_test(accepted_finding_comes_back_when_it_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
