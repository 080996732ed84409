/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * layout - lines for a person: headings, labels, wrapped paragraphs.
 *
 * Room: report, private. Every string that comes in may hold captured bytes and
 * is made printable here, so no writer of a section can forget it. Columns are
 * counted in characters, not bytes; only what has no space in it is ever longer
 * than the width.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/language.h"
#include "base/text.h"
#include "judge/verdict.h"

#define LAYOUT_WIDE 132 /* columns from which on two things may stand side by side */

struct layout {
	struct text *out;       /* borrowed */
	unsigned width;         /* columns */
	bool colour;            /* SGR sequences, ECMA-48 section 8.3.117 */
	enum language language; /* of headings and labels, which are given in English */
};

enum layout_tone {
	TONE_PLAIN,
	TONE_STRONG,
	TONE_FAINT,
	TONE_GOOD,
	TONE_WARNING,
	TONE_BAD,
};

/** What something as bad as @severity stands out by. */
enum layout_tone layout_severity_tone(enum severity severity);

/** Columns that @len bytes of UTF-8 take: one each but for combining marks. */
unsigned layout_columns(const char *bytes, size_t len);

/** Bytes of the longest beginning of @string that takes at most @columns. */
size_t layout_fit(const char *string, unsigned columns);

/** Bytes of @string that fit into @columns: whole words, where there is one that fits. */
size_t layout_chunk(const char *string, unsigned columns);

/** What follows a chunk of @len bytes: the space between is passed over. */
const char *layout_after_chunk(const char *string, size_t len);

/**
 * Write cells side by side in columns of @widths, two apart, each on as many lines as it
 * takes: nothing is cut. @cells are printable.
 */
void layout_cells(struct layout *layout, unsigned indent, const char *const *cells,
                  const unsigned *widths, size_t count);

/** Write the lines of @right beside those of @left, from column @at on. Both are printable, tones and all. */
void layout_beside(struct layout *layout, const struct text *left,
                   const struct text *right, unsigned at);

/** Add @string made printable, and @columns spaces at least filled up; never a newline. */
void layout_add_padded(struct layout *layout, const char *string, unsigned columns,
                       enum layout_tone tone);

/** Add @string made printable, cut to @columns with an ellipsis when it is longer. */
void layout_add_cut(struct text *out, const char *string, unsigned columns);

void layout_add_spaces(struct text *out, unsigned count);

/** Take off the spaces at the end of a line that begins at @start. */
void layout_trim(struct text *out, size_t start);

void layout_newline(struct layout *layout);

/** An empty line, and the heading of a section. */
void layout_heading(struct layout *layout, const char *string);

/** A paragraph, every line indented by @indent. */
void layout_paragraph(struct layout *layout, unsigned indent, const char *string);

/** "  label   text", the text wrapped under itself from column @indent + @label_width on. */
void layout_field(struct layout *layout, unsigned indent, unsigned label_width,
                  const char *label, const char *string);

/** Wrap @string from column @column, where the line stands, with lines after it indented by @hang; ends the line. */
void layout_wrap(struct layout *layout, unsigned column, unsigned hang,
                 const char *string, enum layout_tone tone);

/** The same of a line of YAML from column @hang on: a key and its value stay together. */
void layout_wrap_pairs(struct layout *layout, unsigned hang, const char *string);

#endif
