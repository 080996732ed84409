/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../../src/capture/foreign_file.h"

#include "../unit.h"

#include <string.h>

#include "base/array.h"
#include "base/error.h"

#define SAVE   ", save the capture itself as pcapng"
#define RECORD ", record again with: tcpdump -w FILE"
#define HEADER "\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0\0\0\4\0\1\0\0\0"
#define SECTION                                                                          \
	"\n\r\r\n\x1c\0\0\0\x4d\x3c\x2b\x1a\1\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\x1c"

static void assert_named(const char *bytes, size_t len, enum foreign_file kind,
                         const char *expected)
{
	struct error err = { "" };

	assert_int_equal(foreign_file_name((const uint8_t *)bytes, len, "x", &err), kind);
	assert_string_equal(err.text, expected);
}

/* The beginnings are what tcpdump 4.99, tshark 4.0, od, xxd and hexdump print. */
static void texts_are_told_by_who_prints_them(void **state)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{ "\n<!DOCTYPE html><html>",
		  "a saved web page, not the file it links to" },
		{ "18:28:20.411420 IP 10.100.0.21.40001 > 10.1.1.82.53: 30081+ A? x. (54)",
		  "what tcpdump prints, which is no capture" RECORD },
		{ "2026-11-22 18:28:20.41 IP6 fe80::1.546 > ff02::1:2.547: dhcp6 solicit",
		  "what tcpdump prints, which is no capture" RECORD },
		{ "ARP, Request who-has 10.1.1.82 tell 10.100.0.21, length 28\n",
		  "what tcpdump prints, which is no capture" RECORD },
		{ " 1795372100.411397 02:00:0a:64:00:15 > ff:ff:ff:ff:ff:ff, ethertype ARP",
		  "what tcpdump prints, which is no capture" RECORD },
		{ "reading from file a.pcap, link-type EN10MB (Ethernet), snapshot length",
		  "what tcpdump prints, which is no capture" RECORD },
		{ "    1   0.000000  10.100.0.21 \xe2\x86\x92 10.1.1.82    DNS 96 Standard",
		  "what tshark prints, which is no capture" SAVE },
		{ "    1\t  0.000000\t10.100.0.21\t\xe2\x86\x92\t10.1.1.82\tDNS\t96",
		  "what tshark prints, which is no capture" SAVE },
		{ "Frame 1: 42 bytes on wire (336 bits), 42 bytes captured",
		  "what tshark prints, which is no capture" SAVE },
		{ "=======\n| IO Statistics           |\n",
		  "what tshark prints, which is no "
		  "capture" SAVE },
		{ "<?xml version=\"1.0\"?>\n<pdml version=\"0\" creator=\"wireshark\">",
		  "an export of Wireshark in XML, which is no capture" SAVE },
		{ "File name:           a.pcap\nFile type:           Wireshark - pcap\n",
		  "what capinfos prints, which is no capture, name the capture itself" },
		{ "0000  ff ff ff ff ff ff 02 00 0a 64 00 15 08 06 00 01   .........d......",
		  "a hex dump of packets, text2pcap IN OUT.pcapng" },
		{ "00000000: d4c3 b2a1 0200 0400 0000 0000 0000 0000  ................",
		  "a hex dump, not the file itself, xxd -r IN OUT" },
		{ "000000 d4 c3 b2 a1 02 00 04 00 00 00 00 00 00 00 00 00\n",
		  "a hex dump, not the file itself, xxd -r IN OUT" },
		{ "d4c3b2a1020004000000000000000000000004000100",
		  "a hex dump, not the file itself, xxd -r -p IN OUT" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_named(rows[i].text, strlen(rows[i].text), FOREIGN_FILE_OTHER,
		             rows[i].expected);
}

static void what_is_no_text_or_of_no_kind_stays_unknown(void **state)
{
	static const char nothing[] = "IP 10.100.0.21\0 > 10.1.1.82\n";

	(void)state;
	assert_named(nothing, sizeof(nothing), FOREIGN_FILE_UNKNOWN, "");
	assert_named("IP 1 > 2\1", 9, FOREIGN_FILE_UNKNOWN, "");
	assert_named("1,10.100.0.21,10.1.1.82\n", 24, FOREIGN_FILE_UNKNOWN, "");
	assert_named("IP, TCP and UDP\n", 16, FOREIGN_FILE_UNKNOWN, "");
	assert_named("abc", 3, FOREIGN_FILE_UNKNOWN, "");
	assert_named("", 0, FOREIGN_FILE_UNKNOWN, "");
}

/* As many bytes as anything is told by, without an end of a line or of the text. */
static void long_texts_end_where_what_is_looked_at_ends(void **state)
{
	char text[FOREIGN_FILE_LEN];

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text + sizeof(text) - 5, "<html", 5);
	assert_named(text, sizeof(text), FOREIGN_FILE_OTHER,
	             "a saved web page, not the file it links to");
}

static void what_stands_before_a_capture_is_told_with_its_length(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *expected;
	} rows[] = {
		{ "\xef\xbb\xbf" HEADER, 3 + 24,
		  "a byte order mark stands before the capture, remove it with: tail -c +4 "
		  "IN > OUT" },
		{ "\xff\xfe" HEADER, 2 + 24,
		  "something else stands before the capture, remove it with: tail -c +3 IN "
		  "> OUT" },
		{ "\n" HEADER, 1 + 24,
		  "something else stands before the capture, remove it with: tail -c +2 IN "
		  "> OUT" },
		{ "Welcome to fe01\r\n" SECTION, 17 + 25,
		  "something else stands before the capture, remove it with: tail -c +18 "
		  "IN > OUT" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_named(rows[i].bytes, rows[i].len, FOREIGN_FILE_CAPTURE,
		             rows[i].expected);
}

static void a_capture_that_follows_is_told_from_what_looks_like_one(void **state)
{
	static const uint8_t header[] = HEADER;
	static const uint8_t alike[16] = { 0xd4, 0xc3, 0xb2, 0xa1, 9, 9, 9, 9 };

	(void)state;
	assert_non_null(strstr(foreign_file_damage(header, sizeof(header)), "mergecap"));
	assert_null(foreign_file_damage(alike, sizeof(alike)));
	assert_null(foreign_file_damage(header, 8));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_told_by_who_prints_them),
		cmocka_unit_test(what_is_no_text_or_of_no_kind_stays_unknown),
		cmocka_unit_test(long_texts_end_where_what_is_looked_at_ends),
		cmocka_unit_test(what_stands_before_a_capture_is_told_with_its_length),
		cmocka_unit_test(a_capture_that_follows_is_told_from_what_looks_like_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
