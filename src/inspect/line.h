/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * line - lines and header fields of text protocols, read through a cursor.
 *
 * Room: inspect, private. Shared by SIP and HTTP, which took both from RFC 822.
 */
#ifndef LINE_H
#define LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "decode/cursor.h"

/* Borrowed from the captured bytes. */
struct line {
	const char *at;
	size_t len;
};

/** Step over one line; @line is it without CR LF. @return false, nothing stepped over, without a line end */
bool line_take(struct cursor *c, struct line *line);

/** Is @line the header field @name or its @compact form (may be NULL)? Then @value is its trimmed value. */
bool line_is_field(const struct line *line, const char *name, const char *compact,
                   struct line *value);

/** Step over leading letters, digits and "-_."; at most @most. @return false when there are none, more, or no blank follows */
bool line_take_word(struct line *line, struct line *word, size_t most);

bool line_starts_with(const struct line *line, const char *prefix);
bool line_ends_with(const struct line *line, const char *suffix);
bool line_equals(const struct line *line, const char *text);

/** The decimal number at the front of @line, at most 999,999; 0 when there is none. */
size_t line_number(const struct line *line);

#endif
