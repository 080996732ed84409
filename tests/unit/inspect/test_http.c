/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "feed.h"

#include "base/array.h"

static const char request[] = "GET /CertProv/CertProvisioningService.svc HTTP/1.1\r\n"
			      "Host: pool01.contoso.example\r\n"
			      "User-Agent: Lync\r\n\r\n";
static const char response[] = "HTTP/1.1 200 OK\r\nServer: Microsoft-IIS/8.5\r\n\r\n";

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

static void request_and_response_are_described(void **state)
{
	for (size_t cut = 0; cut < sizeof(request) - 1; cut++) {
		struct feed feed;

		feed_init(&feed, *state, TRANSPORT_TCP, 80, FLOW_BY_SYN);
		feed_bytes(&feed, true, request, cut);
		feed_bytes(&feed, true, request + cut, sizeof(request) - 1 - cut);
		feed_text(&feed, false, response);
		assert_int_equal(flow_hints(&feed.flow), HINT_BIT(HINT_HTTP));
		assert_true(feed.flow.flags & FLOW_DECIDED);
		assert_detail(&feed, DETAIL_HTTP_METHOD, "GET");
		assert_detail(&feed, DETAIL_HTTP_PATH,
		              "/CertProv/CertProvisioningService.svc");
		assert_detail(&feed, DETAIL_HTTP_HOST, "pool01.contoso.example");
		assert_detail(&feed, DETAIL_HTTP_USER_AGENT, "Lync");
		assert_detail(&feed, DETAIL_HTTP_SERVER, "Microsoft-IIS/8.5");
		feed_fini(&feed);
	}
}

static void response_comes_from_the_server(void **state)
{
	struct feed feed;

	feed_init(&feed, *state, TRANSPORT_TCP, 8080, FLOW_BY_FIRST);
	feed_text(&feed, true, response);
	assert_int_equal(feed.flow.direction_by, FLOW_BY_HELLO);
	assert_int_equal(flow_initiator(&feed.flow)->port, 8080);
	/* End 0 showed it, whoever it is. */
	assert_int_equal(feed.flow.hints[0], HINT_BIT(HINT_HTTP));
	assert_int_equal(feed.flow.hints[1], 0);
	feed_text(&feed, false, request);
	assert_detail(&feed, DETAIL_HTTP_METHOD, "GET");
	feed_fini(&feed);
}

/* What a snaplen of 128 bytes leaves of a request with a long path. */
static void a_start_line_that_a_snaplen_cut_is_http(void **state)
{
	static const struct {
		const char *text;
		bool is;
	} rows[] = {
		{ "GET /webticket/webticketservice.svc/mex?some=query&an", true },
		{ "RPC_OUT_DATA /rpc/rpcproxy.dll?pool01.contoso.example:6001", true },
		{ "GRAB /webticket/webticketservice.svc/mex?some=query", false },
		{ "GET webticket/webticketservice.svc/mex?some=query&an", false },
		{ "GET /webticket/ webticketservice.svc/mex?some=query&an", false },
	};

	for (size_t i = 0; i < 2 * ARRAY_LEN(rows); i++) {
		const char *text = rows[i / 2].text;
		bool cut = i & 1;
		struct feed feed;

		feed_init(&feed, *state, TRANSPORT_TCP, 80, FLOW_BY_SYN);
		feed_at(&feed, true, feed.next[0], text, strlen(text),
		        strlen(text) + (cut ? 400 : 0));
		feed_end(&feed);
		assert_int_equal(feed_has(&feed, HINT_HTTP), cut && rows[i / 2].is);
		feed_fini(&feed);
	}
}

static void neighbours_are_not_http(void **state)
{
	static const char *const others[] = {
		"REGISTER sip:contoso.example SIP/2.0\r\nVia: x\r\n\r\n",
		"SIP/2.0 200 OK\r\nVia: x\r\n\r\n",
		"DESCRIBE rtsp://10.0.0.2/x RTSP/1.0\r\nCSeq: 1\r\n\r\n",
		"HTTP/1.1 099 Odd\r\n\r\n",
		"GET /\r\n\r\n",
	};

	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		struct feed feed;

		feed_init(&feed, *state, TRANSPORT_TCP, 80, FLOW_BY_SYN);
		feed_text(&feed, true, others[i]);
		feed_end(&feed);
		assert_false(feed_has(&feed, HINT_HTTP));
		feed_fini(&feed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(request_and_response_are_described, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(response_comes_from_the_server, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(a_start_line_that_a_snaplen_cut_is_http,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(neighbours_are_not_http, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
