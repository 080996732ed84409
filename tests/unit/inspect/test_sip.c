/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "feed.h"

#include "base/array.h"

static const char reg[] = "REGISTER sip:contoso.example SIP/2.0\r\n"
			  "Via: SIP/2.0/TCP 10.0.0.1:50000\r\n"
			  "From: <sip:a@contoso.example>;tag=1;epid=2\r\n"
			  "CSeq: 1 REGISTER\r\n"
			  "User-Agent: UCCAPI/15.0.4420 OC/15.0.4420 (Microsoft Lync)\r\n"
			  "Content-Length: 4\r\n\r\nbody";
static const char unauthorized[] = "SIP/2.0 401 Unauthorized\r\n"
				   "v: SIP/2.0/TCP 10.0.0.1:50000\r\n"
				   "Contact: <sip:fe01;opaque=srvr:HomeServer:abc>\r\n"
				   "Server: RTC/5.0\r\n"
				   "l: 0\r\n\r\n";

static int setup(void **state)
{
	*state = feed_inspector();
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	inspector_destroy(*state);
	return 0;
}

static void check_register(const struct feed *feed)
{
	assert_int_equal(flow_hints(&feed->flow), HINT_BIT(HINT_SIP));
	assert_true(feed->flow.flags & FLOW_DECIDED);
	assert_detail(feed, DETAIL_SIP_METHOD, "REGISTER");
	assert_detail(feed, DETAIL_SIP_CODE, "401");
	assert_detail(feed, detail_by_end(DETAIL_SIP_AGENTS, 0),
	              "UCCAPI/15.0.4420 OC/15.0.4420 (Microsoft Lync)");
	assert_detail(feed, detail_by_end(DETAIL_SIP_AGENTS, 1), "RTC/5.0");
	assert_detail(feed, DETAIL_SIP_GRUU, "HomeServer");
}

static void agents_of_both_ends_are_told(void **state)
{
	static const uint8_t transports[] = { TRANSPORT_TCP, TRANSPORT_UDP };

	for (size_t i = 0; i < ARRAY_LEN(transports); i++) {
		struct feed feed;

		feed_init(&feed, *state, transports[i], 5060, FLOW_BY_SYN);
		feed_text(&feed, true, "\r\n\r\n"); /* a keep-alive */
		feed_text(&feed, true, reg);
		feed_text(&feed, false, unauthorized);
		check_register(&feed);
		feed_fini(&feed);
	}
}

static void segments_may_divide_a_message_anywhere(void **state)
{
	for (size_t cut = 1; cut < sizeof(reg) - 1; cut++) {
		struct feed feed;

		feed_init(&feed, *state, TRANSPORT_TCP, 5060, FLOW_BY_SYN);
		feed_bytes(&feed, true, reg, cut);
		feed_bytes(&feed, true, reg + cut, sizeof(reg) - 1 - cut);
		feed_text(&feed, false, unauthorized);
		check_register(&feed);
		feed_fini(&feed);
	}
}

static void every_truncation_is_sip_or_nothing(void **state)
{
	for (size_t kept = 0; kept < 2 * sizeof(reg); kept++) {
		size_t len = kept / 2 < sizeof(reg) - 1 ? kept / 2 : sizeof(reg) - 1;
		struct feed feed;

		feed_init(&feed, *state, kept & 1 ? TRANSPORT_TCP : TRANSPORT_UDP, 5060,
		          FLOW_BY_SYN);
		feed_bytes(&feed, true, reg, len);
		feed_end(&feed);
		assert_int_equal(flow_hints(&feed.flow) &
		                         ~(HINT_BIT(HINT_SIP) | HINT_BIT(HINT_NOT_TLS)),
		                 0);
		/* The start line, whole. */
		assert_int_equal(feed_has(&feed, HINT_SIP), len >= 38);
		feed_fini(&feed);
	}
}

/* What a snaplen of 128 bytes leaves of a long request over IPv6, and of others. */
static void a_start_line_that_a_snaplen_cut_is_sip(void **state)
{
	static const struct {
		const char *text;
		bool is;
	} rows[] = {
		{ "INVITE sip:pool01.contoso.example;maddr=10.1.1.11;tran", true },
		{ "REGISTER sips:a@b", false }, /* too little */
		{ "REGISTER sips:a@contoso.example", true },
		{ "OPTIONS rtsp://media.contoso.example/a/long/name", false },
		{ "EXPLODE sip:pool01.contoso.example;maddr=10.1.1.11", false },
		{ "INVITE sip:pool01.contoso.example;\x01\x02;maddr=10.1.1", false },
	};

	for (size_t i = 0; i < 2 * ARRAY_LEN(rows); i++) {
		const char *text = rows[i / 2].text;
		bool cut = i & 1;

		for (int udp = 0; udp < 2; udp++) {
			struct feed feed;

			feed_init(&feed, *state, udp ? TRANSPORT_UDP : TRANSPORT_TCP,
			          5060, FLOW_BY_SYN);
			feed_at(&feed, true, feed.next[0], text, strlen(text),
			        strlen(text) + (cut ? 400 : 0));
			feed_end(&feed);
			assert_int_equal(feed_has(&feed, HINT_SIP),
			                 cut && rows[i / 2].is);
			feed_fini(&feed);
		}
	}
}

static void agent_behind_a_proxy_is_not_the_senders(void **state)
{
	struct feed feed;

	feed_init(&feed, *state, TRANSPORT_TCP, 5060, FLOW_BY_SYN);
	feed_text(&feed, true,
	          "INVITE sip:b@contoso.example SIP/2.0\r\n"
	          "Via: SIP/2.0/TLS 10.0.0.1:5061\r\nVia: SIP/2.0/TLS 10.9.9.9:51111\r\n"
	          "User-Agent: UCCAPI/15.0\r\n\r\n");
	assert_detail(&feed, detail_by_end(DETAIL_SIP_AGENTS, 0), "");
	assert_detail(&feed, DETAIL_SIP_METHOD, "INVITE");
	feed_fini(&feed);
}

static void negotiate_announces_compression(void **state)
{
	struct feed feed;

	feed_init(&feed, *state, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
	feed_text(&feed, true,
	          "NEGOTIATE sip:10.0.0.2:5061 SIP/2.0\r\nCSeq: 1 NEGOTIATE\r\n"
	          "Compression: LZ77-8K\r\nMax-Forwards: 0\r\n\r\n");
	assert_int_equal(flow_hints(&feed.flow),
	                 HINT_BIT(HINT_SIP) | HINT_BIT(HINT_SIPCOMP));
	feed_fini(&feed);
}

static void notify_comes_from_the_server(void **state)
{
	struct feed feed;

	feed_init(&feed, *state, TRANSPORT_UDP, 5060, FLOW_BY_FIRST);
	feed_text(&feed, true,
	          "BENOTIFY sip:a@10.0.0.2 SIP/2.0\r\nTo: <sip:a@b>\r\n\r\n");
	assert_int_equal(feed.flow.direction_by, FLOW_BY_HELLO);
	assert_int_equal(flow_initiator(&feed.flow)->port, 5060);
	feed_fini(&feed);
}

static void neighbours_are_not_sip(void **state)
{
	static const char *const others[] = {
		"OPTIONS rtsp://10.0.0.2/x RTSP/1.0\r\nCSeq: 1\r\n\r\n",
		"REGISTER sip:contoso.example SIP/2.0\r\n\r\n",
		"REGISTER sip:contoso.example SIP/2.0\r\nX-Field: 1\r\n\r\n",
		"SIP/2.0 999 Strange\r\nVia: x\r\n\r\n",
		"REGISTER nothing SIP/2.0\r\nVia: x\r\n\r\n",
	};

	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		struct feed feed;

		feed_init(&feed, *state, TRANSPORT_TCP, 5060, FLOW_BY_SYN);
		feed_text(&feed, true, others[i]);
		feed_end(&feed);
		assert_false(feed_has(&feed, HINT_SIP));
		feed_fini(&feed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(agents_of_both_ends_are_told, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(segments_may_divide_a_message_anywhere,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(every_truncation_is_sip_or_nothing, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(a_start_line_that_a_snaplen_cut_is_sip,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(agent_behind_a_proxy_is_not_the_senders,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(negotiate_announces_compression, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(notify_comes_from_the_server, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(neighbours_are_not_sip, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
