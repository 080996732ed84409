/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/site_edit.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "load/site_file.h"
#include "policy/site.h"

/* A site file as lines, and where the list is in it. */
struct place {
	const char *bytes;
	size_t len;
	bool found; /* the key is there */
	bool empty; /* as `key: []` or with nothing behind it */
	bool flow;  /* as `key: [ … ]` with something in it */
	size_t key,
		after; /* offsets: of its line, and behind the last line of its list */
	size_t indent; /* blanks before its items */
};

static size_t end_of_line(const struct place *place, size_t from)
{
	const char *end = memchr(place->bytes + from, '\n', place->len - from);

	return end ? (size_t)(end - place->bytes) + 1 : place->len;
}

static size_t blanks_at(const struct place *place, size_t from)
{
	size_t count = 0;

	while (from + count < place->len && place->bytes[from + count] == ' ')
		count++;
	return count;
}

/* Nothing but blanks and a comment. */
static bool is_remark(const struct place *place, size_t from)
{
	size_t at = from + blanks_at(place, from);

	return at >= place->len || strchr("#\r\n", place->bytes[at]);
}

/* Of the value behind a key: nothing, an empty list, or a list in brackets. */
static void look_at_value(struct place *place, size_t from, size_t end)
{
	size_t at = from + blanks_at(place, from);

	if (at >= end || strchr("#\r\n", place->bytes[at])) {
		place->empty = true;
		return;
	}
	place->flow = place->bytes[at] == '[';
	at += place->flow;
	at += blanks_at(place, at);
	if (place->flow && at < end && place->bytes[at] == ']') {
		place->flow = false;
		place->empty = true;
	}
}

static bool is_key(const struct place *place, size_t line, const char *key)
{
	size_t len = strlen(key);

	return place->len - line > len && memcmp(place->bytes + line, key, len) == 0 &&
	       place->bytes[line + len] == ':';
}

/* A line without blanks before it that is no item begins the next key. */
static void follow_list(struct place *place, size_t line)
{
	while (line < place->len) {
		size_t end = end_of_line(place, line);
		size_t indent = blanks_at(place, line);

		if (!is_remark(place, line)) {
			if (indent == 0 && place->bytes[line] != '-')
				return;
			if (place->empty)
				place->indent = indent;
			place->empty = false;
			place->after = end;
		}
		line = end;
	}
}

static struct place find_place(const char *bytes, size_t len, const char *key)
{
	struct place place = { .bytes = bytes, .len = len, .indent = 2 };

	for (size_t line = 0; line < len; line = end_of_line(&place, line)) {
		if (!is_key(&place, line, key))
			continue;
		place.found = true;
		place.key = line;
		place.after = end_of_line(&place, line);
		look_at_value(&place, line + strlen(key) + 1, place.after);
		follow_list(&place, place.after);
		break;
	}
	return place;
}

static void add_items(struct text *out, const char *items, size_t indent, const char *end)
{
	while (*items) {
		size_t len = strcspn(items, "\n");

		for (size_t i = 0; i < indent; i++)
			text_add_char(out, ' ');
		text_add_bytes(out, items, len);
		text_add(out, end);
		items += len + (items[len] == '\n');
	}
}

static const char *line_end(const char *bytes, size_t len)
{
	const char *end = memchr(bytes, '\n', len);

	return end && end > bytes && end[-1] == '\r' ? "\r\n" : "\n";
}

static void write_edited(struct text *out, const struct place *place, const char *key,
                         const char *items)
{
	const char *end = line_end(place->bytes, place->len);
	size_t upto =
		place->found ? place->empty ? place->key : place->after : place->len;
	size_t rest = place->found ? place->after : place->len;

	text_add_bytes(out, place->bytes, upto);
	if (upto > 0 && place->bytes[upto - 1] != '\n')
		text_add(out, end);
	if (!place->found || place->empty)
		text_addf(out, "%s:%s", key, end);
	add_items(out, items, place->indent, end);
	text_add_bytes(out, place->bytes + rest, place->len - rest);
}

static bool count_items(const char *file, const char *bytes, size_t len, const char *key,
                        size_t *count, struct error *err)
{
	struct site *site = site_load_bytes(file, bytes, len, err);

	if (!site)
		return false;
	*count = strcmp(key, "allow") == 0 ? site->allow_count : site->accept_count;
	site_destroy(site);
	return true;
}

bool site_edit_add(struct text *out, const char *file, const char *bytes, size_t len,
                   const char *key, const char *items, size_t count, struct error *err)
{
	struct place place = find_place(bytes, len, key);
	size_t before, after;

	if (!count_items(file, bytes, len, key, &before, err))
		return false;
	if (place.flow)
		return error_set(err,
		                 "%s: '%s' is written in brackets: write an item a line, "
		                 "then lines can be added",
		                 file, key);
	write_edited(out, &place, key, items);
	if (out->failed)
		return error_set(err, "out of memory");
	if (!count_items(file, out->at, out->len, key, &after, err))
		return false;
	return after == before + count ||
	       error_set(err, "%s: the lines cannot be added to '%s', add them by hand",
	                 file, key);
}
