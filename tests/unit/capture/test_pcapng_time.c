/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "../../../src/capture/pcapng_time.h"

#define TEN_THOUSAND_YEARS INT64_C(315569520000000000)

static const struct {
	uint8_t resolution;
	int64_t offset_s;
	uint64_t ticks;
	int64_t us;
} rows[] = {
	{ 6, 0, 1700000000123456, 1700000000123456 },
	{ 9, 0, 1700000000123456789, 1700000000123456 },
	{ 3, 0, 1700000000123, 1700000000123000 },
	{ 0, 0, 1700000000, 1700000000000000 },
	{ 7, 0, 17000000001234567, 1700000000123456 },
	{ 12, 0, 1700000001234567, 1700000001 },
	{ 0x80, 0, 1700000000, 1700000000000000 },
	{ 0x80 | 10, 0, 1700000000u * UINT64_C(1024) + 512, 1700000000500000 },
	{ 0x80 | 32, 0, (UINT64_C(1700000000) << 32) + (1u << 31), 1700000000500000 },
	{ 0x80 | 63, 0, UINT64_C(3) << 62, 1500000 },
	{ 0x80 | 127, 0, UINT64_MAX, 0 },
	{ 25, 0, UINT64_MAX, 1 },
	{ 26, 0, UINT64_MAX, 0 },
	{ 127, 0, UINT64_MAX, 0 },
	{ 6, 1700000000, 5, 1700000000000005 },
	{ 6, -3600, 7200000000, 3600000000 },
	/* Absurd times are held where differences cannot overflow. */
	{ 6, 0, UINT64_MAX, TEN_THOUSAND_YEARS },
	{ 0, 0, UINT64_MAX, TEN_THOUSAND_YEARS },
	{ 0x80, INT64_MAX, UINT64_MAX, TEN_THOUSAND_YEARS },
	{ 6, INT64_MIN, 0, -TEN_THOUSAND_YEARS },
	{ 6, INT64_MAX, 0, TEN_THOUSAND_YEARS },
};

static void ticks_of_any_resolution_become_microseconds(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pcapng_time time;

		pcapng_time_init(&time);
		pcapng_time_set_resolution(&time, rows[i].resolution);
		time.offset_s = rows[i].offset_s;
		if (pcapng_time_us(&time, rows[i].ticks) != rows[i].us)
			print_error("row %zu\n", i);
		assert_true(pcapng_time_us(&time, rows[i].ticks) == rows[i].us);
	}
}

static void no_resolution_is_undefined(void **state)
{
	const uint64_t ticks[] = { 0, 1, UINT64_C(1) << 63, UINT64_MAX };

	(void)state;
	for (unsigned resolution = 0; resolution < 256; resolution++) {
		struct pcapng_time time = { .resolution = (uint8_t)resolution };
		int64_t before = -1;

		for (size_t i = 0; i < 4; i++) {
			int64_t us = pcapng_time_us(&time, ticks[i]);

			assert_true(us >= before && us <= TEN_THOUSAND_YEARS);
			before = us;
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ticks_of_any_resolution_become_microseconds),
		cmocka_unit_test(no_resolution_is_undefined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
