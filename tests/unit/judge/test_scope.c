/* SPDX-License-Identifier: BSD-2-Clause */
/* Media between hosts that are no Lync servers: of a Lync row it is judged, whoever began. */
#include "made_judge.h"

#define TCP     TRANSPORT_TCP
#define UDP     TRANSPORT_UDP
#define H(hint) HINT_BIT(HINT_##hint)
#define CALL    (H(STUN) | H(ICE) | H(RTP))

static const char site[] = "hosts:\n"
			   "  - {name: fe, addresses: [10.1.1.11], roles: [front-end]}\n"
			   "  - {name: gw, addresses: [10.1.2.1], roles: [gateway]}\n"
			   "  - {name: um, addresses: [10.1.3.1], roles: [exchange-um]}\n"
			   "  - {name: printer, addresses: [10.1.4.1]}\n"
			   "networks:\n"
			   "  - {name: staff, range: 10.100.0.0/16, roles: [client]}\n"
			   "  - {name: phones, range: 10.120.0.0/16, roles: [phone]}\n";

static enum verdict_kind judged(struct made_judge *made, struct conversation one,
                                struct verdict *verdict)
{
	one.direction_by = one.transport == UDP ? FLOW_BY_FIRST_DATAGRAM : FLOW_BY_SYN;
	(void)judge_orient(made->judge, &one);
	*verdict = judge_decide(made->judge, &one);
	return verdict->kind;
}

static void media_of_declared_hosts_is_explained_whoever_began(void **state)
{
	static const struct {
		const char *one, *other;
		uint8_t transport;
		uint64_t hints;
	} calls[] = {
		{ "10.100.0.7", "10.1.2.1", UDP, H(RTP) }, /* media bypass */
		{ "10.120.0.7", "10.1.2.1", UDP, CALL },
		{ "10.100.0.7", "10.1.3.1", UDP, CALL }, /* voice mail */
		{ "10.100.0.7", "10.1.3.1", UDP, H(RTP) },
		{ "10.100.0.7", "10.1.3.1", TCP, CALL | H(RFC4571) },
		{ "10.120.0.7", "10.1.3.1", TCP, H(RFC4571) },
		{ "10.1.2.1", "10.1.3.1", UDP,
		  H(RTP) }, /* a call that is forwarded to it */
		{ "10.100.0.7", "10.100.0.8", UDP, CALL },
		{ "10.100.0.7", "10.100.0.8", TCP, CALL | H(RFC4571) },
		{ "10.100.0.7", "10.120.0.8", UDP, H(RTP) },
	};
	struct made_judge made;
	struct verdict verdict;

	(void)state;
	made_judge_init(&made, site, false, 0);
	for (size_t i = 0; i < 2 * ARRAY_LEN(calls); i++) {
		const char *from = i % 2 ? calls[i / 2].other : calls[i / 2].one;
		const char *to = i % 2 ? calls[i / 2].one : calls[i / 2].other;
		enum verdict_kind kind =
			judged(&made,
		               made_conversation(from, to, 52000, calls[i / 2].transport,
		                                 calls[i / 2].hints),
		               &verdict);

		if ((kind != VERDICT_EXPECTED && kind != VERDICT_KNOWN) ||
		    !verdict.confirmed)
			fail_msg("%s to %s, call %zu: %s", from, to, i / 2,
			         verdict_kind_name(kind));
	}
	made_judge_fini(&made);
}

static void what_is_no_media_is_out_of_scope_there(void **state)
{
	static const struct {
		const char *from, *to;
		uint8_t transport;
		uint16_t port;
		uint64_t hints;
	} others[] = {
		{ "10.100.0.7", "10.1.2.1", TCP, 443, H(TLS) },
		{ "10.100.0.7", "10.1.3.1", TCP, 443, H(TLS) },
		{ "10.100.0.7", "10.1.3.1", TCP, 52000, H(DCERPC) },
		{ "10.100.0.7", "10.1.2.1", UDP, 52000, 0 },
		{ "10.100.0.7", "10.1.4.1", TCP, 9100, 0 },
		{ "10.100.0.7", "10.1.4.1", UDP, 52000, H(RTP) },
		{ "10.100.0.7", "10.100.0.8", TCP, 3389, H(RDP) },
	};
	struct made_judge made;
	struct verdict verdict;

	(void)state;
	made_judge_init(&made, site, false, 0);
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		enum verdict_kind kind = judged(
			&made,
			made_conversation(others[i].from, others[i].to, others[i].port,
		                          others[i].transport, others[i].hints),
			&verdict);

		if (kind != VERDICT_OUT_OF_SCOPE)
			fail_msg("case %zu: %s", i, verdict_kind_name(kind));
	}
	made_judge_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(media_of_declared_hosts_is_explained_whoever_began),
		cmocka_unit_test(what_is_no_media_is_out_of_scope_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
