/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "shipped.h"

#include "base/array.h"
#include "inspect/detail.h"
#include "inspect/modality.h"

#define RTP    (HINT_BIT(HINT_RTP) | HINT_BIT(HINT_STUN))
#define FRAMED (RTP | HINT_BIT(HINT_RFC4571))

static void the_row_that_names_the_media_is_chosen(void **state)
{
	static const struct {
		bool server;
		uint8_t transport;
		uint16_t port;
		uint64_t hints;
		enum modality modality;
		const char *row;
	} rows[] = {
		/* Two clients: the ranges are the same, only the media tells. */
		{ false, TRANSPORT_UDP, 20100, RTP, MODALITY_AUDIO, "client-8" },
		{ false, TRANSPORT_UDP, 20100, RTP, MODALITY_VIDEO, "client-9" },
		{ false, TRANSPORT_UDP, 20100, RTP, MODALITY_UNKNOWN, "client-8" },
		{ false, TRANSPORT_TCP, 20100, FRAMED, MODALITY_AUDIO, "client-8" },
		{ false, TRANSPORT_TCP, 20100, FRAMED, MODALITY_VIDEO, "client-9" },
		{ false, TRANSPORT_TCP, 20100, FRAMED, MODALITY_DATA, "client-11" },
		{ false, TRANSPORT_TCP, 20100, FRAMED, MODALITY_UNKNOWN, "client-11" },
		/* A front end: application sharing shares its TCP ports with both. */
		{ true, TRANSPORT_TCP, 50000, FRAMED, MODALITY_AUDIO, "server-39" },
		{ true, TRANSPORT_TCP, 50000, FRAMED, MODALITY_DATA, "server-28" },
		{ true, TRANSPORT_TCP, 60000, FRAMED, MODALITY_VIDEO, "server-10" },
		{ true, TRANSPORT_TCP, 60000, FRAMED, MODALITY_DATA, "server-28" },
		/* Media is no contradiction: one row lists the port. */
		{ true, TRANSPORT_UDP, 50000, RTP, MODALITY_VIDEO, "server-39" },
		{ true, TRANSPORT_UDP, 60000, RTP, MODALITY_AUDIO, "server-10" },
	};
	struct shipped shipped;

	(void)state;
	shipped_setup(&shipped);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct conversation flow =
			shipped_flow(rows[i].server, 11, rows[i].transport, rows[i].port,
		                     rows[i].hints);
		struct verdict verdict;

		flow.modality = (uint8_t)rows[i].modality;
		verdict = judge_decide(shipped.judge, &flow);
		assert_int_equal(verdict.kind, VERDICT_EXPECTED);
		assert_true(verdict.confirmed);
		assert_string_equal(verdict.rule->row->id, rows[i].row);
	}
	shipped_teardown(&shipped);
}

static void a_conversation_has_the_modality_of_its_flow(void **state)
{
	static const struct {
		const char *text;
		enum modality modality;
	} rows[] = {
		{ "audio", MODALITY_AUDIO },     { "video", MODALITY_VIDEO },
		{ "data", MODALITY_DATA },       { "audi", MODALITY_UNKNOWN },
		{ "unknown", MODALITY_UNKNOWN }, { "audios", MODALITY_UNKNOWN },
	};
	struct flow flow = { .transport = TRANSPORT_UDP };

	(void)state;
	assert_int_equal(conversation_of(&flow).modality, MODALITY_UNKNOWN);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		detail_set(&flow.details, DETAIL_MODALITY, rows[i].text,
		           strlen(rows[i].text));
		assert_int_equal(conversation_of(&flow).modality, rows[i].modality);
	}
	detail_list_destroy(flow.details);
}

/* Flows that differ in nothing else must not be folded: each has a row of its own. */
static void audio_and_video_of_one_pair_are_covered_by_their_rows(void **state)
{
	static const char *const ids[] = { "client-8", "client-9" };
	struct shipped shipped;
	const struct audit *audit;
	size_t found = 0;

	(void)state;
	shipped_setup(&shipped);
	for (uint8_t modality = MODALITY_AUDIO; modality <= MODALITY_VIDEO; modality++) {
		struct conversation flow =
			shipped_flow(false, 11, TRANSPORT_UDP, 20100, RTP);

		flow.modality = modality;
		judge_observe(shipped.judge, &flow, NULL);
	}
	audit = judge_conclude(shipped.judge);
	assert_non_null(audit);
	for (size_t i = 0; i < audit->coverage_count; i++) {
		for (size_t j = 0; j < ARRAY_LEN(ids); j++) {
			if (strcmp(audit->coverage[i].rule->row->id, ids[j]) != 0)
				continue;
			assert_int_equal(audit->coverage[i].flows, 1);
			found++;
		}
	}
	assert_int_equal(found, 2);
	shipped_teardown(&shipped);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_row_that_names_the_media_is_chosen),
		cmocka_unit_test(a_conversation_has_the_modality_of_its_flow),
		cmocka_unit_test(audio_and_video_of_one_pair_are_covered_by_their_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
