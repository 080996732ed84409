/* SPDX-License-Identifier: BSD-2-Clause */
#include "layout.h"

#include "base/say.h"

#include <string.h>

#define LAYOUT_CELLS 8 /* at most, side by side */
#define ELLIPSIS     "\xe2\x80\xa6"

static const char *const sgr[] = {
	[TONE_PLAIN] = "",  [TONE_STRONG] = "1",   [TONE_FAINT] = "2",
	[TONE_GOOD] = "32", [TONE_WARNING] = "33", [TONE_BAD] = "1;31",
};

/* Does the character at @p take no column: the blocks of combining marks that occur in European text? */
static bool is_combining(const uint8_t *p, size_t left)
{
	return left >= 2 && ((p[0] == 0xcc && p[1] >= 0x80) || /* U+0300 to U+033F */
	                     (p[0] == 0xcd && p[1] < 0xb0));   /* U+0340 to U+036F */
}

static bool starts_column(const char *bytes, size_t at, size_t len)
{
	const uint8_t *p = (const uint8_t *)bytes + at;

	return (*p & 0xc0) != 0x80 && !is_combining(p, len - at);
}

enum layout_tone layout_severity_tone(enum severity severity)
{
	switch (severity) {
	case SEVERITY_HIGH:
		return TONE_BAD;
	case SEVERITY_MEDIUM:
		return TONE_WARNING;
	case SEVERITY_NONE:
	case SEVERITY_LOW:
		break;
	}
	return TONE_STRONG;
}

unsigned layout_columns(const char *bytes, size_t len)
{
	unsigned columns = 0;

	for (size_t i = 0; i < len; i++)
		columns += starts_column(bytes, i, len);
	return columns;
}

size_t layout_fit(const char *string, unsigned columns)
{
	size_t len = strlen(string);
	unsigned used = 0;

	for (size_t i = 0; i < len; i++) {
		used += starts_column(string, i, len);
		if (used > columns)
			return i;
	}
	return len;
}

size_t layout_chunk(const char *string, unsigned columns)
{
	size_t fits = layout_fit(string, columns), len = fits;

	if (string[fits] != '\0')
		while (len > 0 && string[len] != ' ')
			len--;
	return len ? len : fits;
}

const char *layout_after_chunk(const char *string, size_t len)
{
	return string + len + strspn(string + len, " ");
}

static void begin_tone(const struct layout *layout, enum layout_tone tone)
{
	if (layout->colour && tone != TONE_PLAIN)
		text_addf(layout->out, "\033[%sm", sgr[tone]);
}

static void end_tone(const struct layout *layout, enum layout_tone tone)
{
	if (layout->colour && tone != TONE_PLAIN)
		text_add(layout->out, "\033[0m");
}

void layout_add_spaces(struct text *out, unsigned count)
{
	while (count-- > 0)
		text_add_char(out, ' ');
}

void layout_trim(struct text *out, size_t start)
{
	size_t len = out->len;

	while (len > start && out->at[len - 1] == ' ')
		len--;
	text_shorten(out, len);
}

void layout_newline(struct layout *layout)
{
	text_add_char(layout->out, '\n');
}

void layout_add_padded(struct layout *layout, const char *string, unsigned columns,
                       enum layout_tone tone)
{
	struct text *out = layout->out;
	unsigned used;
	size_t start;

	tone = *string ? tone : TONE_PLAIN;
	begin_tone(layout, tone);
	start = out->len;
	text_add_printable(out, string, strlen(string));
	used = out->len > start ? layout_columns(out->at + start, out->len - start) : 0;
	end_tone(layout, tone);
	if (used < columns)
		layout_add_spaces(out, columns - used);
}

void layout_add_cut(struct text *out, const char *string, unsigned columns)
{
	struct text clean = { 0 };

	text_add_printable(&clean, string, strlen(string));
	if (clean.len && layout_columns(clean.at, clean.len) > columns) {
		if (columns > 0) {
			text_add_bytes(out, clean.at, layout_fit(clean.at, columns - 1));
			text_add(out, ELLIPSIS);
		}
	} else {
		text_add_bytes(out, clean.at, clean.len);
	}
	out->failed |= clean.failed;
	text_fini(&clean);
}

typedef size_t (*word_measure)(const char *string);

static size_t word_len(const char *string)
{
	return strcspn(string, " ");
}

/* A key of YAML stays with its value. */
static size_t pair_len(const char *string)
{
	size_t len = word_len(string);

	while (len > 0 && string[len - 1] == ':' && string[len] == ' ' &&
	       string[len + 1] && string[len + 1] != ' ')
		len += 1 + word_len(string + len + 1);
	return len;
}

/* Put the words of clean text on lines; @column is where the first one starts. */
static void add_words(struct layout *layout, unsigned column, unsigned hang,
                      const char *string, word_measure measure)
{
	struct text *out = layout->out;
	bool first = true;

	while (*string) {
		size_t len;
		unsigned columns;

		string += strspn(string, " ");
		len = measure(string);
		if (len == 0)
			break;
		columns = layout_columns(string, len);
		if (!first && column + 1 + columns > layout->width) {
			text_add_char(out, '\n');
			layout_add_spaces(out, hang);
			column = hang;
			first = true;
		}
		if (!first) {
			text_add_char(out, ' ');
			column++;
		}
		text_add_bytes(out, string, len);
		column += columns;
		first = false;
		string += len;
	}
}

static void wrap(struct layout *layout, unsigned column, unsigned hang,
                 const char *string, enum layout_tone tone, word_measure measure)
{
	struct text clean = { 0 };

	text_add_printable(&clean, string, strlen(string));
	begin_tone(layout, tone);
	if (clean.len)
		add_words(layout, column, hang, clean.at, measure);
	end_tone(layout, tone);
	text_add_char(layout->out, '\n');
	layout->out->failed |= clean.failed;
	text_fini(&clean);
}

void layout_wrap(struct layout *layout, unsigned column, unsigned hang,
                 const char *string, enum layout_tone tone)
{
	wrap(layout, column, hang, string, tone, word_len);
}

void layout_wrap_pairs(struct layout *layout, unsigned hang, const char *string)
{
	wrap(layout, hang, hang + 3, string, TONE_PLAIN, pair_len);
}

static bool any_left(const char *const *rest, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (*rest[i])
			return true;
	return false;
}

void layout_cells(struct layout *layout, unsigned indent, const char *const *cells,
                  const unsigned *widths, size_t count)
{
	struct text *out = layout->out;
	const char *rest[LAYOUT_CELLS];

	count = count < LAYOUT_CELLS ? count : LAYOUT_CELLS;
	for (size_t i = 0; i < count; i++)
		rest[i] = cells[i];
	do {
		size_t start = out->len;

		layout_add_spaces(out, indent);
		for (size_t i = 0; i < count; i++) {
			size_t len = layout_chunk(rest[i], widths[i]);

			text_add_bytes(out, rest[i], len);
			layout_add_spaces(out,
			                  widths[i] + 2 - layout_columns(rest[i], len));
			rest[i] = layout_after_chunk(rest[i], len);
		}
		layout_trim(out, start);
		layout_newline(layout);
	} while (any_left(rest, count));
}

/* Columns of a line that is written already: its tones take none. */
static unsigned shown_columns(const char *line, size_t len)
{
	unsigned columns = 0;

	for (size_t i = 0; i < len; i++) {
		if (line[i] == '\033')
			while (i < len && line[i] != 'm')
				i++;
		else
			columns += starts_column(line, i, len);
	}
	return columns;
}

/* Add the line at @at, without its end. @return what follows it; @end at the last */
static const char *add_line(struct text *out, const char *at, const char *end)
{
	const char *newline = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
	size_t len = (size_t)((newline ? newline : end) - at);

	text_add_bytes(out, at, len);
	return newline ? newline + 1 : end;
}

void layout_beside(struct layout *layout, const struct text *left,
                   const struct text *right, unsigned at)
{
	struct text *out = layout->out;
	const char *l = left->at, *left_end = l + left->len;
	const char *r = right->at, *right_end = r + right->len;

	while (l < left_end || r < right_end) {
		size_t start = out->len;
		unsigned used;

		l = add_line(out, l, left_end);
		used = shown_columns(out->at + start, out->len - start);
		layout_add_spaces(out, used < at ? at - used : 1);
		r = add_line(out, r, right_end);
		layout_trim(out, start);
		layout_newline(layout);
	}
	out->failed |= left->failed || right->failed;
}

void layout_heading(struct layout *layout, const char *string)
{
	text_add_char(layout->out, '\n');
	layout_wrap(layout, 0, 0, say(layout->language, string), TONE_STRONG);
}

void layout_paragraph(struct layout *layout, unsigned indent, const char *string)
{
	layout_add_spaces(layout->out, indent);
	layout_wrap(layout, indent, indent, string, TONE_PLAIN);
}

void layout_field(struct layout *layout, unsigned indent, unsigned label_width,
                  const char *label, const char *string)
{
	const char *said = say(layout->language, label);
	unsigned columns = layout_columns(said, strlen(said));

	/* One that is too long for its column pushes the text, and never touches it. */
	columns = columns < label_width ? label_width : columns + 1;
	layout_add_spaces(layout->out, indent);
	layout_add_padded(layout, said, columns, TONE_FAINT);
	layout_wrap(layout, indent + columns, indent + label_width, string, TONE_PLAIN);
}
