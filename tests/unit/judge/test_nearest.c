/* SPDX-License-Identifier: BSD-2-Clause */
#include "as_lines.h"
#include "made_judge.h"

static const char site[] =
	"load-balancing: dns\n"
	"hosts:\n"
	"  - {name: fe1, addresses: [10.1.1.11], roles: [front-end]}\n"
	"  - {name: fe2, addresses: [10.1.1.12], roles: [front-end]}\n"
	"  - {name: med, addresses: [10.1.1.31], roles: [mediation]}\n"
	"  - {name: chat, addresses: [10.1.1.41], roles: [persistent-chat]}\n"
	"networks:\n"
	"  - {name: staff, range: 10.100.0.0/16, roles: [client]}\n";

/*
 * Port 5066 is one that front ends open at emergency gateways (server-32), mediation servers
 * at gateways (undocumented-17): whoever opens it at a front end is told of the row that has
 * his role as its initiator, and nobody of one that is about the front end's own calls.
 */
static void the_nearest_row_respects_who_initiated(void **state)
{
	static const struct {
		const char *initiator, *responder;
		uint16_t port;
		enum verdict_kind kind;
		const char *nearest;
	} wants[] = {
		/* nobody that any row lets open it */
		{ "10.9.0.9", "10.1.1.11", 5066, VERDICT_WRONG_ROLE, "undocumented-17" },
		{ "8.8.8.8", "10.1.1.11", 5066, VERDICT_WRONG_ROLE, "undocumented-17" },
		{ "10.100.0.7", "10.1.1.11", 5066, VERDICT_WRONG_ROLE,
		  "undocumented-17" },
		{ "10.9.0.9", "10.1.1.31", 5066, VERDICT_WRONG_ROLE, "server-32" },
		{ "10.9.0.9", "10.1.1.41", 5066, VERDICT_WRONG_ROLE, "server-32" },
		/* those that open it elsewhere */
		{ "10.1.1.12", "10.1.1.11", 5066, VERDICT_WRONG_ROLE, "server-32" },
		{ "10.1.1.31", "10.1.1.11", 5066, VERDICT_WRONG_ROLE, "undocumented-17" },
		{ "10.1.1.11", "10.1.1.99", 5066, VERDICT_UNEXPECTED_PEER, "server-32" },
		{ "10.1.1.31", "10.1.1.99", 5066, VERDICT_UNEXPECTED_PEER,
		  "undocumented-17" },
		/* a client's own call to an edge server, and what it opens at a front end */
		{ "10.100.0.7", "10.1.1.31", 5061, VERDICT_WRONG_ROLE, "server-3" },
		{ "10.1.1.12", "10.1.1.31", 5061, VERDICT_WRONG_ROLE, "server-3" },
	};
	struct made_judge made;

	(void)state;
	made_judge_init(&made, site, false, 0);
	for (size_t i = 0; i < ARRAY_LEN(wants); i++) {
		struct conversation conversation = made_conversation(
			wants[i].initiator, wants[i].responder, wants[i].port,
			TRANSPORT_TCP, HINT_BIT(HINT_OTHER));
		struct verdict got = judge_decide(made.judge, &conversation);

		if (got.kind != wants[i].kind || !got.nearest ||
		    strcmp(got.nearest->row->id, wants[i].nearest) != 0)
			fail_msg("%s > %s:%u: got %s, nearest %s", wants[i].initiator,
			         wants[i].responder, wants[i].port,
			         verdict_kind_name(got.kind),
			         got.nearest ? got.nearest->row->id : "-");
	}
	made_judge_fini(&made);
}

static void a_row_of_calls_says_from_whom_to_whom(void **state)
{
	static const struct {
		const char *initiator, *responder;
		const char *said;
	} wants[] = {
		{ "10.1.1.12", "10.1.1.11",
		  "5066/tcp is documented for e911 from front-end to e911-gateway "
		  "(server-32, e911)\n" },
		{ "10.1.1.31", "10.1.1.11", " on gateway (undocumented-17, " },
	};
	struct made_judge made;

	(void)state;
	made_judge_init(&made, site, false, 0);
	for (size_t i = 0; i < ARRAY_LEN(wants); i++) {
		struct conversation conversation =
			made_conversation(wants[i].initiator, wants[i].responder, 5066,
		                          TRANSPORT_TCP, HINT_BIT(HINT_SIP));
		struct verdict got = judge_decide(made.judge, &conversation);
		struct sentences reasons = { 0 };

		judge_explain(made.judge, &conversation, &got, &reasons);
		if (!strstr(as_lines(&reasons), wants[i].said))
			fail_msg("'%s' is not in\n%s", wants[i].said, as_lines(&reasons));
		sentences_fini(&reasons);
	}
	made_judge_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_row_respects_who_initiated),
		cmocka_unit_test(a_row_of_calls_says_from_whom_to_whom),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
