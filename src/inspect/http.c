/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "base/array.h"
#include "decode/cursor.h"

#include "line.h"
#include "readers.h"

#define CUT_LEAST      20 /* bytes of a start line without its end */
#define METHOD_MAX     20 /* RPC_OUT_DATA of [MS-RPCH], and what WebDAV has */
#define START_LINE_MAX 8192
#define AGENT_MAX      64

struct http_state {
	bool read[2]; /* the header of the first message, by side */
	bool claimed;
};

struct http_message {
	struct line method, target; /* of a request; len 0 in a response */
	struct cursor fields;
	bool whole; /* the empty line is there */
};

enum http_parse {
	HTTP_NO,
	HTTP_SHORT,
	HTTP_YES,
};

static bool is_version(const struct line *line)
{
	return line_equals(line, "HTTP/1.1") || line_equals(line, "HTTP/1.0") ||
	       line_equals(line, "HTTP/2.0"); /* only in the preface PRI * HTTP/2.0 */
}

/* RFC 9112 sections 3 and 4 */
static bool parse_start_line(struct line line, struct http_message *message)
{
	struct line version;

	message->method.len = message->target.len = 0;
	if (line_starts_with(&line, "HTTP/1.1 ") ||
	    line_starts_with(&line, "HTTP/1.0 ")) {
		struct line code = { line.at + 9, line.len - 9 };

		return code.len >= 3 && line_number(&code) >= 100 &&
		       line_number(&code) < 600;
	}
	if (!line_take_word(&line, &message->method, METHOD_MAX))
		return false;
	const char *blank = memrchr(line.at, ' ', line.len);

	if (!blank || blank == line.at)
		return false;
	message->target = (struct line){ line.at, (size_t)(blank - line.at) };
	version.at = blank + 1;
	version.len = line.len - message->target.len - 1;
	return is_version(&version);
}

/* May a line that has not ended yet become a start line? */
static bool may_start(const struct cursor *c)
{
	struct line line = { (const char *)c->at, cursor_left(c) };

	if (line.len > START_LINE_MAX)
		return false;
	for (size_t i = 0; i < line.len; i++) {
		char at = line.at[i];

		if (at == ' ' || (at == '/' && i == 4))
			return i > 1;
		if (!((at >= 'A' && at <= 'Z') || at == '_' || at == '-') ||
		    i == METHOD_MAX)
			return false;
	}
	return true;
}

/* A start line that a snaplen cut: a method, a path, and text to the end. */
static bool is_cut_request(const struct cursor *c, struct http_message *message)
{
	static const char *const methods[] = {
		"GET",   "POST",        "PUT",          "HEAD",     "DELETE",
		"PATCH", "RPC_IN_DATA", "RPC_OUT_DATA", "PROPFIND",
	};
	struct line line = { (const char *)c->at, cursor_left(c) };
	bool known = false;

	if (line.len < CUT_LEAST || !line_take_word(&line, &message->method, METHOD_MAX))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(methods) && !known; i++)
		known = line_equals(&message->method, methods[i]);
	for (size_t i = 0; i < line.len; i++)
		known &= line.at[i] > ' ' && line.at[i] <= '~';
	message->whole = false;
	return known && line_starts_with(&line, "/");
}

/* @cut: nothing will come behind @c */
static enum http_parse parse(struct cursor c, bool cut, struct http_message *message)
{
	struct line line;

	if (!line_take(&c, &line)) {
		if (cut && is_cut_request(&c, message))
			return HTTP_YES;
		return may_start(&c) ? HTTP_SHORT : HTTP_NO;
	}
	if (!parse_start_line(line, message))
		return HTTP_NO;
	message->fields = c;
	message->whole = false;
	while (line_take(&c, &line) && !message->whole)
		message->whole = line.len == 0;
	return HTTP_YES;
}

static void learn_agent(struct reader_view *view, const struct line *agent)
{
	const struct flow_end *sender = reader_sender(view);
	struct learned learned = {
		.kind = LEARNED_AGENT,
		.via = LEARNED_BY_HTTP,
		.transport = view->transport,
		.port = sender->port,
		.address = sender->address,
		.text = agent->at,
		.text_len = (uint8_t)agent->len,
		.time_us = view->time_us,
	};

	view->learned(&learned, view->learned_context);
}

/* The fields that say who is talking. RFC 9110 sections 7.2, 10.1.5 and 10.2.4. */
static const struct {
	const char *field;
	enum detail detail;
	bool request, agent;
} wanted[] = {
	{ "Host", DETAIL_HTTP_HOST, true, false },
	{ "User-Agent", DETAIL_HTTP_USER_AGENT, true, true },
	{ "Server", DETAIL_HTTP_SERVER, false, true },
};

static void read_field(struct reader_view *view, const struct line *line, bool request)
{
	struct line value;

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		if (wanted[i].request != request ||
		    !line_is_field(line, wanted[i].field, NULL, &value) || value.len == 0)
			continue;
		detail_set(&view->flow->details, wanted[i].detail, value.at, value.len);
		if (value.len > AGENT_MAX)
			value.len = AGENT_MAX;
		if (wanted[i].agent)
			learn_agent(view, &value);
	}
}

static void read_message(struct reader_view *view, const struct http_message *message)
{
	struct cursor c = message->fields;
	struct line line;

	if (message->method.len) {
		detail_set(&view->flow->details, DETAIL_HTTP_METHOD, message->method.at,
		           message->method.len);
		detail_set(&view->flow->details, DETAIL_HTTP_PATH, message->target.at,
		           message->target.len);
	}
	while (line_take(&c, &line) && line.len)
		read_field(view, &line, message->method.len > 0);
}

static void claim(struct reader_view *view, struct http_state *state, bool request)
{
	state->claimed = true;
	reader_sender_is_client(view, request);
}

static enum reader_answer http_read(struct reader_view *view)
{
	struct http_state *state = view->state;
	struct http_message message;

	if (state->read[view->end])
		return state->claimed ? READER_KEEP : READER_MORE;
	switch (parse(cursor_over(view->bytes, view->len), view->len < view->wire_len,
	              &message)) {
	case HTTP_NO:
		return READER_NO;
	case HTTP_SHORT:
		return state->claimed ? READER_KEEP : READER_MORE;
	case HTTP_YES:
		break;
	}
	reader_add_hint(view, HINT_HTTP); /* of this end, whatever the other one did */
	if (!state->claimed)
		claim(view, state, message.method.len > 0);
	if (!message.whole)
		return READER_KEEP;
	read_message(view, &message);
	state->read[view->end] = true;
	return state->read[!view->end] ? READER_YES : READER_KEEP;
}

const struct reader_spec http_reader = {
	.name = "http",
	.transports = READER_TCP,
	.of_text = true,
	.state_size = sizeof(struct http_state),
	.read = http_read,
};
