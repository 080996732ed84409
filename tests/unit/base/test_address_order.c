/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/address_order.h"

#define MANY 1000

static int compare(const void *a, const void *b)
{
	const struct numbered_address *x = a, *y = b;
	int order = memcmp(&x->address, &y->address, sizeof(x->address));

	return order ? order : (x->number > y->number) - (x->number < y->number);
}

/* Few values, so that there are equals, in @bytes bytes from @first on. */
static void hold(size_t first, size_t bytes, unsigned values)
{
	static struct numbered_address got[MANY], want[MANY];

	srand(1);
	for (uint32_t i = 0; i < MANY; i++) {
		got[i] = (struct numbered_address){ .number = i };
		for (size_t at = 0; at < bytes; at++)
			got[i].address.bytes[first + at] =
				(uint8_t)((unsigned)rand() % values);
	}
	memcpy(want, got, sizeof(got));
	qsort(want, MANY, sizeof(*want), compare);
	assert_true(address_order(got, MANY));
	assert_memory_equal(got, want, sizeof(got));
}

static void addresses_of_any_kind_are_as_compared(void **state)
{
	(void)state;
	hold(12, 4, 256);
	hold(12, 3, 4); /* an odd number of bytes differs */
	hold(0, 16, 2);
	hold(0, 16, 256);
	hold(15, 1, 256);
}

static void none_and_one_are_in_order(void **state)
{
	struct numbered_address one = { .address.bytes = { 10, 1 }, .number = 7 };

	(void)state;
	assert_true(address_order(&one, 0));
	assert_true(address_order(&one, 1));
	assert_int_equal(one.number, 7);
	assert_int_equal(one.address.bytes[1], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_of_any_kind_are_as_compared),
		cmocka_unit_test(none_and_one_are_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
