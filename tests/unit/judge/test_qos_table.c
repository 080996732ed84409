/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "../../../src/judge/qos_table.h"
#include "inspect/detail.h"
#include "inspect/hint.h"
#include "inspect/modality.h"
#include "judge/conversation.h"

static struct conversation call(uint8_t last, uint8_t sent, uint8_t answered)
{
	return (struct conversation){
		.initiator = address_from_ipv4((const uint8_t[]){ 10, 0, 0, last }),
		.responder = address_from_ipv4((const uint8_t[]){ 10, 1, 1, 1 }),
		.hints = { HINT_BIT(HINT_RTP), HINT_BIT(HINT_RTP) },
		.modality = MODALITY_AUDIO,
		.dscp = { sent, answered },
		.packets = { 50, 50 },
		.flows = 1,
	};
}

static void each_direction_is_a_stream_of_its_own(void **state)
{
	struct conversation conversation = call(1, 46, 0);
	struct detail_list *details = NULL;
	struct qos_table table;

	(void)state;
	assert_true(qos_table_init(&table));
	conversation.initiator_end = 1; /* whose numbers come second in pairs */
	detail_set(&details, DETAIL_RTP_LOSS, "1.50", 4);
	detail_set(&details, DETAIL_RTP_LOSS_END_1, "0.25", 4);
	detail_set(&details, DETAIL_RTP_JITTER_END_1, "6", 1);
	qos_table_observe(&table, &conversation, details);
	qos_table_observe(&table, &conversation, NULL);
	assert_int_equal(table.count, 2);
	assert_int_equal(table.pairs[0].streams, 2);
	assert_int_equal(table.pairs[0].marks[0].dscp, 46);
	assert_int_equal(table.pairs[0].loss.thousandths, 250);
	assert_int_equal(table.pairs[0].loss.streams, 1);
	assert_int_equal(table.pairs[0].jitter.thousandths, 6000);
	assert_int_equal(table.pairs[1].marks[0].dscp, 0);
	assert_int_equal(table.pairs[1].loss.thousandths, 1500);
	assert_int_equal(table.pairs[1].jitter.streams, 0);
	detail_list_destroy(details);
	qos_table_fini(&table);
}

static void what_is_no_media_is_left_out(void **state)
{
	struct conversation checks = call(1, 46, 46), unknown = call(1, 46, 46);
	struct conversation silent = call(1, 46, 46);
	struct qos_table table;

	(void)state;
	checks.packets[0] = checks.packets[1] = 9;
	unknown.modality = MODALITY_UNKNOWN;
	silent.hints[0] = silent.hints[1] = HINT_BIT(HINT_STUN);
	assert_true(qos_table_init(&table));
	qos_table_observe(&table, &checks, NULL);
	qos_table_observe(&table, &unknown, NULL);
	qos_table_observe(&table, &silent, NULL);
	assert_int_equal(table.count, 0);
	qos_table_fini(&table);
}

static void no_number_is_no_measurement(void **state)
{
	static const char *const texts[] = { "-",  "",      "nan",
		                             "-1", "1e300", "0.1234567890123456" };
	struct conversation conversation = call(1, 46, 46);
	struct qos_table table;

	(void)state;
	assert_true(qos_table_init(&table));
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct detail_list *details = NULL;

		detail_set(&details, DETAIL_RTP_LOSS, texts[i], strlen(texts[i]));
		qos_table_observe(&table, &conversation, details);
		detail_list_destroy(details);
	}
	assert_int_equal(table.pairs[0].loss.streams, 0);
	qos_table_fini(&table);
}

static void many_marks_and_many_hosts_are_bounded(void **state)
{
	struct qos_table table;
	uint64_t streams = 0;

	(void)state;
	assert_true(qos_table_init(&table));
	for (uint8_t dscp = 0; dscp < 64; dscp++) {
		struct conversation conversation = call(1, dscp, dscp);

		qos_table_observe(&table, &conversation, NULL);
	}
	assert_int_equal(table.pairs[0].mark_count, QOS_MARKS);
	for (size_t i = 0; i < QOS_MARKS; i++)
		streams += table.pairs[0].marks[i].streams;
	assert_int_equal(streams, 64);
	for (uint32_t i = 0; i < QOS_PAIRS; i++) {
		struct conversation conversation = call(1, 46, 46);

		conversation.initiator = address_from_ipv4(
			(const uint8_t[]){ 11, 0, (uint8_t)(i >> 8), (uint8_t)i });
		qos_table_observe(&table, &conversation, NULL);
	}
	assert_int_equal(table.count, QOS_PAIRS);
	assert_int_equal(table.left_out, QOS_PAIRS + 2);
	qos_table_fini(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_direction_is_a_stream_of_its_own),
		cmocka_unit_test(what_is_no_media_is_left_out),
		cmocka_unit_test(no_number_is_no_measurement),
		cmocka_unit_test(many_marks_and_many_hosts_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
