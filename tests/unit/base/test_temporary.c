/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/temporary.h"

static void make_file(char *path)
{
	int fd;

	strcpy(path, "/tmp/lynctap-temporary.XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
}

static void what_is_noted_is_removed(void **state)
{
	char noted[64], named[64], other[64];

	(void)state;
	make_file(noted);
	make_file(named);
	make_file(other);
	temporary_note(noted);
	temporary_note(named);
	temporary_forget(named);
	temporary_forget(NULL);
	temporary_remove_all();
	assert_int_not_equal(access(noted, F_OK), 0);
	assert_int_equal(access(named, F_OK), 0);
	assert_int_equal(access(other, F_OK), 0);
	temporary_forget(noted);
	unlink(named);
	unlink(other);
}

static void what_is_made_is_noted(void **state)
{
	char path[] = "/tmp/lynctap-temporary.XXXXXX";
	char nowhere[] = "/tmp/no/such/directory.XXXXXX";
	int fd = temporary_make(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(access(path, F_OK), 0);
	temporary_remove_all();
	assert_int_not_equal(access(path, F_OK), 0);
	temporary_forget(path);
	assert_int_equal(temporary_make(nowhere), -1);
}

static void more_than_fit_are_left_alone(void **state)
{
	static char paths[TEMPORARY_MOST + 2][64];
	size_t left = 0;

	(void)state;
	for (size_t i = 0; i < TEMPORARY_MOST + 2; i++) {
		make_file(paths[i]);
		temporary_note(paths[i]);
	}
	temporary_remove_all();
	for (size_t i = 0; i < TEMPORARY_MOST + 2; i++) {
		left += access(paths[i], F_OK) == 0;
		unlink(paths[i]);
		temporary_forget(paths[i]);
	}
	assert_int_equal(left, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_noted_is_removed),
		cmocka_unit_test(what_is_made_is_noted),
		cmocka_unit_test(more_than_fit_are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
