/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/library.h"

#define MATHEMATICS "libm.so.6"

struct calls {
	__typeof__(&cos) cosine;
	__typeof__(&sqrt) root;
};

static const struct library_call wanted[] = {
	{ "cos", offsetof(struct calls, cosine) },
	{ "sqrt", offsetof(struct calls, root) },
};

static void functions_are_found_by_name(void **state)
{
	struct calls calls;
	struct error err;

	(void)state;
	assert_true(library_load(MATHEMATICS, wanted, 2, &calls, &err));
	assert_true(calls.cosine(0) == 1);
	assert_true(calls.root(9) == 3);
}

static void a_library_that_is_not_there_is_named(void **state)
{
	struct calls calls;
	struct error err;

	(void)state;
	assert_false(library_load("libnobody.so.7", wanted, 2, &calls, &err));
	assert_non_null(strstr(err.text, "libnobody.so.7"));
}

static void a_function_that_is_not_there_is_named(void **state)
{
	static const struct library_call odd[] = { { "nobody_calls", 0 } };
	struct calls calls;
	struct error err;

	(void)state;
	assert_false(library_load(MATHEMATICS, odd, 1, &calls, &err));
	assert_string_equal(err.text, MATHEMATICS " has no nobody_calls()");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(functions_are_found_by_name),
		cmocka_unit_test(a_library_that_is_not_there_is_named),
		cmocka_unit_test(a_function_that_is_not_there_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
