/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "../../../src/inspect/ndpi_memory.h"

/* Asked by AddressSanitizer, which else ends a program that wants too much. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void pieces_are_aligned_and_apart(void **state)
{
	struct ndpi_memory memory;
	uint8_t *pieces[100];

	(void)state;
	ndpi_memory_init(&memory);
	ndpi_memory_use(&memory, NULL);
	for (size_t i = 0; i < 100; i++) {
		pieces[i] = ndpi_memory_take(i + 1);
		assert_non_null(pieces[i]);
		assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
		memset(pieces[i], (int)i, i + 1);
	}
	for (size_t i = 0; i < 100; i++)
		for (size_t at = 0; at <= i; at++)
			assert_int_equal(pieces[i][at], i);
	for (size_t i = 0; i < 100; i++)
		ndpi_memory_give(pieces[i]);
	ndpi_memory_leave();
	ndpi_memory_fini(&memory);
}

/* The last ones are malloc()'s; a leak checker tells whether these are freed. */
static void a_block_that_is_full_is_no_limit(void **state)
{
	enum {
		MANY = 20,
		SIZE = 1 << 20
	};
	struct ndpi_memory memory;
	uint8_t *pieces[MANY];

	(void)state;
	ndpi_memory_init(&memory);
	ndpi_memory_use(&memory, NULL);
	for (size_t i = 0; i < MANY; i++) {
		pieces[i] = ndpi_memory_take(SIZE);
		assert_non_null(pieces[i]);
		memset(pieces[i], (int)i, SIZE);
	}
	for (size_t i = 0; i < MANY; i++) {
		assert_int_equal(pieces[i][0], i);
		assert_int_equal(pieces[i][SIZE - 1], i);
		ndpi_memory_give(pieces[i]);
	}
	ndpi_memory_leave();
	ndpi_memory_fini(&memory);
}

static void once_set_up_pieces_are_of_malloc(void **state)
{
	struct ndpi_memory memory;
	uint8_t *piece;

	(void)state;
	ndpi_memory_init(&memory);
	memory.setting_up = false;
	ndpi_memory_use(&memory, NULL);
	piece = ndpi_memory_take(16);
	assert_int_equal(memory.used, 0);
	ndpi_memory_leave();
	/* Who is not asked for @memory any more can still be given it back. */
	ndpi_memory_give(piece);
	ndpi_memory_fini(&memory);
}

static void who_is_refused_memory_goes_where_it_is_told(void **state)
{
	struct ndpi_memory memory;
	jmp_buf refused;

	(void)state;
	ndpi_memory_init(&memory);
	ndpi_memory_use(&memory, &refused);
	if (setjmp(refused) == 0) {
		free(ndpi_memory_take(SIZE_MAX / 2));
		fail();
	}
	ndpi_memory_use(&memory, NULL);
	assert_null(ndpi_memory_take(SIZE_MAX / 2));
	ndpi_memory_leave();
	ndpi_memory_fini(&memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_aligned_and_apart),
		cmocka_unit_test(a_block_that_is_full_is_no_limit),
		cmocka_unit_test(once_set_up_pieces_are_of_malloc),
		cmocka_unit_test(who_is_refused_memory_goes_where_it_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
