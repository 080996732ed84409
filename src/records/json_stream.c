/* SPDX-License-Identifier: BSD-2-Clause */
#include "json_stream.h"

#include <stdlib.h>
#include <string.h>

#include "capture/byte_stream.h"

#define BLOCK ((size_t)64 << 10)

bool json_stream_init(struct json_stream *stream, struct byte_stream *bytes)
{
	*stream = (struct json_stream){ .bytes = bytes, .block = malloc(BLOCK) };
	return stream->block != NULL;
}

void json_stream_fini(struct json_stream *stream)
{
	free(stream->block);
	text_fini(&stream->line);
	*stream = (struct json_stream){ 0 };
}

/* --- Framing --------------------------------------------------------------------- */

static void gather(struct json_stream *stream, const uint8_t *bytes, size_t len)
{
	if (stream->too_long)
		return;
	if (stream->line.len + len > JSON_STREAM_MOST) {
		stream->too_long = true;
		text_clear(&stream->line);
		return;
	}
	text_add_bytes(&stream->line, bytes, len);
}

/* Gather up to the end of the line. @return whether it was reached */
static bool gather_line(struct json_stream *stream)
{
	const uint8_t *from = stream->block + stream->at;
	size_t left = stream->len - stream->at;
	const uint8_t *end = memchr(from, '\n', left);
	size_t len = end ? (size_t)(end - from) : left;

	gather(stream, from, len);
	stream->at += len + (end != NULL);
	return end != NULL;
}

/* Follow the brackets of an array by one byte. @return whether a member of it ends */
static bool follow(struct json_stream *stream, uint8_t byte)
{
	if (stream->escaped) {
		stream->escaped = false;
	} else if (stream->quoted) {
		stream->escaped = byte == '\\';
		stream->quoted = byte != '"';
	} else if (byte == '"') {
		stream->quoted = stream->depth > 0;
	} else if (byte == '{' || byte == '[') {
		stream->depth++;
	} else if ((byte == '}' || byte == ']') && stream->depth > 0) {
		return --stream->depth == 0;
	}
	return false;
}

/* Gather a member of the array, leaving out what stands between two. */
static bool gather_member(struct json_stream *stream)
{
	size_t from = stream->at;

	while (stream->at < stream->len) {
		uint8_t byte = stream->block[stream->at++];
		bool ended = follow(stream, byte);

		if (stream->depth == 0 && !ended) {
			from = stream->at;
			continue;
		}
		if (ended) {
			gather(stream, stream->block + from, stream->at - from);
			return true;
		}
	}
	gather(stream, stream->block + from, stream->at - from);
	return false;
}

/* Is it one array? The bracket is stepped over. */
static void begin(struct json_stream *stream)
{
	while (stream->at < stream->len && strchr(" \t\r\n", stream->block[stream->at]))
		stream->at++;
	if (stream->at == stream->len)
		return;
	stream->begun = true;
	stream->is_array = stream->block[stream->at] == '[';
	stream->at += stream->is_array;
}

static enum json_stream_status load(struct json_stream *stream)
{
	stream->at = stream->len = 0;
	switch (byte_stream_read(stream->bytes, stream->block, BLOCK, &stream->len,
	                         &stream->err)) {
	case BYTE_STREAM_READY:
		return JSON_STREAM_OBJECT;
	case BYTE_STREAM_QUIET:
		return JSON_STREAM_QUIET;
	case BYTE_STREAM_END:
		return JSON_STREAM_END;
	case BYTE_STREAM_BROKEN:
		break;
	}
	return JSON_STREAM_BROKEN;
}

/* --- Reading --------------------------------------------------------------------- */

static bool is_blank(const struct text *line)
{
	return line->len == strspn(line->at ? line->at : "", " \t\r");
}

static enum json_stream_status lose(enum json_stream_loss *why,
                                    enum json_stream_loss reason)
{
	*why = reason;
	return JSON_STREAM_LOST;
}

/* What was gathered, as an object. */
static enum json_stream_status parse(struct json_stream *stream, json_t **object,
                                     enum json_stream_loss *why)
{
	json_error_t reason;
	json_t *root;

	if (stream->too_long || stream->line.failed)
		return lose(why, JSON_STREAM_TOO_LONG);
	root = json_loadb(stream->line.at, stream->line.len,
	                  JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &reason);
	if (!root)
		return lose(why, json_error_code(&reason) == json_error_duplicate_key
		                         ? JSON_STREAM_SAME_KEY
		                         : JSON_STREAM_NO_JSON);
	if (!json_is_object(root)) {
		json_decref(root);
		return lose(why, JSON_STREAM_NO_OBJECT);
	}
	*object = root;
	return JSON_STREAM_OBJECT;
}

static enum json_stream_status finish_line(struct json_stream *stream, json_t **object,
                                           enum json_stream_loss *why)
{
	enum json_stream_status status = parse(stream, object, why);

	text_clear(&stream->line);
	stream->line.failed = stream->too_long = false;
	return status;
}

/* @return whether something was gathered that is not only blanks */
static bool gather_one(struct json_stream *stream)
{
	bool ended = stream->is_array ? gather_member(stream) : gather_line(stream);

	if (!ended)
		return false;
	stream->number++;
	if (stream->too_long || !is_blank(&stream->line))
		return true;
	text_clear(&stream->line);
	return false;
}

enum json_stream_status json_stream_next(struct json_stream *stream, json_t **object,
                                         enum json_stream_loss *why)
{
	for (;;) {
		if (!stream->begun)
			begin(stream);
		while (stream->at < stream->len)
			if (gather_one(stream))
				return finish_line(stream, object, why);

		enum json_stream_status status = load(stream);

		if (status == JSON_STREAM_OBJECT)
			continue;
		/* The last line needs no end; of an array what has none is cut. */
		if (status == JSON_STREAM_QUIET ||
		    (!stream->too_long && is_blank(&stream->line)))
			return status;
		stream->number++;
		return finish_line(stream, object, why);
	}
}
