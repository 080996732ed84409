/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "base/array.h"
#include "base/transport.h"
#include "decode/cursor.h"

#include "line.h"
#include "readers.h"

#define CUT_LEAST      20 /* bytes of a start line without its end */
#define METHOD_MAX     16 /* RESPONSE codes and methods are short */
#define START_LINE_MAX 2048
#define MESSAGES       6 /* after these nothing new is expected */
#define AGENT_MAX      255
#define GRUU_MAX       64

struct sip_state {
	uint32_t at[2];      /* TCP: offset of the next message, by end */
	uint8_t messages[2]; /* seen, by end */
	bool claimed;
	bool directed; /* somebody's role was told from a method */
};

/* One message: its start line, and where its header fields are. */
struct sip_message {
	struct line method; /* of a request; len 0 in a response */
	struct line code;   /* of a response; len 0 in a request */
	struct cursor fields;
	size_t header_len; /* start line, fields and the empty line */
};

enum sip_parse {
	SIP_NO,
	SIP_SHORT, /* could be, with more bytes */
	SIP_HEAD,  /* the start line is there, the empty line is not */
	SIP_WHOLE,
};

/* Who of the two sends a request tells who registered with whom. [MS-SIPRE], RFC 3261, RFC 6665 */
static const struct {
	const char *method;
	bool by_client;
} roles[] = {
	{ "REGISTER", true }, { "NEGOTIATE", true }, { "SUBSCRIBE", true },
	{ "SERVICE", true },  { "NOTIFY", false },   { "BENOTIFY", false },
};

/* RFC 3261 section 25.1; URIs of RFC 3261 section 19.1 and RFC 3966, or anything with a scheme. */
static bool parse_start_line(struct line line, struct sip_message *message)
{
	message->method.len = message->code.len = 0;
	if (line_starts_with(&line, "SIP/2.0 ")) {
		line.at += 8;
		line.len -= 8;
		message->code = (struct line){ line.at, 3 };
		return line.len >= 3 && (line.len == 3 || line.at[3] == ' ') &&
		       line_number(&message->code) >= 100 &&
		       line_number(&message->code) < 700;
	}
	if (!line_take_word(&line, &message->method, METHOD_MAX) ||
	    !line_ends_with(&line, " SIP/2.0"))
		return false;
	line.len -= 8;
	return line.len > 3 && memchr(line.at, ':', line.len) &&
	       !memchr(line.at, ' ', line.len);
}

/* May a line that has not ended yet become a start line? */
static bool may_start(const struct cursor *c)
{
	struct line line = { (const char *)c->at, cursor_left(c) };
	size_t i = 0;

	if (line.len > START_LINE_MAX)
		return false;
	for (; i < line.len; i++) {
		if (line.at[i] < ' ' || line.at[i] > '~')
			return line.at[i] == '\r' && i + 1 == line.len;
	}
	for (i = 0; i < line.len && i <= METHOD_MAX; i++) {
		if (line.at[i] == ' ' || line.at[i] == '/')
			return i > 2;
		if (line.at[i] < 'A' || line.at[i] > 'Z')
			return false;
	}
	return i <= METHOD_MAX;
}

/* RFC 3261 section 8.1.1: the fields every request has. */
static bool is_mandatory(const struct line *line)
{
	struct line value;

	return line_is_field(line, "Via", "v", &value) ||
	       line_is_field(line, "CSeq", NULL, &value) ||
	       line_is_field(line, "From", "f", &value) ||
	       line_is_field(line, "To", "t", &value) ||
	       line_is_field(line, "Call-ID", "i", &value) ||
	       line_is_field(line, "Max-Forwards", NULL, &value);
}

/* RFC 5626 section 3.5.1: keep-alives are empty lines. */
static void skip_empty_lines(struct cursor *c)
{
	while (cursor_starts_with(c, "\r", 1) || cursor_starts_with(c, "\n", 1))
		(void)cursor_u8(c);
}

/* A start line that a snaplen cut: one of its methods, a SIP URI, and text to the end. */
static bool is_cut_request(const struct cursor *c, struct sip_message *message)
{
	static const char *const methods[] = {
		"REGISTER", "INVITE", "ACK",      "BYE",       "CANCEL",  "OPTIONS",
		"SERVICE",  "NOTIFY", "BENOTIFY", "SUBSCRIBE", "MESSAGE", "NEGOTIATE",
		"INFO",     "REFER",  "UPDATE",   "PRACK",     "PUBLISH",
	};
	struct line line = { (const char *)c->at, cursor_left(c) };
	bool known = false;

	message->code.len = 0;
	if (line.len < CUT_LEAST || !line_take_word(&line, &message->method, METHOD_MAX))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(methods) && !known; i++)
		known = line_equals(&message->method, methods[i]);
	for (size_t i = 0; i < line.len; i++)
		known &= line.at[i] >= ' ' && line.at[i] <= '~';
	message->fields = cursor_over(c->end, 0);
	message->header_len = line.len;
	return known &&
	       (line_starts_with(&line, "sip:") || line_starts_with(&line, "sips:"));
}

/* @cut: nothing will come behind @c */
static enum sip_parse parse(struct cursor c, bool cut, struct sip_message *message)
{
	const uint8_t *start = c.at;
	bool proven = false;
	struct line line;

	skip_empty_lines(&c);
	if (!line_take(&c, &line)) {
		if (cut && is_cut_request(&c, message))
			return SIP_HEAD;
		return cursor_left(&c) == 0 || may_start(&c) ? SIP_SHORT : SIP_NO;
	}
	if (line.len > START_LINE_MAX || !parse_start_line(line, message))
		return SIP_NO;
	message->fields = c;
	while (line_take(&c, &line)) {
		if (line.len == 0) {
			message->fields.end = c.at;
			message->header_len = (size_t)(c.at - start);
			return proven ? SIP_WHOLE : SIP_NO;
		}
		proven |= is_mandatory(&line);
	}
	return SIP_HEAD;
}

/* --- What it says ---------------------------------------------------------- */

static void learn_agent(struct reader_view *view, const struct line *agent)
{
	const struct flow_end *sender = reader_sender(view);
	struct learned learned = {
		.kind = LEARNED_AGENT,
		.via = LEARNED_BY_SIP,
		.transport = view->transport,
		.port = sender->port,
		.address = sender->address,
		.text = agent->at,
		.text_len = (uint8_t)(agent->len < AGENT_MAX ? agent->len : AGENT_MAX),
		.time_us = view->time_us,
	};

	view->learned(&learned, view->learned_context);
}

static void set_once(struct reader_view *view, enum detail key, const struct line *value)
{
	size_t len;

	if (value->len && !detail_get(view->flow->details, key, &len))
		detail_set(&view->flow->details, key, value->at, value->len);
}

/* "opaque=srvr:HomeServer:…" names what the server is. [MS-SIPRE] section 2.2.2 */
static void find_gruu(struct reader_view *view, const struct line *line)
{
	static const char mark[] = "opaque=srvr:";
	const char *at = memmem(line->at, line->len, mark, sizeof(mark) - 1);
	struct line type;

	if (!at)
		return;
	type.at = at + sizeof(mark) - 1;
	size_t left = line->len - (size_t)(type.at - line->at);

	for (type.len = 0; type.len < left && type.len < GRUU_MAX; type.len++) {
		if (memchr(":;>&\" ,", type.at[type.len], 7))
			break;
	}
	set_once(view, DETAIL_SIP_GRUU, &type);
}

/*
 * A request with one Via comes from the host that wrote it; with more, a proxy
 * passed it on and the agent is somebody else. In responses, Server is written
 * by servers; User-Agent is trusted when no proxy put itself on the route.
 */
static void read_fields(struct reader_view *view, const struct sip_message *message)
{
	struct cursor c = message->fields;
	struct line line, value, agent = { NULL, 0 }, server = { NULL, 0 };
	int vias = 0;
	bool routed = false;

	while (line_take(&c, &line) && line.len) {
		if (line_is_field(&line, "Via", "v", &value))
			vias += memchr(value.at, ',', value.len) ? 2 : 1;
		else if (line_is_field(&line, "Record-Route", NULL, &value))
			routed = true;
		else if (line_is_field(&line, "User-Agent", NULL, &value))
			agent = value;
		else if (line_is_field(&line, "Server", NULL, &value))
			server = value;
		else if (line_is_field(&line, "Compression", NULL, &value) &&
		         line_equals(&value, "LZ77-8K"))
			reader_add_hint(view, HINT_SIPCOMP);
		find_gruu(view, &line);
	}
	if (message->method.len ? vias > 1 : routed)
		agent.len = 0;
	if (server.len && (message->code.len || vias <= 1))
		agent = server;
	if (agent.len == 0)
		return;
	set_once(view, detail_by_end(DETAIL_SIP_AGENTS, view->end), &agent);
	learn_agent(view, &agent);
}

static void find_direction(struct reader_view *view, struct sip_state *state,
                           const struct sip_message *message)
{
	if (state->directed || message->method.len == 0)
		return;
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		if (line_equals(&message->method, roles[i].method)) {
			state->directed = true;
			reader_sender_is_client(view, roles[i].by_client);
		}
	}
	if (!state->directed && view->transport == TRANSPORT_TCP) {
		/* Either end may send any other request: the first is as good as it gets. */
		state->directed = true;
		reader_sender_is_client(view, true);
	}
}

static void read_message(struct reader_view *view, struct sip_state *state,
                         const struct sip_message *message)
{
	reader_add_hint(view, HINT_SIP);
	state->claimed = true;
	find_direction(view, state, message);
	set_once(view, DETAIL_SIP_METHOD, &message->method);
	set_once(view, DETAIL_SIP_CODE, &message->code);
	read_fields(view, message);
	if (state->messages[view->end] < UINT8_MAX)
		state->messages[view->end]++;
}

/* Bytes of body that follow. RFC 3261 section 20.14 */
static size_t body_len(const struct sip_message *message)
{
	struct cursor c = message->fields;
	struct line line, value;

	while (line_take(&c, &line)) {
		if (line_is_field(&line, "Content-Length", "l", &value))
			return line_number(&value);
	}
	return 0;
}

/* --- The reader ------------------------------------------------------------ */

static enum reader_answer answer_of(const struct reader_view *view,
                                    const struct sip_state *state)
{
	size_t len;
	const struct detail_list *details = view->flow->details;
	bool both = detail_get(details, detail_by_end(DETAIL_SIP_AGENTS, 0), &len) &&
	            detail_get(details, detail_by_end(DETAIL_SIP_AGENTS, 1), &len);

	if (!state->claimed)
		return READER_MORE;
	if (both || state->messages[0] + state->messages[1] >= MESSAGES)
		return READER_YES;
	return READER_KEEP;
}

static enum reader_answer read_datagram(struct reader_view *view, struct sip_state *state)
{
	struct sip_message message;
	enum sip_parse parsed = parse(cursor_over(view->bytes, view->len),
	                              view->len < view->wire_len, &message);

	if (parsed >= SIP_HEAD)
		read_message(view, state, &message);
	else if (parsed == SIP_NO && !state->claimed)
		return READER_NO;
	return answer_of(view, state);
}

static enum reader_answer read_stream(struct reader_view *view, struct sip_state *state)
{
	for (;;) {
		struct cursor c = cursor_over(view->bytes, view->len);
		struct sip_message message;
		enum sip_parse parsed;

		if (!cursor_take(&c, state->at[view->end]))
			return answer_of(view, state); /* within a body */
		parsed = parse(c, view->len < view->wire_len, &message);
		if (parsed == SIP_NO) /* what follows NEGOTIATE is compressed */
			return state->claimed ? READER_YES : READER_NO;
		if (parsed == SIP_HEAD) {
			reader_add_hint(view, HINT_SIP);
			state->claimed = true;
		}
		if (parsed != SIP_WHOLE)
			return answer_of(view, state);
		read_message(view, state, &message);
		state->at[view->end] +=
			(uint32_t)(message.header_len + body_len(&message));
		if (answer_of(view, state) == READER_YES)
			return READER_YES;
	}
}

static enum reader_answer sip_read(struct reader_view *view)
{
	return view->transport == TRANSPORT_UDP ? read_datagram(view, view->state)
	                                        : read_stream(view, view->state);
}

const struct reader_spec sip_reader = {
	.name = "sip",
	.transports = READER_TCP | READER_UDP,
	.of_text = true,
	.state_size = sizeof(struct sip_state),
	.read = sip_read,
};
