/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "report/output.h"

static unsigned files_in(const char *path)
{
	DIR *directory = opendir(path);
	unsigned files = 0;

	assert_non_null(directory);
	while (true) {
		const struct dirent *entry = readdir(directory);

		if (!entry)
			break;
		files += entry->d_name[0] != '.';
	}
	closedir(directory);
	return files;
}

static void a_file_appears_only_when_it_is_whole(void **state)
{
	char directory[] = "/tmp/lynctap-output.XXXXXX", path[64], line[16];
	struct output output;
	struct error err = { "" };

	(void)state;
	assert_non_null(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/report", directory);
	assert_true(output_open(&output, path, &err));
	fputs("whole\n", output.stream);
	assert_int_equal(access(path, F_OK), -1);
	assert_true(output_close(&output, &err));

	FILE *file = fopen(path, "r");

	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	assert_string_equal(line, "whole\n");
	fclose(file);
	assert_int_equal(files_in(directory), 1);
	unlink(path);
	rmdir(directory);
}

static void a_place_that_is_not_there_is_named(void **state)
{
	struct output output;
	struct error err = { "" };

	(void)state;
	assert_false(output_open(&output, "/nonexistent/report", &err));
	assert_string_equal(err.text, "/nonexistent/report: No such file or directory");
}

static void a_full_disk_is_an_error(void **state)
{
	struct output output;
	struct error err = { "" };

	(void)state;
	if (access("/dev/full", W_OK) != 0)
		skip();
	assert_true(output_open(&output, "/dev/full", &err));
	fputs("lost\n", output.stream);
	assert_false(output_close(&output, &err));
	assert_string_equal(err.text, "/dev/full: No space left on device");
}

static void a_borrowed_stream_stays_open(void **state)
{
	char *bytes = NULL;
	size_t len;
	FILE *stream = open_memstream(&bytes, &len);
	struct output output;
	struct error err = { "" };

	(void)state;
	output_over_stream(&output, stream);
	fputs("a", output.stream);
	assert_true(output_close(&output, &err));
	fputs("b", stream);
	fclose(stream);
	assert_string_equal(bytes, "ab");
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_appears_only_when_it_is_whole),
		cmocka_unit_test(a_place_that_is_not_there_is_named),
		cmocka_unit_test(a_full_disk_is_an_error),
		cmocka_unit_test(a_borrowed_stream_stays_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
