/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "feed.h"
#include "tls_samples.h"

#include "base/array.h"

#define TLS_HINTS                                                                        \
	(HINT_BIT(HINT_TLS) | HINT_BIT(HINT_MTLS) | HINT_BIT(HINT_PSEUDOTLS) |           \
	 HINT_BIT(HINT_TLS_NO_CLIENT_CERTIFICATE) | HINT_BIT(HINT_HTTPS) | OUTCOMES)
#define OUTCOMES  HINTS_OF(HINT_OUTCOME)
#define COMPLETE  HINT_BIT(HINT_TLS_COMPLETE)
#define TLS       HINT_BIT(HINT_TLS)
#define MUTUAL    (TLS | HINT_BIT(HINT_MTLS) | COMPLETE)
#define ONE_SIDED (TLS | HINT_BIT(HINT_TLS_NO_CLIENT_CERTIFICATE) | COMPLETE)
#define HTTPS     HINT_BIT(HINT_HTTPS)

static const struct expected {
	const char *name;
	const struct tls_sample *sample;
	uint64_t hints;
	const char *version, *client_certificate, *sni, *note, *outcome, *unseen;
} samples[] = {
	{ "mtls12", mtls12, MUTUAL | HTTPS, "TLS 1.2", "given", "pool01.contoso.example",
	  "certificate not valid before 2026-11-22", "complete", "" },
	{ "refused12", refused12, ONE_SIDED, "TLS 1.2", "refused",
	  "pool01.contoso.example", "certificate not valid before 2026-11-22", "complete",
	  "" },
	{ "plain12", plain12, ONE_SIDED, "TLS 1.2", "not asked", "sip.contoso.example",
	  "certificate not valid before 2026-11-22", "complete", "" },
	{ "tls13", tls13, TLS | HTTPS, "TLS 1.3", "", "web.contoso.example", "", "unseen",
	  "TLS 1.3" },
	{ "tls10", tls10, ONE_SIDED, "TLS 1.0", "not asked", "",
	  "TLS 1.0, certificate not valid before 2026-11-22", "complete", "" },
	{ "resume12", resume12, TLS, "TLS 1.2", "", "", "", "unseen", "resumed" },
	{ "frag12", frag12, MUTUAL, "TLS 1.2", "given", "",
	  "certificate not valid before 2026-11-22", "complete", "" },
};

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

static void check(const struct feed *feed, const struct expected *expected)
{
	if (flow_hints(&feed->flow) != expected->hints)
		print_message("%s\n", expected->name);
	assert_int_equal(flow_hints(&feed->flow), expected->hints);
	assert_true(feed->flow.flags & FLOW_DECIDED);
	assert_detail(feed, DETAIL_TLS_VERSION, expected->version);
	assert_detail(feed, DETAIL_TLS_CLIENT_CERTIFICATE, expected->client_certificate);
	assert_detail(feed, DETAIL_TLS_SNI, expected->sni);
	assert_detail(feed, DETAIL_NOTE, expected->note);
	assert_detail(feed, DETAIL_TLS_OUTCOME, expected->outcome);
	assert_detail(feed, DETAIL_TLS_UNSEEN, expected->unseen);
}

/* The server's last flight in clear, which the samples leave out: it changed to the cipher. */
#define SERVER_FINISHED                                                                  \
	"1403030001011603030028000102030405060708090a0b0c0d0e0f10111213141516171819"     \
	"1a1b1c1d1e1f2021222324252627"

static void handshakes_say_who_showed_a_certificate(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
		struct feed feed;

		feed_init(&feed, *state, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
		for (const struct tls_sample *s = samples[i].sample; s->hex; s++)
			feed_hex(&feed, s->by_client, s->hex);
		feed_hex(&feed, false, SERVER_FINISHED);
		check(&feed, &samples[i]);
		feed_fini(&feed);
	}
	assert_int_equal(inspector_counters(*state)->by_readers, ARRAY_LEN(samples));
	assert_int_equal(inspector_counters(*state)->undecided_memory, 0);
}

/* Send @len bytes in segments of @step; those of each pair in reverse order if @swapped. */
static void feed_segments(struct feed *feed, bool by_client, const uint8_t *bytes,
                          size_t len, size_t step, bool swapped)
{
	uint32_t base = feed->next[!by_client];

	for (size_t at = 0; at < len; at += 2 * step) {
		size_t second = at + step < len ? at + step : len;
		size_t end = second + step < len ? second + step : len;

		for (int half = 0; half < 2; half++) {
			size_t from = (half == 0) == swapped ? second : at;
			size_t to = from == at ? second : end;

			feed_at(feed, by_client, base + (uint32_t)from, bytes + from,
			        to - from, to - from);
		}
	}
	feed->next[!by_client] += (uint32_t)len;
}

static void segments_may_divide_a_handshake_anywhere_and_swap(void **state)
{
	static const size_t steps[] = { 90, 101, 130, 255, 300, 512 };

	for (size_t i = 0; i < ARRAY_LEN(samples) * ARRAY_LEN(steps) * 2; i++) {
		const struct expected *expected = &samples[i / 2 / ARRAY_LEN(steps)];
		uint8_t bytes[2048];
		struct feed feed;

		feed_init(&feed, *state, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
		for (const struct tls_sample *s = expected->sample; s->hex; s++) {
			size_t len = feed_unhex(bytes, s->hex);

			feed_segments(&feed, s->by_client, bytes, len,
			              steps[i / 2 % ARRAY_LEN(steps)], i % 2);
		}
		feed_hex(&feed, false, SERVER_FINISHED);
		check(&feed, expected);
		feed_fini(&feed);
	}
}

static void every_truncation_is_survived_and_is_tls_or_nothing(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
		for (const struct tls_sample *cut = samples[i].sample; cut->hex; cut++) {
			uint8_t bytes[2048];
			size_t len = feed_unhex(bytes, cut->hex);

			for (size_t kept = 0; kept < len; kept++) {
				struct feed feed;

				feed_init(&feed, *state, TRANSPORT_TCP, 5061,
				          FLOW_BY_SYN);
				for (const struct tls_sample *s = samples[i].sample;
				     s != cut; s++)
					feed_hex(&feed, s->by_client, s->hex);
				feed_at(&feed, cut->by_client, feed.next[!cut->by_client],
				        bytes, kept, len);
				feed_end(&feed);
				assert_int_equal(
					flow_hints(&feed.flow) & ~samples[i].hints, 0);
				if (cut != samples[i].sample || kept >= 44)
					assert_true(feed_has(&feed, HINT_TLS));
				feed_fini(&feed);
			}
		}
	}
}

static void server_certificate_is_described(void **state)
{
	struct feed feed;

	feed_init(&feed, *state, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
	for (const struct tls_sample *s = mtls12; s->hex; s++)
		feed_hex(&feed, s->by_client, s->hex);
	assert_detail(&feed, DETAIL_TLS_SUBJECT, "pool01.contoso.example");
	assert_detail(&feed, DETAIL_TLS_ISSUER, "contoso-CA");
	assert_detail(&feed, DETAIL_TLS_SAN,
	              "pool01.contoso.example,fe01.contoso.example,sip.contoso.example");
	assert_detail(&feed, DETAIL_TLS_KEY, "RSA 1024");
	assert_detail(&feed, DETAIL_TLS_SIGNATURE, "sha256WithRSAEncryption");
	assert_detail(&feed, DETAIL_TLS_CLIENT_SUBJECT, "fe02.contoso.example");
	assert_detail(&feed, DETAIL_TLS_CLIENT_ISSUER, "contoso-CA");
	assert_detail(&feed, DETAIL_TLS_CLIENT_KEY, "RSA 1024");
	assert_detail(&feed, DETAIL_TLS_VERSIONS_OFFERED, "TLS 1.2");
	assert_detail(&feed, DETAIL_TLS_ALPN, "http/1.1");
	feed_fini(&feed);
}

static void expired_certificate_is_noted(void **state)
{
	struct feed feed;

	feed_init(&feed, *state, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
	feed.flow.last_us = INT64_C(2200000000000000); /* 2039 */
	for (const struct tls_sample *s = plain12; s->hex; s++)
		feed_hex(&feed, s->by_client, s->hex);
	assert_detail(&feed, DETAIL_NOTE, "certificate expired 2036-11-19");
	feed_fini(&feed);
}

static void server_seen_first_turns_the_flow_round(void **state)
{
	struct feed feed;

	feed_init(&feed, *state, TRANSPORT_TCP, 5061, FLOW_BY_FIRST);
	/* The one taken for the client sends the server's flight. */
	feed_hex(&feed, true, plain12[1].hex);
	assert_int_equal(feed.flow.direction_by, FLOW_BY_HELLO);
	assert_int_equal(flow_initiator(&feed.flow)->port, 5061);
	feed_hex(&feed, false, plain12[2].hex);
	feed_hex(&feed, true, SERVER_FINISHED);
	assert_int_equal(flow_hints(&feed.flow), ONE_SIDED);
	feed_fini(&feed);
}

static void direction_known_by_syn_is_not_turned(void **state)
{
	struct feed feed;

	feed_init(&feed, *state, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
	feed_hex(&feed, false, plain12[0].hex); /* a client hello by the responder */
	assert_int_equal(feed.flow.direction_by, FLOW_BY_SYN);
	assert_int_equal(flow_initiator(&feed.flow)->port, 50000);
	assert_true(feed_has(&feed, HINT_TLS));
	feed_fini(&feed);
}

#define RANDOM_32 "5f5e5d5c000102030405060708090a0b0c0d0e0f101112131415161718191a1b"

static void pseudo_tls_is_not_tls(void **state)
{
	/* [MS-TURN] 2.1.1, as facts and libnice have it. */
	static const char client[] = "160301002d010000290301" RANDOM_32 "000002001801"
				     "00";
	static const char server[] =
		"160301004e020000460301" RANDOM_32 "20" RANDOM_32 "0018000e000000";
	struct feed feed;

	for (int by_client = 0; by_client <= 1; by_client++) {
		feed_init(&feed, *state, TRANSPORT_TCP, 443, FLOW_BY_SYN);
		feed_hex(&feed, by_client, by_client ? client : server);
		assert_int_equal(flow_hints(&feed.flow), HINT_BIT(HINT_PSEUDOTLS));
		feed_fini(&feed);
	}
	/* In two segments, too. */
	for (size_t cut = 1; cut < sizeof(client) / 2; cut++) {
		uint8_t bytes[64];
		size_t len = feed_unhex(bytes, client);

		feed_init(&feed, *state, TRANSPORT_TCP, 443, FLOW_BY_SYN);
		feed_bytes(&feed, true, bytes, cut);
		feed_bytes(&feed, true, bytes + cut, len - cut);
		assert_int_equal(flow_hints(&feed.flow), HINT_BIT(HINT_PSEUDOTLS));
		feed_fini(&feed);
	}
}

static void neighbours_of_pseudo_tls_are_tls(void **state)
{
	/* One more suite; another suite; a session. */
	static const char *const hellos[] = {
		"160301002f0100002b0301" RANDOM_32 "0000040018000a0100",
		"160301002d010000290301" RANDOM_32 "000002000a0100",
		"160301004d010000490301" RANDOM_32 "20" RANDOM_32 "000200180100",
	};

	for (size_t i = 0; i < ARRAY_LEN(hellos); i++) {
		struct feed feed;

		feed_init(&feed, *state, TRANSPORT_TCP, 443, FLOW_BY_SYN);
		feed_hex(&feed, true, hellos[i]);
		assert_int_equal(flow_hints(&feed.flow), TLS);
		feed_fini(&feed);
	}
}

static void records_in_mid_stream_are_tls(void **state)
{
	uint8_t bytes[400] = {
		23, 3, 3, 0, 60, [65] = 23, [66] = 3, [67] = 3, [69] = 90
	};
	struct feed feed;

	feed_init(&feed, *state, TRANSPORT_TCP, 5061, FLOW_BY_PORT);
	feed_bytes(&feed, true, bytes, 65);
	assert_int_equal(flow_hints(&feed.flow), 0);
	feed_bytes(&feed, true, bytes + 65, 95);
	assert_int_equal(flow_hints(&feed.flow), TLS);
	feed_fini(&feed);
	bytes[67] = 2; /* versions do not change within a connection */
	feed_init(&feed, *state, TRANSPORT_TCP, 5061, FLOW_BY_PORT);
	feed_bytes(&feed, true, bytes, 160);
	assert_int_equal(flow_hints(&feed.flow) & TLS_HINTS, 0);
	feed_fini(&feed);
}

/* Seen from its first byte on, a connection begins with a hello: anybody can frame a tunnel. */
static void records_without_a_hello_are_not_tls(void **state)
{
	static const char *const first[] = { "160303000401020304", "170303000401020304",
		                             "140303000101", "1603030004ff020304" };

	for (size_t i = 0; i < ARRAY_LEN(first); i++) {
		struct feed feed;

		feed_init(&feed, *state, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
		for (int turn = 0; turn < 6; turn++)
			feed_hex(&feed, turn % 2 == 0, first[i]);
		feed_end(&feed);
		assert_true(flow_hints(&feed.flow) == 0);
		feed_fini(&feed);

		/* Nor is such an answer to a hello one of TLS. */
		feed_init(&feed, *state, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
		feed_hex(&feed, true, plain12[0].hex);
		for (int turn = 0; turn < 6; turn++)
			feed_hex(&feed, turn % 2 == 1, first[i]);
		feed_end(&feed);
		assert_true(feed.flow.hints[0] & HINT_BIT(HINT_TLS));
		assert_true(feed.flow.hints[1] == 0);
		feed_fini(&feed);
	}
}

/* Whoever answers pseudo-TLS with an alert of TLS is no relay. */
static void an_alert_that_begins_a_stream_is_tls(void **state)
{
	struct feed feed;

	feed_init(&feed, *state, TRANSPORT_TCP, 443, FLOW_BY_SYN);
	feed_hex(&feed, true, "160301002d010000290301" RANDOM_32 "00000200180100");
	feed_hex(&feed, false, "15030100020228");
	feed_end(&feed);
	assert_true(feed.flow.hints[0] & HINT_BIT(HINT_PSEUDOTLS));
	assert_true(feed.flow.hints[1] == HINT_BIT(HINT_TLS));
	feed_fini(&feed);
}

static void boundary_is_found_within_a_stream(void **state)
{
	uint8_t bytes[1000];
	struct feed feed;

	memset(bytes, 0x55, sizeof(bytes));
	for (size_t at = 333; at < 900; at += 105)
		memcpy(bytes + at, "\x17\x03\x03\x00\x64", 5);
	feed_init(&feed, *state, TRANSPORT_TCP, 5061, FLOW_BY_PORT);
	feed_bytes(&feed, true, bytes, sizeof(bytes));
	assert_int_equal(flow_hints(&feed.flow), TLS);
	feed_fini(&feed);
}

/* A header, and as many bytes as it says; in segments of @step. */
static void feed_record(struct feed *feed, bool by_client, size_t len, size_t step)
{
	uint8_t bytes[9000] = { 23, 3, 3, (uint8_t)(len >> 8), (uint8_t)len };

	memset(bytes + 5, 0x5a, len);
	for (size_t at = 0; at < len + 5; at += step)
		feed_bytes(feed, by_client, bytes + at,
		           len + 5 - at < step ? len + 5 - at : step);
}

/* In mid-stream one record of each end is enough, also behind the rest of another. */
static void one_record_of_each_end_is_enough(void **state)
{
	static const size_t lens[] = { 30, 600, 8216 };

	for (size_t i = 0; i < ARRAY_LEN(lens) * 4; i++) {
		size_t len = lens[i / 4];
		struct feed feed;

		feed_init(&feed, *state, TRANSPORT_TCP, 5061, FLOW_BY_PORT);
		if (i & 1)
			feed_text(&feed, true, "the rest of one whose beginning is lost");
		feed_record(&feed, i & 2, len, i & 1 ? len + 5 : 1460);
		assert_false(feed_has(&feed, HINT_TLS));
		feed_record(&feed, !(i & 2), 40, 1460);
		assert_int_equal(flow_hints(&feed.flow), TLS);
		assert_detail(&feed, DETAIL_TLS_UNSEEN, "mid-stream");
		feed_fini(&feed);
	}
}

/* What a snaplen of 128 bytes leaves over IPv6. */
static void forty_bytes_of_a_hello_are_enough(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
		for (int both = 0; both < 2; both++) {
			struct feed feed;

			feed_init(&feed, *state, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
			for (int j = 0; j <= both; j++) {
				uint8_t bytes[2048];
				const struct tls_sample *s = &samples[i].sample[j];
				size_t len = feed_unhex(bytes, s->hex);

				feed_at(&feed, s->by_client, feed.next[!s->by_client],
				        bytes, 40, len);
			}
			feed_end(&feed);
			assert_int_equal(flow_hints(&feed.flow), TLS);
			assert_detail(&feed, DETAIL_TLS_OUTCOME, "unseen");
			feed_fini(&feed);
		}
	}
}

/* What a balancer or a proxy puts in front of either end. */
static const struct preface {
	const char *bytes[2]; /* of the client, of the server */
	size_t len[2];
	const char *note;
} in_front[] = {
	{ { "PROXY TCP4 192.0.2.1 192.0.2.2 1024 443\r\n", "" },
	  { 41, 0 },
	  "PROXY header in front" },
	{ { "PROXY UNKNOWN\r\n", "" }, { 15, 0 }, "PROXY header in front" },
	{ { "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c"
	    "abcdefghijkl",
	    "" },
	  { 28, 0 },
	  "PROXY header in front" },
	{ { "CONNECT web.contoso.example:443 HTTP/1.1\r\nHost: web\r\n\r\n",
	    "HTTP/1.1 200 Connection established\r\n\r\n" },
	  { 55, 39 },
	  "HTTP CONNECT in front" },
};

static void what_a_proxy_puts_in_front_is_stepped_over(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(in_front) * 64; i++) {
		const struct preface *preface = &in_front[i / 64];
		size_t step = i % 64 + 1;
		struct feed feed;

		feed_init(&feed, *state, TRANSPORT_TCP, 443, FLOW_BY_SYN);
		for (unsigned end = 0; end < 2; end++)
			for (size_t at = 0; at < preface->len[end]; at += step)
				feed_bytes(&feed, end == 0, preface->bytes[end] + at,
				           preface->len[end] - at < step
				                   ? preface->len[end] - at
				                   : step);
		for (const struct tls_sample *s = refused12; s->hex; s++)
			feed_hex(&feed, s->by_client, s->hex);
		feed_hex(&feed, false, SERVER_FINISHED);
		if (flow_hints(&feed.flow) != ONE_SIDED)
			print_message("case %zu in segments of %zu\n", i / 64, step);
		assert_int_equal(flow_hints(&feed.flow), ONE_SIDED);
		assert_detail(&feed, DETAIL_TLS_OUTCOME, "complete");
		assert_detail(&feed, DETAIL_TLS_CLIENT_CERTIFICATE, "refused");
		char text[256];

		assert_non_null(
			strstr(feed_detail(&feed, DETAIL_NOTE, text), preface->note));
		feed_fini(&feed);
	}
}

/* Asked and refused, or never used for TLS: that is HTTP. */
static void connect_without_tls_is_http(void **state)
{
	static const char *const answers[] = { "", "HTTP/1.1 403 Forbidden\r\n\r\n",
		                               "HTTP/1.1 200 OK\r\n\r\n" };

	for (size_t i = 0; i < ARRAY_LEN(answers) * 2; i++) {
		struct feed feed;

		feed_init(&feed, *state, TRANSPORT_TCP, 8080, FLOW_BY_SYN);
		feed_text(&feed, true, "CONNECT a.example:22 HTTP/1.1\r\n\r\n");
		feed_text(&feed, false, answers[i / 2]);
		if (i & 1)
			feed_text(&feed, true, "SSH-2.0-x\r\n");
		feed_end(&feed);
		assert_int_equal(flow_hints(&feed.flow), HINT_BIT(HINT_HTTP));
		feed_fini(&feed);
	}
}

static void version_2_hello_is_tls(void **state)
{
	static const char hello[] = "802e010301001500000010"
				    "0100800300800700c006004002008004008000000a"
				    "000102030405060708090a0b0c0d0e0f";
	struct feed feed;

	feed_init(&feed, *state, TRANSPORT_TCP, 443, FLOW_BY_SYN);
	feed_hex(&feed, true, hello);
	assert_int_equal(flow_hints(&feed.flow), TLS);
	feed_hex(&feed, false, tls10[1].hex);
	assert_detail(&feed, DETAIL_TLS_VERSION, "TLS 1.0");
	feed_hex(&feed, true, tls10[2].hex);
	feed_hex(&feed, false, SERVER_FINISHED);
	assert_int_equal(flow_hints(&feed.flow), ONE_SIDED);
	feed_fini(&feed);
}

/* How a flow ends; bits. */
enum {
	BY_FIN = 1,
	BY_RST = 2,
	LATE = 4, /* the last packet comes a second after the first */
};

/* A handshake of which @count messages are seen, and then what the server sends. */
static const struct ending {
	const struct tls_sample *sample;
	size_t count;
	const char *then;
	int end; /* how */
	const char *outcome, *alert, *by, *step, *unseen;
	uint64_t hint; /* of the outcome */
} endings[] = {
	{ plain12, 1, "15030300020228", 0, "failed", "handshake_failure", "server",
	  "client hello", "", HINT_BIT(HINT_TLS_FAILED) },
	{ plain12, 1, "15030100020246", 0, "failed", "protocol_version", "server",
	  "client hello", "", HINT_BIT(HINT_TLS_FAILED) },
	{ plain12, 1, "1503030002022a", 0, "failed", "bad_certificate", "server",
	  "client hello", "", HINT_BIT(HINT_TLS_FAILED) },
	{ plain12, 1, "150303000202fa", 0, "failed", "250", "server", "client hello", "",
	  HINT_BIT(HINT_TLS_FAILED) },
	{ plain12, 1, "15030300020100", 0, "failed", "close_notify", "server",
	  "client hello", "", HINT_BIT(HINT_TLS_FAILED) },
	/* A warning that changes nothing. */
	{ plain12, 1, "15030300020170", 0, "unseen", "", "", "", "unfinished", 0 },
	{ plain12, 1, "", BY_FIN, "unanswered", "", "", "", "",
	  HINT_BIT(HINT_TLS_UNANSWERED) },
	{ plain12, 1, "", BY_RST, "unanswered", "", "", "", "",
	  HINT_BIT(HINT_TLS_UNANSWERED) },
	{ plain12, 1, "", LATE, "unanswered", "", "", "", "",
	  HINT_BIT(HINT_TLS_UNANSWERED) },
	{ plain12, 1, "", 0, "unseen", "", "", "", "unfinished", 0 },
	{ plain12, 2, "", BY_RST, "abandoned", "", "", "server hello done", "",
	  HINT_BIT(HINT_TLS_ABANDONED) },
	{ plain12, 2, "", BY_FIN, "abandoned", "", "", "server hello done", "",
	  HINT_BIT(HINT_TLS_ABANDONED) },
	{ plain12, 2, "", LATE, "unseen", "", "", "", "unfinished", 0 },
	{ refused12, 3, "15030300020228", 0, "failed", "handshake_failure", "server",
	  "client finished", "", HINT_BIT(HINT_TLS_FAILED) },
	{ refused12, 3, "", BY_RST, "abandoned", "", "", "client finished", "",
	  HINT_BIT(HINT_TLS_ABANDONED) },
	{ tls13, 2, "", BY_RST, "abandoned", "", "", "server hello", "",
	  HINT_BIT(HINT_TLS_ABANDONED) },
	{ tls13, 1, "15030300020246", 0, "failed", "protocol_version", "server",
	  "client hello", "", HINT_BIT(HINT_TLS_FAILED) },
};

static void feed_ending(struct feed *feed, struct inspector *inspector,
                        const struct ending *ending, size_t step)
{
	feed_init(feed, inspector, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
	feed->flow.packets[0] = feed->flow.packets[1] = 1;
	for (size_t i = 0; i <= ending->count; i++) {
		bool then = i == ending->count;
		uint8_t bytes[2048];
		size_t len =
			feed_unhex(bytes, then ? ending->then : ending->sample[i].hex);

		for (size_t at = 0; at < len; at += step)
			feed_bytes(feed, !then && ending->sample[i].by_client, bytes + at,
			           len - at < step ? len - at : step);
	}
	if (ending->end & LATE)
		feed->flow.last_us += 1000000;
	if (ending->end & BY_RST)
		feed->flow.end[0].tcp_flags |= TCP_RST;
	for (int by_client = 0; ending->end & BY_FIN && by_client < 2; by_client++) {
		feed->flow.end[by_client].tcp_flags |= TCP_FIN;
		feed_fin(feed, by_client, 0);
	}
	feed_end(feed);
}

static void check_ending(const struct feed *feed, const struct ending *ending)
{
	assert_detail(feed, DETAIL_TLS_OUTCOME, ending->outcome);
	assert_detail(feed, DETAIL_TLS_ALERT, ending->alert);
	assert_detail(feed, DETAIL_TLS_ALERT_BY, ending->by);
	assert_detail(feed, DETAIL_TLS_STEP, ending->step);
	assert_detail(feed, DETAIL_TLS_UNSEEN, ending->unseen);
	assert_int_equal(flow_hints(&feed->flow) & OUTCOMES, ending->hint);
	assert_false(feed_has(feed, HINT_TLS_NO_CLIENT_CERTIFICATE));
}

static void a_handshake_that_did_not_complete_says_why(void **state)
{
	static const size_t pieces[] = { 2048, 700, 97, 41 };

	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		for (size_t j = 0; j < ARRAY_LEN(pieces); j++) {
			struct feed feed;

			feed_ending(&feed, *state, &endings[i], pieces[j]);
			check_ending(&feed, &endings[i]);
			feed_fini(&feed);
		}
	}
}

/* Of what was cut, lost, begun before the capture or heard from one side, nothing follows. */
static void what_was_not_seen_is_no_failure(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		for (int missing = 0; missing < 4; missing++) {
			struct ending cut = endings[i];
			struct feed feed;

			if (cut.hint & HINT_BIT(HINT_TLS_FAILED))
				continue; /* an alert that was seen is one */
			feed_init(&feed, *state, TRANSPORT_TCP, 5061,
			          missing == 0 ? FLOW_BY_PORT : FLOW_BY_SYN);
			feed.flow.packets[0] = 1;
			feed.flow.packets[1] = missing != 1;
			for (size_t j = 0; j < cut.count; j++) {
				const struct tls_sample *s = &cut.sample[j];
				uint8_t bytes[2048];
				size_t len = feed_unhex(bytes, s->hex);

				if (missing == 1 && !s->by_client)
					continue;
				feed_at(&feed, s->by_client, feed.next[!s->by_client],
				        bytes, missing == 2 ? len / 2 : len, len);
				feed.next[!s->by_client] += (uint32_t)len;
			}
			if (missing == 3) { /* a FIN ahead of what was captured */
				feed.flow.end[1].tcp_flags |= TCP_FIN;
				feed_fin(&feed, false, 10);
			}
			feed.flow.end[0].tcp_flags |= TCP_RST;
			feed_end(&feed);
			assert_int_equal(flow_hints(&feed.flow) & OUTCOMES, 0);
			assert_detail(&feed, DETAIL_TLS_OUTCOME, "unseen");
			feed_fini(&feed);
		}
	}
}

struct names {
	int sni, certificate;
	struct address address;
};

static void count_names(const struct learned *learned, void *context)
{
	struct names *names = context;

	assert_int_equal(learned->kind, LEARNED_NAME);
	names->sni += learned->via == LEARNED_BY_SNI;
	names->certificate += learned->via == LEARNED_BY_CERTIFICATE;
	if (learned->via == LEARNED_BY_SNI)
		names->address = learned->address;
}

static void names_of_both_ends_are_learned(void **state)
{
	struct names names = { 0 };
	struct inspector_options options = { .learned = count_names,
		                             .learned_context = &names };
	struct error err;
	struct inspector *inspector = inspector_create(&options, &err);
	struct feed feed;

	(void)state;
	feed_init(&feed, inspector, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
	for (const struct tls_sample *s = mtls12; s->hex; s++)
		feed_hex(&feed, s->by_client, s->hex);
	assert_int_equal(names.sni, 1);
	assert_true(address_equal(&names.address, &feed.server));
	assert_int_equal(names.certificate, 4 + 2); /* subjects and alternative names */
	feed_fini(&feed);
	inspector_destroy(inspector);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(handshakes_say_who_showed_a_certificate,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(
			segments_may_divide_a_handshake_anywhere_and_swap, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			every_truncation_is_survived_and_is_tls_or_nothing, setup,
			teardown),
		cmocka_unit_test_setup_teardown(server_certificate_is_described, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(expired_certificate_is_noted, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(server_seen_first_turns_the_flow_round,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(direction_known_by_syn_is_not_turned,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(pseudo_tls_is_not_tls, setup, teardown),
		cmocka_unit_test_setup_teardown(neighbours_of_pseudo_tls_are_tls, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(records_in_mid_stream_are_tls, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(records_without_a_hello_are_not_tls,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(an_alert_that_begins_a_stream_is_tls,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(boundary_is_found_within_a_stream, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(version_2_hello_is_tls, setup, teardown),
		cmocka_unit_test_setup_teardown(
			what_a_proxy_puts_in_front_is_stepped_over, setup, teardown),
		cmocka_unit_test_setup_teardown(connect_without_tls_is_http, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(one_record_of_each_end_is_enough, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(forty_bytes_of_a_hello_are_enough, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(
			a_handshake_that_did_not_complete_says_why, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_not_seen_is_no_failure, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(names_of_both_ends_are_learned, setup,
		                                teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
