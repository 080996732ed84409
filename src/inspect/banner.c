/* SPDX-License-Identifier: BSD-2-Clause */
#include "banner.h"

#include "base/transport.h"
#include "decode/cursor.h"

#include "inspection.h"

#define BANNER_LEAST  3
#define BANNER_MOST   128 /* who greets says who it is by then */
#define BANNER_ENOUGH 512 /* bytes in which a line has begun */

/* RFC 854 */
enum telnet {
	TELNET_SE = 240, /* ends what SB begins */
	TELNET_SB = 250,
	TELNET_WILL = 251, /* to DONT: an option follows */
	TELNET_DONT = 254,
	TELNET_IAC = 255,
};

/* Step over a command and what belongs to it. */
static void skip_command(struct cursor *c)
{
	uint8_t command;

	(void)cursor_u8(c);
	command = cursor_u8(c);
	if (command >= TELNET_WILL && command <= TELNET_DONT)
		(void)cursor_u8(c);
	while (command == TELNET_SB && cursor_left(c) &&
	       !(cursor_u8(c) == TELNET_IAC && cursor_u8(c) == TELNET_SE))
		;
}

/* Step over what stands before a line of text: commands and empty lines. */
static void skip_nothing_said(struct cursor *c)
{
	while (cursor_left(c)) {
		if (*c->at == TELNET_IAC)
			skip_command(c);
		else if (*c->at == '\r' || *c->at == '\n' || *c->at == ' ' ||
		         *c->at == '\0')
			(void)cursor_u8(c);
		else
			return;
	}
}

static bool is_text(uint8_t byte)
{
	return byte == '\t' || (byte >= ' ' && byte < 0x7f);
}

/*
 * Find the first line of @c. @line: what there is of it, nothing when it is no text.
 * @return whether it has ended, or never will be one
 */
static bool find_line(struct cursor c, struct cursor *line)
{
	size_t len = 0, text = 0;

	skip_nothing_said(&c);
	while (len < cursor_left(&c) && len < BANNER_MOST && is_text(c.at[len])) {
		len++;
		if (c.at[len - 1] > ' ')
			text = len;
	}
	bool open = len == cursor_left(&c);
	bool ended = !open && (len == BANNER_MOST || c.at[len] == '\r' ||
	                       c.at[len] == '\n' || c.at[len] == '\0');

	*line = cursor_over(c.at, (open || ended) && text >= BANNER_LEAST ? text : 0);
	return !open;
}

static void keep(struct flow *flow, const struct cursor *line)
{
	detail_set(&flow->details, DETAIL_BANNER, line->at, cursor_left(line));
}

static bool is_kept(const struct flow *flow)
{
	size_t len;

	return detail_get(flow->details, DETAIL_BANNER, &len);
}

bool banner_take(const struct reader_view *view)
{
	struct cursor line;

	if (view->transport != TRANSPORT_TCP || !view->from_start ||
	    view->end == view->flow->initiator || is_kept(view->flow))
		return true;
	bool ended = find_line(cursor_over(view->bytes, view->len), &line);
	bool cut = view->len < view->wire_len || view->len >= BANNER_ENOUGH;

	if ((ended || cut) && cursor_left(&line))
		keep(view->flow, &line);
	return ended || cut;
}

void banner_note(const struct inspection *inspection, struct flow *flow)
{
	unsigned listener = !flow->initiator;
	const struct stream *stream = &inspection->streams[listener];
	struct cursor line;

	if (flow->transport != TRANSPORT_TCP || !stream->from_start || stream->moved ||
	    stream->len == 0 || is_kept(flow) ||
	    flow_hints(flow) & HINTS_OF(HINT_READ | HINT_ENCRYPTED))
		return;
	(void)find_line(cursor_over(stream->bytes, stream->len), &line);
	if (cursor_left(&line))
		keep(flow, &line);
}
