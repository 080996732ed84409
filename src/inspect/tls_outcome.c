/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls_outcome.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "decode/packet.h"

#include "note.h"
#include "reader.h"
#include "stream.h"
#include "tls_record.h"
#include "tls_state.h"

#define WARNING     1                /* level, RFC 5246 section 7.2 */
#define FATAL       2                /* likewise */
#define PATIENCE_US INT64_C(1000000) /* nobody takes that long to answer a hello */

/* The alerts that end a handshake whatever their level says. */
enum {
	CLOSE_NOTIFY = 0,
	NO_CERTIFICATE = 41, /* SSL 3.0 only: no end. RFC 6101 section 5.4.2 */
	USER_CANCELED = 90,
};

/* RFC 8446 section 6, and those of RFC 5246 section 7.2 and before that it left out. */
static const struct {
	uint8_t number;
	const char *name;
} alerts[] = {
	{ CLOSE_NOTIFY, "close_notify" },
	{ 10, "unexpected_message" },
	{ 20, "bad_record_mac" },
	{ 21, "decryption_failed" },
	{ 22, "record_overflow" },
	{ 30, "decompression_failure" },
	{ 40, "handshake_failure" },
	{ NO_CERTIFICATE, "no_certificate" },
	{ 42, "bad_certificate" },
	{ 43, "unsupported_certificate" },
	{ 44, "certificate_revoked" },
	{ 45, "certificate_expired" },
	{ 46, "certificate_unknown" },
	{ 47, "illegal_parameter" },
	{ 48, "unknown_ca" },
	{ 49, "access_denied" },
	{ 50, "decode_error" },
	{ 51, "decrypt_error" },
	{ 60, "export_restriction" },
	{ 70, "protocol_version" },
	{ 71, "insufficient_security" },
	{ 80, "internal_error" },
	{ 86, "inappropriate_fallback" }, /* RFC 7507 */
	{ USER_CANCELED, "user_canceled" },
	{ 100, "no_renegotiation" },
	{ 109, "missing_extension" },
	{ 110, "unsupported_extension" },
	{ 111, "certificate_unobtainable" },
	{ 112, "unrecognized_name" },
	{ 113, "bad_certificate_status_response" },
	{ 114, "bad_certificate_hash_value" },
	{ 115, "unknown_psk_identity" },
	{ 116, "certificate_required" },
	{ 120, "no_application_protocol" },
};

static const char *const steps[] = {
	[TLS_STEP_NONE] = "nothing",
	[TLS_STEP_CLIENT_HELLO] = "client hello",
	[TLS_STEP_SERVER_HELLO] = "server hello",
	[TLS_STEP_SERVER_CERTIFICATE] = "server certificate",
	[TLS_STEP_SERVER_HELLO_DONE] = "server hello done",
	[TLS_STEP_CLIENT_CERTIFICATE] = "client certificate",
	[TLS_STEP_CLIENT_KEY_EXCHANGE] = "client key exchange",
	[TLS_STEP_CLIENT_FINISHED] = "client finished",
	[TLS_STEP_SERVER_FINISHED] = "server finished",
};

/* HINTS: none, because nothing follows. */
static const struct {
	const char *name;
	enum hint hint;
} outcomes[] = {
	[TLS_OUTCOME_NONE] = { NULL, HINTS },
	[TLS_OUTCOME_COMPLETE] = { "complete", HINT_TLS_COMPLETE },
	[TLS_OUTCOME_FAILED] = { "failed", HINT_TLS_FAILED },
	[TLS_OUTCOME_UNANSWERED] = { "unanswered", HINT_TLS_UNANSWERED },
	[TLS_OUTCOME_ABANDONED] = { "abandoned", HINT_TLS_ABANDONED },
	[TLS_OUTCOME_UNSEEN] = { "unseen", HINTS },
};

static void set_text(struct reader_view *view, enum detail key, const char *text)
{
	detail_set(&view->flow->details, key, text, strlen(text));
}

static void settle_as(struct reader_view *view, struct tls_state *state,
                      enum tls_outcome outcome)
{
	state->outcome = (uint8_t)outcome;
	set_text(view, DETAIL_TLS_OUTCOME, outcomes[outcome].name);
	if (outcomes[outcome].hint != HINTS)
		reader_add_hint(view, outcomes[outcome].hint);
}

void tls_outcome_unseen(struct reader_view *view, struct tls_state *state,
                        const char *why)
{
	settle_as(view, state, TLS_OUTCOME_UNSEEN);
	set_text(view, DETAIL_TLS_UNSEEN, why);
}

void tls_outcome_client(struct reader_view *view, struct tls_state *state, unsigned shown)
{
	static const char *const words[] = {
		[TLS_CLIENT_NOT_ASKED] = "not asked",
		[TLS_CLIENT_REFUSED] = "refused",
		[TLS_CLIENT_GIVEN] = "given",
	};

	if (state->client_certificate != TLS_CLIENT_UNKNOWN)
		return;
	state->client_certificate = (uint8_t)shown;
	set_text(view, DETAIL_TLS_CLIENT_CERTIFICATE, words[shown]);
	if (shown == TLS_CLIENT_GIVEN)
		reader_add_hint(view, HINT_MTLS);
}

/* @return NULL where no document has it */
static const char *documented_alert(uint8_t number)
{
	for (size_t i = 0; i < ARRAY_LEN(alerts); i++)
		if (alerts[i].number == number)
			return alerts[i].name;
	return NULL;
}

bool tls_outcome_is_alert(uint8_t level, uint8_t number)
{
	return (level == WARNING || level == FATAL) && documented_alert(number);
}

static const char *alert_name(uint8_t number, char text[static 16])
{
	const char *name = documented_alert(number);

	if (name)
		return name;
	snprintf(text, 16, "%u", number);
	return text;
}

static void fail(struct reader_view *view, struct tls_state *state)
{
	settle_as(view, state, TLS_OUTCOME_FAILED);
	set_text(view, DETAIL_TLS_STEP, steps[state->step]);
}

void tls_outcome_alert(struct reader_view *view, struct tls_state *state,
                       struct cursor alert)
{
	uint8_t level = cursor_u8(&alert);
	uint8_t number = cursor_u8(&alert);
	char unnamed[16], note[112];

	if (alert.truncated || !state->client_known)
		return;
	const char *by = view->end == state->client ? "client" : "server";

	if (number == NO_CERTIFICATE && view->end == state->client) {
		tls_outcome_client(view, state, TLS_CLIENT_REFUSED);
		return;
	}
	if (level != FATAL && number != CLOSE_NOTIFY && number != USER_CANCELED)
		return;
	const char *name = alert_name(number, unnamed);

	fail(view, state);
	set_text(view, DETAIL_TLS_ALERT, name);
	set_text(view, DETAIL_TLS_ALERT_BY, by);
	snprintf(note, sizeof(note), "TLS handshake failed: %s by the %s after %s", name,
	         by, steps[state->step]);
	note_add(view->flow, note);
}

void tls_outcome_foreign(struct reader_view *view, struct tls_state *state)
{
	if (state->outcome == TLS_OUTCOME_NONE && state->client_known &&
	    view->end != state->client && state->step == TLS_STEP_CLIENT_HELLO)
		fail(view, state);
}

/* Both ends changed to the cipher: the server accepted what the client sent. */
static void complete(struct reader_view *view, struct tls_state *state)
{
	if (!state->server_flight) {
		tls_outcome_unseen(view, state, "resumed");
		return;
	}
	settle_as(view, state, TLS_OUTCOME_COMPLETE);
	if (state->client_certificate == TLS_CLIENT_NOT_ASKED ||
	    state->client_certificate == TLS_CLIENT_REFUSED)
		reader_add_hint(view, HINT_TLS_NO_CLIENT_CERTIFICATE);
}

void tls_outcome_settle(struct reader_view *view, struct tls_state *state)
{
	const struct tls_end *client = &state->ends[state->client];
	const struct tls_end *server = &state->ends[!state->client];
	const uint64_t *packets = view->flow->packets;
	bool talked = client->talked || server->talked;

	if (state->outcome != TLS_OUTCOME_NONE || !state->client_known)
		return;
	if (state->version >= TLS_1_3) {
		/* All that follows the hellos is encrypted. RFC 8446 section 2 */
		if (client->changed || client->talked)
			tls_outcome_unseen(view, state, "TLS 1.3");
	} else if (client->changed && server->changed) {
		complete(view, state);
	} else if (talked && (!packets[0] || !packets[1])) {
		tls_outcome_unseen(view, state, "one-sided");
	} else if (server->talked && state->version) {
		tls_outcome_unseen(view, state, "cut");
	}
}

/* Was all captured that end number @end sent, from its first byte? */
static bool is_whole(const struct reader_view *view, unsigned end)
{
	const struct stream *stream = &view->streams[end];

	if (view->flow->end[end].tcp_flags & TCP_FIN && !(view->ended >> end & 1))
		return false;
	return stream->started && stream->from_start && stream->waiting_count == 0 &&
	       !stream->snapped && !stream_is_full(stream);
}

/* Why not all of it can be known; NULL when it can. */
static const char *why_unseen(const struct reader_view *view,
                              const struct tls_state *state)
{
	const struct stream *streams = view->streams;
	const struct flow *flow = view->flow;

	if (!flow->packets[0] || !flow->packets[1])
		return "one-sided";
	if (!((flow->end[0].tcp_flags & flow->end[1].tcp_flags) & TCP_SYN))
		return "mid-stream";
	if (!streams || !state->client_known ||
	    stream_is_silent(&streams[state->client]) || !is_whole(view, 0) ||
	    !is_whole(view, 1))
		return "cut";
	return NULL;
}

static bool is_closed(const struct flow *flow)
{
	return (flow->end[0].tcp_flags | flow->end[1].tcp_flags) & (TCP_FIN | TCP_RST);
}

void tls_outcome_conclude(struct reader_view *view, struct tls_state *state)
{
	const struct flow *flow = view->flow;
	const char *why;

	if (state->outcome != TLS_OUTCOME_NONE ||
	    !(flow_hints(flow) & HINT_BIT(HINT_TLS)))
		return;
	why = why_unseen(view, state);
	if (why) {
		tls_outcome_unseen(view, state, why);
	} else if (stream_is_silent(&view->streams[!state->client])) {
		if (is_closed(flow) || flow->last_us - state->hello_us >= PATIENCE_US)
			settle_as(view, state, TLS_OUTCOME_UNANSWERED);
		else
			tls_outcome_unseen(view, state, "unfinished");
	} else if (is_closed(flow)) {
		settle_as(view, state, TLS_OUTCOME_ABANDONED);
		set_text(view, DETAIL_TLS_STEP, steps[state->step]);
	} else {
		tls_outcome_unseen(view, state, "unfinished");
	}
}
