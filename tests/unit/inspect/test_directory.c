/* SPDX-License-Identifier: BSD-2-Clause */
/* The readers of kerberos.c, ldap.c, ntp.c and msnftp.c. */
#include "reader_feed.h"

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
		cmocka_unit_test(other_ber_is_not_ldap),
		cmocka_unit_test(ntp_counts_on_its_port_only),
		cmocka_unit_test(legacy_file_transfer_greets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
