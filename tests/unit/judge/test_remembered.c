/* SPDX-License-Identifier: BSD-2-Clause */
/* Verdicts and reasons that are remembered are those of a judge who remembers nothing. */
#include "made_judge.h"

#include "base/sentences.h"
#include "inspect/modality.h"

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

/* Any of a few values for everything that a verdict rests on. */
static struct conversation some_conversation(void)
{
	static const char *const hosts[] = { "10.1.1.11",   "10.1.1.12",  "10.1.1.31",
		                             "10.1.1.51",   "10.1.1.61",  "10.1.1.82",
		                             "10.1.1.99",   "10.9.0.5",   "10.9.0.8",
		                             "10.100.0.7",  "10.100.0.8", "8.8.8.8",
		                             "224.0.0.9",   "ff02::1",    "2001:db8::11",
		                             "2a00:1450::1" };
	static const uint16_t ports[] = { 22,   88,   135,  443,  444,   881,   1434,
		                          3389, 4444, 5061, 5065, 49155, 50020, 60000 };
	static const uint64_t hints[] = {
		0,         H(TLS), H(TLS) | H(HTTPS), H(SIP), H(RTP),  H(RDP),
		H(DCERPC), H(TDS), H(RFC4571),        H(SSH), H(STUN), H(OTHER)
	};
	struct conversation conversation = made_conversation(
		hosts[(size_t)random() % ARRAY_LEN(hosts)],
		hosts[(size_t)random() % ARRAY_LEN(hosts)],
		ports[(size_t)random() % ARRAY_LEN(ports)], random() % 3 ? TCP : UDP,
		hints[(size_t)random() % ARRAY_LEN(hints)]);

	conversation.state = (uint8_t)(random() % (FLOW_MIDSTREAM + 1));
	conversation.modality = (uint8_t)(random() % MODALITIES);
	conversation.packets[FLOW_RESPONDER] = (uint64_t)random() % 2;
	conversation.packets[FLOW_INITIATOR] = (uint64_t)random() % 20;
	conversation.dscp[random() % 2] = random() % 2 ? 46 : 0;
	if (random() % 2)
		conversation.hints[random() % 2] = 0;
	if (conversation.hints[0] == H(OTHER))
		conversation.protocol[0] = random() % 2 ? 'a' : 'b';
	conversation.last_us += random() % 2 * INT64_C(-31536000000000);
	return conversation;
}

static void assert_same_verdict(const struct verdict *a, const struct verdict *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->severity, b->severity);
	assert_int_equal(a->twist, b->twist);
	assert_int_equal(a->confirmed, b->confirmed);
	assert_ptr_equal(a->rule, b->rule);
	assert_ptr_equal(a->nearest, b->nearest);
	assert_int_equal(a->initiator_roles, b->initiator_roles);
	assert_int_equal(a->responder_roles, b->responder_roles);
	assert_int_equal(a->initiator_declared, b->initiator_declared);
	assert_int_equal(a->responder_declared, b->responder_declared);
	assert_int_equal(a->allow, b->allow);
	assert_int_equal(a->announcer, b->announcer);
}

static void assert_same_sentences(const struct sentences *got,
                                  const struct sentences *want)
{
	assert_int_equal(got->text.len, want->text.len);
	if (want->text.len)
		assert_memory_equal(got->text.at, want->text.at, want->text.len);
}

/* What somebody who judges his first conversation says of it, and why. */
static void hold_to_a_newcomer(const struct made_judge *made, bool strict,
                               const struct learned *learned, size_t learned_count,
                               const struct conversation *conversation)
{
	const struct judge_options options = { .strict = strict, .memory = 1 << 16 };
	struct judge *newcomer = judge_create(made->policy, made->evidence, &options);
	struct sentences got = { 0 }, want = { 0 };

	assert_non_null(newcomer);
	for (size_t i = 0; i < learned_count; i++)
		judge_learn(newcomer, &learned[i]);
	struct verdict verdict = judge_decide(made->judge, conversation);
	struct verdict expected = judge_decide(newcomer, conversation);

	assert_same_verdict(&verdict, &expected);
	judge_explain(made->judge, conversation, &verdict, &got);
	judge_explain(newcomer, conversation, &expected, &want);
	assert_same_sentences(&got, &want);
	sentences_fini(&got);
	sentences_fini(&want);
	judge_destroy(newcomer);
}

static void verdicts_do_not_depend_on_those_given_before(void **state)
{
	struct learned learned[] = {
		{ .kind = LEARNED_LISTENER,
		  .via = LEARNED_BY_SSRP,
		  .transport = TCP,
		  .port = 49155,
		  .address = made_address("10.1.1.51") },
		{ .kind = LEARNED_LISTENER,
		  .via = LEARNED_BY_EPM,
		  .transport = TCP,
		  .port = 49155,
		  .address = made_address("10.1.1.11") },
	};

	(void)state;
	srandom(1);
	for (unsigned pass = 0; pass < 4; pass++) {
		struct made_judge made;

		/* With a site and without, strict and not. */
		made_judge_init(&made, pass & 1 ? site : NULL, pass & 2, 0);
		for (unsigned i = 0; i < 2000; i++) {
			struct conversation conversation = some_conversation();
			/* Half way through, listeners become known. */
			size_t known = i < 1000 ? 0 : ARRAY_LEN(learned);

			if (i == 1000)
				for (size_t j = 0; j < known; j++)
					judge_learn(made.judge, &learned[j]);
			hold_to_a_newcomer(&made, pass & 2, learned, known,
			                   &conversation);
		}
		made_judge_fini(&made);
	}
}

#define ASPECTS 16

/* Give one aspect of what reasons are made from any of a few values. */
static void vary(struct conversation *conversation, struct verdict *verdict,
                 const struct rule *rules, unsigned aspect)
{
	static const uint64_t hints[] = { 0, H(TLS), H(RTP), H(OTHER) };
	unsigned value = (unsigned)random() % 4;

	switch (aspect) {
	case 0:
		verdict->rule = &rules[value];
		break;
	case 1:
		verdict->nearest = &rules[value];
		break;
	case 2:
		verdict->announcer = value % 2 ? ANNOUNCED_BY_SSRP : ANNOUNCED_BY_EPM;
		break;
	case 3:
		verdict->allow = (int)value;
		break;
	case 4:
		verdict->kind = VERDICT_ALLOWED;
		break;
	case 5:
		verdict->kind = VERDICT_WRONG_PROTOCOL;
		break;
	case 6:
		verdict->twist = (enum verdict_twist)value;
		break;
	case 7:
		verdict->confirmed = value % 2;
		break;
	case 8:
		conversation->hints[random() % 2] = hints[value];
		break;
	case 9:
		conversation->responder_port += (uint16_t)value;
		break;
	case 10:
		conversation->transport = value % 2 ? TCP : UDP;
		break;
	case 11:
		conversation->state = (uint8_t)(FLOW_SCANNED + value);
		break;
	case 12:
		conversation->packets[value % 2] = value / 2;
		conversation->dscp[value % 2] = (uint8_t)(value * 8);
		break;
	case 13:
		conversation->protocol[0] = (char)('a' + value);
		break;
	case 14:
		verdict->confirmed = false;
		conversation->spoke = (uint8_t)value;
		break;
	case 15:
		verdict->confirmed = false;
		conversation->unseen = (uint8_t)(1u << value);
		break;
	}
}

/* Mostly the same, so that what is remembered is met again and again. */
static void reasons_do_not_depend_on_those_given_before(void **state)
{
	const struct judge_options options = { .memory = 1 << 16 };
	struct made_judge made;

	(void)state;
	made_judge_init(&made, site, false, 0);
	size_t count;
	const struct rule *rules = policy_rules(made.policy, &count);
	const struct rule *media = NULL;

	for (size_t i = 0; i < count; i++)
		if (rules[i].row->dscp)
			media = &rules[i];
	assert_non_null(media);
	srandom(1);
	for (unsigned i = 0; i < 600 * ASPECTS; i++) {
		struct judge *newcomer =
			judge_create(made.policy, made.evidence, &options);
		struct conversation conversation =
			made_conversation("10.100.0.7", "10.1.1.11", 5061, TCP, H(OTHER));
		struct verdict verdict = { .rule = media,
			                   .nearest = media,
			                   .confirmed = true };
		struct sentences got = { 0 }, want = { 0 };

		assert_non_null(newcomer);
		/* One aspect, and now and then what makes another one matter. */
		vary(&conversation, &verdict, rules, i % ASPECTS);
		if (random() % 4 == 0)
			vary(&conversation, &verdict, rules, 4 + (unsigned)random() % 2);
		judge_explain(made.judge, &conversation, &verdict, &got);
		judge_explain(newcomer, &conversation, &verdict, &want);
		assert_same_sentences(&got, &want);
		sentences_fini(&got);
		sentences_fini(&want);
		judge_destroy(newcomer);
	}
	made_judge_fini(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdicts_do_not_depend_on_those_given_before),
		cmocka_unit_test(reasons_do_not_depend_on_those_given_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
