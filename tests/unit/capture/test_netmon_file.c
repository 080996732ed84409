/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "../../../src/capture/frame_reader.h"

#include "made_file.h"

#define HEADER_LEN   128
#define TABLE_OFFSET 24                        /* of its offset, in the header */
#define START_US     INT64_C(1262304000250000) /* 2010-01-01 00:00:00.250 */

/* A file of one version with the frames added to it; finish() writes the table. */
struct capture_of {
	struct made_file file;
	uint32_t table[16];
	uint32_t count;
	uint8_t minor;
};

static void start(struct capture_of *made, uint8_t major, uint8_t minor, uint16_t network)
{
	static const uint16_t began[] = { 2010, 1, 5, 1, 0, 0, 0, 250 };

	*made = (struct capture_of){ .minor = minor };
	put_bytes(&made->file, major == 1 ? "RTSS" : "GMBU", 4);
	put_number(&made->file, minor, 1);
	put_number(&made->file, major, 1);
	put16(&made->file, network);
	for (size_t i = 0; i < 8; i++)
		put16(&made->file, began[i]);
	while (made->file.len < HEADER_LEN)
		put_number(&made->file, 0, 1);
}

static void add(struct capture_of *made, uint64_t delta, const void *bytes, uint32_t len,
                uint16_t network)
{
	made->table[made->count++] = (uint32_t)made->file.len;
	put_number(&made->file, delta, 8);
	put32(&made->file, len + 100);
	put32(&made->file, len);
	put_bytes(&made->file, bytes, len);
	put16(&made->file, network);
	if (made->minor >= 2)
		put32(&made->file, 7); /* process */
	if (made->minor >= 3) {
		put_number(&made->file, (UINT64_C(11644473600) + 1600000000) * 10000000,
		           8);
		put_number(&made->file, 0, 1);
	}
}

static void finish(struct capture_of *made)
{
	struct made_file where = { .len = 0 };

	put32(&where, (uint32_t)made->file.len);
	put32(&where, made->count * 4);
	memcpy(made->file.bytes + TABLE_OFFSET, where.bytes, where.len);
	for (uint32_t i = 0; i < made->count; i++)
		put32(&made->file, made->table[i]);
}

/* The reading of @made, from memory of exactly its length. */
struct reading {
	uint8_t *copy;
	struct byte_source *source;
	struct frame_reader *reader; /* NULL: not opened */
	enum file_opening opening;
	struct error err;
};

static struct reading begin(const struct capture_of *made, size_t cut)
{
	const size_t len = made->file.len - cut;
	struct reading reading = { .copy = malloc(len) };

	memcpy(reading.copy, made->file.bytes, len);
	reading.source = byte_source_from_memory(reading.copy, len);
	reading.opening = frame_reader_open(&reading.reader, reading.source, "made", NULL,
	                                    &reading.err);
	return reading;
}

static void end(struct reading *reading)
{
	frame_reader_close(reading->reader);
	byte_source_close(reading->source);
	free(reading->copy);
}

static void media_are_link_types_and_pseudo_frames_are_none(void **state)
{
	static const struct {
		uint16_t network;
		int link_type; /* -1: no frame */
	} rows[] = {
		{ 0, 1 },        { 1, 1 },        { 2, 6 },           { 7, 101 },
		{ 8, 101 },      { 9, 101 },      { 5, 0xf005 },      { 0xe001, 1 },
		{ 0xe071, 113 }, { 0xe080, 105 }, { 0xe083, 0xf083 }, { 0xffe0, -1 },
		{ 0xfffb, -1 },  { 0xffff, -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		static struct capture_of made;
		struct frame frame;

		start(&made, 2, 1, 1);
		add(&made, 0, "frame", 5, rows[i].network);
		finish(&made);
		struct reading reading = begin(&made, 0);

		assert_non_null(reading.reader);
		assert_int_equal(frame_reader_next(reading.reader, &frame),
		                 rows[i].link_type < 0 ? READ_END : READ_FRAME);
		if (rows[i].link_type >= 0) {
			assert_int_equal(frame.link_type, rows[i].link_type);
			assert_int_equal(frame.len, 5);
			assert_int_equal(frame.wire_len, 105);
			assert_memory_equal(frame.bytes, "frame", 5);
		}
		end(&reading);
	}
}

static void the_header_of_the_radio_is_stepped_over(void **state)
{
	static const uint8_t bytes[] = { 2, 5, 0, 0xee, 0xee, 'a', 'i', 'r' };
	static const uint8_t beyond[] = { 2, 200, 0, 0xee };
	static struct capture_of made;
	struct frame frame;

	(void)state;
	start(&made, 2, 3, 1);
	add(&made, 0, bytes, sizeof(bytes), 6);
	add(&made, 0, beyond, sizeof(beyond), 6);
	add(&made, 0, beyond, 2, 6);
	finish(&made);
	struct reading reading = begin(&made, 0);

	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
	assert_int_equal(frame.link_type, 105);
	assert_int_equal(frame.len, 3);
	assert_int_equal(frame.wire_len, 103);
	assert_memory_equal(frame.bytes, "air", 3);
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
	assert_int_equal(frame.len, 0);
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
	assert_int_equal(frame.len, 2);
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_END);
	end(&reading);
}

static void times_are_of_the_trailer_or_count_from_the_start(void **state)
{
	static const struct {
		uint8_t minor;
		uint64_t delta;
		int64_t time_us;
	} rows[] = {
		{ 1, 1500000, START_US + 1500000 },
		{ 2, (uint64_t)-2000000, START_US - 2000000 }, /* before the start */
		{ 3, 1500000, INT64_C(1600000000000000) },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		static struct capture_of made;
		struct frame frame;

		start(&made, 2, rows[i].minor, 1);
		add(&made, rows[i].delta, "frame", 5, 1);
		finish(&made);
		struct reading reading = begin(&made, 0);

		assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
		assert_int_equal(frame.time_us, rows[i].time_us);
		end(&reading);
	}
}

static void frames_come_in_the_order_of_the_table(void **state)
{
	static struct capture_of made;
	struct frame frame;

	(void)state;
	start(&made, 2, 1, 1);
	add(&made, 0, "second", 6, 1);
	put_bytes(&made.file, "something else", 14);
	add(&made, 0, "first", 5, 1);

	const uint32_t swapped = made.table[0];

	made.table[0] = made.table[1];
	made.table[1] = swapped;
	finish(&made);
	struct reading reading = begin(&made, 0);

	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
	assert_memory_equal(frame.bytes, "first", 5);
	frame_reader_unread(reading.reader);
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
	assert_memory_equal(frame.bytes, "first", 5);
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
	assert_memory_equal(frame.bytes, "second", 6);
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_END);
	end(&reading);
}

static void damage_is_said(void **state)
{
	static struct capture_of made;
	struct frame frame;
	struct reading reading;

	(void)state;
	start(&made, 2, 1, 1);
	add(&made, 0, "frame", 5, 1);
	finish(&made);
	reading = begin(&made, 1); /* the table is cut */
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_BROKEN);
	assert_non_null(strstr(reading.reader->why.text, "table of frames"));
	end(&reading);

	made.file.bytes[made.file.len - 4] = 0xf0; /* a frame where there is none */
	reading = begin(&made, 0);
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_BROKEN);
	end(&reading);

	start(&made, 2, 1, 1);
	add(&made, 0, "frame", 5, 1);
	made.file.bytes[HEADER_LEN + 15] = 0x40; /* its length */
	finish(&made);
	reading = begin(&made, 0);
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_BROKEN);
	assert_non_null(strstr(reading.reader->why.text, "claims to have"));
	end(&reading);

	start(&made, 3, 0, 1);
	finish(&made);
	reading = begin(&made, 0);
	assert_null(reading.reader);
	assert_non_null(strstr(reading.err.text, "version 3.0"));
	end(&reading);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(media_are_link_types_and_pseudo_frames_are_none),
		cmocka_unit_test(the_header_of_the_radio_is_stepped_over),
		cmocka_unit_test(times_are_of_the_trailer_or_count_from_the_start),
		cmocka_unit_test(frames_come_in_the_order_of_the_table),
		cmocka_unit_test(damage_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
