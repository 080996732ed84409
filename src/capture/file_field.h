/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_field - numbers in file headers, in the byte order of who wrote them.
 *
 * Room: capture, private. These read at a place whose bytes the caller has
 * from byte_source_need(); for what lies inside variable-length blocks there
 * is `struct fields`, which checks every step.
 */
#ifndef FILE_FIELD_H
#define FILE_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint16_t file_u16(const uint8_t *at, bool swapped)
{
	uint16_t value;

	memcpy(&value, at, sizeof(value));
	return swapped ? __builtin_bswap16(value) : value;
}

static inline uint32_t file_u32(const uint8_t *at, bool swapped)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return swapped ? __builtin_bswap32(value) : value;
}

static inline uint64_t file_u64(const uint8_t *at, bool swapped)
{
	uint64_t value;

	memcpy(&value, at, sizeof(value));
	return swapped ? __builtin_bswap64(value) : value;
}

/* Forward-only reader over one block; the first read past its end sets `truncated`. */
struct fields {
	const uint8_t *at, *end; /* borrowed */
	bool swapped;
	bool truncated; /* sticky */
};

static inline size_t fields_left(const struct fields *fields)
{
	return (size_t)(fields->end - fields->at);
}

/** Step over @len bytes; NULL when they are not there. */
static inline const uint8_t *fields_take(struct fields *fields, size_t len)
{
	const uint8_t *taken = fields->at;

	if (fields->truncated || len > fields_left(fields)) {
		fields->truncated = true;
		return NULL;
	}
	fields->at += len;
	return taken;
}

static inline uint16_t fields_u16(struct fields *fields)
{
	const uint8_t *at = fields_take(fields, 2);

	return at ? file_u16(at, fields->swapped) : 0;
}

static inline uint32_t fields_u32(struct fields *fields)
{
	const uint8_t *at = fields_take(fields, 4);

	return at ? file_u32(at, fields->swapped) : 0;
}

#endif
