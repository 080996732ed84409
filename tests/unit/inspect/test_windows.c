/* SPDX-License-Identifier: BSD-2-Clause */
/* The readers of smb.c, tds.c, ssrp.c and dhcp.c: what a Lync server's neighbours speak. */
#include "reader_feed.h"

#include "base/array.h"

#include <stdio.h>

#include "../../../src/inspect/readers.h"

#define ROOM 512

/* [MS-SMB2] 2.2.4 with dialect 3.1.1 behind RFC 1002's header; [MS-CIFS] 2.2.4.52.1. */
static const char smb2_text[] =
	"00 00 00 82 fe 53 4d 42 40 00 01 00 00 00 00 00 00 00 01 00 01 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 41 00 01 00 11 03 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";
static const char smb1_text[] =
	"00 00 00 24 ff 53 4d 42 72 00 00 00 00 18 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00";
/* [MS-TDS] 2.2.6.5: VERSION, ENCRYPTION, INSTOPT, THREADID, MARS. */
static const char prelogin_text[] =
	"12 01 00 2f 00 00 01 00 00 00 1a 00 06 01 00 20 00 01 02 00 21 00 01 03 00 22 00 "
	"04 04 00 26 00 01 ff 0b 00 08 34 00 00 00 00 00 00 00 00 00";
/* RFC 2131: a phone's DISCOVER and what a Lync DHCP server answers. */
static const char discover_text[] =
	"01 01 06 00 01 01 01 01 01 01 01 01 0a 01 01 07 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 63 82 53 63 35 01 01 "
	"3c 0c 4d 53 2d 55 43 2d 43 6c 69 65 6e 74 37 04 78 2b 0c 0f 0c 05 70 68 6f 6e 65 "
	"ff";
static const char offer_text[] =
	"02 01 06 00 01 01 01 01 01 01 01 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 63 82 53 63 35 01 05 "
	"2b 29 01 0c 4d 53 2d 55 43 2d 43 6c 69 65 6e 74 02 05 68 74 74 70 73 03 0d 66 65 "
	"2e 63 6f 6e 74 6f 73 6f 2e 65 78 04 03 34 34 33 78 09 00 04 70 6f 6f 6c 01 78 00 "
	"ff";

static size_t decode(uint8_t *bytes, const char *text)
{
	return feed_hex(bytes, ROOM, text);
}

static void smb_tells_the_negotiated_dialect(void **state)
{
	static const struct {
		uint8_t low, high;
		const char *name;
	} rows[] = { { 0x02, 0x02, "2.0.2" },
		     { 0x10, 0x02, "2.1" },
		     { 0x00, 0x03, "3.0" },
		     { 0x02, 0x03, "3.0.2" },
		     { 0x11, 0x03, "3.1.1" } };
	uint8_t bytes[ROOM];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct feed *feed = feed_create(&smb_reader, TRANSPORT_TCP, 445);
		size_t len = decode(bytes, smb1_text);

		assert_int_equal(feed_segment(feed, FLOW_INITIATOR, bytes, len),
		                 READER_KEEP);
		len = decode(bytes, smb2_text);
		bytes[72] = rows[i].low;
		bytes[73] = rows[i].high;
		assert_int_equal(feed_segment(feed, FLOW_RESPONDER, bytes, len),
		                 READER_YES);
		assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_SMB));
		feed_expect_detail(feed, DETAIL_SMB_DIALECT, rows[i].name);
		feed_destroy(feed);
	}
}

static void a_wildcard_dialect_is_not_the_last_word(void **state)
{
	struct feed *feed = feed_create(&smb_reader, TRANSPORT_TCP, 445);
	uint8_t bytes[ROOM];
	size_t len = decode(bytes, smb2_text), detail_len;

	(void)state;
	bytes[72] = 0xff;
	bytes[73] = 0x02;
	assert_int_equal(feed_segment(feed, FLOW_RESPONDER, bytes, len), READER_KEEP);
	assert_null(detail_get(feed->flow.details, DETAIL_SMB_DIALECT, &detail_len));
	feed_destroy(feed);
}

static void smb_is_read_however_it_is_segmented(void **state)
{
	uint8_t bytes[ROOM];
	size_t len = decode(bytes, smb2_text);

	(void)state;
	feed_every_segmentation(&smb_reader, 445, FLOW_RESPONDER, bytes, len);
	len = decode(bytes, smb1_text);
	feed_every_segmentation(&smb_reader, 445, FLOW_INITIATOR, bytes, len);
}

static void tds_is_told_by_prelogin(void **state)
{
	struct feed *feed = feed_create(&tds_reader, TRANSPORT_TCP, 49155);
	uint8_t bytes[ROOM];
	size_t len = decode(bytes, prelogin_text);

	(void)state;
	assert_int_equal(feed_segment(feed, FLOW_INITIATOR, bytes, len), READER_YES);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_TDS));
	feed_destroy(feed);
	feed_every_segmentation(&tds_reader, 49155, FLOW_INITIATOR, bytes, len);
	/* Type, status, window, VERSION's token and length, an option that leaves the packet. */
	static const size_t fixed[] = { 0, 1, 7, 8, 12, 13, 14 };

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
		feed = feed_create(&tds_reader, TRANSPORT_TCP, 49155);
		bytes[fixed[i]] ^= 0x40;
		assert_int_equal(feed_segment(feed, FLOW_INITIATOR, bytes, len),
		                 READER_NO);
		bytes[fixed[i]] ^= 0x40;
		assert_int_equal(flow_hints(&feed->flow), 0);
		feed_destroy(feed);
	}
}

/* [MS-TDS] 2.2.6.4 */
static void tds_is_told_by_login7_of_a_version_that_exists(void **state)
{
	uint8_t login[8 + 94] = { 0x10, 0x01, 0,    8 + 94, 0,    0,    1,
		                  0,    94,   0,    0,      0,    0x04, 0x00,
		                  0x00, 0x74, 0x00, 0x10,   0x00, 0x00 };
	struct feed *feed = feed_create(&tds_reader, TRANSPORT_TCP, 1433);

	(void)state;
	assert_int_equal(feed_segment(feed, FLOW_INITIATOR, login, sizeof(login)),
	                 READER_YES);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_TDS));
	feed_destroy(feed);
	feed = feed_create(&tds_reader, TRANSPORT_TCP, 1433);
	login[15] = 0x75;
	assert_int_equal(feed_segment(feed, FLOW_INITIATOR, login, sizeof(login)),
	                 READER_NO);
	feed_destroy(feed);
}

static const char instances[] =
	"ServerName;FE01;InstanceName;RTCLOCAL;IsClustered;No;Version;11.0.2100.60;tcp;"
	"49155;;ServerName;FE01;InstanceName;LYNCLOCAL;IsClustered;No;Version;11.0.2100.60;"
	"np;\\\\FE01\\pipe\\sql;tcp;49157;;";

static size_t make_reply(uint8_t *bytes)
{
	size_t len = sizeof(instances) - 1;

	bytes[0] = 0x05;
	bytes[1] = (uint8_t)len;
	bytes[2] = (uint8_t)(len >> 8);
	memcpy(bytes + 3, instances, len);
	return len + 3;
}

static void a_browser_reply_tells_every_instance_and_its_port(void **state)
{
	struct feed *feed = feed_create(&ssrp_reader, TRANSPORT_UDP, 1434);
	uint8_t bytes[ROOM];
	size_t len = make_reply(bytes);

	(void)state;
	assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, "\x03", 1), READER_KEEP);
	feed_datagram(feed, FLOW_RESPONDER, bytes, len);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_SSRP));
	feed_expect_detail(feed, DETAIL_SSRP_INSTANCES, "RTCLOCAL:49155,LYNCLOCAL:49157");
	assert_int_equal(feed->learned_count, 2);
	assert_int_equal(feed->learned[0].kind, LEARNED_LISTENER);
	assert_int_equal(feed->learned[0].via, LEARNED_BY_SSRP);
	assert_int_equal(feed->learned[0].transport, TRANSPORT_TCP);
	assert_int_equal(feed->learned[0].port, 49155);
	assert_string_equal(feed->texts[0], "RTCLOCAL");
	assert_int_equal(feed->learned[1].port, 49157);
	assert_true(address_equal(&feed->learned[1].address, &feed->flow.end[1].address));
	feed_destroy(feed);
	feed_every_short_datagram(&ssrp_reader, 1434, FLOW_RESPONDER, bytes, len);
	feed_every_snaplen(&ssrp_reader, 1434, FLOW_RESPONDER, bytes, len);
}

static void browser_requests_count_on_their_port_only(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		bool request;
	} rows[] = {
		{ "\x02", 1, true },         { "\x03", 1, true },
		{ "\x04RTC", 5, true },      { "\x0f\x01RTC", 6, true },
		{ "\x04RTC", 4, false },     { "\x03\x03", 2, false },
		{ "\x01", 1, false },        { "\x04\x01\x02", 4, false },
		{ "\x0f\x02RTC", 6, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct feed *feed = feed_create(&ssrp_reader, TRANSPORT_UDP, 1434);

		feed_datagram(feed, FLOW_INITIATOR, rows[i].bytes, rows[i].len);
		assert_int_equal(feed_has(feed, HINT_SSRP), rows[i].request);
		feed_destroy(feed);
		feed = feed_create(&ssrp_reader, TRANSPORT_UDP, 1435);
		assert_int_equal(
			feed_datagram(feed, FLOW_INITIATOR, rows[i].bytes, rows[i].len),
			READER_NO);
		feed_destroy(feed);
	}
}

static void ports_that_are_none_are_not_learned(void **state)
{
	static const char *const ports[] = { "0",   "65536", "65537", "99999999999",
		                             "12a", "",      "-1" };

	(void)state;
	for (size_t i = 0; i < sizeof(ports) / sizeof(ports[0]); i++) {
		struct feed *feed = feed_create(&ssrp_reader, TRANSPORT_UDP, 1434);
		char bytes[ROOM];
		int len = snprintf(bytes + 3, sizeof(bytes) - 3,
		                   "ServerName;A;InstanceName;B;tcp;%s;;", ports[i]);

		bytes[0] = 0x05;
		bytes[1] = (char)len;
		bytes[2] = 0;
		feed_datagram(feed, FLOW_RESPONDER, bytes, (size_t)len + 3);
		assert_int_equal(feed->learned_count, 0);
		feed_destroy(feed);
	}
}

static void a_phone_is_known_by_its_vendor_class(void **state)
{
	struct feed *feed = feed_create(&dhcp_reader, TRANSPORT_UDP, 67);
	uint8_t bytes[ROOM];
	size_t len = decode(bytes, discover_text);

	(void)state;
	feed_datagram(feed, FLOW_INITIATOR, bytes, len);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_DHCP));
	feed_expect_detail(feed, DETAIL_DHCP_VENDOR_CLASS, "MS-UC-Client");
	feed_expect_detail(feed, DETAIL_NOTE, "asks for option 120 and 43");
	assert_int_equal(feed->learned_count, 1);
	assert_int_equal(feed->learned[0].via, LEARNED_BY_DHCP);
	assert_string_equal(feed->texts[0], "phone");
	feed_destroy(feed);
	feed_every_snaplen(&dhcp_reader, 67, FLOW_INITIATOR, bytes, len);
}

static void a_lync_dhcp_server_tells_where_certificates_come_from(void **state)
{
	struct feed *feed = feed_create(&dhcp_reader, TRANSPORT_UDP, 67);
	uint8_t bytes[ROOM];
	size_t len = decode(bytes, offer_text);

	(void)state;
	assert_int_equal(feed_datagram(feed, FLOW_RESPONDER, bytes, len), READER_YES);
	feed_expect_detail(feed, DETAIL_NOTE,
	                   "option 43 provisions from fe.contoso.ex:443");
	feed_destroy(feed);
	/* A sub-option that leaves option 43 must not be followed for ever. */
	for (size_t at = 240; at < len; at++) {
		feed = feed_create(&dhcp_reader, TRANSPORT_UDP, 67);
		uint8_t kept = bytes[at];

		bytes[at] = 0xf0;
		feed_datagram(feed, FLOW_RESPONDER, bytes, len);
		bytes[at] = kept;
		feed_destroy(feed);
	}
}

/* Snaplens of 128 and 256 bytes, which pktmon and others use, end in front of the cookie. */
static void a_snaplen_leaves_enough_of_dhcp_on_its_ports(void **state)
{
	static const struct {
		uint16_t from, to;
		size_t at; /* the byte that is spoilt; 0: none */
		bool is;
	} rows[] = {
		{ 68, 67, 0, true },   { 67, 67, 0, true },     { 68, 69, 0, false },
		{ 67, 68, 0, false },  { 50000, 67, 0, false }, { 68, 67, 1, false },
		{ 68, 67, 2, false },  { 68, 67, 3, false },    { 68, 67, 11, false },
		{ 68, 67, 36, false }, { 68, 67, 4, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint8_t bytes[300] = {
			1, 1, 6, 0, 0x12, 0x34, 0x56, 0x78, 0, 0, 0x80, 0
		};
		static const size_t lens[] = { 86, 214, 43 };

		memset(bytes + 28, 0xa5, 6); /* chaddr */
		if (rows[i].at)
			bytes[rows[i].at] |= 0x60;
		for (size_t j = 0; j < ARRAY_LEN(lens); j++) {
			struct feed *feed =
				feed_create(&dhcp_reader, TRANSPORT_UDP, rows[i].to);

			feed->flow.end[0].port = rows[i].from;
			feed_snapped(feed, 0, bytes, lens[j], sizeof(bytes));
			assert_int_equal(feed_has(feed, HINT_DHCP),
			                 rows[i].is && lens[j] > 43);
			feed_destroy(feed);
		}
	}
}

static void bootp_without_the_cookie_is_not_dhcp(void **state)
{
	struct feed *feed = feed_create(&dhcp_reader, TRANSPORT_UDP, 67);
	uint8_t bytes[ROOM];
	size_t len = decode(bytes, discover_text);

	(void)state;
	bytes[236] ^= 1;
	assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, bytes, len), READER_NO);
	feed_destroy(feed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(smb_tells_the_negotiated_dialect),
		cmocka_unit_test(a_wildcard_dialect_is_not_the_last_word),
		cmocka_unit_test(smb_is_read_however_it_is_segmented),
		cmocka_unit_test(tds_is_told_by_prelogin),
		cmocka_unit_test(tds_is_told_by_login7_of_a_version_that_exists),
		cmocka_unit_test(a_browser_reply_tells_every_instance_and_its_port),
		cmocka_unit_test(browser_requests_count_on_their_port_only),
		cmocka_unit_test(ports_that_are_none_are_not_learned),
		cmocka_unit_test(a_phone_is_known_by_its_vendor_class),
		cmocka_unit_test(a_lync_dhcp_server_tells_where_certificates_come_from),
		cmocka_unit_test(a_snaplen_leaves_enough_of_dhcp_on_its_ports),
		cmocka_unit_test(bootp_without_the_cookie_is_not_dhcp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
