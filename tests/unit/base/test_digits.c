/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/digits.h"

static void hold(uint64_t value)
{
	char got[DIGITS_MOST + 1], want[DIGITS_MOST + 1];

	*digits_put(got, value) = '\0';
	snprintf(want, sizeof(want), "%" PRIu64, value);
	assert_string_equal(got, want);
}

static void numbers_of_every_length_are_written_as_printf_does(void **state)
{
	(void)state;
	for (uint64_t value = 0; value < 100000; value++)
		hold(value);
	for (uint64_t power = 10; power <= UINT64_MAX / 10; power *= 10) {
		hold(power - 1);
		hold(power);
		hold(power * 9 + 7);
	}
	hold(UINT64_MAX);
}

static void pairs_keep_their_leading_zero(void **state)
{
	char got[3] = "", want[16];

	(void)state;
	for (unsigned value = 0; value < 100; value++) {
		assert_ptr_equal(digits_put_pair(got, value), got + 2);
		snprintf(want, sizeof(want), "%02u", value);
		assert_string_equal(got, want);
	}
}

static void bytes_are_two_hexadecimal_digits(void **state)
{
	char got[3] = "", want[16];

	(void)state;
	for (unsigned value = 0; value <= UINT8_MAX; value++) {
		assert_ptr_equal(digits_put_hex(got, (uint8_t)value), got + 2);
		snprintf(want, sizeof(want), "%02x", value);
		assert_string_equal(got, want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_of_every_length_are_written_as_printf_does),
		cmocka_unit_test(pairs_keep_their_leading_zero),
		cmocka_unit_test(bytes_are_two_hexadecimal_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
