/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "report/digest.h"

static void write_file(char *path, const char *bytes, size_t times)
{
	FILE *file = fdopen(mkstemp(path), "w");

	assert_non_null(file);
	while (times-- > 0)
		fputs(bytes, file);
	fclose(file);
}

static void the_examples_of_the_standard_come_out(void **state)
{
	/* FIPS 180-2, appendix B.1 and B.3. */
	static const struct {
		const char *bytes;
		size_t times;
		const char *want;
	} cases[] = {
		{ "", 0,
		  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", 1,
		  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "aaaaaaaaaa", 100000,
		  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
	};

	(void)state;
	digest_prepare();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char path[] = "/tmp/lynctap-digest.XXXXXX", text[DIGEST_TEXT_SIZE];
		struct error err = { "" };

		write_file(path, cases[i].bytes, cases[i].times);
		assert_true(digest_file(path, NULL, text, &err));
		assert_string_equal(text, cases[i].want);
		unlink(path);
	}
}

static void what_is_no_file_is_refused_by_name(void **state)
{
	char text[DIGEST_TEXT_SIZE] = "as it was";
	struct error err = { "" };

	(void)state;
	digest_prepare();
	assert_false(digest_file("/nonexistent/file", NULL, text, &err));
	assert_string_equal(err.text, "/nonexistent/file: No such file or directory");
	assert_false(digest_file("/dev/zero", NULL, text, &err));
	assert_string_equal(text, "as it was");
}

static void it_is_given_up_when_told_to(void **state)
{
	char path[] = "/tmp/lynctap-digest.XXXXXX", text[DIGEST_TEXT_SIZE];
	atomic_bool stop = true;
	struct error err = { "" };

	(void)state;
	digest_prepare();
	write_file(path, "abc", 1);
	assert_false(digest_file(path, &stop, text, &err));
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_examples_of_the_standard_come_out),
		cmocka_unit_test(what_is_no_file_is_refused_by_name),
		cmocka_unit_test(it_is_given_up_when_told_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
