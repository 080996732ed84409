/* SPDX-License-Identifier: BSD-2-Clause */
/* The readers of kerberos.c, ldap.c, ntp.c and msnftp.c. */
#include "reader_feed.h"

#include "base/array.h"

#include "../../../src/inspect/readers.h"

/* RFC 4120 section 5.4.1: an AS-REQ, its body left out, behind the length of 7.2.2. */
static const uint8_t as_request[] = {
	0, 0, 0,    18, 0x6a, 0x10, 0x30, 0x0e, 0xa1, 3,    2,
	1, 5, 0xa2, 3,  2,    1,    10,   0xa4, 2,    0x30, 0,
};
/* RFC 4511 section 4.2: an anonymous simple bind. */
static const uint8_t bind_request[] = {
	0x30, 12, 2, 1, 1, 0x60, 7, 2, 1, 3, 4, 0, 0x80, 0
};
/* Section 4.5.1, lengths in the long form Windows uses: base "", (objectClass=*). */
static const uint8_t search_request[] = {
	0x30, 0x84, 0,    0, 0,   0x25, 2,   1,    1,    0x63, 0x84, 0, 0, 0, 0x1c,
	4,    0,    10,   1, 0,   10,   1,   0,    2,    1,    0,    2, 1, 0, 1,
	1,    0,    0x87, 3, 'o', 'b',  'j', 0x30, 0x84, 0,    0,    0, 0,
};

static void kerberos_is_told_by_version_and_message_type(void **state)
{
	struct feed *feed = feed_create(&kerberos_reader, TRANSPORT_TCP, 88);

	(void)state;
	feed_segment(feed, FLOW_INITIATOR, as_request, sizeof(as_request));
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_KERBEROS));
	feed_destroy(feed);
	feed_every_segmentation(&kerberos_reader, 88, FLOW_INITIATOR, as_request,
	                        sizeof(as_request));
	feed = feed_create(&kerberos_reader, TRANSPORT_UDP, 88);
	feed_datagram(feed, FLOW_INITIATOR, as_request + 4, sizeof(as_request) - 4);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_KERBEROS));
	feed_destroy(feed);
	for (size_t at = 4; at < 18; at++) {
		uint8_t wrong[sizeof(as_request)];

		memcpy(wrong, as_request, sizeof(wrong));
		if (at == 5 || at == 7)
			continue; /* lengths: a ticket may be longer than a datagram */
		wrong[at] ^= 0x04;
		feed = feed_create(&kerberos_reader, TRANSPORT_UDP, 88);
		assert_int_equal(
			feed_datagram(feed, FLOW_INITIATOR, wrong + 4, sizeof(wrong) - 4),
			READER_NO);
		feed_destroy(feed);
	}
}

static void ldap_is_told_by_a_bind_or_a_search(void **state)
{
	struct feed *feed = feed_create(&ldap_reader, TRANSPORT_TCP, 389);

	(void)state;
	feed_segment(feed, FLOW_INITIATOR, bind_request, sizeof(bind_request));
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_LDAP));
	feed_destroy(feed);
	feed_every_segmentation(&ldap_reader, 389, FLOW_INITIATOR, bind_request,
	                        sizeof(bind_request));
	feed_every_segmentation(&ldap_reader, 389, FLOW_INITIATOR, search_request,
	                        sizeof(search_request));
	feed = feed_create(&ldap_reader, TRANSPORT_UDP, 389);
	feed_datagram(feed, FLOW_INITIATOR, search_request, sizeof(search_request));
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_LDAP));
	feed_destroy(feed);
}

/* A row of the tables below: what is captured first of a connection. */
struct first_words {
	const char *hex;
	bool by_client;
};

/* RFC 4511 sections 4.3 and 4.6 to 4.11; lengths as Windows and as OpenLDAP write them. */
static void ldap_may_begin_with_any_operation(void **state)
{
	static const struct first_words rows[] = {
		/* modify CN=a,DC=b: replace sn */
		{ "30 1f 02 01 07 66 1a 04 09 43 4e 3d 61 2c 44 43 3d 62 30 0d 30 0b 0a "
		  "01 02 30 06 04 02 73 6e 31 00",
		  true },
		/* add CN=a,DC=b */
		{ "30 84 00 00 00 1d 02 01 07 68 84 00 00 00 14 04 09 43 4e 3d 61 2c 44 "
		  "43 3d 62 30 07 30 05 04 01 63 31 00",
		  true },
		{ "30 0e 02 01 07 4a 09 43 4e 3d 61 2c 44 43 3d 62", true },
		{ "30 84 00 00 00 06 02 01 07 50 01 06", true },
		{ "30 05 02 01 07 42 00", true },
		/* with an empty list of controls */
		{ "30 07 02 01 07 42 00 a0 00", true },
		/* rename CN=a,DC=b to CN=c */
		{ "30 19 02 01 07 6c 14 04 09 43 4e 3d 61 2c 44 43 3d 62 04 04 43 4e 3d "
		  "63 01 01 ff",
		  true },
		{ "30 1b 02 01 07 6e 16 04 09 43 4e 3d 61 2c 44 43 3d 62 30 09 04 02 73 "
		  "6e 04 03 61 62 63",
		  true },
		{ "30 0c 02 01 07 67 07 0a 01 00 04 00 04 00", false },
		{ "30 84 00 00 00 10 02 01 07 6b 84 00 00 00 07 0a 01 20 04 00 04 00",
		  false },
		{ "30 10 02 01 07 73 0b 04 09 6c 64 61 70 3a 2f 2f 62 2f", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint8_t bytes[64];
		size_t len = feed_hex(bytes, sizeof(bytes), rows[i].hex);
		struct feed *feed = feed_create(&ldap_reader, TRANSPORT_TCP, 389);

		feed->flow.direction_by = FLOW_BY_FIRST;
		assert_int_equal(feed_segment(feed, 0, bytes, len), READER_YES);
		assert_true(feed_has(feed, HINT_LDAP));
		assert_int_equal(feed->flow.initiator, rows[i].by_client ? 0 : 1);
		feed_destroy(feed);
		feed_every_segmentation(&ldap_reader, 389, 0, bytes, len);
	}
}

/* Lengths and tokens of RFC 4121, RFC 4757 and [MS-NLMP]. */
static void a_sealed_ldap_connection_is_known_on_its_ports(void **state)
{
	static const char *const rows[] = {
		"00 00 01 20 05 04 06 ff 00 00 00 1c 00 00 00 00 2a 3b 4c 5d 11 22 33 44 "
		"55 66 77 88 99 aa bb cc",
		"00 00 00 60 60 5e 06 09 2a 86 48 86 f7 12 01 02 02 02 01 11 00 10 00 ff "
		"ff 11 22 33 44 55 66 77",
		"00 00 00 1c 01 00 00 00 a1 b2 c3 d4 e5 f6 07 18 05 00 00 00 11 22 33 44 "
		"55 66 77 88 99 aa bb cc",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint8_t bytes[64];
		size_t len = feed_hex(bytes, sizeof(bytes), rows[i]);

		for (int known = 0; known <= 1; known++) {
			struct feed *feed = feed_create(&ldap_reader, TRANSPORT_TCP,
			                                known ? 389 : 4389);

			feed->mid_stream = true;
			feed_segment(feed, 0, bytes, len);
			assert_int_equal(feed_has(feed, HINT_LDAP), known);
			feed_destroy(feed);
		}
	}
}

static void other_ber_is_not_ldap(void **state)
{
	static const uint8_t snmp[] = { 0x30, 14,  2,   1,   1,   4,    6, 'p',
		                        'u',  'b', 'l', 'i', 'c', 0xa0, 0, 0 };
	struct feed *feed = feed_create(&ldap_reader, TRANSPORT_UDP, 161);

	(void)state;
	assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, snmp, sizeof(snmp)),
	                 READER_NO);
	feed_destroy(feed);
}

/* chrony's clients state a precision of 2^32 seconds and nothing else of themselves. */
static void a_client_may_tell_nothing_of_its_clock(void **state)
{
	uint8_t request[48] = { 0x23, 0, 6, 0x20 };
	struct feed *feed = feed_create(&ntp_reader, TRANSPORT_UDP, 123);

	(void)state;
	assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, request, 48), READER_YES);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_NTP));
	feed_destroy(feed);
	for (size_t at = 0; at < 12; at++) {
		feed = feed_create(&ntp_reader, TRANSPORT_UDP, 123);
		request[at] ^= at == 0 ? 0x07 : at == 2 ? 0x40 : 0x01;
		assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, request, 48),
		                 READER_NO);
		request[at] ^= at == 0 ? 0x07 : at == 2 ? 0x40 : 0x01;
		feed_destroy(feed);
	}
}

static void ntp_counts_on_its_port_only(void **state)
{
	uint8_t request[48] = { 0x23, 0, 6, 0xec };
	struct feed *feed = feed_create(&ntp_reader, TRANSPORT_UDP, 123);

	(void)state;
	assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, request, 48), READER_YES);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_NTP));
	feed_destroy(feed);
	feed_every_short_datagram(&ntp_reader, 123, FLOW_INITIATOR, request, 48);
	feed = feed_create(&ntp_reader, TRANSPORT_UDP, 124);
	assert_int_equal(feed_datagram(feed, FLOW_INITIATOR, request, 48), READER_NO);
	feed_destroy(feed);
}

static void legacy_file_transfer_greets(void **state)
{
	static const uint8_t greeting[] = "VER MSN_SECURE_FTP\r\n";
	struct feed *feed = feed_create(&msnftp_reader, TRANSPORT_TCP, 6891);

	(void)state;
	feed_segment(feed, FLOW_INITIATOR, greeting, sizeof(greeting) - 1);
	assert_true(flow_hints(&feed->flow) == HINT_BIT(HINT_MSNFTP));
	feed_destroy(feed);
	feed_every_segmentation(&msnftp_reader, 6891, FLOW_INITIATOR, greeting,
	                        sizeof(greeting) - 1);
	/* Both ends begin like that, so of a connection's middle it is no sign of who began. */
	feed = feed_create(&msnftp_reader, TRANSPORT_TCP, 6891);
	feed->flow.direction_by = FLOW_BY_FIRST;
	feed_segment(feed, FLOW_RESPONDER, greeting, sizeof(greeting) - 1);
	assert_int_equal(feed->flow.direction_by, FLOW_BY_FIRST);
	feed_destroy(feed);
	feed = feed_create(&msnftp_reader, TRANSPORT_TCP, 6891);
	assert_int_equal(feed_segment(feed, FLOW_INITIATOR, "VER 1 MSNP8\r\n", 13),
	                 READER_NO);
	feed_destroy(feed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kerberos_is_told_by_version_and_message_type),
		cmocka_unit_test(ldap_is_told_by_a_bind_or_a_search),
		cmocka_unit_test(ldap_may_begin_with_any_operation),
		cmocka_unit_test(a_sealed_ldap_connection_is_known_on_its_ports),
		cmocka_unit_test(other_ber_is_not_ldap),
		cmocka_unit_test(a_client_may_tell_nothing_of_its_clock),
		cmocka_unit_test(ntp_counts_on_its_port_only),
		cmocka_unit_test(legacy_file_transfer_greets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
