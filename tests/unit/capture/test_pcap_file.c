/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <string.h>

#include "../../../src/capture/frame_reader.h"

#include "made_file.h"

#define MAGIC_US        0xa1b2c3d4
#define MAGIC_NS        0xa1b23c4d
#define MAGIC_KUZNETZOV 0xa1b2cd34

/* Reads a made file; what is read is exactly as long as what was made. */
struct reading {
	uint8_t *copy;
	struct byte_source *source;
	struct frame_reader *reader; /* NULL: not opened */
	enum file_opening opening;
	struct error err;
};

static struct reading begin(const uint8_t *bytes, size_t len)
{
	struct reading reading = { .copy = malloc(len ? len : 1) };

	memcpy(reading.copy, bytes, len);
	reading.source = byte_source_from_memory(reading.copy, len);
	reading.opening = frame_reader_open(&reading.reader, reading.source, "made.pcap",
	                                    NULL, &reading.err);
	return reading;
}

static void end(struct reading *reading)
{
	frame_reader_close(reading->reader);
	byte_source_close(reading->source);
	free(reading->copy);
}

static void both_resolutions_and_byte_orders_read_alike(void **state)
{
	static const struct {
		uint32_t magic;
		bool big_endian;
		uint32_t fraction;
	} rows[] = {
		{ MAGIC_US, false, 123456 },
		{ MAGIC_US, true, 123456 },
		{ MAGIC_NS, false, 123456789 },
		{ MAGIC_NS, true, 123456789 },
	};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		static struct made_file file;
		struct frame frame;

		file = (struct made_file){ .big_endian = rows[i].big_endian };
		put_pcap_header(&file, rows[i].magic, 113);
		put_pcap_packet(&file, 1700000000, rows[i].fraction, 60, 1500);
		struct reading reading = begin(file.bytes, file.len);

		assert_non_null(reading.reader);
		assert_ptr_equal(reading.reader->format, &pcap_format);
		assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
		assert_int_equal(frame.time_us, 1700000000123456);
		assert_int_equal(frame.len, 60);
		assert_int_equal(frame.wire_len, 1500);
		assert_int_equal(frame.link_type, 113);
		assert_memory_equal(frame.bytes, file.bytes + 40, 60);
		assert_int_equal(frame_reader_next(reading.reader, &frame), READ_END);
		end(&reading);
	}
}

static void odd_packets_are_delivered_as_they_are(void **state)
{
	static struct made_file file;
	struct frame frame;

	(void)state;
	put_pcap_header(&file, MAGIC_US, 1);
	put_pcap_packet(&file, 100, 0, 0, 60); /* nothing captured */
	put_pcap_packet(&file, 99, 2500000, 20,
	                10); /* two seconds and a half, more than there was */
	put_pcap_packet(&file, 5, 0xffffffff, 1,
	                0); /* an absurd fraction, time running back */
	put_pcap_packet(&file, 0xffffffff, 1, 1, 1); /* year 2106 */
	struct reading reading = begin(file.bytes, file.len);

	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
	assert_int_equal(frame.len, 0);
	assert_int_equal(frame.wire_len, 60);
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
	assert_int_equal(frame.time_us, 101500000);
	assert_int_equal(frame.len, 20);
	assert_int_equal(frame.wire_len, 10);
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
	assert_int_equal(frame.time_us, 5000000 + INT64_C(0xffffffff));
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
	assert_true(frame.time_us == INT64_C(4294967295000001));
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_END);
	end(&reading);
}

static void bits_beside_the_link_type_are_left_out(void **state)
{
	static struct made_file file;
	struct frame frame;

	(void)state;
	put_pcap_header(&file, MAGIC_US,
	                0x54300000 | 276); /* FCS of 5, its flag, reserved bits */
	put_pcap_packet(&file, 1, 1, 8, 8);
	struct reading reading = begin(file.bytes, file.len);

	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
	assert_int_equal(frame.link_type, 276);
	end(&reading);
}

static void every_cut_is_the_end_or_damage_where_it_is(void **state)
{
	static struct made_file file;
	struct frame frame;

	(void)state;
	put_pcap_header(&file, MAGIC_US, 1);
	put_pcap_packet(&file, 1, 1, 20, 20);
	put_pcap_packet(&file, 2, 2, 30, 30);
	for (size_t len = 0; len <= file.len; len++) {
		struct reading reading = begin(file.bytes, len);
		const size_t frames = len < 60 ? 0 : len < 106 ? 1 : 2;
		const bool whole = len == 24 || len == 60 || len == 106;

		assert_int_equal(reading.reader != NULL, len >= 24);
		for (size_t i = 0; reading.reader && i < frames; i++)
			assert_int_equal(frame_reader_next(reading.reader, &frame),
			                 READ_FRAME);
		if (reading.reader)
			assert_int_equal(frame_reader_next(reading.reader, &frame),
			                 whole ? READ_END : READ_BROKEN);
		if (reading.reader && !whole)
			assert_non_null(
				strstr(reading.reader->why.text,
			               frames ? "at byte 60: the file is cut short"
			                      : "at byte 24: the file is cut short"));
		end(&reading);
	}
}

static void a_packet_larger_than_any_is_damage(void **state)
{
	static struct made_file file;
	struct frame frame;

	(void)state;
	put_pcap_header(&file, MAGIC_US, 1);
	put_pcap_packet(&file, 1, 1, 20, 20);
	put32(&file, 1);
	put32(&file, 1);
	put32(&file, FRAME_MAX_LEN + 1);
	put32(&file, FRAME_MAX_LEN + 1);
	struct reading reading = begin(file.bytes, file.len);

	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_BROKEN);
	assert_string_equal(reading.reader->why.text,
	                    "at byte 60: a packet claims to have 262145 bytes");
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_BROKEN);
	end(&reading);
}

static void large_messages_of_other_links_are_cut_and_passed(void **state)
{
	const uint32_t large = 3 * FRAME_MAX_LEN;
	uint8_t *bytes = calloc(1, 24 + 16 + large + 16 + 5);
	static struct made_file head, record;
	struct frame frame;

	(void)state;
	put_pcap_header(&head, MAGIC_US, 231); /* D-Bus */
	put32(&head, 1);
	put32(&head, 1);
	put32(&head, large);
	put32(&head, large);
	put_pcap_packet(&record, 2, 2, 5, 5);
	memcpy(bytes, head.bytes, head.len);
	memcpy(bytes + head.len + large, record.bytes, record.len);
	struct reading reading = begin(bytes, head.len + large + record.len);

	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
	assert_int_equal(frame.len, FRAME_MAX_LEN);
	assert_int_equal(frame.wire_len, large);
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
	assert_int_equal(frame.time_us, 2000002);
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_END);
	end(&reading);
	free(bytes);
}

static void a_frame_stepped_back_over_comes_again(void **state)
{
	static struct made_file file;
	struct frame first, again;

	(void)state;
	put_pcap_header(&file, MAGIC_US, 1);
	put_pcap_packet(&file, 1, 1, 20, 20);
	struct reading reading = begin(file.bytes, file.len);

	assert_int_equal(frame_reader_next(reading.reader, &first), READ_FRAME);
	frame_reader_unread(reading.reader);
	assert_int_equal(byte_source_offset(reading.source), 24);
	assert_int_equal(frame_reader_next(reading.reader, &again), READ_FRAME);
	assert_ptr_equal(first.bytes, again.bytes);
	end(&reading);
}

/* --- What is left to libpcap --------------------------------------------------- */

static void what_only_libpcap_knows_is_read_through_it(void **state)
{
	static struct made_file file;
	struct frame frame;

	(void)state;
	put_pcap_header(&file, MAGIC_KUZNETZOV, 101);
	put32(&file, 1700000000);
	put32(&file, 7);
	put32(&file, 20);
	put32(&file, 40);
	put_counting(&file, 0, 8); /* interface index, protocol, packet type, padding */
	put_counting(&file, 50, 20);
	struct reading reading = begin(file.bytes, file.len);

	assert_non_null(reading.reader);
	assert_ptr_equal(reading.reader->format, &libpcap_format);
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_FRAME);
	assert_int_equal(frame.time_us, 1700000000000007);
	assert_int_equal(frame.len, 20);
	assert_int_equal(frame.wire_len, 40);
	assert_int_equal(frame.link_type, 101);
	assert_int_equal(frame.bytes[0], 50);
	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_END);
	end(&reading);
}

static void libpcaps_damage_is_damage(void **state)
{
	static struct made_file file;
	struct frame frame;

	(void)state;
	put_pcap_header(&file, MAGIC_KUZNETZOV, 1);
	put_counting(&file, 0, 10);
	struct reading reading = begin(file.bytes, file.len);

	assert_int_equal(frame_reader_next(reading.reader, &frame), READ_BROKEN);
	assert_non_null(strstr(reading.reader->why.text, "libpcap: truncated dump file"));
	end(&reading);
}

static void an_unknown_version_is_refused(void **state)
{
	static struct made_file file;

	(void)state;
	put_pcap_header(&file, MAGIC_US, 1);
	file.bytes[4] = 3;
	struct reading reading = begin(file.bytes, file.len);

	assert_null(reading.reader);
	assert_non_null(
		strstr(reading.err.text, "unsupported pcap savefile version 3.4"));
	end(&reading);
}

/* --- What is no capture --------------------------------------------------------- */

static void what_cannot_be_read_is_named_with_a_way_out(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *reason;
		enum file_opening opening;
	} rows[] = {
		{ "", 0, "empty file", FILE_REFUSED },
		{ "x", 1, "not a capture file", FILE_STRANGER },
		{ "hello, world, this is\2text", 26, "not a capture file",
		  FILE_STRANGER },
		{ "GMBU\0\2\1\0 and so on", 18, "cut short in its header", FILE_REFUSED },
		{ "snoop\0\0\0\0\0\0\1\0\0\0\4", 16, "a snoop capture of version 1",
		  FILE_REFUSED },
		{ "XXXXNetscaler V30 Performance Data", 34,
		  "a NetScaler trace, record it again in the format of tcpdump: start "
		  "nstrace -size 0 -traceformat PCAP",
		  FILE_REFUSED },
		{ "\xaa\xaa\xaa\xaa ....", 9,
		  "a 5View capture, convert it with: editcap -F pcapng IN OUT.pcapng",
		  FILE_REFUSED },
		{ "TR\0d\0....", 9,
		  "an HP-UX nettl trace, convert it with: editcap -F pcapng -T ether IN "
		  "OUT.pcapng",
		  FILE_REFUSED },
		{ "version https://git-lfs.github.com/spec/v1\n", 43,
		  "a Git LFS pointer, fetch the file with: git lfs pull", FILE_REFUSED },
		{ "%PDF-1.7\n", 9, "a PDF document", FILE_OTHER },
		{ "\r\n\r\r\r\n....", 10,
		  "a pcapng capture whose line ends were changed in transfer, transfer "
		  "it again in binary mode",
		  FILE_REFUSED },
		{ "BZh91AY&SY......", 16,
		  "compressed with bzip2, unpack it first: bzip2 -dc < IN > OUT",
		  FILE_REFUSED },
		{ "\xd4\xc3\xb2\xa1\2\0\4\0", 8,
		  "cut short: 8 bytes of the 24 of a pcap file header", FILE_REFUSED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct reading reading =
			begin((const uint8_t *)rows[i].bytes, rows[i].len);

		assert_null(reading.reader);
		assert_int_equal(reading.opening, rows[i].opening);
		assert_string_equal(reading.err.text, rows[i].reason);
		end(&reading);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_resolutions_and_byte_orders_read_alike),
		cmocka_unit_test(odd_packets_are_delivered_as_they_are),
		cmocka_unit_test(bits_beside_the_link_type_are_left_out),
		cmocka_unit_test(every_cut_is_the_end_or_damage_where_it_is),
		cmocka_unit_test(a_packet_larger_than_any_is_damage),
		cmocka_unit_test(large_messages_of_other_links_are_cut_and_passed),
		cmocka_unit_test(a_frame_stepped_back_over_comes_again),
		cmocka_unit_test(what_only_libpcap_knows_is_read_through_it),
		cmocka_unit_test(libpcaps_damage_is_damage),
		cmocka_unit_test(an_unknown_version_is_refused),
		cmocka_unit_test(what_cannot_be_read_is_named_with_a_way_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
