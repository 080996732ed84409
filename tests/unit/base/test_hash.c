/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "base/hash.h"

static void equal_bytes_under_equal_keys_are_equal(void **state)
{
	const struct hash_key key = { 1, 2 };

	(void)state;
	for (size_t len = 0; len <= 40; len++) {
		uint8_t a[41] = { 0 }, b[41] = { 0 };

		b[len] = 0xff; /* beyond what is hashed */
		assert_true(hash_bytes(&key, a, len) == hash_bytes(&key, b, len));
	}
}

static void every_bit_length_and_key_matters(void **state)
{
	const struct hash_key key = { 1, 2 }, other = { 1, 3 };
	uint8_t bytes[24] = { 0 };
	uint64_t plain = hash_bytes(&key, bytes, sizeof(bytes));

	(void)state;
	for (unsigned bit = 0; bit < sizeof(bytes) * 8; bit++) {
		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_true(hash_bytes(&key, bytes, sizeof(bytes)) != plain);
		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	for (size_t len = 0; len < sizeof(bytes); len++)
		assert_true(hash_bytes(&key, bytes, len) != plain);
	assert_true(hash_bytes(&other, bytes, sizeof(bytes)) != plain);
}

static void two_words_are_fifteen_bytes(void **state)
{
	const struct hash_key key = { 1, 2 };
	uint8_t bytes[15];
	uint64_t first, second = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(7 * i + 1);
	memcpy(&first, bytes, 8);
	memcpy(&second, bytes + 8, 7);
	assert_true(hash_two(&key, first, second) ==
	            hash_bytes(&key, bytes, sizeof(bytes)));
}

static void random_keys_differ(void **state)
{
	struct hash_key a = hash_key_random(), b = hash_key_random();

	(void)state;
	assert_true(a.k0 != b.k0 || a.k1 != b.k1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_bytes_under_equal_keys_are_equal),
		cmocka_unit_test(every_bit_length_and_key_matters),
		cmocka_unit_test(two_words_are_fifteen_bytes),
		cmocka_unit_test(random_keys_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
