/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json_stream - the JSON objects of a log, one after the other, within a bound.
 *
 * Room: records, private. One a line (NDJSON), or the members of one array. What is no
 * object, or longer than JSON_STREAM_MOST, is lost and the next one read.
 */
#ifndef JSON_STREAM_H
#define JSON_STREAM_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"
#include "base/text.h"

/* Bytes of one object: jansson takes some fifty times as many for the worst of them. */
#define JSON_STREAM_MOST ((size_t)256 << 10)

struct byte_stream;

enum json_stream_status {
	JSON_STREAM_OBJECT,
	JSON_STREAM_LOST,  /* what stood there is none, @why says what is wrong */
	JSON_STREAM_QUIET, /* a pipe: nothing came within 100 ms */
	JSON_STREAM_END,
	JSON_STREAM_BROKEN, /* the input itself is, stream->err says how */
};

/* Why what stood there was lost. */
enum json_stream_loss {
	JSON_STREAM_TOO_LONG,
	JSON_STREAM_NO_JSON,
	JSON_STREAM_SAME_KEY, /* a key stands twice: which one is meant nobody knows */
	JSON_STREAM_NO_OBJECT,
	JSON_STREAM_LOSSES,
};

struct json_stream {
	struct byte_stream *bytes; /* borrowed */
	uint8_t *block;            /* owned */
	size_t at, len;            /* of the block: read so far, filled */
	struct text line;          /* owned: what is being gathered */
	bool too_long;             /* it is, and is left out */
	bool begun;                /* the first byte was looked at */
	bool is_array;
	unsigned depth;       /* of an array: open brackets */
	bool quoted, escaped; /* of an array: inside a string, behind a backslash */
	uint64_t number;      /* of the latest line, or object of an array, from 1 */
	struct error err;     /* for JSON_STREAM_BROKEN */
};

/** @bytes borrowed. @return false when out of memory */
MUST_CHECK bool json_stream_init(struct json_stream *stream, struct byte_stream *bytes);

/**
 * The next object.
 *
 * @object  owned by the caller when JSON_STREAM_OBJECT
 * @why     when JSON_STREAM_LOST
 */
MUST_CHECK enum json_stream_status json_stream_next(struct json_stream *stream,
                                                    json_t **object,
                                                    enum json_stream_loss *why);

void json_stream_fini(struct json_stream *stream);

#endif
