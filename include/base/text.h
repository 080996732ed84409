/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text - a growing string, and the escapes that make captured text safe to print.
 *
 * Room: base. Text taken from packets may hold anything: terminal escapes,
 * quotes, broken UTF-8. It is escaped where it is written out, never before.
 * Running out of memory is remembered in `failed`: add freely, ask once.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/attributes.h"

struct arena;

struct text {
	char *at;        /* owned, NUL-terminated once anything was added; may be NULL */
	size_t len;      /* bytes, without the NUL */
	size_t capacity; /* bytes allocated */
	bool failed;     /* sticky: memory ran out, the text is incomplete */
};

/** Free what it holds and make it empty again. */
void text_fini(struct text *text);

/** Empty it, keeping its memory for reuse. */
void text_clear(struct text *text);

/** A copy in @arena, NUL-terminated, that lives as long as it; NULL when memory ran out, here or while adding. */
MUST_CHECK char *text_copy(const struct text *text, struct arena *arena);

/** What it holds, NUL-terminated: "" when nothing was added. Borrowed until the next addition. */
static inline const char *text_string(const struct text *text)
{
	return text->at ? text->at : "";
}

/** Keep its first @len bytes, of those that it has. */
void text_shorten(struct text *text, size_t len);

/** Make room for @more bytes and the NUL; the slow half of every addition. @return false when memory ran out */
MUST_CHECK bool text_grow(struct text *text, size_t more);

/* Inline because a record of a flow is some three hundred additions. */
static inline void text_add_bytes(struct text *text, const void *bytes, size_t len)
{
	if (UNLIKELY(text->failed || text->len + len >= text->capacity) &&
	    !text_grow(text, len))
		return;
	if (len > 0)
		memcpy(text->at + text->len, bytes, len);
	text->len += len;
	text->at[text->len] = '\0';
}

static inline void text_add(struct text *text, const char *string)
{
	text_add_bytes(text, string, strlen(string));
}

static inline void text_add_char(struct text *text, char c)
{
	text_add_bytes(text, &c, 1);
}

/**
 * Room for @most bytes to be written in place, and the NUL: text_commit() says how
 * many it was. Borrowed until the next addition; NULL when memory ran out.
 */
MUST_CHECK static inline char *text_reserve(struct text *text, size_t most)
{
	if (UNLIKELY(text->failed || text->len + most >= text->capacity) &&
	    !text_grow(text, most))
		return NULL;
	return text->at + text->len;
}

/** What was reserved is written up to @end. */
static inline void text_commit(struct text *text, const char *end)
{
	text->len = (size_t)(end - text->at);
	text->at[text->len] = '\0';
}

void text_add_unsigned(struct text *text, uint64_t value);
void text_addf(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);
void text_addv(struct text *text, const char *format, va_list arguments)
	PRINTF_LIKE(2, 0);

/** Length of the well-formed UTF-8 sequence that @left bytes at @p begin with; 0: none. RFC 3629 section 4. */
MUST_CHECK size_t text_utf8_len(const uint8_t *p, size_t left);

/** Add @len bytes as a JSON string with its quotes; broken UTF-8 becomes U+FFFD. RFC 8259 section 7. */
void text_add_json(struct text *text, const char *bytes, size_t len);

/** Add @len bytes for a terminal: control and non-ASCII-clean bytes become \xNN. */
void text_add_printable(struct text *text, const char *bytes, size_t len);

/**
 * Add @len bytes as text of HTML or SVG, in an element or in an attribute in double
 * quotes; controls, also those of the bidirectional algorithm, become ‹U+202E›, and
 * broken UTF-8 U+FFFD.
 */
void text_add_html(struct text *text, const char *bytes, size_t len);

#endif
