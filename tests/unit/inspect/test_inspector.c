/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "feed.h"
#include "tls_samples.h"

#include "base/array.h"
#include "inspect/label_map.h"
#include "inspect/signature_set.h"

static const struct signature vnc = {
	.id = "vnc",
	.hint = HINT_OTHER,
	.sender = SIGNATURE_SERVER,
	.transport = TRANSPORT_TCP,
	.len = 4,
	.bytes = "RFB ",
	.mask = { 0xff, 0xff, 0xff, 0xff },
};

static void signature_decides_names_and_turns(void **state)
{
	struct signature_set *set = signature_set_create();
	struct inspector_options options = { .signatures = set };
	struct signature empty = { .id = "all", .len = 4 };
	struct error err;
	struct feed feed;

	(void)state;
	assert_true(signature_set_add(set, &vnc, &err));
	assert_false(signature_set_add(set, &vnc, &err));
	assert_string_equal(err.text, "signature 'vnc' is defined twice");
	assert_false(signature_set_add(set, &empty, &err));
	assert_string_equal(err.text, "signature 'all' would match everything");
	struct inspector *inspector = inspector_create(&options, &err);

	feed_init(&feed, inspector, TRANSPORT_TCP, 5900, FLOW_BY_FIRST);
	feed_text(&feed, true, "RFB 003.008\n");
	assert_int_equal(feed.flow.hints[0], HINT_BIT(HINT_OTHER));
	assert_int_equal(flow_initiator(&feed.flow)->port, 5900);
	/* What the other end says is its own word. */
	assert_int_equal(feed.flow.hints[1], 0);
	assert_false(feed.flow.flags & FLOW_DECIDED);
	feed_text(&feed, false, "RFB 003.008\n");
	assert_int_equal(feed.flow.hints[1], HINT_BIT(HINT_OTHER));
	assert_true(feed.flow.flags & FLOW_DECIDED);
	assert_detail(&feed, DETAIL_PROTOCOL, "vnc");
	assert_int_equal(inspector_counters(inspector)->by_signatures, 1);
	feed_fini(&feed);
	inspector_destroy(inspector);
	signature_set_destroy(set);
}

static void ndpi_names_what_nobody_else_knows(void **state)
{
	struct label_map *labels = label_map_create();
	struct inspector_options options = { .labels = labels };
	struct error err;
	struct feed feed;

	(void)state;
	assert_true(label_map_add(labels, "SSH", HINT_SSH, &err));
	assert_false(label_map_ignore(labels, "SSH", &err));
	struct inspector *inspector = inspector_create(&options, &err);

	feed_init(&feed, inspector, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
	feed_text(&feed, false, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
	feed_text(&feed, true, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
	assert_int_equal(flow_hints(&feed.flow), HINT_BIT(HINT_SSH));
	assert_string_equal(inspector_dpi_name(inspector, &feed.flow), "SSH");
	feed_end(&feed);
	assert_int_equal(inspector_counters(inspector)->by_ndpi, 1);
	feed_fini(&feed);
	assert_int_equal(inspector_counters(inspector)->undecided_memory, 0);
	inspector_destroy(inspector);
	label_map_destroy(labels);
}

static void port_alone_is_never_a_hint(void **state)
{
	static const uint16_t ports[] = { 22, 25, 80, 443, 1433, 3389, 5060, 5061 };
	struct inspector *inspector = feed_inspector();

	(void)state;
	for (size_t i = 0; i < sizeof(ports) / sizeof(ports[0]); i++) {
		struct feed feed;

		feed_init(&feed, inspector, TRANSPORT_TCP, ports[i], FLOW_BY_SYN);
		feed.flow.packets[0] = feed.flow.packets[1] = 1;
		for (int n = 0; n < 30; n++)
			feed_text(&feed, n & 1, "\xf7\xa1 nothing in particular \xe0");
		assert_true(feed.flow.flags & FLOW_DECIDED);
		assert_int_equal(flow_hints(&feed.flow),
		                 HINT_BIT(HINT_NOT_TLS) | HINT_BIT(HINT_UNKNOWN));
		feed_fini(&feed);
	}
	inspector_destroy(inspector);
}

/* What who listens said is unknown only when all of it could have been known. */
static void unknown_is_said_of_who_listens_alone(void **state)
{
	static const struct {
		const char *asks, *answers;
		enum flow_direction_by by;
		bool unknown;
	} cases[] = {
		{ "what is it?\n", "it is this\n", FLOW_BY_SYN, true },
		{ "id\n", "uid=0(root)\n$ ", FLOW_BY_SYN, true }, /* "ui" is no length */
		{ "", "Welcome\n$ ", FLOW_BY_SYN, true },
		{ "what is it?\n", "", FLOW_BY_SYN, false },
		{ "what is it?\n", "it is this\n", FLOW_BY_PORT, false },
		{ "what is it?\n", "HTTP/1.1 400 Bad\r\n\r\n", FLOW_BY_SYN, false },
		{ "GET / HTTP/1.1\r\n\r\n", "it is this\n", FLOW_BY_SYN, false },
		{ "", "SI", FLOW_BY_SYN, false },           /* of SIP, perhaps */
		{ "\r\n\r\n", "\r\n", FLOW_BY_SYN, false }, /* keep-alives of SIP */
	};
	struct inspector *inspector = feed_inspector();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct feed feed;

		feed_init(&feed, inspector, TRANSPORT_TCP, 5068, cases[i].by);
		feed.flow.packets[0] = feed.flow.packets[1] = 1;
		feed_text(&feed, true, cases[i].asks);
		feed_text(&feed, false, cases[i].answers);
		feed_end(&feed);
		assert_int_equal(feed.flow.hints[1] & HINT_BIT(HINT_UNKNOWN),
		                 cases[i].unknown ? HINT_BIT(HINT_UNKNOWN) : 0);
		assert_int_equal(feed.flow.hints[0] & HINT_BIT(HINT_UNKNOWN), 0);
		feed_fini(&feed);
	}

	/* Of who asked nothing was captured: nor, perhaps, what the answer began with. */
	struct feed feed;

	feed_init(&feed, inspector, TRANSPORT_TCP, 5068, FLOW_BY_SYN);
	feed.flow.packets[!feed.flow.initiator] = 1;
	feed_text(&feed, false, "it is this\n");
	feed_end(&feed);
	assert_false(flow_hints(&feed.flow) & HINT_BIT(HINT_UNKNOWN));
	feed_fini(&feed);
	inspector_destroy(inspector);
}

/* A length in front asks for more; it is none when the connection was closed without. */
static void what_a_closed_connection_left_short_is_unknown(void **state)
{
	static const struct {
		const char *asks, *answers;
		bool unknown;
	} cases[] = {
		{ "\x07\xa1\x03", "\x07\xa2\x01", true },
		{ "\x07", "\x01", true },
		{ "\x07\xa1\x03", "SI", false },
		{ "\x16\x03", "\x16\x03", false }, /* of TLS, perhaps */
	};
	struct inspector *inspector = feed_inspector();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		for (int closed = 0; closed < 2; closed++) {
			struct feed feed;

			feed_init(&feed, inspector, TRANSPORT_TCP, 5068, FLOW_BY_SYN);
			feed.flow.packets[0] = feed.flow.packets[1] = 1;
			feed_text(&feed, true, cases[i].asks);
			feed_text(&feed, false, cases[i].answers);
			for (int by_client = 0; closed && by_client < 2; by_client++)
				feed_fin(&feed, by_client, 0);
			feed_end(&feed);
			assert_int_equal(
				feed.flow.hints[1] & HINT_BIT(HINT_UNKNOWN),
				closed && cases[i].unknown ? HINT_BIT(HINT_UNKNOWN) : 0);
			feed_fini(&feed);
		}
	}
	inspector_destroy(inspector);
}

/* Of datagrams only what begins as nothing does that shares a port with media is unknown. */
static void datagrams_that_begin_as_no_media_are_unknown(void **state)
{
	static const struct {
		const char *asks, *answers;
		int times;
		bool unknown;
	} cases[] = {
		{ "tunnel up", "tunnel down", 4, true },
		{ "tunnel up", "tunnel down", 3, false },
		{ "tunnel up", "\x80 down", 4, false }, /* of RTP, perhaps */
		{ "\x01 up", "tunnel down", 4, false },
		{ "tunnel up", "", 4, false },
		{ "", "tunnel down", 4, true },
	};
	struct inspector *inspector = feed_inspector();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct feed feed;

		feed_init(&feed, inspector, TRANSPORT_UDP, 3478, FLOW_BY_FIRST_DATAGRAM);
		feed.flow.packets[0] = feed.flow.packets[1] = 1;
		for (int n = 0; n < cases[i].times; n++) {
			if (*cases[i].asks)
				feed_text(&feed, true, cases[i].asks);
			if (*cases[i].answers)
				feed_text(&feed, false, cases[i].answers);
		}
		feed_end(&feed);
		assert_int_equal(feed.flow.hints[1] & HINT_BIT(HINT_UNKNOWN),
		                 cases[i].unknown ? HINT_BIT(HINT_UNKNOWN) : 0);
		feed_fini(&feed);
	}
	inspector_destroy(inspector);
}

/* One end's bytes in segments of @step, after as many of the other's as @turns asks. */
static uint64_t hints_of_pieces(struct inspector *inspector, enum flow_direction_by by,
                                bool by_client, const char *text, size_t len, size_t step)
{
	struct feed feed;
	uint64_t hints;

	feed_init(&feed, inspector, TRANSPORT_TCP, 5061, by);
	for (size_t at = 0; at < len; at += step)
		feed_bytes(&feed, by_client, text + at,
		           len - at < step ? len - at : step);
	feed_end(&feed);
	hints = flow_hints(&feed.flow);
	feed_fini(&feed);
	return hints;
}

static struct inspector *inspector_for_ssh(struct signature_set **set)
{
	static const struct signature ssh = { .id = "ssh",
		                              .hint = HINT_SSH,
		                              .transport = TRANSPORT_TCP,
		                              .len = 5,
		                              .bytes = "SSH-2",
		                              .mask = "\xff\xff\xff\xff\xff" };
	struct inspector_options options = { .memory = 0 };
	struct error err;

	*set = signature_set_create();
	assert_non_null(*set);
	assert_true(signature_set_add(*set, &ssh, &err));
	assert_int_equal(signature_set_reach(*set), 5);
	options.signatures = *set;
	return inspector_create(&options, &err);
}

/* However a stream is divided, and whoever speaks first. */
static void signatures_see_bytes_and_not_packets(void **state)
{
	static const char banner[] = "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n";
	struct signature_set *set;
	struct inspector *inspector = inspector_for_ssh(&set);

	(void)state;
	for (size_t step = 1; step < sizeof(banner); step++)
		for (int by_client = 0; by_client < 2; by_client++)
			assert_int_equal(hints_of_pieces(inspector, FLOW_BY_SYN,
			                                 by_client, banner,
			                                 sizeof(banner) - 1, step),
			                 HINT_BIT(HINT_SSH));
	inspector_destroy(inspector);
	signature_set_destroy(set);
}

static void what_begins_as_nothing_of_tls_does_is_no_tls(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		bool no_tls;
	} cases[] = {
		{ "\x55", 1, true },
		{ "hello\r\n", 7, true },
		{ "\x16\x03\x01\x00\x50\x01", 6, false },
		{ "\x15\x03\x01\x00\x02\x02\x28", 7, false },
		{ "\x16\x03", 2, false }, /* may still become a record */
		{ "\x16\x04\x01\x00\x50", 5, true },
		{ "\x16\x03\x01\xff\xff", 5, true },  /* longer than records are */
		{ "\x80\x2e\x01\x00\x02", 5, false }, /* SSL 2.0 */
		{ "\x80\x2e\x01\x03\x01", 5, false },
		{ "\x80\x2e\x07\x03\x01", 5, true },
		{ "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n", 32, false },
		{ "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nhello", 37, true },
		{ "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n\x16\x03\x01\x00\x50", 37, false },
		{ "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x04"
		  "abcd\x16\x03\x01\0\x50",
		  25, false },
		{ "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x04"
		  "abcdXXXXX",
		  25, true },
	};
	struct inspector *inspector = feed_inspector();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (size_t step = 1; step <= cases[i].len; step++)
			for (int by_client = 0; by_client < 2; by_client++)
				assert_int_equal(
					hints_of_pieces(inspector, FLOW_BY_SYN, by_client,
				                        cases[i].bytes, cases[i].len,
				                        step) &
						HINT_BIT(HINT_NOT_TLS),
					cases[i].no_tls ? HINT_BIT(HINT_NOT_TLS) : 0);
		/* Where nobody saw the beginning, one end alone says nothing. */
		assert_int_equal(hints_of_pieces(inspector, FLOW_BY_PORT, true,
		                                 cases[i].bytes, cases[i].len, 1) &
		                         HINT_BIT(HINT_NOT_TLS),
		                 0);
	}
	inspector_destroy(inspector);
}

/* Two turns without a record at the front of one; then one has it. */
static void a_side_without_a_beginning_is_asked_when_it_speaks(void **state)
{
	static const char record[] = "\x17\x03\x03\x00\x30 and some of it";
	struct inspector *inspector = feed_inspector();

	(void)state;
	for (int shown = 0; shown < 2; shown++) {
		struct feed feed;

		feed_init(&feed, inspector, TRANSPORT_TCP, 5061, FLOW_BY_PORT);
		for (int turn = 0; turn < 4; turn++)
			feed_text(&feed, turn & 1, "in the middle \xe0 of something");
		if (shown)
			feed_bytes(&feed, true, record, sizeof(record) - 1);
		feed_end(&feed);
		assert_int_equal(flow_hints(&feed.flow),
		                 shown ? 0 : HINT_BIT(HINT_NOT_TLS));
		feed_fini(&feed);
	}
	inspector_destroy(inspector);
}

/* A hello of TLS answered by something else: both are kept. */
static void an_answer_in_another_protocol_is_kept_beside_the_hello(void **state)
{
	static const char ssh[] = "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n";
	static const char http[] = "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n";
	static const char odd[] = "\x55\x01\x02 what is this?";
	static const struct {
		const char *answer;
		size_t len;
		uint64_t hints;
	} cases[] = {
		{ ssh, sizeof(ssh) - 1, HINT_BIT(HINT_TLS) | HINT_BIT(HINT_SSH) },
		{ http, sizeof(http) - 1, HINT_BIT(HINT_TLS) | HINT_BIT(HINT_HTTP) },
		{ odd, sizeof(odd) - 1, HINT_BIT(HINT_TLS) | HINT_BIT(HINT_NOT_TLS) },
	};
	struct signature_set *set;
	struct inspector *inspector = inspector_for_ssh(&set);

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		for (size_t cut = 1; cut < cases[i].len; cut++) {
			struct feed feed;

			feed_init(&feed, inspector, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
			feed_hex(&feed, true, plain12[0].hex);
			feed_bytes(&feed, false, cases[i].answer, cut);
			feed_bytes(&feed, false, cases[i].answer + cut,
			           cases[i].len - cut);
			feed_end(&feed);
			assert_int_equal(flow_hints(&feed.flow),
			                 cases[i].hints | HINT_BIT(HINT_TLS_FAILED));
			feed_fini(&feed);
		}
	}
	inspector_destroy(inspector);
	signature_set_destroy(set);
}

static const char probe[] = "OPTIONS sip:gw1@10.0.0.2 SIP/2.0\r\n"
			    "Via: SIP/2.0/UDP 10.0.0.1:5060\r\n\r\n";

/* A keep-alive, a probe, a stray datagram: what follows is read all the same. */
static void a_datagram_that_is_nothing_binds_nobody(void **state)
{
	static const struct {
		int strangers;
		bool found;
	} rows[] = { { 0, true }, { 1, true }, { 6, true }, { 7, true }, { 8, false } };
	struct inspector *inspector = feed_inspector();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct feed feed;

		feed_init(&feed, inspector, TRANSPORT_UDP, 5060, FLOW_BY_SYN);
		for (int n = 0; n < rows[i].strangers; n++)
			feed_bytes(&feed, n & 1, "\0\0\0\0", 4);
		feed_text(&feed, true, probe);
		assert_int_equal(feed_has(&feed, HINT_SIP), rows[i].found);
		feed_fini(&feed);
	}
	inspector_destroy(inspector);
}

/* What each side sent is not known to be anything yet: only the end decides. */
static void a_connection_is_decided_when_both_sides_ended_in_order(void **state)
{
	static const struct {
		uint32_t missing[2]; /* bytes before the FIN of server and client */
		bool late;           /* what the client left out comes after its FIN */
		bool decided;
	} rows[] = {
		{ { 0, 0 }, false, true },
		{ { 5, 0 }, false, false },
		{ { 0, 5 }, false, false },
		{ { 0, 5 }, true, false },
	};
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct inspector *inspector = inspector_create(
			&(struct inspector_options){ .memory = 0 }, &err);
		struct feed feed;

		feed_init(&feed, inspector, TRANSPORT_TCP, 4444, FLOW_BY_SYN);
		feed_text(&feed, true, "\x16\x03\x01");
		feed_text(&feed, false, "\x16\x03\x01");
		feed_fin(&feed, true, rows[i].missing[1]);
		assert_false(feed.flow.flags & FLOW_DECIDED);
		if (rows[i].late)
			feed_text(&feed, true, "\x02\x01\x01\x01\x01");
		feed_fin(&feed, false, rows[i].missing[0]);
		assert_int_equal(!!(feed.flow.flags & FLOW_DECIDED), rows[i].decided);
		feed_fini(&feed);
		inspector_destroy(inspector);
	}
}

/* Of a silent side all is known by what the other one acknowledged: enough of who was called only. */
static void a_silent_responder_ended_but_a_silent_initiator_may_have_been_overtaken(
	void **state)
{
	struct error err;
	struct inspector *inspector =
		inspector_create(&(struct inspector_options){ .memory = 0 }, &err);

	(void)state;
	for (int by_client = 0; by_client <= 1; by_client++) {
		struct feed feed;

		feed_init(&feed, inspector, TRANSPORT_TCP, 4444, FLOW_BY_SYN);
		feed_text(&feed, by_client, "\x16\x03\x01");
		feed_fin(&feed, by_client, 0);
		feed_fin(&feed, !by_client, 0);
		assert_int_equal(!!(feed.flow.flags & FLOW_DECIDED), by_client);
		feed_fini(&feed);
	}
	inspector_destroy(inspector);
}

/* A side that never sent anything may have been missed: nobody knows where its FIN should be. */
static void a_fin_of_an_unseen_side_decides_nothing(void **state)
{
	struct error err;
	struct inspector *inspector =
		inspector_create(&(struct inspector_options){ .memory = 0 }, &err);
	struct feed feed;

	(void)state;
	feed_init(&feed, inspector, TRANSPORT_TCP, 4444, FLOW_BY_PORT);
	feed_text(&feed, true, "\x16\x03\x01");
	feed_fin(&feed, true, 0);
	feed_fin(&feed, false, 0);
	assert_false(feed.flow.flags & FLOW_DECIDED);
	feed_fini(&feed);
	inspector_destroy(inspector);
}

static void memory_has_a_limit(void **state)
{
	struct inspector_options options = { .memory = 64 << 10 };
	struct error err;
	struct inspector *inspector = inspector_create(&options, &err);
	struct feed *feeds = calloc(1000, sizeof(*feeds));

	(void)state;
	for (int i = 0; i < 1000; i++) {
		feed_init(&feeds[i], inspector, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
		feed_text(&feeds[i], true, "REGISTER sip:contoso.exam");
		assert_true(inspector_counters(inspector)->undecided_memory <= 64 << 10);
	}
	assert_true(inspector_counters(inspector)->given_up > 0);
	for (int i = 0; i < 1000; i++)
		feed_fini(&feeds[i]);
	assert_int_equal(inspector_counters(inspector)->undecided_memory, 0);
	free(feeds);
	inspector_destroy(inspector);
}

/* A hello that waits for its answer takes 256 bytes: the inspection and the reader's state. */
static void waiting_hellos_share_what_they_say(void **state)
{
	enum {
		LIMIT = 256 << 10,
		FLOWS = LIMIT / 4 * 3 / 256 - 2
	};
	struct inspector_options options = { .memory = LIMIT };
	struct error err;
	struct inspector *inspector = inspector_create(&options, &err);
	struct feed *feeds = calloc(FLOWS, sizeof(*feeds));

	(void)state;
	for (int i = 0; i < FLOWS; i++) {
		feed_init(&feeds[i], inspector, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
		feed_hex(&feeds[i], true, mtls12[0].hex);
		assert_false(feeds[i].flow.flags & FLOW_DECIDED);
	}
	assert_int_equal(inspector_counters(inspector)->given_up, 0);
	for (int i = 0; i < FLOWS; i++) {
		size_t len;

		assert_non_null(detail_get(feeds[i].flow.details, DETAIL_TLS_SNI, &len));
		feed_fini(&feeds[i]);
	}
	assert_int_equal(inspector_counters(inspector)->undecided_memory, 0);
	free(feeds);
	inspector_destroy(inspector);
}

/* A flow that a thousand later ones compete with for memory. */
static void compete(struct inspector *inspector, uint8_t flags, bool answered,
                    uint8_t others, bool survives)
{
	struct feed first, *feeds = calloc(1000, sizeof(*feeds));
	uint64_t before = inspector_counters(inspector)->given_up_of_interest;

	feed_init(&first, inspector, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
	first.flow.flags = flags;
	first.flow.packets[0] = 1;
	first.flow.packets[1] = answered;
	feed_text(&first, true, "REGISTER sip:contoso.exam");
	for (int i = 0; i < 1000; i++) {
		feed_init(&feeds[i], inspector, TRANSPORT_TCP, 5061, FLOW_BY_SYN);
		feeds[i].flow.flags = others;
		feeds[i].flow.packets[0] = 1;
		feed_text(&feeds[i], true, "REGISTER sip:contoso.exam");
	}
	assert_int_equal(!(first.flow.flags & FLOW_DECIDED), survives);
	assert_false(feeds[999].flow.flags & FLOW_DECIDED);
	if (!(others & FLOW_OF_INTEREST) && survives)
		assert_int_equal(inspector_counters(inspector)->given_up_of_interest,
		                 before);
	feed_fini(&first);
	for (int i = 0; i < 1000; i++)
		feed_fini(&feeds[i]);
	assert_int_equal(inspector_counters(inspector)->undecided_memory, 0);
	assert_int_equal(inspector_counters(inspector)->detail_memory, 0);
	free(feeds);
}

static void what_matters_least_is_given_up_first(void **state)
{
	static const struct {
		uint8_t flags;
		bool answered;
		uint8_t others;
		bool survives;
	} rows[] = {
		{ FLOW_OF_INTEREST, false, 0, true },
		{ 0, true, 0, true },
		{ 0, false, 0, false },
		{ FLOW_OF_INTEREST, true, FLOW_OF_INTEREST, true },
		{ FLOW_OF_INTEREST, false, FLOW_OF_INTEREST, false },
		{ 0, true, FLOW_OF_INTEREST, false },
	};
	struct inspector_options options = { .memory = 64 << 10 };
	struct error err;
	struct inspector *inspector = inspector_create(&options, &err);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		compete(inspector, rows[i].flags, rows[i].answered, rows[i].others,
		        rows[i].survives);
	inspector_destroy(inspector);
}

/* What one end says is its own word; the other end's is asked for, in either order. */
static void each_end_shows_its_own_words(void **state)
{
	static const struct {
		uint8_t transport;
		uint16_t port;
		const char *asked, *answered;
		uint64_t hints[2];
	} cases[] = {
		{ TRANSPORT_TCP,
		  80,
		  "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
		  "HTTP/1.1 200 OK\r\n\r\n",
		  { HINT_BIT(HINT_HTTP), HINT_BIT(HINT_HTTP) } },
		{ TRANSPORT_TCP,
		  5060,
		  "OPTIONS sip:a SIP/2.0\r\nVia: b\r\nCSeq: 1\r\n\r\n",
		  "SIP/2.0 200 OK\r\nVia: b\r\nCSeq: 1\r\n\r\n",
		  { HINT_BIT(HINT_SIP), HINT_BIT(HINT_SIP) } },
		{ TRANSPORT_UDP,
		  5060,
		  "OPTIONS sip:a SIP/2.0\r\nVia: b\r\nCSeq: 1\r\n\r\n",
		  "SIP/2.0 200 OK\r\nVia: b\r\nCSeq: 1\r\n\r\n",
		  { HINT_BIT(HINT_SIP), HINT_BIT(HINT_SIP) } },
		{ TRANSPORT_TCP,
		  6891,
		  "VER MSN_SECURE_FTP\r\n",
		  "VER MSN_SECURE_FTP\r\n",
		  { HINT_BIT(HINT_MSNFTP), HINT_BIT(HINT_MSNFTP) } },
		/* another protocol in answer */
		{ TRANSPORT_TCP,
		  6891,
		  "VER MSN_SECURE_FTP\r\n",
		  "HTTP/1.1 400 Bad Request\r\n\r\n",
		  { HINT_BIT(HINT_MSNFTP), HINT_BIT(HINT_HTTP) } },
		{ TRANSPORT_TCP,
		  80,
		  "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
		  "",
		  { HINT_BIT(HINT_HTTP), 0 } },
	};
	struct inspector *inspector = inspector_create(
		&(struct inspector_options){ .memory = 0 }, &(struct error){ "" });

	(void)state;
	for (size_t i = 0; i < 2 * ARRAY_LEN(cases); i++) {
		size_t number = i / 2;
		bool client_first = i % 2;
		struct feed feed;

		feed_init(&feed, inspector, cases[number].transport, cases[number].port,
		          FLOW_BY_SYN);
		if (client_first)
			feed_text(&feed, true, cases[number].asked);
		feed_text(&feed, false, cases[number].answered);
		if (!client_first)
			feed_text(&feed, true, cases[number].asked);
		if (feed.flow.hints[0] != cases[number].hints[0] ||
		    feed.flow.hints[1] != cases[number].hints[1])
			fail_msg("case %zu, client first %d: %#lx, %#lx", number,
			         client_first, (unsigned long)feed.flow.hints[0],
			         (unsigned long)feed.flow.hints[1]);
		feed_fini(&feed);
	}
	inspector_destroy(inspector);
}

/* Of an end whose peer is known only the first words are waited for. */
static void the_other_end_is_not_asked_for_ever(void **state)
{
	struct inspector *inspector = inspector_create(
		&(struct inspector_options){ .memory = 0 }, &(struct error){ "" });
	struct feed feed;
	unsigned sent = 0;

	(void)state;
	feed_init(&feed, inspector, TRANSPORT_TCP, 6891, FLOW_BY_SYN);
	feed_text(&feed, true, "VER MSN_SECURE_FTP\r\n");
	while (!(feed.flow.flags & FLOW_DECIDED) && sent < 100) {
		feed_text(&feed, true, "more of the same");
		feed_text(&feed, false, "\x01\x02\x03");
		sent++;
	}
	assert_in_range(sent, 1, 8);
	assert_int_equal(feed.flow.hints[1] & ~HINTS_OF(HINT_ABOUT_TLS), 0);
	feed_fini(&feed);

	/* Both ends are through: nothing is waited for. */
	feed_init(&feed, inspector, TRANSPORT_TCP, 6891, FLOW_BY_SYN);
	feed_text(&feed, true, "VER MSN_SECURE_FTP\r\n");
	feed_fin(&feed, true, 0);
	assert_false(feed.flow.flags & FLOW_DECIDED);
	feed_fin(&feed, false, 0);
	assert_true(feed.flow.flags & FLOW_DECIDED);
	feed_fini(&feed);
	inspector_destroy(inspector);
}

static void a_payload_that_was_cut_is_remembered(void **state)
{
	struct inspector *inspector = inspector_create(
		&(struct inspector_options){ .memory = 0 }, &(struct error){ "" });
	struct feed feed;

	(void)state;
	feed_init(&feed, inspector, TRANSPORT_UDP, 5060, FLOW_BY_FIRST_DATAGRAM);
	feed_at(&feed, true, 0, "OPTIONS", 7, 7);
	assert_false(feed.flow.flags & FLOW_CUT);
	feed_at(&feed, true, 0, "OPTIONS", 7, 400);
	assert_true(feed.flow.flags & FLOW_CUT);
	feed_fini(&feed);
	inspector_destroy(inspector);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_end_shows_its_own_words),
		cmocka_unit_test(the_other_end_is_not_asked_for_ever),
		cmocka_unit_test(a_payload_that_was_cut_is_remembered),
		cmocka_unit_test(signature_decides_names_and_turns),
		cmocka_unit_test(ndpi_names_what_nobody_else_knows),
		cmocka_unit_test(port_alone_is_never_a_hint),
		cmocka_unit_test(unknown_is_said_of_who_listens_alone),
		cmocka_unit_test(what_a_closed_connection_left_short_is_unknown),
		cmocka_unit_test(datagrams_that_begin_as_no_media_are_unknown),
		cmocka_unit_test(a_datagram_that_is_nothing_binds_nobody),
		cmocka_unit_test(signatures_see_bytes_and_not_packets),
		cmocka_unit_test(what_begins_as_nothing_of_tls_does_is_no_tls),
		cmocka_unit_test(a_side_without_a_beginning_is_asked_when_it_speaks),
		cmocka_unit_test(an_answer_in_another_protocol_is_kept_beside_the_hello),
		cmocka_unit_test(a_connection_is_decided_when_both_sides_ended_in_order),
		cmocka_unit_test(
			a_silent_responder_ended_but_a_silent_initiator_may_have_been_overtaken),
		cmocka_unit_test(a_fin_of_an_unseen_side_decides_nothing),
		cmocka_unit_test(memory_has_a_limit),
		cmocka_unit_test(waiting_hellos_share_what_they_say),
		cmocka_unit_test(what_matters_least_is_given_up_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
