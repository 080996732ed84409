/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "note.h"
#include "readers.h"
#include "stream.h"
#include "tls_certificate.h"
#include "tls_hello.h"
#include "tls_likeness.h"
#include "tls_opening.h"
#include "tls_outcome.h"
#include "tls_record.h"
#include "tls_state.h"

#define PSEUDOTLS_CLIENT 41 /* length of the two hellos of [MS-TURN] 2.1.1 */
#define PSEUDOTLS_SERVER 70

/* --- Messages -------------------------------------------------------------- */

static void read_certificate(struct reader_view *view, struct tls_state *state,
                             struct cursor body)
{
	if (!state->client_known)
		return;
	if (view->end != state->client) {
		state->server_flight = true;
		tls_reach(state, TLS_STEP_SERVER_CERTIFICATE);
		tls_read_server_certificate(view, body);
		return;
	}
	/* A client sends this message only when it was asked. RFC 5246 section 7.4.6. */
	tls_reach(state, TLS_STEP_CLIENT_CERTIFICATE);
	tls_outcome_client(view, state,
	                   tls_read_client_certificate(view, body) ? TLS_CLIENT_GIVEN
	                                                           : TLS_CLIENT_REFUSED);
}

/* @return false when these are not TLS messages, or no longer in clear */
static bool read_message(struct reader_view *view, struct tls_state *state, uint8_t type,
                         struct cursor body, struct cursor after)
{
	switch (type) {
	case TLS_MESSAGE_CLIENT_HELLO:
		return tls_read_client_hello(view, state, body);
	case TLS_MESSAGE_SERVER_HELLO:
		return tls_read_server_hello(view, state, body, after);
	case TLS_MESSAGE_CERTIFICATE:
		read_certificate(view, state, body);
		return true;
	case TLS_MESSAGE_SERVER_HELLO_DONE:
		state->server_flight = true;
		tls_reach(state, TLS_STEP_SERVER_HELLO_DONE);
		return cursor_left(&body) == 0;
	case TLS_MESSAGE_CLIENT_KEY_EXCHANGE:
		/* RFC 5246 section 7.3: the client's certificate would have come first. */
		tls_reach(state, TLS_STEP_CLIENT_KEY_EXCHANGE);
		tls_outcome_client(view, state, TLS_CLIENT_NOT_ASKED);
		return true;
	default: /* messages that say nothing to us */
		return type <= TLS_MESSAGE_CERTIFICATE_STATUS;
	}
}

/* --- Records --------------------------------------------------------------- */

enum progress {
	PROGRESS_WAIT, /* for more bytes */
	PROGRESS_ON,
	PROGRESS_END, /* no TLS after all */
};

/* Copy @wanted bytes of handshake, wherever records divide them; @at moves along. */
static bool copy_handshake(const struct reader_view *view, struct tls_end *at,
                           uint8_t *out, size_t wanted)
{
	while (wanted) {
		struct cursor c = cursor_over(view->bytes, view->len);
		struct tls_record record;

		(void)cursor_take(&c, at->record);
		if (!tls_take_record(&c, &record) || record.type != TLS_HANDSHAKE ||
		    at->used > record.len)
			return false;
		(void)cursor_take(&c, at->used);
		size_t left = record.len - at->used;
		size_t part = left < wanted ? left : wanted;
		const uint8_t *bytes = cursor_take(&c, part);

		if (!bytes)
			return false;
		memcpy(out, bytes, part);
		out += part;
		wanted -= part;
		at->used += (uint32_t)part;
		if (wanted) {
			at->record += TLS_RECORD_HEADER + record.len;
			at->used = 0;
		}
	}
	return true;
}

/* RFC 5246 section 6.2.1: records may divide messages anywhere. */
static enum progress read_spread_message(struct reader_view *view,
                                         struct tls_state *state)
{
	struct tls_end end = state->ends[view->end];
	uint8_t whole[STREAM_MAX];

	if (!copy_handshake(view, &end, whole, TLS_MESSAGE_HEADER))
		return PROGRESS_WAIT;
	struct cursor c = cursor_over(whole, sizeof(whole));
	uint8_t type = cursor_u8(&c);
	size_t len = cursor_be24(&c);

	if (len > cursor_left(&c) ||
	    !copy_handshake(view, &end, whole + TLS_MESSAGE_HEADER, len))
		return PROGRESS_WAIT;
	struct cursor body = cursor_split(&c, len);
	struct cursor after = { .at = body.end, .end = body.end };

	state->ends[view->end] = end;
	return read_message(view, state, type, body, after) ? PROGRESS_ON : PROGRESS_END;
}

/* @c stands behind the header of the record at hand. */
static enum progress read_handshake(struct reader_view *view, struct tls_state *state,
                                    const struct tls_record *record, struct cursor c)
{
	struct tls_end *side = &state->ends[view->end];
	size_t left = record->len - side->used;

	(void)cursor_take(&c, side->used);
	if (c.truncated)
		return PROGRESS_WAIT;
	/* What is here of the record, and the message at its front. */
	struct cursor rest =
		cursor_split(&c, left < cursor_left(&c) ? left : cursor_left(&c));
	uint8_t type = cursor_u8(&rest);
	uint32_t len = cursor_be24(&rest);

	if (left < TLS_MESSAGE_HEADER ||
	    (!rest.truncated && len > left - TLS_MESSAGE_HEADER))
		return read_spread_message(view, state);
	struct cursor body = cursor_split(&rest, len);

	if (body.truncated)
		return PROGRESS_WAIT;
	/* The hello of pseudo-TLS is told by what follows it: wait for the whole record. */
	if (type == TLS_MESSAGE_SERVER_HELLO && len == PSEUDOTLS_SERVER &&
	    cursor_left(&rest) < left - TLS_MESSAGE_HEADER - len)
		return PROGRESS_WAIT;
	side->used += TLS_MESSAGE_HEADER + len;
	return read_message(view, state, type, body, rest) ? PROGRESS_ON : PROGRESS_END;
}

/* What is in a record that is no handshake, or a handshake's that is encrypted. */
static void read_content(struct reader_view *view, struct tls_state *state,
                         const struct tls_record *record, struct cursor c)
{
	struct tls_end *side = &state->ends[view->end];

	switch ((enum tls_content_type)record->type) {
	case TLS_CHANGE_CIPHER_SPEC:
		side->changed = true;
		/* In TLS 1.3 it only soothes what stands between. RFC 8446 appendix D.4 */
		if (state->client_known && state->version < TLS_1_3)
			tls_reach(state, view->end == state->client
			                         ? TLS_STEP_CLIENT_FINISHED
			                         : TLS_STEP_SERVER_FINISHED);
		break;
	case TLS_ALERT:
		/* An encrypted one is longer, whoever changed to the cipher or not. */
		if (record->len == TLS_ALERT_LEN && !side->changed)
			tls_outcome_alert(view, state, c);
		break;
	case TLS_APPLICATION_DATA:
		side->talked = true;
		break;
	case TLS_HANDSHAKE:
		break;
	}
}

/* Read on in the record at hand; step to the next one at its end. */
static enum progress read_record(struct reader_view *view, struct tls_state *state)
{
	struct tls_end *side = &state->ends[view->end];
	struct cursor c = cursor_over(view->bytes, view->len);
	struct tls_record record;

	if (side->talked)
		return PROGRESS_WAIT;
	(void)cursor_take(&c, side->record);
	bool plausible = tls_take_record(&c, &record);

	if (c.truncated)
		return PROGRESS_WAIT;
	if (!plausible)
		return PROGRESS_END;
	if (record.type == TLS_HANDSHAKE && side->used < record.len && !side->changed)
		return read_handshake(view, state, &record, c);
	if (cursor_left(&c) < record.len && record.type != TLS_APPLICATION_DATA)
		return PROGRESS_WAIT;
	read_content(view, state, &record, c);
	side->record += TLS_RECORD_HEADER + record.len;
	side->used = 0;
	return PROGRESS_ON;
}

/* --- The reader ------------------------------------------------------------ */

/* What of the end in view may be TLS, from its first byte. A cursor that is returned by call
 * is put together in memory, and waits there. */
static ALWAYS_INLINE struct cursor behind_prefaces(const struct reader_view *view,
                                                   const struct tls_state *state)
{
	struct cursor c = cursor_over(view->bytes, view->len);

	(void)cursor_take(&c, state->ends[view->end].begin);
	return c;
}

/* It is TLS, unless it can still turn out to be pseudo-TLS. */
static void claim(struct reader_view *view, struct tls_state *state)
{
	struct cursor c = behind_prefaces(view, state);

	(void)cursor_take(&c, TLS_RECORD_HEADER + 1);
	uint32_t len = cursor_be24(&c);

	state->claimed = true;
	if (len != PSEUDOTLS_CLIENT && len != PSEUDOTLS_SERVER)
		reader_add_hint(view, HINT_TLS);
}

/* The hello of version 2 is no record; what the client sends behind it is. */
static enum reader_answer claim_version_2(struct reader_view *view,
                                          struct tls_state *state)
{
	struct cursor c = behind_prefaces(view, state);
	struct tls_end *side = &state->ends[view->end];

	reader_add_hint(view, HINT_TLS);
	tls_sender_is(view, state, true);
	tls_reach(state, TLS_STEP_CLIENT_HELLO);
	state->hello_us = view->time_us;
	state->claimed = true;
	side->record = side->begin + 2u + (cursor_be16(&c) & 0x7fffu);
	return READER_KEEP;
}

/* Whoever refuses a hello that is none of ours, one of pseudo-TLS say, speaks TLS. */
static enum reader_answer claim_alert(struct reader_view *view)
{
	reader_add_hint(view, HINT_TLS);
	return READER_YES;
}

static enum reader_answer claim_records(struct reader_view *view)
{
	reader_add_hint(view, HINT_TLS);
	tls_outcome_unseen(view, view->state, "mid-stream");
	return READER_YES;
}

/*
 * Step over what a balancer or a proxy put in front. @return READER_YES when there is
 * something behind it to look at, or nothing in front
 */
static enum reader_answer step_over(struct reader_view *view, struct tls_state *state)
{
	static const char *const notes[] = {
		[TLS_PREFACE_PROXY] = "PROXY header in front",
		[TLS_PREFACE_CONNECT] = "HTTP CONNECT in front",
	};
	struct tls_end *side = &state->ends[view->end];
	struct cursor c = behind_prefaces(view, state);

	if (!view->from_start || !tls_end_is_unread(side) || tls_opening_is_record(c))
		return READER_YES;
	struct tls_opening_found found =
		tls_opening_find(view->bytes, view->len, view->other, view->other_len);

	if (found.preface == TLS_PREFACE_NONE)
		return found.opening == TLS_OPENING_UNKNOWN ? READER_MORE : READER_YES;
	state->connect |= found.preface == TLS_PREFACE_CONNECT;
	side->begin = side->record = (uint32_t)found.at;
	if (found.at > 0)
		note_add(view->flow, notes[found.preface]);
	if (found.opening == TLS_OPENING_UNKNOWN)
		return state->connect ? READER_KEEP : READER_MORE;
	return found.opening == TLS_OPENING_TLS ? READER_YES : READER_NO;
}

static enum reader_answer recognize(struct reader_view *view, struct tls_state *state)
{
	struct cursor c = behind_prefaces(view, state);

	if (!view->from_start && tls_like_hello(c) == LIKENESS_NONE &&
	    tls_are_records(view, state))
		return claim_records(view);
	switch (tls_like(c, view->from_start)) {
	case LIKENESS_OPEN:
		return READER_MORE;
	case LIKENESS_NONE:
		if (view->from_start)
			return READER_NO;
		return tls_has_records_within(view) ? claim_records(view) : READER_MORE;
	case LIKENESS_HELLO:
		claim(view, state);
		return READER_KEEP;
	case LIKENESS_SURE:
		break;
	}
	if (cursor_u8(&c) & 0x80)
		return claim_version_2(view, state);
	return view->from_start ? claim_alert(view) : claim_records(view);
}

/*
 * Does the server answer a hello with records that are no answer? They may be a tunnel's:
 * it takes a hello in return, or the alert of who refuses. RFC 5246 section 7.3.
 */
static bool is_no_answer(const struct reader_view *view, const struct tls_state *state)
{
	if (!view->from_start || !state->client_known || view->end == state->client ||
	    !tls_end_is_unread(&state->ends[view->end]))
		return false;
	struct cursor c = behind_prefaces(view, state);
	struct tls_record record;
	bool plausible = tls_take_record(&c, &record);
	uint8_t type = cursor_u8(&c);

	if (c.truncated || !plausible)
		return false;
	if (record.type == TLS_ALERT)
		return record.len != TLS_ALERT_LEN;
	return record.type != TLS_HANDSHAKE ||
	       (type != TLS_MESSAGE_SERVER_HELLO && type != TLS_MESSAGE_HELLO_REQUEST);
}

/* What this end sends cannot be followed. */
static enum reader_answer leave(struct reader_view *view, struct tls_state *state)
{
	const struct tls_end *side = &state->ends[view->end];

	/* It was never TLS: others read what it is. */
	if (tls_end_is_unread(side)) {
		tls_outcome_foreign(view, state);
		return READER_NO;
	}
	return flow_hints(view->flow) & HINT_BIT(HINT_TLS) ? READER_YES : READER_NO;
}

/* The records that were read, or all that follows where no more of them are, need not stay. */
static void finish_records(struct reader_view *view, struct tls_state *state)
{
	struct tls_end *side = &state->ends[view->end];
	uint32_t len = (uint32_t)view->len;

	if (!tls_end_is_unread(side)) {
		view->done = side->talked || side->record > len ? len : side->record;
		side->record -= side->talked ? side->record : (uint32_t)view->done;
		side->begin = 0;
		side->moved = true;
	}
}

static enum reader_answer tls_read(struct reader_view *view)
{
	struct tls_state *state = view->state;
	const struct tls_end *side = &state->ends[view->end];
	enum progress progress = PROGRESS_ON;
	enum reader_answer answer = step_over(view, state);

	if (answer != READER_YES)
		return answer;
	if (!state->claimed) {
		answer = recognize(view, state);
		if (answer != READER_KEEP)
			return answer;
	}
	if (is_no_answer(view, state))
		return READER_NO;
	while (progress == PROGRESS_ON && !state->pseudo && !state->outcome) {
		progress = read_record(view, state);
		/* Somebody's whole hello, and something of this end's. */
		if (state->client_known && !tls_end_is_unread(side))
			reader_add_hint(view, state->pseudo ? HINT_PSEUDOTLS : HINT_TLS);
		if (side->changed || side->talked || state->version >= TLS_1_3)
			tls_outcome_settle(view, state);
	}
	if (state->pseudo || state->outcome)
		return READER_YES;
	if (progress == PROGRESS_END)
		return leave(view, state);
	finish_records(view, state);
	return READER_KEEP;
}

/* The last word, unless it was spoken. */
static void tls_finish(struct reader_view *view)
{
	struct tls_state *state = view->state;

	/* Who asked a proxy, and never spoke TLS through it, spoke HTTP. */
	if (state->connect && !state->claimed)
		reader_add_hint(view, HINT_HTTP);
	if (!state->pseudo)
		tls_outcome_conclude(view, state);
}

const struct reader_spec tls_reader = {
	.name = "tls",
	.transports = READER_TCP,
	.state_size = sizeof(struct tls_state),
	.read = tls_read,
	.finish = tls_finish,
};
