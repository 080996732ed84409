/* SPDX-License-Identifier: BSD-2-Clause */
/* Capture files made in memory, field by field, in either byte order. */
#ifndef MADE_FILE_H
#define MADE_FILE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MADE_MAX 65536

struct made_file {
	uint8_t bytes[MADE_MAX];
	size_t len;
	bool big_endian;
};

static inline void put_bytes(struct made_file *file, const void *bytes, size_t len)
{
	assert(len <= MADE_MAX - file->len);
	if (len)
		memcpy(file->bytes + file->len, bytes, len);
	file->len += len;
}

static inline void put_number(struct made_file *file, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		size_t shift = 8 * (file->big_endian ? size - 1 - i : i);
		uint8_t byte = (uint8_t)(value >> shift);

		put_bytes(file, &byte, 1);
	}
}

static inline void put16(struct made_file *file, uint16_t value)
{
	put_number(file, value, 2);
}

static inline void put32(struct made_file *file, uint32_t value)
{
	put_number(file, value, 4);
}

/* @len bytes that count up from @first. */
static inline void put_counting(struct made_file *file, uint8_t first, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		uint8_t byte = (uint8_t)(first + i);

		put_bytes(file, &byte, 1);
	}
}

/* --- pcap -------------------------------------------------------------------- */

static inline void put_pcap_header(struct made_file *file, uint32_t magic,
                                   uint32_t link_type)
{
	put32(file, magic);
	put16(file, 2);
	put16(file, 4);
	put32(file, 0);
	put32(file, 0);
	put32(file, 65535);
	put32(file, link_type);
}

static inline void put_pcap_packet(struct made_file *file, uint32_t seconds,
                                   uint32_t fraction, uint32_t len, uint32_t wire_len)
{
	put32(file, seconds);
	put32(file, fraction);
	put32(file, len);
	put32(file, wire_len);
	put_counting(file, (uint8_t)seconds, len);
}

/* --- pcapng ------------------------------------------------------------------ */

static inline void put_block(struct made_file *file, uint32_t type, const void *body,
                             size_t len)
{
	size_t padded = (len + 3) & ~(size_t)3;

	put32(file, type);
	put32(file, (uint32_t)(12 + padded));
	put_bytes(file, body, len);
	put_bytes(file, "\0\0\0", padded - len);
	put32(file, (uint32_t)(12 + padded));
}

static inline void put_section(struct made_file *file)
{
	put32(file, 0x0a0d0d0a);
	put32(file, 28);
	put32(file, 0x1a2b3c4d);
	put16(file, 1);
	put16(file, 0);
	put_number(file, UINT64_MAX, 8);
	put32(file, 28);
}

/* @options as they are in the file, a multiple of four bytes */
static inline void put_interface(struct made_file *file, uint16_t link_type,
                                 uint32_t snaplen, const void *options, size_t len)
{
	struct made_file body = { .big_endian = file->big_endian };

	put16(&body, link_type);
	put16(&body, 0);
	put32(&body, snaplen);
	put_bytes(&body, options, len);
	put_block(file, 1, body.bytes, body.len);
}

static inline void put_enhanced(struct made_file *file, uint32_t interface,
                                uint64_t ticks, uint32_t len, uint32_t wire_len)
{
	struct made_file body = { .big_endian = file->big_endian };

	put32(&body, interface);
	put32(&body, (uint32_t)(ticks >> 32));
	put32(&body, (uint32_t)ticks);
	put32(&body, len);
	put32(&body, wire_len);
	put_counting(&body, (uint8_t)ticks, len);
	put_block(file, 6, body.bytes, body.len);
}

/* --- On disk ------------------------------------------------------------------ */

/* Write @len bytes as @name in @directory. */
static inline void save(const char *directory, const char *name, const void *bytes,
                        size_t len)
{
	char path[512];
	int path_len = snprintf(path, sizeof(path), "%s/%s", directory, name);

	assert(path_len > 0 && (size_t)path_len < sizeof(path));
	(void)path_len;
	FILE *stream = fopen(path, "wb");
	assert(stream);
	size_t written = fwrite(bytes, 1, len, stream);
	int closed = fclose(stream);

	assert(written == len && closed == 0);
	(void)written, (void)closed;
}

#endif
