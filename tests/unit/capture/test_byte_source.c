/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../../src/capture/byte_source.h"

static const struct byte_file regular = { .is_regular = true };
static const struct byte_file pipe_file = { .is_regular = false };

static uint8_t byte_at(size_t offset)
{
	return (uint8_t)(offset * 31 + offset / 251);
}

/* A descriptor of an unlinked file with @len bytes as byte_at() gives them. */
static int made_descriptor(size_t len)
{
	char path[] = "/tmp/test-byte-source-XXXXXX";
	int fd = mkstemp(path);
	uint8_t *bytes = malloc(len);

	assert_true(fd >= 0);
	unlink(path);
	for (size_t i = 0; i < len; i++)
		bytes[i] = byte_at(i);
	assert_int_equal(write(fd, bytes, len), len);
	free(bytes);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static void any_sequence_of_needs_and_skips_sees_the_file_as_it_is(void **state)
{
	const size_t len = 3 * BYTE_SOURCE_BLOCK + 4711;
	struct byte_source *source =
		byte_source_from_descriptor(made_descriptor(len), &regular, NULL);
	size_t offset = 0, step = 1;

	(void)state;
	assert_non_null(source);
	while (byte_source_need(source, step) == BYTES_READY) {
		assert_int_equal(byte_source_offset(source), offset);
		for (size_t i = 0; i < step; i++)
			assert_int_equal(source->at[i], byte_at(offset + i));
		byte_source_skip(source, step + step / 3);
		offset += step + step / 3;
		step = step * 5 % 9973 + 1;
	}
	assert_int_equal(source->ended, BYTES_END);
	byte_source_close(source);
}

static void more_than_a_block_can_be_had_at_once(void **state)
{
	const size_t len = 5 * BYTE_SOURCE_BLOCK;
	struct byte_source *source =
		byte_source_from_descriptor(made_descriptor(len), &regular, NULL);

	(void)state;
	assert_int_equal(byte_source_need(source, 10), BYTES_READY);
	byte_source_skip(source, 10);
	assert_int_equal(byte_source_need(source, len - 10), BYTES_READY);
	for (size_t i = 10; i < len; i++)
		assert_int_equal(source->at[i - 10], byte_at(i));
	assert_int_equal(byte_source_need(source, len - 9), BYTES_END);
	byte_source_close(source);
}

static void skipping_past_the_end_is_the_end(void **state)
{
	const uint64_t skips[] = { 101, 100000, UINT64_MAX };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct byte_source *source =
			byte_source_from_descriptor(made_descriptor(100), &regular, NULL);

		assert_int_equal(byte_source_need(source, 50), BYTES_READY);
		byte_source_skip(source, skips[i]);
		byte_source_skip(source, 1);
		assert_int_equal(byte_source_need(source, 1), BYTES_END);
		byte_source_close(source);
	}
}

static void stepping_back_shows_the_same_bytes_again(void **state)
{
	struct byte_source *source = byte_source_from_descriptor(
		made_descriptor(2 * BYTE_SOURCE_BLOCK), &regular, NULL);

	(void)state;
	assert_int_equal(byte_source_need(source, 1000), BYTES_READY);
	byte_source_skip(source, 100);
	const uint8_t *here = source->at;

	byte_source_skip(source, UINT64_C(1) << 40);
	byte_source_rewind(source, here);
	assert_int_equal(byte_source_offset(source), 100);
	assert_int_equal(source->at[0], byte_at(100));
	assert_int_equal(byte_source_need(source, BYTE_SOURCE_BLOCK + 1), BYTES_READY);
	assert_int_equal(source->at[BYTE_SOURCE_BLOCK], byte_at(100 + BYTE_SOURCE_BLOCK));
	byte_source_close(source);
}

/* An origin that gives three bytes at a time, as byte_at() has them. */
static enum byte_status read_three(void *state, uint8_t *into, size_t size, size_t *got,
                                   struct error *why)
{
	size_t *offset = state;

	(void)why;
	assert_in_range(size, 3, SIZE_MAX);
	for (size_t i = 0; i < 3; i++)
		into[i] = byte_at((*offset)++);
	*got = 3;
	return BYTES_READY;
}

static void skipping_ends_inside_a_small_piece(void **state)
{
	static const struct byte_origin origin = { .read = read_three, .close = free };

	(void)state;
	for (size_t skip = 0; skip < 20; skip++) {
		struct byte_source *source =
			byte_source_create(&origin, calloc(1, sizeof(size_t)));

		for (size_t offset = 0; offset < 300; offset += skip + 1) {
			assert_int_equal(byte_source_need(source, 8), BYTES_READY);
			for (size_t i = 0; i < 8; i++)
				assert_int_equal(source->at[i], byte_at(offset + i));
			byte_source_skip(source, skip + 1);
			assert_int_equal(byte_source_offset(source), offset + skip + 1);
		}
		byte_source_close(source);
	}
}

static void any_byte_of_a_file_or_of_memory_can_be_had(void **state)
{
	static const uint64_t offsets[] = { 290000, 0, 5, 299999, 150000, 100, 140000 };
	static uint8_t bytes[300000];
	struct byte_source *sources[2];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = byte_at(i);
	sources[0] = byte_source_from_descriptor(made_descriptor(sizeof(bytes)), &regular,
	                                         NULL);
	sources[1] = byte_source_from_memory(bytes, sizeof(bytes));
	for (size_t i = 0; i < 2; i++) {
		struct byte_source *source = sources[i];

		assert_true(byte_source_is_random(source));
		for (size_t j = 0; j < sizeof(offsets) / sizeof(offsets[0]); j++) {
			assert_int_equal(byte_source_seek(source, offsets[j]),
			                 BYTES_READY);
			assert_int_equal(byte_source_offset(source), offsets[j]);
			assert_int_equal(byte_source_need(source, 1), BYTES_READY);
			assert_int_equal(source->at[0], byte_at(offsets[j]));
		}
		assert_int_equal(byte_source_seek(source, UINT64_C(1) << 40),
		                 BYTES_READY);
		assert_int_equal(byte_source_need(source, 1), BYTES_END);
		assert_int_equal(byte_source_seek(source, 7), BYTES_READY);
		assert_int_equal(byte_source_need(source, 1), BYTES_READY);
		assert_int_equal(source->at[0], byte_at(7));
		byte_source_close(source);
	}
}

static void what_is_pinned_stays_and_is_sought_only_where_it_is_loaded(void **state)
{
	struct byte_source *source =
		byte_source_from_descriptor(made_descriptor(300000), &regular, NULL);

	(void)state;
	assert_int_equal(byte_source_need(source, 100), BYTES_READY);
	source->pinned = true;
	assert_int_equal(byte_source_seek(source, 90), BYTES_READY);
	assert_int_equal(source->at[0], byte_at(90));
	assert_int_equal(byte_source_seek(source, 290000), BYTES_WAIT);
	assert_int_equal(byte_source_offset(source), 90);
	source->pinned = false;
	assert_int_equal(byte_source_seek(source, 290000), BYTES_READY);
	assert_int_equal(byte_source_need(source, 1), BYTES_READY);
	assert_int_equal(source->at[0], byte_at(290000));
	byte_source_close(source);
}

static void a_pipe_goes_only_forward(void **state)
{
	int ends[2];
	struct byte_source *source;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	source = byte_source_from_descriptor(ends[0], &pipe_file, NULL);
	assert_false(byte_source_is_random(source));
	assert_int_equal(write(ends[1], "abcdef", 6), 6);
	assert_int_equal(byte_source_need(source, 4), BYTES_READY);
	byte_source_skip(source, 2);
	assert_int_equal(byte_source_seek(source, 1), BYTES_BROKEN);
	close(ends[1]);
	byte_source_close(source);
}

static void memory_is_seen_in_place(void **state)
{
	const uint8_t bytes[] = "abc";
	struct byte_source *source = byte_source_from_memory(bytes, 3);

	(void)state;
	assert_int_equal(byte_source_need(source, 3), BYTES_READY);
	assert_ptr_equal(source->at, bytes);
	assert_int_equal(byte_source_need(source, 4), BYTES_END);
	byte_source_skip(source, 2);
	assert_int_equal(byte_source_offset(source), 2);
	byte_source_close(source);
}

static void a_quiet_pipe_waits_and_loses_nothing(void **state)
{
	int ends[2];
	uint8_t copied[8];
	size_t got = 0;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	struct byte_source *source =
		byte_source_from_descriptor(ends[0], &pipe_file, NULL);

	assert_int_equal(byte_source_need(source, 4), BYTES_WAIT);
	assert_int_equal(write(ends[1], "ab", 2), 2);
	assert_int_equal(byte_source_need(source, 4), BYTES_WAIT);
	assert_int_equal(write(ends[1], "cdef", 4), 4);
	assert_int_equal(byte_source_need(source, 4), BYTES_READY);
	assert_memory_equal(source->at, "abcd", 4);
	close(ends[1]);
	assert_int_equal(byte_source_need(source, 7), BYTES_END);
	assert_int_equal(byte_source_read(source, copied, sizeof(copied), &got),
	                 BYTES_READY);
	assert_int_equal(got, 6);
	assert_memory_equal(copied, "abcdef", 6);
	assert_int_equal(byte_source_read(source, copied, sizeof(copied), &got),
	                 BYTES_END);
	byte_source_close(source);
}

static void nothing_is_read_once_it_is_to_stop(void **state)
{
	volatile sig_atomic_t stop = 0;
	struct byte_source *source =
		byte_source_from_descriptor(made_descriptor(300000), &regular, &stop);

	(void)state;
	assert_int_equal(byte_source_need(source, 1), BYTES_READY);
	stop = 1;
	assert_int_equal(byte_source_need(source, 250000), BYTES_WAIT);
	stop = 0;
	assert_int_equal(byte_source_need(source, 250000), BYTES_READY);
	byte_source_close(source);
}

static void what_cannot_be_read_is_broken_with_a_reason(void **state)
{
	struct byte_source *source = byte_source_from_descriptor(
		open("/", O_RDONLY | O_DIRECTORY), &regular, NULL);

	(void)state;
	assert_int_equal(byte_source_need(source, 1), BYTES_BROKEN);
	assert_string_equal(source->why.text, "cannot be read: Is a directory");
	assert_int_equal(byte_source_need(source, 1), BYTES_BROKEN);
	byte_source_close(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_sequence_of_needs_and_skips_sees_the_file_as_it_is),
		cmocka_unit_test(more_than_a_block_can_be_had_at_once),
		cmocka_unit_test(skipping_past_the_end_is_the_end),
		cmocka_unit_test(stepping_back_shows_the_same_bytes_again),
		cmocka_unit_test(skipping_ends_inside_a_small_piece),
		cmocka_unit_test(any_byte_of_a_file_or_of_memory_can_be_had),
		cmocka_unit_test(
			what_is_pinned_stays_and_is_sought_only_where_it_is_loaded),
		cmocka_unit_test(a_pipe_goes_only_forward),
		cmocka_unit_test(memory_is_seen_in_place),
		cmocka_unit_test(a_quiet_pipe_waits_and_loses_nothing),
		cmocka_unit_test(nothing_is_read_once_it_is_to_stop),
		cmocka_unit_test(what_cannot_be_read_is_broken_with_a_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
