/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Format-List: "Name : value" with the colons of one object in one column. A long
 * value goes on below the colon: broken after a blank or a hyphen, and where there
 * is neither, anywhere, which is only seen by the line being as wide as the console.
 */
#include "records.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

#include "source.h"

struct line {
	const char *at;
	size_t len, width; /* bytes and characters */
};

struct reader {
	struct record_list *list;
	struct record *record;      /* the one we are in, or NULL */
	struct record_field *field; /* whose value may go on, or NULL */
	struct text value;
	size_t colon;      /* column of the field's */
	size_t console;    /* characters of the widest line */
	size_t last_width; /* of the value's last line */
};

static bool next_line(const char **at, const char *end, struct line *line)
{
	const char *stop;

	if (*at == end)
		return false;
	stop = memchr(*at, '\n', (size_t)(end - *at));
	if (!stop)
		stop = end;
	*line = (struct line){ .at = *at, .len = (size_t)(stop - *at) };
	*at = stop == end ? end : stop + 1;
	while (line->len > 0 &&
	       (line->at[line->len - 1] == '\r' || line->at[line->len - 1] == ' '))
		line->len--;
	for (size_t i = 0; i < line->len; i++)
		line->width += ((unsigned char)line->at[i] & 0xc0) != 0x80;
	return true;
}

/* Does "Name   : " begin the line? @return the column of the colon, 0 when it does not */
static size_t find_colon(const struct line *line)
{
	size_t at = 0;

	while (at < line->len && (isalnum((unsigned char)line->at[at]) ||
	                          line->at[at] == '_' || line->at[at] == '-'))
		at++;
	if (at == 0)
		return 0;
	while (at < line->len && line->at[at] == ' ')
		at++;
	if (at == line->len || line->at[at] != ':' || line->at[at - 1] != ' ')
		return 0;
	return at + 1 == line->len || line->at[at + 1] == ' ' ? at : 0;
}

/* "{a, b}" is a list; what is left of the value is one item. */
static void add_items(struct reader *reader, const char *at, size_t len)
{
	bool list = len >= 2 && at[0] == '{' && at[len - 1] == '}';

	if (!list) {
		if (len > 0)
			record_add_value(reader->list, reader->field, at, len);
		return;
	}
	at++;
	len -= 2;
	while (len > 0) {
		const char *comma = memchr(at, ',', len);
		size_t item = comma ? (size_t)(comma - at) : len;

		if (item > 0)
			record_add_value(reader->list, reader->field, at, item);
		if (!comma)
			break;
		at += item + 1;
		len -= item + 1;
		while (len > 0 && *at == ' ') {
			at++;
			len--;
		}
	}
}

static void finish_field(struct reader *reader)
{
	if (reader->field)
		add_items(reader, reader->value.at ? reader->value.at : "",
		          reader->value.len);
	text_clear(&reader->value);
	reader->field = NULL;
}

static void start_field(struct reader *reader, const struct line *line, size_t colon)
{
	size_t name = strcspn(line->at, " :");
	size_t value = colon + 2 < line->len ? colon + 2 : line->len;

	finish_field(reader);
	if (!reader->record)
		reader->record = record_list_add(reader->list);
	reader->field = record_add_field(reader->list, reader->record, line->at, name);
	reader->colon = colon;
	reader->last_width = line->width;
	text_add_bytes(&reader->value, line->at + value, line->len - value);
}

/* A blank goes back where the line was broken after one. */
static void go_on(struct reader *reader, const struct line *line, size_t indent)
{
	char last = reader->value.len > 0 ? reader->value.at[reader->value.len - 1] : ' ';
	bool anywhere = reader->last_width >= reader->console && last != ',';

	if (last != '-' && last != ' ' && !anywhere)
		text_add_char(&reader->value, ' ');
	text_add_bytes(&reader->value, line->at + indent, line->len - indent);
	reader->last_width = line->width;
}

static void read_line(struct reader *reader, const struct line *line)
{
	size_t indent = 0, colon = find_colon(line);

	while (indent < line->len && line->at[indent] == ' ')
		indent++;
	if (line->len == 0) {
		finish_field(reader);
		reader->record = NULL;
	} else if (colon > 0) {
		start_field(reader, line, colon);
	} else if (reader->field && indent >= reader->colon) {
		go_on(reader, line, indent);
	}
}

bool records_read_text(struct record_list *list, const struct source *source,
                       struct error *err)
{
	const char *end = source->bytes + source->len, *at = source->bytes;
	struct reader reader = { .list = list };
	struct line line;

	while (next_line(&at, end, &line))
		if (line.width > reader.console)
			reader.console = line.width;
	at = source->bytes;
	while (next_line(&at, end, &line) && !list->too_many)
		read_line(&reader, &line);
	finish_field(&reader);
	list->no_memory |= reader.value.failed;
	text_fini(&reader.value);
	return records_whole(list, source, err);
}
