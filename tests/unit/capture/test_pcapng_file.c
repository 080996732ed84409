/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "../../../src/capture/frame_reader.h"
#include "base/sum.h"

#include "made_file.h"

/* if_tsresol 9 and if_tsoffset 1000 seconds, little-endian */
static const uint8_t nanoseconds[] = { 9,    0, 1, 0, 9, 0, 0, 0, 14, 0, 8, 0,
	                               0xe8, 3, 0, 0, 0, 0, 0, 0, 0,  0, 0, 0 };

/* Read every frame of a made file, which is exactly as long as what was made.
 * @return how it ended; *@count frames are in @frames, their bytes gone */
static enum read_status read_all(const struct made_file *file, size_t len,
                                 struct frame *frames, size_t *count, struct error *why)
{
	uint8_t *copy = malloc(len ? len : 1);
	enum read_status status = READ_BROKEN;

	memcpy(copy, file->bytes, len);
	struct byte_source *source = byte_source_from_memory(copy, len);
	struct frame_reader *reader = NULL;
	struct frame frame;

	*count = 0;
	if (frame_reader_open(&reader, source, "made.pcapng", NULL, why) == FILE_OPENED) {
		while ((status = frame_reader_next(reader, &frame)) == READ_FRAME) {
			for (uint32_t i = 1; i < frame.len; i++)
				assert_int_equal(frame.bytes[i],
				                 (uint8_t)(frame.bytes[0] + i));
			frames[(*count)++] = frame;
		}
		*why = reader->why;
	}
	frame_reader_close(reader);
	byte_source_close(source);
	free(copy);
	return status;
}

static void expect(const struct frame *frame, int64_t time_us, uint32_t len,
                   uint32_t wire_len, uint16_t link_type)
{
	assert_true(frame->time_us == time_us);
	assert_int_equal(frame->len, len);
	assert_int_equal(frame->wire_len, wire_len);
	assert_int_equal(frame->link_type, link_type);
}

static void interfaces_may_differ_in_everything(void **state)
{
	static struct made_file file;
	struct frame frames[8];
	struct error why;
	size_t count;

	(void)state;
	put_section(&file);
	put_interface(&file, 1, 65535, "", 0);
	put_interface(&file, 113, 96, nanoseconds, sizeof(nanoseconds));
	put_enhanced(&file, 0, 1700000000000001, 61, 1500);
	put_interface(&file, 101, 0, "", 0);
	put_enhanced(&file, 1, 1700000000000002000, 62, 62);
	put_enhanced(&file, 2, 1700000000000003, 0, 20);
	assert_int_equal(read_all(&file, file.len, frames, &count, &why), READ_END);
	assert_int_equal(count, 3);
	expect(&frames[0], 1700000000000001, 61, 1500, 1);
	expect(&frames[1], 1700001000000002, 62, 62, 113);
	expect(&frames[2], 1700000000000003, 0, 20, 101);
}

static void sections_start_anew_in_either_byte_order(void **state)
{
	static struct made_file file;
	struct frame frames[8];
	struct error why;
	size_t count;

	(void)state;
	file = (struct made_file){ .big_endian = true };
	put_section(&file);
	put_interface(&file, 1, 0, "", 0);
	put_enhanced(&file, 0, 11, 4, 4);
	file.big_endian = false;
	put_section(&file);
	put_interface(&file, 101, 0, "", 0);
	put_enhanced(&file, 0, 12, 5, 5);
	put_section(&file);
	put_enhanced(&file, 0, 13, 5, 5); /* the interface was the last section's */
	assert_int_equal(read_all(&file, file.len, frames, &count, &why), READ_BROKEN);
	assert_int_equal(count, 2);
	expect(&frames[0], 11, 4, 4, 1);
	expect(&frames[1], 12, 5, 5, 101);
	assert_non_null(strstr(why.text, "interface 0, which is not described"));
}

static void simple_and_obsolete_packets_are_packets(void **state)
{
	static struct made_file file, simple, obsolete;
	struct frame frames[8];
	struct error why;
	size_t count;

	(void)state;
	put_section(&file);
	put_interface(&file, 1, 6, "", 0);
	put_interface(&file, 101, 0, "", 0);
	put32(&simple, 99);
	put_counting(&simple, 1, 6);
	put_block(&file, 3, simple.bytes, simple.len);
	put16(&obsolete, 1);
	put16(&obsolete, 0xffff); /* drops unknown */
	put32(&obsolete, 0);
	put32(&obsolete, 77);
	put32(&obsolete, 3);
	put32(&obsolete, 30);
	put_counting(&obsolete, 9, 3);
	put_block(&file, 2, obsolete.bytes, obsolete.len);
	assert_int_equal(read_all(&file, file.len, frames, &count, &why), READ_END);
	assert_int_equal(count, 2);
	expect(&frames[0], 0, 6, 99, 1);
	expect(&frames[1], 77, 3, 30, 101);
}

static void a_simple_packet_ends_with_its_block(void **state)
{
	static struct made_file file, simple;
	struct frame frames[8];
	struct error why;
	size_t count;

	(void)state;
	put_section(&file);
	put_interface(&file, 1, 0, "", 0); /* no snaplen that would tell */
	put32(&simple, 1500);
	put_counting(&simple, 1, 8);
	put_block(&file, 3, simple.bytes, simple.len);
	assert_int_equal(read_all(&file, file.len, frames, &count, &why), READ_END);
	assert_int_equal(count, 1);
	expect(&frames[0], 0, 8, 1500, 1);
}

static void blocks_without_packets_are_stepped_over(void **state)
{
	static struct made_file file;
	static uint8_t large[20000];
	struct frame frames[8];
	struct error why;
	size_t count;

	(void)state;
	put_section(&file);
	put_block(&file, 4, "names", 5); /* name resolution */
	put_interface(&file, 1, 0, "", 0);
	put_block(&file, 5, "statistics", 10);
	put_block(&file, 0x0bad, large, sizeof(large));
	put_enhanced(&file, 0, 5, 7, 7);
	put_block(&file, 10, "secrets", 7); /* decryption secrets */
	assert_int_equal(read_all(&file, file.len, frames, &count, &why), READ_END);
	assert_int_equal(count, 1);
	expect(&frames[0], 5, 7, 7, 1);
}

static void every_cut_is_the_end_or_damage(void **state)
{
	static struct made_file file;
	struct frame frames[8];
	struct error why;
	size_t count, boundary = 0, boundaries[8];

	(void)state;
	put_section(&file);
	boundaries[0] = file.len;
	put_interface(&file, 1, 0, nanoseconds, sizeof(nanoseconds));
	boundaries[1] = file.len;
	put_enhanced(&file, 0, 5, 7, 7);
	boundaries[2] = file.len;
	put_block(&file, 5, "statistics", 10);
	boundaries[3] = file.len;
	put_enhanced(&file, 0, 5, 8, 8);
	boundaries[4] = file.len;
	for (size_t len = 0; len <= file.len; len++) {
		bool whole = len == boundaries[boundary];
		enum read_status status = read_all(&file, len, frames, &count, &why);

		boundary += whole;
		assert_int_equal(status, whole ? READ_END : READ_BROKEN);
		assert_int_equal(count, (boundary > 2) + (boundary > 4));
	}
	assert_int_equal(boundary, 5);
}

/* Little-endian: a section, then these words. */
static const struct {
	uint32_t words[12];
	size_t count;
	const char *reason;
} damage[] = {
	{ { 6, 8 }, 2, "at byte 28: a block claims to have 8 bytes" },
	{ { 6, 0 }, 2, "at byte 28: a block claims to have 0 bytes" },
	{ { 5, 17 }, 2, "at byte 28: a block claims to have 17 bytes" },
	{ { 5, 0xfffffffc },
	  2,
	  "at byte 36: the file is cut short in the "
	  "middle of a block" },
	{ { 6, 28 }, 2, "at byte 28: a packet block of only 28 bytes" },
	{ { 6, 32, 0, 0, 0, 0, 0, 32 },
	  8,
	  "at byte 28: a packet of interface 0, which is not described" },
	{ { 3, 16, 0, 16 }, 4, "at byte 28: a packet before any interface is described" },
	{ { 1, 16, 1, 16 }, 4, "at byte 28: an interface description of 16 bytes" },
	{ { 1, 0xfffffffc },
	  2,
	  "at byte 28: an interface description of 4294967292 bytes" },
	{ { 1, 20, 1, 0, 24 },
	  5,
	  "at byte 28: a block of 20 bytes ends in the length 24" },
	{ { 1, 24, 1, 0, 0xffff0009, 24 },
	  6,
	  "at byte 28: an option that is longer than its block" },
	{ { 1, 28, 1, 0, 0x00020009, 0, 28 },
	  7,
	  "at byte 28: an if_tsresol option that is not one byte" },
	{ { 1, 28, 1, 0, 0x0004000e, 0, 28 },
	  7,
	  "at byte 28: an if_tsoffset option that is not eight bytes" },
	{ { 1, 36, 1, 0, 0x00010009, 6, 0x00010009, 6, 36 },
	  9,
	  "at byte 28: two if_tsresol options" },
	{ { 0x0a0d0d0a, 28, 0, 1, 0, 0, 28 },
	  7,
	  "at byte 28: a section without a byte order mark" },
	{ { 0x0a0d0d0a, 28, 0x1a2b3c4d, 2, 0, 0, 28 },
	  7,
	  "at byte 28: pcapng version 2 is unknown" },
	{ { 0x0a0d0d0a, 0x00200000, 0x1a2b3c4d, 1, 0, 0, 28 },
	  7,
	  "at byte 28: a section header of 2097152 bytes" },
};

static void damage_is_named_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(damage) / sizeof(damage[0]); i++) {
		static struct made_file file;
		struct frame frames[4];
		struct error why = { 0 };
		size_t count;

		file = (struct made_file){ 0 };
		put_section(&file);
		for (size_t k = 0; k < damage[i].count; k++)
			put32(&file, damage[i].words[k]);
		assert_int_equal(read_all(&file, file.len, frames, &count, &why),
		                 READ_BROKEN);
		assert_string_equal(why.text, damage[i].reason);
	}
}

static void a_packet_larger_than_its_block_is_damage(void **state)
{
	static struct made_file file;
	struct frame frames[4];
	struct error why;
	size_t count;

	(void)state;
	put_section(&file);
	put_interface(&file, 1, 0, "", 0);
	put_enhanced(&file, 0, 1, 8, 8);
	file.bytes[28 + 20 + 20] =
		9; /* captured length of the first packet, in 8 bytes */
	assert_int_equal(read_all(&file, file.len, frames, &count, &why), READ_BROKEN);
	assert_string_equal(why.text,
	                    "at byte 48: a packet claims 9 bytes in a block of 40");
}

static void options_end_where_they_say(void **state)
{
	/* opt_endofopt, then what would be damage */
	static const uint8_t ended[] = { 2, 0, 3, 0, 'l', 'o', '0', 0,
		                         0, 0, 0, 0, 9,   0,   9,   9 };
	static struct made_file file;
	struct frame frames[4];
	struct error why;
	size_t count;

	(void)state;
	put_section(&file);
	put_interface(&file, 1, 0, ended, sizeof(ended));
	put_enhanced(&file, 0, 1, 8, 8);
	assert_int_equal(read_all(&file, file.len, frames, &count, &why), READ_END);
	assert_int_equal(count, 1);
}

/* --- Losses --------------------------------------------------------------------- */

static void put_option(struct made_file *body, uint16_t code, uint64_t count)
{
	put16(body, code);
	put16(body, 8);
	put_number(body, count, 8);
}

static void put_statistics(struct made_file *file, uint32_t interface, uint64_t ifdrop,
                           uint64_t osdrop)
{
	struct made_file body = { .big_endian = file->big_endian };

	put32(&body, interface);
	put_number(&body, 0, 8);
	put_option(&body, 4, 1000); /* received: no loss */
	put_option(&body, 5, ifdrop);
	put_option(&body, 7, osdrop);
	put32(&body, 0);
	put_option(&body, 5, 99); /* behind the end of the options */
	put_block(file, 5, body.bytes, body.len);
}

/* Five bytes of packet, padded, and how many were lost before it. */
static void put_enhanced_after(struct made_file *file, uint32_t interface, uint64_t lost)
{
	struct made_file body = { .big_endian = file->big_endian };

	put32(&body, interface);
	put_number(&body, 0, 8);
	put32(&body, 5);
	put32(&body, 5);
	put_counting(&body, 0, 8);
	put_option(&body, 4, lost);
	put_block(file, 6, body.bytes, body.len);
}

static void put_obsolete_after(struct made_file *file, uint16_t interface, uint16_t lost)
{
	struct made_file body = { .big_endian = file->big_endian };

	put16(&body, interface);
	put16(&body, lost);
	put_number(&body, 0, 8);
	put32(&body, 4);
	put32(&body, 4);
	put_counting(&body, 0, 4);
	put_block(file, 2, body.bytes, body.len);
}

/* Reads to the end, stepping back over each frame once. */
static struct stated_losses losses_of(const struct made_file *file)
{
	struct byte_source *source = byte_source_from_memory(file->bytes, file->len);
	struct error err;
	struct frame_reader *reader = NULL;
	struct stated_losses losses;
	struct frame frame;

	assert_int_equal(frame_reader_open(&reader, source, "made", NULL, &err),
	                 FILE_OPENED);
	while (frame_reader_next(reader, &frame) == READ_FRAME) {
		frame_reader_unread(reader);
		assert_int_equal(frame_reader_next(reader, &frame), READ_FRAME);
	}
	losses = reader->losses;
	frame_reader_close(reader);
	byte_source_close(source);
	return losses;
}

static void losses_that_a_file_states_are_counted_once(void **state)
{
	(void)state;
	for (int order = 0; order < 2; order++) {
		static struct made_file file;

		file = (struct made_file){ .big_endian = order };
		put_section(&file);
		put_interface(&file, 1, 0, NULL, 0);
		put_interface(&file, 1, 0, NULL, 0);
		put_enhanced_after(&file, 0, 30);
		put_enhanced_after(&file, 0, 12);
		put_obsolete_after(&file, 1, 5);
		put_obsolete_after(&file, 1, 0xffff); /* nobody knows */
		put_statistics(&file, 0, 20, 10);     /* so far */
		assert_int_equal(losses_of(&file).interface, 47);
		put_statistics(&file, 0, 200,
		               100);            /* in the end: the same ones, and more */
		put_statistics(&file, 7, 1, 1); /* of no interface */
		assert_int_equal(losses_of(&file).interface, 205);
		assert_int_equal(losses_of(&file).kernel, 100);
		put_section(&file);
		put_interface(&file, 1, 0, NULL, 0);
		put_statistics(&file, 0, 3, 4);
		assert_int_equal(losses_of(&file).interface, 208);
		assert_int_equal(losses_of(&file).kernel, 104);
	}
}

static void hostile_counts_stay_counts(void **state)
{
	static struct made_file file;

	(void)state;
	put_section(&file);
	put_interface(&file, 1, 0, NULL, 0);
	put_enhanced_after(&file, 0, UINT64_MAX);
	put_enhanced_after(&file, 0, UINT64_MAX);
	put_statistics(&file, 0, UINT64_MAX, UINT64_MAX);
	assert_true(losses_of(&file).interface == SUM_MOST);
}

static void put_text(struct made_file *body, uint16_t code, const char *text)
{
	const size_t len = strlen(text);

	put16(body, code);
	put16(body, (uint16_t)len);
	put_bytes(body, text, len);
	put_bytes(body, "\0\0\0", (4 - len % 4) % 4);
}

/* NULL: not said. */
static void put_named(struct made_file *file, const char *name, const char *description,
                      const char *comment)
{
	struct made_file options = { .big_endian = file->big_endian };

	if (name)
		put_text(&options, 2, name);
	if (description)
		put_text(&options, 3, description);
	if (comment)
		put_text(&options, 1, comment);
	put_interface(file, 1, 0, options.bytes, options.len);
}

static void put_commented_section(struct made_file *file, const char *comment)
{
	struct made_file body = { .big_endian = file->big_endian };

	put32(&body, 0x1a2b3c4d);
	put16(&body, 1);
	put16(&body, 0);
	put_number(&body, UINT64_MAX, 8);
	put_text(&body, 1, comment);
	put_block(file, 0x0a0d0d0a, body.bytes, body.len);
}

static struct frame_reader *opened(const struct made_file *file,
                                   struct byte_source **source)
{
	struct frame_reader *reader = NULL;
	struct error why;

	*source = byte_source_from_memory(file->bytes, file->len);
	assert_int_equal(frame_reader_open(&reader, *source, "made.pcapng", NULL, &why),
	                 FILE_OPENED);
	return reader;
}

static void expect_label(const struct frame_reader *reader, uint16_t number,
                         const char *name, const char *description, uint64_t dropped)
{
	const struct capture_interface *interface =
		&reader->labels.interfaces[number - 1];

	assert_in_range(number, 1, reader->labels.count);
	assert_true(!name == !interface->name);
	assert_true(!description == !interface->description);
	if (name)
		assert_string_equal(interface->name, name);
	if (description)
		assert_string_equal(interface->description, description);
	assert_true(interface->dropped == dropped);
}

static void interfaces_are_called_what_the_file_calls_them(void **state)
{
	static const uint16_t wanted[] = { 1, 2, 0, 3, 1, 4 };

	(void)state;
	for (int big_endian = 0; big_endian < 2; big_endian++) {
		struct made_file file = { .big_endian = big_endian };
		struct byte_source *source;
		struct frame_reader *reader;
		struct frame frame;

		put_commented_section(&file, "of the night");
		put_named(&file, "eth0", NULL, NULL);
		put_named(&file, "eth1", "Uplink", "a comment beside it");
		put_named(&file, NULL, NULL, NULL);
		put_named(&file, NULL, NULL, "only a comment");
		for (uint32_t i = 0; i < 4; i++)
			put_enhanced(&file, i, 1, 4, 4);
		put_statistics(&file, 1, 40, 2);
		/* The same again, in another order, and one more. */
		put_commented_section(&file, "another one");
		put_named(&file, "eth0", NULL, NULL);
		put_named(&file, "eth1", NULL, NULL);
		put_enhanced(&file, 0, 1, 4, 4);
		put_enhanced(&file, 1, 1, 4, 4);
		put_statistics(&file, 0, 7, 0);

		reader = opened(&file, &source);
		for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
			assert_int_equal(frame_reader_next(reader, &frame), READ_FRAME);
			assert_int_equal(frame.interface, wanted[i]);
		}
		assert_int_equal(frame_reader_next(reader, &frame), READ_END);
		assert_int_equal(reader->labels.count, 4);
		expect_label(reader, 1, "eth0", NULL, 7);
		expect_label(reader, 2, "eth1", "Uplink", 42);
		expect_label(reader, 3, NULL, "only a comment", 0);
		expect_label(reader, 4, "eth1", NULL, 0);
		assert_string_equal(reader->labels.comment, "of the night");
		frame_reader_close(reader);
		byte_source_close(source);
	}
}

static void names_of_interfaces_are_bounded(void **state)
{
	struct made_file file = { .big_endian = false };
	char name[400];
	struct byte_source *source;
	struct frame_reader *reader;
	struct frame frame;

	(void)state;
	put_section(&file);
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	for (int i = 0; i < FILE_LABELS_MOST + 9; i++) {
		snprintf(name, 6, "%05d", i);
		name[5] = 'x';
		put_named(&file, name, NULL, NULL);
	}
	put_enhanced(&file, FILE_LABELS_MOST - 1, 1, 4, 4);
	put_enhanced(&file, FILE_LABELS_MOST, 1, 4, 4);
	put_statistics(&file, FILE_LABELS_MOST, 3, 0);
	reader = opened(&file, &source);
	assert_int_equal(frame_reader_next(reader, &frame), READ_FRAME);
	assert_int_equal(frame.interface, FILE_LABELS_MOST);
	assert_int_equal(strlen(reader->labels.interfaces[0].name), 255);
	assert_int_equal(frame_reader_next(reader, &frame), READ_FRAME);
	assert_int_equal(frame.interface, 0);
	assert_int_equal(frame_reader_next(reader, &frame), READ_END);
	assert_int_equal(reader->labels.count, FILE_LABELS_MOST);
	assert_int_equal(reader->losses.interface, 3);
	frame_reader_close(reader);
	byte_source_close(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(interfaces_may_differ_in_everything),
		cmocka_unit_test(sections_start_anew_in_either_byte_order),
		cmocka_unit_test(simple_and_obsolete_packets_are_packets),
		cmocka_unit_test(a_simple_packet_ends_with_its_block),
		cmocka_unit_test(blocks_without_packets_are_stepped_over),
		cmocka_unit_test(every_cut_is_the_end_or_damage),
		cmocka_unit_test(damage_is_named_with_its_place),
		cmocka_unit_test(a_packet_larger_than_its_block_is_damage),
		cmocka_unit_test(options_end_where_they_say),
		cmocka_unit_test(losses_that_a_file_states_are_counted_once),
		cmocka_unit_test(interfaces_are_called_what_the_file_calls_them),
		cmocka_unit_test(names_of_interfaces_are_bounded),
		cmocka_unit_test(hostile_counts_stay_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
