/* SPDX-License-Identifier: BSD-2-Clause */
#include "made_judge.h"

#define H(hint) HINT_BIT(HINT_##hint)
#define TCP     TRANSPORT_TCP
#define UDP     TRANSPORT_UDP

#define HOSTS                                                                            \
	"load-balancing: dns\n"                                                          \
	"hosts:\n"                                                                       \
	"  - {name: fe1, addresses: [10.1.1.11], roles: [front-end]}\n"                  \
	"  - {name: fe2, addresses: [10.1.1.12], roles: [front-end]}\n"                  \
	"  - {name: chat, addresses: [10.1.1.41], roles: [persistent-chat]}\n"           \
	"networks:\n"                                                                    \
	"  - {name: staff, range: 10.100.0.0/16, roles: [client]}\n"

static void observe(struct judge *judge, const struct conversation *conversation)
{
	judge_observe(judge, conversation, NULL);
}

/* A SYN to each of @count ports from @first on; every @every-th answers and is reset. */
static void scan(struct judge *judge, const char *source, uint16_t first, unsigned count,
                 unsigned every)
{
	for (unsigned i = 0; i < count; i++) {
		struct conversation attempt = made_conversation(
			source, "10.1.1.11", (uint16_t)(first + i), TCP, 0);

		attempt.state = every && i % every == 0 ? FLOW_SCANNED : FLOW_REFUSED;
		attempt.packets[0] = 1;
		attempt.packets[1] = 1;
		observe(judge, &attempt);
	}
}

static size_t count_findings(const struct audit *audit, enum finding_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < audit->finding_count; i++)
		count += audit->findings[i].kind == kind;
	return count;
}

static void nothing_seen_is_nothing_found(void **state)
{
	static const char *const sites[] = { NULL, HOSTS };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sites); i++) {
		struct made_judge made;
		const struct audit *audit;

		made_judge_init(&made, sites[i], false, 0);
		audit = judge_conclude(made.judge);
		assert_non_null(audit);
		assert_int_equal(audit->finding_count, 0);
		assert_int_equal(audit->service_count, 0);
		assert_int_equal(audit->host_count, 0);
		made_judge_fini(&made);
	}
}

static void media_ranges_that_the_site_moved_are_one_service_each(void **state)
{
	static const char site[] = HOSTS "ports:\n  audio: 20000-20099/udp\n";
	struct made_judge made;
	const struct audit *audit;

	(void)state;
	made_judge_init(&made, site, false, 0);
	for (uint16_t port = 20000; port < 20010; port++) {
		struct conversation call =
			made_conversation("10.100.0.7", "10.1.1.11", port, UDP, H(RTP));

		observe(made.judge, &call);
	}
	audit = judge_conclude(made.judge);
	assert_non_null(audit);
	assert_int_equal(audit->service_count, 1);
	assert_string_equal(audit->services[0].rule->row->id, "server-39");
	assert_int_equal(audit->services[0].rule->ports[0].high, 20099);
	assert_int_equal(audit->services[0].port, 20000);
	assert_int_equal(audit->services[0].port_high, 20009);
	made_judge_fini(&made);
}

/* Who comes from the Internet needs three, and found nothing: low. All are one cause. */
static void scans_from_the_internet_are_one_cause(void **state)
{
	struct made_judge made;
	const struct audit *audit;

	(void)state;
	made_judge_init(&made, HOSTS, false, 0);
	scan(made.judge, "203.0.113.7", 20000, 2, 0);
	scan(made.judge, "203.0.113.8", 20000, 3, 0);
	scan(made.judge, "203.0.113.9", 21000, 30, 0);
	audit = judge_conclude(made.judge);
	assert_int_equal(count_findings(audit, FINDING_SCAN), 2);
	assert_int_equal(audit->finding_count, 2);
	assert_int_equal(audit->cause_count, 1);
	assert_int_equal(audit->causes[0].severity, SEVERITY_LOW);
	made_judge_fini(&made);

	/* One that found something is no noise any more. */
	made_judge_init(&made, HOSTS, false, 0);
	scan(made.judge, "203.0.113.8", 20000, 10, 5);
	audit = judge_conclude(made.judge);
	assert_int_equal(made_finding(audit, FINDING_SCAN)->severity, SEVERITY_MEDIUM);
	made_judge_fini(&made);
}

/* What answered was not tried in vain, and servers and ICE have their reasons. */
static void who_has_reasons_scans_nothing(void **state)
{
	struct made_judge made;
	struct conversation check;

	(void)state;
	made_judge_init(&made, HOSTS, false, 0);
	scan(made.judge, "10.9.9.9", 20000, 30, 1);
	scan(made.judge, "10.1.1.12", 20000, 30, 0);
	for (unsigned i = 0; i < 30; i++) {
		check = made_conversation("10.9.9.8", "10.1.1.11", (uint16_t)(30000 + i),
		                          UDP, H(STUN));
		check.state = FLOW_REFUSED;
		observe(made.judge, &check);
	}
	assert_int_equal(count_findings(judge_conclude(made.judge), FINDING_SCAN), 0);
	made_judge_fini(&made);
}

static void attempts_of_one_source_are_one_scan(void **state)
{
	static const struct {
		unsigned ports, every;
		size_t scans;
		const char *tried, *found;
	} cases[] = {
		{ 9, 0, 0, NULL, NULL },
		{ 10, 0, 1, "tried 10 listeners on 1 host, ports 20000 to 20009", NULL },
		{ 100, 0, 1, "tried 100 listeners on 1 host", NULL },
		{ 100, 50, 1, "tried 98 listeners on 1 host", "2 more answered" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct made_judge made;
		const struct audit *audit;
		const struct audit_finding *found;

		made_judge_init(&made, HOSTS, false, 0);
		scan(made.judge, "10.9.9.9", 20000, cases[i].ports, cases[i].every);
		audit = judge_conclude(made.judge);
		assert_int_equal(count_findings(audit, FINDING_SCAN), cases[i].scans);
		/* Who answered is a listener of its own, by port only. */
		assert_int_equal(
			count_findings(audit, (enum finding_kind)VERDICT_UNAPPROVED_PORT),
			cases[i].every ? 2 : 0);
		assert_int_equal(audit->service_count, 0);
		if (cases[i].scans) {
			found = made_finding(audit, FINDING_SCAN);
			assert_true(made_has_reason(found, cases[i].tried));
			assert_true(!cases[i].found ||
			            made_has_reason(found, cases[i].found));
			assert_int_equal(found->flows, cases[i].ports);
		}
		made_judge_fini(&made);
	}
}

/* Seen from a SYN in one flow and from a SYN-ACK in another, one listener is one. */
static void listener_that_a_scan_finds_twice_is_counted_once(void **state)
{
	struct made_judge made;
	const struct audit_finding *found;

	(void)state;
	made_judge_init(&made, HOSTS, false, 0);
	scan(made.judge, "10.9.9.9", 20000, 10, 1);
	scan(made.judge, "10.9.9.9", 21000, 10, 0);
	for (unsigned i = 0; i < 10; i++) {
		struct conversation again = made_conversation(
			"10.9.9.9", "10.1.1.11", (uint16_t)(20000 + i), TCP, 0);

		again.state = FLOW_SCANNED;
		again.direction_by = FLOW_BY_SYNACK;
		observe(made.judge, &again);
	}
	found = made_finding(judge_conclude(made.judge), FINDING_SCAN);
	assert_true(made_has_reason(found, "tried 10 listeners"));
	assert_true(made_has_reason(found, "10 more answered"));
	made_judge_fini(&made);
}

static void allow_excuses_the_attempts_it_covers(void **state)
{
	static const struct {
		const char *allow;
		size_t scans, notes;
	} cases[] = {
		{ "allow:\n  - {from: 10.9.9.9, to: any, reason: scanner}\n", 0, 0 },
		{ "allow:\n  - {from: 10.9.9.9, to: [front-end], reason: scanner}\n", 0,
		  0 },
		/* only the last port */
		{ "allow:\n  - {from: 10.9.9.9, to: any, port: 20099/tcp, reason: one}\n",
		  1, 0 },
		{ "allow:\n  - {from: 10.9.9.8, to: any, reason: another}\n", 1, 1 },
		{ "allow:\n  - {from: 10.9.9.9, to: any, reason: old, until: "
		  "2026-01-01}\n",
		  1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct made_judge made;
		char text[2048];
		const struct audit *audit;

		snprintf(text, sizeof(text), "%s%s", HOSTS, cases[i].allow);
		made_judge_init(&made, text, false, 0);
		scan(made.judge, "10.9.9.9", 20000, 100, 0);
		audit = judge_conclude(made.judge);
		if (count_findings(audit, FINDING_SCAN) != cases[i].scans ||
		    audit->notes[LANGUAGE_EN].count != cases[i].notes)
			fail_msg("%s: %zu scans, %zu notes", cases[i].allow,
			         count_findings(audit, FINDING_SCAN),
			         audit->notes[LANGUAGE_EN].count);
		made_judge_fini(&made);
	}
}

static void allow_suppresses_expires_and_is_told_of(void **state)
{
	static const char site[] =
		HOSTS "allow:\n"
		      "  - {from: 10.9.0.5, to: fe1, port: 3389/tcp, reason: jump host,"
		      " ticket: CHG-1, until: 2027-01-31}\n"
		      "  - {from: 10.9.0.6, to: fe1, port: 22/tcp, reason: old,"
		      " until: 2026-01-31}\n"
		      "  - {from: 10.9.0.7, to: fe1, port: 23/tcp, reason: idle}\n";
	struct made_judge made;
	const struct audit *audit;
	const struct audit_finding *expired;
	struct conversation jump =
		made_conversation("10.9.0.5", "10.1.1.11", 3389, TCP, H(RDP));
	struct conversation old =
		made_conversation("10.9.0.6", "10.1.1.11", 22, TCP, H(SSH));

	(void)state;
	made_judge_init(&made, site, false, 0);
	observe(made.judge, &jump);
	observe(made.judge, &old);
	audit = judge_conclude(made.judge);
	assert_int_equal(audit->suppressed_count, 1);
	assert_int_equal(audit->suppressed[0].port, 3389);
	assert_int_equal(audit->suppressed[0].severity, SEVERITY_NONE);
	assert_true(made_has_reason(&audit->suppressed[0], "CHG-1"));
	assert_int_equal(audit->finding_count, 1);
	/* The kind it would have without the allow, and what ended beside it. */
	expired = made_finding(audit, (enum finding_kind)VERDICT_UNAPPROVED_PORT);
	assert_int_equal(expired->severity, SEVERITY_MEDIUM);
	assert_non_null(expired->expired);
	assert_string_equal(expired->expired->until, "2026-01-31");
	assert_string_equal(expired->expired->reason, "old");
	assert_non_null(strstr(expired->remedy, "2026-01-31"));
	assert_int_equal(audit->notes[LANGUAGE_EN].count, 2);
	assert_non_null(strstr(audit->notes[LANGUAGE_EN].at[0], "ended on 2026-01-31"));
	assert_non_null(strstr(audit->notes[LANGUAGE_EN].at[1], "matched nothing"));
	assert_int_equal(audit->exception_count, 3);
	assert_int_equal(audit->exceptions[0].state, EXCEPTION_IN_FORCE);
	assert_int_equal(audit->exceptions[0].used_count, 1);
	assert_string_equal(audit->exceptions[0].from, "10.9.0.5");
	assert_string_equal(audit->exceptions[0].to, "fe1");
	assert_string_equal(audit->exceptions[0].ports, "3389/tcp");
	assert_int_equal(audit->exceptions[1].state, EXCEPTION_EXPIRED);
	assert_int_equal(audit->exceptions[1].flows, 1);
	assert_int_equal(audit->exceptions[2].state, EXCEPTION_UNUSED);
	made_judge_fini(&made);
}

/* The day is 2026-11-22. */
static void exceptions_are_announced_before_they_end(void **state)
{
	static const struct {
		const char *until;
		enum exception_state state;
		const char *note; /* NULL: none */
	} cases[] = {
		{ "", EXCEPTION_NO_END, NULL },
		{ ", until: 2026-11-21", EXCEPTION_EXPIRED, "is found again" },
		{ ", until: 2026-11-22", EXCEPTION_ENDS,
		  "ends on 2026-11-22, in 0 days" },
		{ ", until: 2026-12-20", EXCEPTION_ENDS, "in 28 days" },
		{ ", until: 2027-01-15", EXCEPTION_IN_FORCE, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char site[1024];
		struct made_judge made;
		struct conversation jump =
			made_conversation("10.9.0.5", "10.1.1.11", 3389, TCP, H(RDP));
		const struct audit *audit;

		snprintf(site, sizeof(site),
		         HOSTS "allow:\n  - {from: 10.9.0.5, to: fe1%s}\n",
		         cases[i].until);
		made_judge_init(&made, site, false, 0);
		observe(made.judge, &jump);
		audit = judge_conclude(made.judge);
		assert_int_equal(audit->exceptions[0].state, cases[i].state);
		assert_int_equal(audit->notes[LANGUAGE_EN].count, cases[i].note != NULL);
		if (cases[i].note)
			assert_non_null(
				strstr(audit->notes[LANGUAGE_EN].at[0], cases[i].note));
		made_judge_fini(&made);
	}
}

static void unverified_is_a_finding_when_strict(void **state)
{
	(void)state;
	for (unsigned strict = 0; strict < 2; strict++) {
		struct made_judge made;
		struct conversation one =
			made_conversation("10.100.0.7", "10.1.1.11", 50000, TCP, 0);
		const struct audit *audit;

		made_judge_init(&made, HOSTS, strict, 0);
		observe(made.judge, &one);
		audit = judge_conclude(made.judge);
		assert_int_equal(audit->flows_by_verdict[VERDICT_UNVERIFIED], 1);
		assert_int_equal(audit->finding_count, strict);
		if (strict)
			assert_int_equal(audit->findings[0].severity, SEVERITY_MEDIUM);
		made_judge_fini(&made);
	}
}

static void listener_is_one_finding_whoever_came(void **state)
{
	struct made_judge made;
	const struct audit *audit;
	const struct audit_finding *found;

	(void)state;
	made_judge_init(&made, HOSTS, false, 0);
	for (unsigned i = 0; i < 40; i++) {
		char from[32];

		snprintf(from, sizeof(from), "10.100.0.%u", i + 1);
		struct conversation flow =
			made_conversation(from, "10.1.1.11", 4444, TCP, 0);

		flow.flows = i + 1;
		observe(made.judge, &flow);
	}
	audit = judge_conclude(made.judge);
	assert_int_equal(audit->finding_count, 1);
	found = &audit->findings[0];
	assert_string_equal(finding_kind_name(found->kind), "unapproved-port");
	assert_int_equal(found->flows, 40 * 41 / 2);
	assert_int_equal(found->peers_total, 40);
	assert_int_equal(found->peer_count, 16);
	for (size_t i = 0; i < found->peer_count; i++)
		assert_int_equal(found->peers[i].flows, 40 - i);
	assert_int_equal(audit->flows_by_verdict[VERDICT_UNAPPROVED_PORT], 40 * 41 / 2);
	made_judge_fini(&made);
}

static void strict_reports_what_is_only_known(void **state)
{
	struct conversation fabric =
		made_conversation("10.1.1.12", "10.1.1.11", 5090, TCP, 0);

	(void)state;
	for (int strict = 0; strict < 2; strict++) {
		struct made_judge made;
		const struct audit *audit;

		made_judge_init(&made, HOSTS, strict, 0);
		observe(made.judge, &fabric);
		audit = judge_conclude(made.judge);
		assert_int_equal(audit->finding_count, strict);
		assert_int_equal(audit->service_count, 1);
		if (strict)
			assert_true(made_has_reason(&audit->findings[0], "--strict"));
		made_judge_fini(&made);
	}
}

/* The same conversations in any order make the same audit. */
static void order_of_flows_changes_nothing(void **state)
{
	static const uint16_t ports[] = { 5061, 4444, 4445, 8057, 23, 444, 60000 };
	char ids[2][ARRAY_LEN(ports)][24] = { 0 };
	size_t counts[2];

	(void)state;
	for (size_t turn = 0; turn < 2; turn++) {
		struct made_judge made;
		const struct audit *audit;

		made_judge_init(&made, HOSTS, false, 0);
		for (size_t i = 0; i < ARRAY_LEN(ports); i++) {
			size_t at = turn ? ARRAY_LEN(ports) - 1 - i : i;
			struct conversation flow = made_conversation(
				"10.9.0.1", "10.1.1.11", ports[at], TCP, 0);

			observe(made.judge, &flow);
		}
		audit = judge_conclude(made.judge);
		counts[turn] = audit->finding_count;
		for (size_t i = 0; i < audit->finding_count; i++)
			memcpy(ids[turn][i], audit->findings[i].id, 24);
		made_judge_fini(&made);
	}
	assert_int_equal(counts[0], ARRAY_LEN(ports));
	assert_int_equal(counts[1], counts[0]);
	assert_memory_equal(ids[0], ids[1], sizeof(ids[0]));
}

/* As little memory as can be: everybody is judged all the same, and that is told. */
static void full_memory_loses_no_flow(void **state)
{
	enum {
		CLIENTS = 20000
	};
	struct made_judge made;
	const struct audit *audit;
	uint64_t judged = 0;

	(void)state;
	made_judge_init(&made, HOSTS, false, 1);
	for (unsigned i = 0; i < CLIENTS; i++) {
		char from[32];

		snprintf(from, sizeof(from), "10.%u.%u.%u", 10 + i / 62500, i / 250 % 250,
		         i % 250 + 1);
		struct conversation flow =
			made_conversation(from, "10.1.1.11", 4444, TCP, 0);

		observe(made.judge, &flow);
	}
	audit = judge_conclude(made.judge);
	assert_true(audit->forgotten > 0);
	assert_true(audit->forgotten <= CLIENTS);
	for (size_t i = 0; i < VERDICTS; i++)
		judged += audit->flows_by_verdict[i];
	assert_int_equal(judged, CLIENTS);
	assert_int_equal(audit->finding_count, 1);
	assert_int_equal(audit->findings[0].flows, CLIENTS);
	made_judge_fini(&made);
}

/* More listeners than there is room for: those that are kept are right, the rest is counted. */
/* What conversations leave of their room is for what is wrong with them; and so again. */
static void as_much_can_be_wrong_as_was_said(void **state)
{
	enum {
		HOSTS_MET = 30000,
		MEMORY = 64 << 20
	};
	struct made_judge made;

	(void)state;
	made_judge_init(&made, HOSTS, false, MEMORY);
	for (unsigned round = 1; round <= 2; round++) {
		const struct audit *audit;

		for (unsigned i = 0; i < HOSTS_MET; i++) {
			char to[32];

			snprintf(to, sizeof(to), "10.%u.%u.%u", 50 + i / 62500,
			         i / 250 % 250, i % 250 + 1);
			struct conversation flow =
				made_conversation("10.1.1.11", to, 7000, TCP, 0);

			observe(made.judge, &flow);
		}
		audit = judge_conclude(made.judge);
		assert_int_equal(audit->finding_count, HOSTS_MET);
		assert_int_equal(audit->forgotten, 0);
		assert_int_equal(audit->cause_count, 1);
		assert_int_equal(audit->causes[0].flows, round * HOSTS_MET);
	}
	made_judge_fini(&made);
}

static void full_table_of_outcomes_counts_what_it_lost(void **state)
{
	enum {
		PORTS = 5000
	};
	struct made_judge made;
	const struct audit *audit;

	(void)state;
	made_judge_init(&made, HOSTS, false, 1);
	for (unsigned i = 0; i < PORTS; i++) {
		struct conversation flow = made_conversation(
			"10.9.9.9", "10.1.1.11", (uint16_t)(10000 + i), TCP, 0);

		observe(made.judge, &flow);
	}
	audit = judge_conclude(made.judge);
	assert_true(audit->finding_count >= 1000);
	assert_true(audit->finding_count < PORTS);
	assert_true(audit->forgotten >= PORTS - audit->finding_count);
	assert_true(audit->forgotten <= PORTS);
	made_judge_fini(&made);
}

/* Signs in, serves conferences and calls, as a front end does. */
static void act_a_front_end(struct made_judge *made, const char *address)
{
	static const uint16_t ports[] = { 5061, 444, 8057, 8058, 8060 };

	for (size_t i = 0; i < ARRAY_LEN(ports); i++) {
		struct conversation served =
			made_conversation("10.100.0.7", address, ports[i], TRANSPORT_TCP,
		                          HINT_BIT(HINT_TLS));

		judge_observe(made->judge, &served, NULL);
	}
}

static void nobody_talks_himself_in(void **state)
{
	static const char *const sites[] = {
		"hosts:\n  - {name: fe1, addresses: [10.1.1.11], roles: [front-end]}\n",
		"undeclared: [front-end]\n"
		"hosts:\n  - {name: fe1, addresses: [10.1.1.11], roles: [front-end]}\n",
		NULL,
	};
	static const struct {
		const char *address;
		size_t findings[ARRAY_LEN(sites)];
	} cases[] = {
		{ "10.1.1.12", { 1, 0, 0 } },
		/* a federation partner may be a Lync server, too */
		{ "203.0.113.9", { 0, 0, 0 } },
		/* and who is declared is nobody's surprise */
		{ "10.1.1.11", { 0, 0, 0 } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		for (size_t j = 0; j < ARRAY_LEN(sites); j++) {
			struct made_judge made;
			const struct audit *audit;

			made_judge_init(&made, sites[j], false, 0);
			act_a_front_end(&made, cases[i].address);
			audit = judge_conclude(made.judge);
			assert_int_equal(count_findings(audit, FINDING_UNDECLARED_SERVER),
			                 cases[i].findings[j]);
			made_judge_fini(&made);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_talks_himself_in),
		cmocka_unit_test(nothing_seen_is_nothing_found),
		cmocka_unit_test(media_ranges_that_the_site_moved_are_one_service_each),
		cmocka_unit_test(attempts_of_one_source_are_one_scan),
		cmocka_unit_test(scans_from_the_internet_are_one_cause),
		cmocka_unit_test(who_has_reasons_scans_nothing),
		cmocka_unit_test(listener_that_a_scan_finds_twice_is_counted_once),
		cmocka_unit_test(allow_excuses_the_attempts_it_covers),
		cmocka_unit_test(allow_suppresses_expires_and_is_told_of),
		cmocka_unit_test(exceptions_are_announced_before_they_end),
		cmocka_unit_test(unverified_is_a_finding_when_strict),
		cmocka_unit_test(listener_is_one_finding_whoever_came),
		cmocka_unit_test(strict_reports_what_is_only_known),
		cmocka_unit_test(order_of_flows_changes_nothing),
		cmocka_unit_test(full_memory_loses_no_flow),
		cmocka_unit_test(as_much_can_be_wrong_as_was_said),
		cmocka_unit_test(full_table_of_outcomes_counts_what_it_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
