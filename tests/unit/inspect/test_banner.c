/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What listeners greet with, told by the signatures that are shipped: the first line of
 * text is kept, however it is cut into segments, and nobody is kept waiting for it.
 */
#include "../unit.h"

#include "feed.h"

#include "base/array.h"
#include "inspect/signature_set.h"
#include "load/signature_file.h"

/* What a listener sends first, and which line of it is kept; "": none. */
static const struct greeting {
	const char *hex, *text; /* one or the other */
	const char *line;
} greetings[] = {
	{ .text = "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n",
	  .line = "SSH-2.0-OpenSSH_9.2p1 Debian-2" },
	{ .text = "220 (vsFTPd 3.0.5)\r\n", .line = "220 (vsFTPd 3.0.5)" },
	{ .text = "220-FileZilla Server 1.7.3\r\n220-Please visit\r\n",
	  .line = "220-FileZilla Server 1.7.3" },
	{ .text = "220 mail.contoso.example ESMTP Postfix (Debian)\r\n",
	  .line = "220 mail.contoso.example ESMTP Postfix (Debian)" },
	{ .text = "+OK Dovecot ready.\r\n", .line = "+OK Dovecot ready." },
	{ .text = "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready.\r\n",
	  .line = "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready." },
	{ .text = "RFB 003.008\n", .line = "RFB 003.008" },
	/* Telnet: IAC DO TERMINAL-TYPE, WILL ECHO, a subnegotiation, then text. */
	{ .hex = "fffd18fffb01fffa1801fff00d0a5562756e747520322e340d0a6c6f67696e3a20",
	  .line = "Ubuntu 2.4" },
	/* MySQL: no line of text. */
	{ .hex = "4a0000000a382e302e333600", .line = "" },
};

static struct signature_set *shipped(void)
{
	const char *source = getenv("srcdir");
	char path[512];
	struct error err;

	snprintf(path, sizeof(path), "%s/signatures/payload.yaml", source ? source : ".");
	return signature_file_load(path, &err);
}

static size_t greeting_bytes(const struct greeting *greeting, uint8_t bytes[static 256])
{
	if (greeting->hex)
		return feed_unhex(bytes, greeting->hex);
	memcpy(bytes, greeting->text, strlen(greeting->text));
	return strlen(greeting->text);
}

/* The listener's greeting in segments of @size bytes. */
static void greet(struct feed *feed, const struct greeting *greeting, size_t size)
{
	uint8_t bytes[256];
	size_t len = greeting_bytes(greeting, bytes);

	for (size_t at = 0; at < len; at += size)
		feed_bytes(feed, false, bytes + at, len - at < size ? len - at : size);
}

static void the_first_line_is_kept(void **state)
{
	struct signature_set *set = shipped();
	struct inspector_options options = { .signatures = set };
	struct error err;
	struct inspector *inspector = inspector_create(&options, &err);

	(void)state;
	assert_non_null(set);
	for (size_t i = 0; i < ARRAY_LEN(greetings); i++) {
		for (size_t size = 8; size <= 256; size *= 2) {
			struct feed feed;

			feed_init(&feed, inspector, TRANSPORT_TCP, 4444, FLOW_BY_SYN);
			greet(&feed, &greetings[i], size);
			feed_end(&feed);
			assert_detail(&feed, DETAIL_BANNER, greetings[i].line);
			feed_fini(&feed);
		}
	}
	inspector_destroy(inspector);
	signature_set_destroy(set);
}

static void what_no_signature_knows_is_read_at_its_end(void **state)
{
	static const struct spoken {
		const char *words, *line;
	} spoken[] = {
		{ "Welcome to build 7\nname: ", "Welcome to build 7" },
		{ "sh-5.1$ ", "sh-5.1$" },
		{ "ab", "" },                      /* too short to say anything */
		{ "abc\001\002def\r\n", "" },      /* no text */
		{ "HTTP/1.1 200 OK\r\n\r\n", "" }, /* has words of its own */
	};
	struct inspector *inspector = feed_inspector();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(spoken); i++) {
		struct feed feed;

		feed_init(&feed, inspector, TRANSPORT_TCP, 4444, FLOW_BY_SYN);
		feed_text(&feed, false, spoken[i].words);
		feed_end(&feed);
		assert_detail(&feed, DETAIL_BANNER, spoken[i].line);
		feed_fini(&feed);
	}
	inspector_destroy(inspector);
}

static void only_who_listens_greets(void **state)
{
	struct signature_set *set = shipped();
	struct inspector_options options = { .signatures = set };
	struct error err;
	struct inspector *inspector = inspector_create(&options, &err);
	struct feed feed;

	(void)state;
	feed_init(&feed, inspector, TRANSPORT_TCP, 22, FLOW_BY_SYN);
	feed_text(&feed, true, "SSH-2.0-client\r\n");
	feed_end(&feed);
	assert_detail(&feed, DETAIL_BANNER, "");
	feed_fini(&feed);
	/* A line in the middle of a connection greets nobody. */
	feed_init(&feed, inspector, TRANSPORT_TCP, 25, FLOW_BY_PORT);
	feed_text(&feed, false, "220 mail.contoso.example ESMTP\r\n");
	feed_end(&feed);
	assert_detail(&feed, DETAIL_BANNER, "");
	feed_fini(&feed);
	inspector_destroy(inspector);
	signature_set_destroy(set);
}

/* Of a line that never ends as much is kept as was said, and the flow is decided all the same. */
static void nobody_waits_for_a_line_for_ever(void **state)
{
	struct signature_set *set = shipped();
	struct inspector_options options = { .signatures = set };
	struct error err;
	struct inspector *inspector = inspector_create(&options, &err);
	struct feed feed;
	char text[256];

	(void)state;
	feed_init(&feed, inspector, TRANSPORT_TCP, 22, FLOW_BY_SYN);
	feed_text(&feed, true, "SSH-2.0-client\r\n");
	feed_text(&feed, false, "SSH-2.0-x");
	for (unsigned i = 0; i < 20; i++)
		feed_text(&feed, false, "yy");
	assert_true(feed.flow.flags & FLOW_DECIDED);
	feed_detail(&feed, DETAIL_BANNER, text);
	assert_memory_equal(text, "SSH-2.0-x", 9);
	feed_fini(&feed);
	inspector_destroy(inspector);
	signature_set_destroy(set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_line_is_kept),
		cmocka_unit_test(what_no_signature_knows_is_read_at_its_end),
		cmocka_unit_test(only_who_listens_greets),
		cmocka_unit_test(nobody_waits_for_a_line_for_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
