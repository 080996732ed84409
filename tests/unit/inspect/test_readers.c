/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What holds for every reader, whatever it reads: datagrams are known in any order and
 * behind strangers; streams however they are cut, from whichever end, and from a later
 * segment on when their beginning was not captured.
 */
#include "../unit.h"

#include "feed.h"

#include "base/array.h"

#define WORDS_MAX 256

/* One conversation: what the client says, what the server says. */
struct conversation {
	enum hint hint;
	uint8_t transport;
	uint16_t port;
	const char *hex[2]; /* or text, when it begins with a quotation mark; by end */
};

#define DNS_QUERY "1234010000010000000000000265780000010001"
#define DNS_ANSWER                                                                       \
	"1234818000010001000000000265780000010001c00c000100010000003c00040a01010b"
#define AS_REQUEST "6a10300ea103020105a20302010aa4023000"
#define KRB_ERROR  "7e0c300aa003020105a10302011e"
#define SIP_ASKS   "\"OPTIONS sip:a@10.0.0.2 SIP/2.0\r\nVia: SIP/2.0/TCP 10.0.0.1\r\n\r\n"
#define SIP_SAYS                                                                         \
	"\"SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP 10.0.0.1\r\nCSeq: 1 OPTIONS\r\n\r\n"
#define STUN_ASKS "000100002112a442000102030405060708090a0b"
#define STUN_SAYS "0101000c2112a442000102030405060708090a0b002000080001a147e112a643"

static const struct conversation conversations[] = {
	{ HINT_SIP, TRANSPORT_UDP, 5060, { SIP_ASKS, SIP_SAYS } },
	{ HINT_DNS, TRANSPORT_UDP, 53, { DNS_QUERY, DNS_ANSWER } },
	{ HINT_KERBEROS, TRANSPORT_UDP, 88, { AS_REQUEST, KRB_ERROR } },
	{ HINT_LDAP,
	  TRANSPORT_UDP,
	  389,
	  { "302502010163200400"
	    "0a01000a0100020100020100010100870b6f626a656374436c617373"
	    "3000",
	    "300c02010165070a010004000400" } },
	{ HINT_NTP,
	  TRANSPORT_UDP,
	  123,
	  { "230006ec00000000000000000000000000000000000000000000000000000000"
	    "00000000000000000000000000000000",
	    "240106ec000000010000000247505300000000000000000000000000000000000000"
	    "0000000000000000000000000000" } },
	{ HINT_STUN, TRANSPORT_UDP, 3478, { STUN_ASKS, STUN_SAYS } },
	{ HINT_SIP, TRANSPORT_TCP, 5060, { SIP_ASKS, SIP_SAYS } },
	{ HINT_HTTP,
	  TRANSPORT_TCP,
	  80,
	  { "\"GET /a HTTP/1.1\r\nHost: b\r\n\r\n",
	    "\"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" } },
	{ HINT_DNS, TRANSPORT_TCP, 53, { "0014" DNS_QUERY, "0024" DNS_ANSWER } },
	{ HINT_KERBEROS,
	  TRANSPORT_TCP,
	  88,
	  { "00000012" AS_REQUEST, "0000000e" KRB_ERROR } },
	{ HINT_LDAP,
	  TRANSPORT_TCP,
	  389,
	  { "300c020101600702010304008000", "300c02010161070a010004000400" } },
	{ HINT_STUN, TRANSPORT_TCP, 3478, { STUN_ASKS, STUN_SAYS } },
	{ HINT_RDP,
	  TRANSPORT_TCP,
	  3389,
	  { "030000130ee000000000000100080003000000",
	    "030000130ed000001234000200080002000000" } },
	{ HINT_MSNFTP,
	  TRANSPORT_TCP,
	  6891,
	  { "\"VER MSN_SECURE_FTP\r\n", "\"VER MSN_SECURE_FTP\r\n" } },
	{ HINT_TDS,
	  TRANSPORT_TCP,
	  1433,
	  { "12010014000000000000060006ff0f00000000000000"
	    "00",
	    "0401001400000100000006"
	    "0006ff0f00000000000000" } },
	{ HINT_DCERPC,
	  TRANSPORT_TCP,
	  49200,
	  { "05000b03100000004800000001000000b810b8100000000001000000000001007856341234"
	    "1278563412341278563412"
	    "01000000045d888aeb1cc9119fe808002b10486002000000",
	    "05000c031000000018000000010000000000000000000000" } },
	{ HINT_SMB,
	  TRANSPORT_TCP,
	  445,
	  { "00000040fe534d4240000000000000000000000000000000000000000000000000000000"
	    "0000000000000000000000000000000000000000000000000000000000000000",
	    "00000040fe534d4240000000000000000000000001000000000000000000000000000000"
	    "0000000000000000000000000000000000000000000000000000000000000000" } },
};

struct words {
	uint8_t bytes[WORDS_MAX];
	size_t len;
};

static struct words words_of(const struct conversation *conversation, unsigned end)
{
	const char *said = conversation->hex[end];
	struct words words = { .len = 0 };

	if (said[0] == '"') {
		words.len = strlen(said + 1);
		memcpy(words.bytes, said + 1, words.len);
	} else {
		words.len = feed_unhex(words.bytes, said);
	}
	assert_true(words.len > 0 && words.len <= WORDS_MAX);
	return words;
}

/* What no reader takes for the beginning of anything. */
static void feed_stranger(struct feed *feed, unsigned end, size_t len)
{
	uint8_t bytes[64];

	memset(bytes, 0xee, sizeof(bytes));
	feed_bytes(feed, !end, bytes, len);
}

static void expect(const struct feed *feed, const struct conversation *conversation,
                   const char *how)
{
	if (!feed_has(feed, conversation->hint))
		fail_msg("%s over %s: %s", hint_name(conversation->hint),
		         conversation->transport == TRANSPORT_UDP ? "UDP" : "TCP", how);
}

typedef void (*conversation_check)(struct inspector *inspector,
                                   const struct conversation *conversation);

static void check_all(uint8_t transport, conversation_check check)
{
	struct inspector *inspector = feed_inspector();

	for (size_t i = 0; i < ARRAY_LEN(conversations); i++)
		if (conversations[i].transport == transport)
			check(inspector, &conversations[i]);
	assert_int_equal(inspector_counters(inspector)->undecided_memory, 0);
	inspector_destroy(inspector);
}

/* From either end alone, behind any number of strangers from either end. */
static void check_datagrams(struct inspector *inspector,
                            const struct conversation *conversation)
{
	for (unsigned way = 0; way < 2 * 7 * 2; way++) {
		unsigned end = way & 1, from = way >> 1 & 1;
		struct words words = words_of(conversation, end);
		struct feed feed;

		feed_init(&feed, inspector, TRANSPORT_UDP, conversation->port,
		          FLOW_BY_FIRST_DATAGRAM);
		for (unsigned strangers = 0; strangers < way >> 2; strangers++)
			feed_stranger(&feed, from, 4 + strangers);
		feed_bytes(&feed, !end, words.bytes, words.len);
		expect(&feed, conversation, "behind strangers");
		assert_int_equal(feed.flow.hints[!end], 0);
		feed_fini(&feed);
	}
}

static void datagrams_are_known_behind_strangers_from_either_end(void **state)
{
	(void)state;
	check_all(TRANSPORT_UDP, check_datagrams);
}

/* Cut in two at any place, said by one end alone, from the beginning. */
static void check_beginnings(struct inspector *inspector,
                             const struct conversation *conversation)
{
	for (unsigned end = 0; end < 2; end++) {
		struct words words = words_of(conversation, end);

		for (size_t cut = 0; cut < words.len; cut++) {
			struct feed feed;

			feed_init(&feed, inspector, TRANSPORT_TCP, conversation->port,
			          FLOW_BY_SYN);
			feed_bytes(&feed, !end, words.bytes, cut);
			feed_bytes(&feed, !end, words.bytes + cut, words.len - cut);
			expect(&feed, conversation, "cut in two");
			feed_fini(&feed);
		}
	}
}

static void streams_are_known_however_they_are_cut(void **state)
{
	(void)state;
	check_all(TRANSPORT_TCP, check_beginnings);
}

/* The other end's words, first, are nothing. */
static void check_one_end_strange(struct inspector *inspector,
                                  const struct conversation *conversation)
{
	for (unsigned way = 0; way < 4; way++) {
		unsigned end = way & 1;
		struct words words = words_of(conversation, end);
		struct feed feed;

		feed_init(&feed, inspector, TRANSPORT_TCP, conversation->port,
		          way & 2 ? FLOW_BY_SYN : FLOW_BY_FIRST);
		for (int i = 0; i < 3; i++)
			feed_stranger(&feed, !end, 50);
		feed_bytes(&feed, !end, words.bytes, words.len);
		expect(&feed, conversation, "the other end strange");
		feed_fini(&feed);
	}
}

static void one_ends_stream_binds_nobody_for_the_others(void **state)
{
	(void)state;
	check_all(TRANSPORT_TCP, check_one_end_strange);
}

/* The beginning was not captured: the tail of something first, then words cut in two. */
static void check_mid_stream(struct inspector *inspector,
                             const struct conversation *conversation)
{
	for (unsigned way = 0; way < 2 * 6; way++) {
		unsigned end = way & 1;
		struct words words = words_of(conversation, end);

		for (size_t cut = 1; cut < words.len; cut++) {
			struct feed feed;

			feed_init(&feed, inspector, TRANSPORT_TCP, conversation->port,
			          FLOW_BY_FIRST);
			for (unsigned tails = 0; tails <= way >> 1; tails++)
				feed_stranger(&feed, end, 40 + tails);
			feed_bytes(&feed, !end, words.bytes, cut);
			feed_bytes(&feed, !end, words.bytes + cut, words.len - cut);
			expect(&feed, conversation, "behind the tail of something");
			feed_fini(&feed);
		}
	}
}

static void streams_are_known_from_a_later_segment_on(void **state)
{
	(void)state;
	check_all(TRANSPORT_TCP, check_mid_stream);
}

/* A captured beginning that is nothing is what the stream is. */
static void a_captured_beginning_is_not_skipped(void **state)
{
	struct inspector *inspector = feed_inspector();
	struct feed feed;

	(void)state;
	feed_init(&feed, inspector, TRANSPORT_TCP, 5060, FLOW_BY_SYN);
	feed_stranger(&feed, 0, 40);
	feed_text(&feed, true, &SIP_ASKS[1]);
	assert_false(feed_has(&feed, HINT_SIP));
	feed_fini(&feed);
	inspector_destroy(inspector);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(datagrams_are_known_behind_strangers_from_either_end),
		cmocka_unit_test(streams_are_known_however_they_are_cut),
		cmocka_unit_test(one_ends_stream_binds_nobody_for_the_others),
		cmocka_unit_test(streams_are_known_from_a_later_segment_on),
		cmocka_unit_test(a_captured_beginning_is_not_skipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
