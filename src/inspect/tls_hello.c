/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls_hello.h"

#include <string.h>

#include "base/array.h"
#include "base/digits.h"

#include "note.h"
#include "tls_record.h"
#include "tls_state.h"

/* RFC 8446 section 4.2, RFC 6066, RFC 7301 */
enum extension {
	EXTENSION_SERVER_NAME = 0,
	EXTENSION_ALPN = 16,
	EXTENSION_SUPPORTED_VERSIONS = 43,
};

/* TLS_DH_anon_WITH_RC4_128_MD5, the only suite of pseudo-TLS. [MS-TURN] 2.1.1 */
#define PSEUDOTLS_SUITE 0x0018

const char *tls_version_name(uint16_t version)
{
	static const char *const names[] = { "SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2",
		                             "TLS 1.3" };

	if (version < 0x0300 || version - 0x0300u >= ARRAY_LEN(names))
		return NULL;
	return names[version - 0x0300];
}

static void set_version(struct reader_view *view, uint16_t version)
{
	const char *name = tls_version_name(version);

	if (name)
		detail_set(&view->flow->details, DETAIL_TLS_VERSION, name, strlen(name));
}

/* A host name as RFC 952 and RFC 1123 have it, and the underscore that is met in practice. */
static bool is_host_name(const uint8_t *at, size_t len)
{
	if (len == 0 || len > 253)
		return false;
	for (size_t i = 0; i < len; i++) {
		uint8_t c = at[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'))
			return false;
	}
	return true;
}

/* RFC 6066 section 3 */
static void read_server_name(struct reader_view *view, struct cursor extension)
{
	struct cursor list = cursor_split(&extension, cursor_be16(&extension));
	uint8_t type = cursor_u8(&list);
	size_t len = cursor_be16(&list);
	const uint8_t *name = cursor_take(&list, len);
	const struct flow_end *server = reader_receiver(view);

	if (!name || type != 0 || !is_host_name(name, len))
		return;
	detail_set(&view->flow->details, DETAIL_TLS_SNI, name, len);
	struct learned learned = {
		.kind = LEARNED_NAME,
		.via = LEARNED_BY_SNI,
		.transport = view->transport,
		.port = server->port,
		.address = server->address,
		.text = (const char *)name,
		.text_len = (uint8_t)len,
		.time_us = view->time_us,
	};

	view->learned(&learned, view->learned_context);
}

/* RFC 7301 section 3.1; HTTP/1.1 and HTTP/2 are "http/1.1" and "h2". */
static void read_alpn(struct reader_view *view, struct cursor extension)
{
	struct cursor list = cursor_split(&extension, cursor_be16(&extension));
	size_t len = cursor_u8(&list);
	const uint8_t *name = cursor_take(&list, len);

	if (!name || len == 0)
		return;
	detail_set(&view->flow->details, DETAIL_TLS_ALPN, name, len);
	if ((len == 2 && memcmp(name, "h2", 2) == 0) ||
	    (len == 8 && memcmp(name, "http/1.", 7) == 0))
		reader_add_hint(view, HINT_HTTPS);
}

/* RFC 8446 section 4.2.1. @return the newest version offered, @version when nothing newer is */
static uint16_t read_offers(struct reader_view *view, struct cursor extension,
                            uint16_t version)
{
	struct cursor list = cursor_split(&extension, cursor_u8(&extension));
	char text[5 * sizeof("TLS 1.3")]; /* all there are */
	char *at = text;

	while (cursor_left(&list) >= 2) {
		uint16_t offer = cursor_be16(&list);
		/* RFC 8701 reserves values to be ignored, none of them a version. */
		const char *name = tls_version_name(offer);

		if (!name)
			continue;
		if (offer > version)
			version = offer;
		if (at + strlen(name) + 1 > text + sizeof(text))
			continue;
		if (at > text)
			*at++ = ',';
		at = mempcpy(at, name, strlen(name));
	}
	if (at > text)
		detail_set(&view->flow->details, DETAIL_TLS_VERSIONS_OFFERED, text,
		           (size_t)(at - text));
	return version;
}

/* Without a list of them: "TLS 1.2" is that or anything older. RFC 5246 appendix E.1 */
static void set_offer(struct reader_view *view, uint16_t version)
{
	const char *name = tls_version_name(version);
	size_t len;

	if (name && !detail_get(view->flow->details, DETAIL_TLS_VERSIONS_OFFERED, &len))
		detail_set(&view->flow->details, DETAIL_TLS_VERSIONS_OFFERED, name,
		           strlen(name));
}

static void read_client_extension(struct reader_view *view, uint16_t type,
                                  struct cursor extension, uint16_t *version)
{
	switch (type) {
	case EXTENSION_SERVER_NAME:
		read_server_name(view, extension);
		break;
	case EXTENSION_ALPN:
		read_alpn(view, extension);
		break;
	case EXTENSION_SUPPORTED_VERSIONS:
		*version = read_offers(view, extension, *version);
		break;
	default: /* the rest of a registry of hundreds */
		break;
	}
}

/* Do the extensions fill @c exactly? RFC 8446 section 4.2. */
static bool are_extensions(struct cursor c)
{
	if (cursor_left(&c) == 0)
		return true; /* none at all, as before RFC 3546 */
	struct cursor list = cursor_split(&c, cursor_be16(&c));

	if (list.truncated || cursor_left(&c))
		return false;
	while (cursor_left(&list)) {
		(void)cursor_be16(&list);
		(void)cursor_take(&list, cursor_be16(&list));
		if (list.truncated)
			return false;
	}
	return true;
}

/* [MS-TURN] 2.1.1: TLS 1.0, no session, one suite, no compression, nothing else. */
static bool is_pseudo_client(uint16_t version, size_t session,
                             const struct cursor *suites, const struct cursor *extensions)
{
	static const uint8_t suite[] = { 0, PSEUDOTLS_SUITE };

	return version == 0x0301 && session == 0 && cursor_left(suites) == 2 &&
	       cursor_starts_with(suites, suite, 2) && cursor_left(extensions) == 0;
}

bool tls_read_client_hello(struct reader_view *view, struct tls_state *state,
                           struct cursor body)
{
	uint16_t version = cursor_be16(&body);

	(void)cursor_take(&body, 32); /* random */
	size_t session = cursor_u8(&body);

	(void)cursor_take(&body, session);
	struct cursor suites = cursor_split(&body, cursor_be16(&body));
	struct cursor compressions = cursor_split(&body, cursor_u8(&body));

	if (body.truncated || !tls_version_name(version) || session > 32 ||
	    cursor_left(&suites) < 2 || cursor_left(&suites) % 2 ||
	    !memchr(compressions.at, 0, cursor_left(&compressions)) ||
	    !are_extensions(body))
		return false;
	tls_sender_is(view, state, true);
	tls_reach(state, TLS_STEP_CLIENT_HELLO);
	state->hello_us = view->time_us;
	if (is_pseudo_client(version, session, &suites, &body)) {
		state->pseudo = true;
		return true;
	}
	(void)cursor_be16(&body); /* length of the extensions: checked above */
	while (cursor_left(&body)) {
		uint16_t type = cursor_be16(&body);
		struct cursor extension = cursor_split(&body, cursor_be16(&body));

		read_client_extension(view, type, extension, &version);
	}
	set_offer(view, version);
	if (!state->version)
		set_version(view, version);
	return true;
}

/* [MS-TURN] 2.1.1: ServerHelloDone in the same record, and no certificate. */
static bool is_pseudo_server(uint16_t version, size_t session, uint16_t suite,
                             const struct cursor *extensions, const struct cursor *after)
{
	static const uint8_t done[] = { 14, 0, 0, 0 };

	return version == 0x0301 && session == 32 && suite == PSEUDOTLS_SUITE &&
	       cursor_left(extensions) == 0 && cursor_left(after) == sizeof(done) &&
	       cursor_starts_with(after, done, sizeof(done));
}

static void note_old_version(struct reader_view *view, uint16_t version)
{
	if (version < TLS_1_2)
		note_add(view->flow, tls_version_name(version));
}

static void set_cipher(struct reader_view *view, uint16_t suite)
{
	char text[6] = "0x";

	digits_put_hex(digits_put_hex(text + 2, (uint8_t)(suite >> 8)), (uint8_t)suite);
	detail_set(&view->flow->details, DETAIL_TLS_CIPHER, text, sizeof(text));
}

bool tls_read_server_hello(struct reader_view *view, struct tls_state *state,
                           struct cursor body, struct cursor after)
{
	uint16_t version = cursor_be16(&body);

	(void)cursor_take(&body, 32); /* random */
	size_t session = cursor_u8(&body);

	(void)cursor_take(&body, session);
	uint16_t suite = cursor_be16(&body);
	uint8_t compression = cursor_u8(&body);

	if (body.truncated || !tls_version_name(version) || session > 32 ||
	    compression > 1 || !are_extensions(body))
		return false;
	tls_sender_is(view, state, false);
	if (is_pseudo_server(version, session, suite, &body, &after)) {
		state->pseudo = true;
		return true;
	}
	(void)cursor_be16(&body);
	while (cursor_left(&body)) {
		uint16_t type = cursor_be16(&body);
		struct cursor extension = cursor_split(&body, cursor_be16(&body));

		if (type == EXTENSION_ALPN)
			read_alpn(view, extension);
		if (type == EXTENSION_SUPPORTED_VERSIONS) {
			uint16_t selected = cursor_be16(&extension);

			version = tls_version_name(selected) ? selected : version;
		}
	}
	state->version = version;
	tls_reach(state, TLS_STEP_SERVER_HELLO);
	set_version(view, version);
	note_old_version(view, version);
	set_cipher(view, suite);
	return true;
}
