/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "../../../src/inspect/rtp_stats.h"

static void observe(struct rtp_stats *stats, uint16_t sequence, uint32_t timestamp,
                    int64_t time_us)
{
	struct rtp_header header = {
		.payload_type = 8, .sequence = sequence, .timestamp = timestamp, .ssrc = 7
	};

	rtp_stats_observe(stats, &header, time_us);
}

static void loss_is_what_never_came(void **state)
{
	struct rtp_stats stats = { 0 };

	(void)state;
	for (uint16_t n = 0; n < 40; n++)
		if (n % 4 != 3)
			observe(&stats, (uint16_t)(65520 + n), n * 160u, n * 20000);
	/* 30 of the 39 that were expected until the last one that came. */
	assert_int_equal(stats.packets, 30);
	assert_true(rtp_stats_loss(&stats) > 23.07 && rtp_stats_loss(&stats) < 23.08);
}

static void late_and_repeated_packets_are_no_loss(void **state)
{
	static const uint16_t order[] = { 10, 11, 13, 12, 13, 14, 16, 15, 9 };
	struct rtp_stats stats = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		observe(&stats, order[i], order[i] * 160u, (int64_t)i * 20000);
	assert_int_equal(stats.reordered, 2);
	assert_int_equal(stats.duplicates, 1);
	assert_true(rtp_stats_loss(&stats) == 0);
}

/* RFC 3550 appendix A.8 with |D| of 4 ms for every packet: J goes to 4 ms by sixteenths. */
static void jitter_follows_the_formula_of_rfc_3550(void **state)
{
	struct rtp_stats stats = { 0 };
	double expected = 0, jitter = 0;

	(void)state;
	for (uint16_t n = 0; n < 64; n++) {
		observe(&stats, n, n * 160u, n * 20000 + (n % 2 ? 4000 : 0));
		if (n)
			expected += (4.0 - expected) / 16;
	}
	assert_int_equal(rtp_stats_rate(&stats), 8000);
	assert_true(rtp_stats_jitter(&stats, &jitter));
	assert_true(jitter > expected - 0.02 && jitter < expected + 0.02);
}

static void the_clock_rate_is_measured(void **state)
{
	static const uint32_t rates[] = { 8000, 16000, 48000, 90000 };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct rtp_stats stats = { 0 };

		for (uint16_t n = 0; n < 50; n++)
			observe(&stats, n, 0xffffff00 + n * (rates[i] / 50), n * 20000);
		assert_int_equal(rtp_stats_rate(&stats), rates[i]);
	}
}

static void a_clock_nobody_uses_has_no_rate_and_no_jitter(void **state)
{
	struct rtp_stats stats = { 0 };
	double jitter;

	(void)state;
	for (uint16_t n = 0; n < 50; n++)
		observe(&stats, n, n * 7u, n * 20000);
	assert_int_equal(rtp_stats_rate(&stats), 0);
	assert_false(rtp_stats_jitter(&stats, &jitter));
}

static void wild_clocks_and_sequences_do_no_harm(void **state)
{
	struct rtp_stats stats = { 0 };
	double jitter = 0;

	(void)state;
	for (uint32_t n = 0; n < 1000; n++)
		observe(&stats, (uint16_t)(n * 40503), n * 2654435761u,
		        (int64_t)(n * UINT64_C(0x9e3779b97f4a7c15) >> 1));
	assert_true(stats.packets <= RTP_STATS_PACKETS);
	assert_true(rtp_stats_loss(&stats) >= 0 && rtp_stats_loss(&stats) <= 100);
	(void)rtp_stats_jitter(&stats,
	                       &jitter); /* whether it has one is not the question */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loss_is_what_never_came),
		cmocka_unit_test(late_and_repeated_packets_are_no_loss),
		cmocka_unit_test(jitter_follows_the_formula_of_rfc_3550),
		cmocka_unit_test(the_clock_rate_is_measured),
		cmocka_unit_test(a_clock_nobody_uses_has_no_rate_and_no_jitter),
		cmocka_unit_test(wild_clocks_and_sequences_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
