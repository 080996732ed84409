/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "../../../src/load/loaders.h"
#include "base/array.h"
#include "base/error.h"
#include "base/transport.h"
#include "inspect/hint.h"
#include "load/evidence_file.h"
#include "policy/role_evidence.h"

static void every_kind_of_evidence_is_loaded(void **state)
{
	static const char yaml[] =
		"evidence:\n"
		"  - {listens: server-7, role: front-end, score: 30, with: cms, why: a b}\n"
		"  - {initiates: server-34, role: front-end, score: 40, needs: any, "
		"speaks: [tls, sip], why: b}\n"
		"  - {agent: \"RTCC/* AV-MCU*\", role: mediation, score: 100, why: c}\n"
		"  - {name: 'sip.*', role: client, score: -100, why: d}\n"
		"  - {listens: server-3, role: load-balancer, score: 5, proof: true, without: "
		"[cms, sba], once: a, peer: [edge], peer-public: true, for: front-end, why: e}\n"
		"  - {agent: 'RTC/6.0*', product: skype-2015, why: f}\n"
		"  - {answers: 6008-6009/tcp, speaks: mtls, with: edge, peer: sba, "
		"product: [skype-2019, skype-se], why: g}\n"
		"  - {asks: internet-1, product: skype-se, why: h}\n";
	static const struct role_evidence expected[] = {
		{ .kind = ROLE_EVIDENCE_LISTENS,
		  .match = "server-7",
		  .role = ROLE_FRONT_END,
		  .score = 30,
		  .needs_confirmed = true,
		  .with = ROLE_BIT(ROLE_CMS),
		  .why = "a b",
		  .line = 2 },
		{ .kind = ROLE_EVIDENCE_INITIATES,
		  .match = "server-34",
		  .role = ROLE_FRONT_END,
		  .score = 40,
		  .speaks = HINT_BIT(HINT_TLS) | HINT_BIT(HINT_SIP),
		  .why = "b",
		  .line = 3 },
		{ .kind = ROLE_EVIDENCE_AGENT,
		  .match = "RTCC/* AV-MCU*",
		  .role = ROLE_MEDIATION,
		  .score = 100,
		  .needs_confirmed = true,
		  .why = "c",
		  .line = 4 },
		{ .kind = ROLE_EVIDENCE_NAME,
		  .match = "sip.*",
		  .role = ROLE_CLIENT,
		  .score = -100,
		  .needs_confirmed = true,
		  .why = "d",
		  .line = 5 },
		{ .kind = ROLE_EVIDENCE_LISTENS,
		  .match = "server-3",
		  .role = ROLE_LOAD_BALANCER,
		  .score = 5,
		  .needs_confirmed = true,
		  .without = ROLE_BIT(ROLE_CMS) | ROLE_BIT(ROLE_SBA),
		  .proof = true,
		  .once = "a",
		  .peer = ROLE_BIT(ROLE_EDGE),
		  .peer_public = true,
		  .stands_for = ROLE_BIT(ROLE_FRONT_END),
		  .why = "e",
		  .line = 6 },
		{ .kind = ROLE_EVIDENCE_AGENT,
		  .match = "RTC/6.0*",
		  .role = ROLE_CLIENT,
		  .products = PRODUCT_BIT(PRODUCT_SKYPE_2015),
		  .needs_confirmed = true,
		  .why = "f",
		  .line = 7 },
		{ .kind = ROLE_EVIDENCE_ANSWERS,
		  .match = "6008-6009/tcp",
		  .role = ROLE_CLIENT,
		  .port = { TRANSPORT_TCP, 6008, 6009 },
		  .products =
		          PRODUCT_BIT(PRODUCT_SKYPE_2019) | PRODUCT_BIT(PRODUCT_SKYPE_SE),
		  .needs_confirmed = true,
		  .with = ROLE_BIT(ROLE_EDGE),
		  .peer = ROLE_BIT(ROLE_SBA),
		  .speaks = HINT_BIT(HINT_MTLS),
		  .why = "g",
		  .line = 8 },
		{ .kind = ROLE_EVIDENCE_ASKS,
		  .match = "internet-1",
		  .role = ROLE_CLIENT,
		  .products = PRODUCT_BIT(PRODUCT_SKYPE_SE),
		  .needs_confirmed = true,
		  .why = "h",
		  .line = 9 },
	};
	struct error err = { "" };
	struct role_evidence_list *list =
		role_evidence_load_bytes("r.yaml", yaml, strlen(yaml), &err);

	(void)state;
	assert_non_null(list);
	assert_int_equal(list->count, ARRAY_LEN(expected));
	for (size_t i = 0; i < list->count; i++) {
		assert_int_equal(list->items[i].kind, expected[i].kind);
		assert_string_equal(list->items[i].match, expected[i].match);
		assert_int_equal(list->items[i].role, expected[i].role);
		assert_int_equal(list->items[i].score, expected[i].score);
		assert_int_equal(list->items[i].needs_confirmed,
		                 expected[i].needs_confirmed);
		assert_int_equal(list->items[i].with, expected[i].with);
		assert_int_equal(list->items[i].speaks, expected[i].speaks);
		assert_int_equal(list->items[i].without, expected[i].without);
		assert_int_equal(list->items[i].proof, expected[i].proof);
		assert_int_equal(!list->items[i].once, !expected[i].once);
		if (expected[i].once)
			assert_string_equal(list->items[i].once, expected[i].once);
		assert_int_equal(list->items[i].products, expected[i].products);
		assert_int_equal(list->items[i].port.transport,
		                 expected[i].port.transport);
		assert_int_equal(list->items[i].port.low, expected[i].port.low);
		assert_int_equal(list->items[i].port.high, expected[i].port.high);
		assert_int_equal(list->items[i].peer, expected[i].peer);
		assert_int_equal(list->items[i].peer_public, expected[i].peer_public);
		assert_int_equal(list->items[i].stands_for, expected[i].stands_for);
		assert_string_equal(list->items[i].why, expected[i].why);
		assert_int_equal(list->items[i].line, expected[i].line);
	}
	role_evidence_destroy(list);
}

static void wrong_evidence_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *entry, *reason;
	} rows[] = {
		{ "role: edge, score: 1, why: a",
		  "2: one of 'listens', 'initiates', 'agent', 'name', 'answers' and "
		  "'asks' is needed, 0 are "
		  "given" },
		{ "listens: a-1, name: b, role: edge, score: 1, why: a",
		  "2: one of 'listens', 'initiates', 'agent', 'name', 'answers' and "
		  "'asks' is needed, 2 are "
		  "given" },
		{ "name: b, role: edge, score: 1, needs: any, why: a",
		  "2: 'needs', 'speaks' and 'peer-public' go with 'listens' and "
		  "'initiates' only" },
		{ "agent: b, role: edge, score: 1, peer-public: true, why: a",
		  "2: 'needs', 'speaks' and 'peer-public' go with 'listens' and "
		  "'initiates' only" },
		{ "initiates: a-1, role: edge, score: 1, peer: edge, why: a",
		  "2: 'peer' goes with 'listens' and 'answers' only" },
		{ "name: b, role: edge, score: -1, once: c, why: a",
		  "2: 'once' does not go with a score below 0" },
		{ "name: b, role: edge, score: 1, proof: yes, why: a",
		  "2: unknown answer 'yes', it is one of true or false" },
		{ "listens: a-1, role: edge, score: 1, needs: all, why: a",
		  "2: unknown need 'all', it is one of confirmed or any" },
		{ "listens: a-1, role: edge, score: 101, why: a",
		  "2: '101' is not a number from -100 to 100" },
		{ "listens: a-1, role: edge, score: 0, why: a",
		  "2: a score of 0 says nothing" },
		{ "listens: a-1, role: egde, score: 1, why: a",
		  "2: unknown role 'egde', did you mean 'edge'?" },
		{ "listens: a-1, role: all-servers, score: 1, why: a",
		  "2: 'all-servers' is for rows of a catalogue, a host is one of them: "
		  "say "
		  "which" },
		{ "listens: a-1, role: [edge, client], score: 1, why: a",
		  "2: 'role' takes one text" },
		{ "listens: a-1, role: edge, score: 1", "2: 'why' is missing" },
		{ "listens: a-1, score: 1, why: a", "2: 'role' is missing" },
		{ "listens: a-1, role: edge, why: a", "2: 'score' is missing" },
		{ "name: b, product: lync-2013, why: a",
		  "2: 'product' goes with 'agent', 'answers' and 'asks', and with "
		  "neither 'role' nor 'score'" },
		{ "agent: b, role: edge, score: 1, product: lync-2013, why: a",
		  "2: 'product' goes with 'agent', 'answers' and 'asks', and with "
		  "neither 'role' nor 'score'" },
		{ "answers: 1/tcp, speaks: sip, why: a", "2: 'product' is missing" },
		{ "answers: 1/tcp, product: lync-2013, why: a",
		  "2: 'answers' needs 'speaks'" },
		{ "answers: 1, speaks: sip, product: lync-2013, why: a",
		  "2: '1' is not a port: write 5061/tcp, or 49152-57500/udp with the "
		  "lower end first" },
		{ "asks: a-1, product: lync-2012, why: a",
		  "2: unknown product 'lync-2012', it is one of lync-2013, skype-2015, "
		  "skype-2019 or skype-se" },
		{ "listens: a 1, role: edge, score: 1, why: a",
		  "2: 'a 1' is not a short name: use letters, digits and dashes" },
		{ "agent: '', role: edge, score: 1, why: a", "2: 'agent' is empty" },
		{ "listen: a-1, role: edge, score: 1, why: a",
		  "2: unknown key 'listen', did you mean 'listens'?" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct error err = { "" };
		char yaml[200], expected[200];

		snprintf(yaml, sizeof(yaml), "evidence:\n  - {%s}\n", rows[i].entry);
		snprintf(expected, sizeof(expected), "r.yaml:%s", rows[i].reason);
		assert_null(role_evidence_load_bytes("r.yaml", yaml, strlen(yaml), &err));
		assert_string_equal(err.text, expected);
	}
}

static void a_missing_file_is_named(void **state)
{
	struct error err = { "" };

	(void)state;
	assert_null(role_evidence_load("/nonexistent/r.yaml", &err));
	assert_string_equal(err.text, "/nonexistent/r.yaml: No such file or directory");
	role_evidence_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_evidence_is_loaded),
		cmocka_unit_test(wrong_evidence_is_refused_with_its_line),
		cmocka_unit_test(a_missing_file_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
