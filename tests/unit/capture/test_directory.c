/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

#include "../../../src/capture/directory.h"

#include "made_file.h"

static char place[] = "/tmp/test-directory-XXXXXX";

static void inside(char path[static 256], const char *name)
{
	snprintf(path, 256, "%s/%s", place, name);
}

static int make_place(void **state)
{
	char path[256];

	(void)state;
	if (!mkdtemp(place))
		return -1;
	save(place, "b.pcap", "b", 1);
	save(place, "a.pcap", "a", 1);
	save(place, "a.pcap1", "a", 1);
	save(place, ".hidden", "h", 1);
	inside(path, "subdirectory");
	if (mkdir(path, 0700) != 0)
		return -1;
	inside(path, "pipe");
	if (mkfifo(path, 0600) != 0)
		return -1;
	inside(path, "nowhere");
	return symlink("/nonexistent/file", path);
}

static int remove_place(void **state)
{
	static const char *const names[] = { "b.pcap",  "a.pcap", "a.pcap1",
		                             ".hidden", "pipe",   "nowhere" };
	char path[256];

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		inside(path, names[i]);
		unlink(path);
	}
	inside(path, "subdirectory");
	rmdir(path);
	return rmdir(place);
}

static void regular_files_are_listed_by_name(void **state)
{
	static const char *const names[] = { "a.pcap", "a.pcap1", "b.pcap" };
	struct directory directory;
	struct error err;
	char path[256];

	(void)state;
	assert_true(directory_is(place));
	assert_true(directory_list(&directory, place, false, &err));
	assert_int_equal(directory.count, 3);
	for (size_t i = 0; i < 3; i++) {
		inside(path, names[i]);
		assert_string_equal(directory.paths[i], path);
	}
	directory_fini(&directory);
}

static void a_slash_at_the_end_is_not_doubled(void **state)
{
	struct directory directory;
	struct error err;
	char path[256];

	(void)state;
	inside(path, "");
	assert_true(directory_list(&directory, path, false, &err));
	inside(path, "a.pcap");
	assert_string_equal(directory.paths[0], path);
	directory_fini(&directory);
}

static void what_is_below_is_left_out_by_name_or_read(void **state)
{
	struct directory directory;
	struct error err;
	char below[256], path[256];

	(void)state;
	inside(below, "subdirectory");
	inside(path, "circle");
	assert_int_equal(symlink(place, path), 0);
	assert_true(directory_list(&directory, place, false, &err));
	assert_int_equal(directory.left_out_count, 2);
	assert_string_equal(directory.left_out[0].path, path);
	assert_string_equal(directory.left_out[1].path, below);
	assert_int_equal(directory.left_out[1].error, 0);
	directory_fini(&directory);

	save(below, "c.pcap", "c", 1);
	assert_true(directory_list(&directory, place, true, &err));
	assert_int_equal(directory.count, 4);
	inside(below, "subdirectory/c.pcap");
	assert_string_equal(directory.paths[3], below);
	/* A link may lead round in a circle. */
	assert_int_equal(directory.left_out_count, 1);
	assert_string_equal(directory.left_out[0].path, path);
	directory_fini(&directory);
	unlink(below);
	unlink(path);
}

static void a_directory_without_files_fails(void **state)
{
	struct directory directory;
	struct error err;
	char path[256];

	(void)state;
	inside(path, "subdirectory");
	assert_false(directory_list(&directory, path, false, &err));
	assert_string_equal(err.text, "there are no files in this directory");
	inside(path, "missing");
	assert_false(directory_is(path));
	assert_false(directory_list(&directory, path, false, &err));
	assert_string_equal(err.text, "No such file or directory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(regular_files_are_listed_by_name),
		cmocka_unit_test(a_slash_at_the_end_is_not_doubled),
		cmocka_unit_test(what_is_below_is_left_out_by_name_or_read),
		cmocka_unit_test(a_directory_without_files_fails),
	};

	return cmocka_run_group_tests(tests, make_place, remove_place);
}
