/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../../src/capture/file_labels.h"

#include "../unit.h"

#include <string.h>

static struct label_text text(const char *word)
{
	return (struct label_text){ word, strlen(word) };
}

/* A file of a ring: two interfaces, of which the first lost some. */
static void make(struct file_labels *labels, const char *first, uint64_t dropped)
{
	*labels = (struct file_labels){ 0 };
	file_labels_lose(labels, file_labels_add(labels, text(first), text("")), 0,
	                 dropped);
	(void)file_labels_add(labels, text("eth9"), text("Heartbeat"));
	file_labels_comment(labels, text(first));
}

static void files_of_a_ring_are_taken_together(void **state)
{
	uint64_t counted[FILE_LABELS_MOST] = { 0 };
	struct file_labels all = { 0 }, one, other;

	(void)state;
	make(&one, "eth0", 5);
	file_labels_merge(&all, &one, counted);
	file_labels_merge(&all, &one, counted); /* no more was read in the meantime */
	file_labels_lose(&one, 1, 0, 7);
	file_labels_merge(&all, &one, counted);
	assert_int_equal(all.count, 2);
	assert_int_equal(all.interfaces[0].dropped, 12);
	memset(counted, 0, sizeof(counted));
	make(&other, "eth1", 30);
	file_labels_merge(&all, &other, counted);
	file_labels_fini(&one);
	file_labels_fini(&other);
	assert_int_equal(all.count, 3);
	assert_int_equal(all.interfaces[0].dropped, 12);
	assert_int_equal(all.interfaces[1].dropped, 0);
	assert_string_equal(all.interfaces[1].description, "Heartbeat");
	assert_string_equal(all.interfaces[2].name, "eth1");
	assert_int_equal(all.interfaces[2].dropped, 30);
	assert_string_equal(all.comment, "eth0");
	file_labels_fini(&all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_of_a_ring_are_taken_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
