/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Source: the pcapng file format, draft-ietf-opsawg-pcapng, sections 4.1 to 4.3 and 4.5.
 */
#include "report/evidence.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/array.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/slot_index.h"
#include "capture/frame.h"
#include "report/output.h"

#define BLOCK_SECTION   0x0a0d0d0a
#define BLOCK_INTERFACE 0x00000001
#define BLOCK_NAMES     0x00000004
#define BLOCK_PACKET    0x00000006
#define BYTE_ORDER_MARK 0x1a2b3c4d
#define OPTION_COMMENT  1
#define OPTION_IF_NAME  2
#define OPTION_IF_DESCR 3
#define OPTIONS_END     4 /* bytes */
#define NAME_OF_IPV4    1
#define NAME_OF_IPV6    2
#define SNAPLEN         262144
#define MOST_NAME       255
#define MOST_COMMENT    1024

#define FIRST_SLOTS 16

struct evidence {
	struct output output;
	/* What each interface block is of; a file may have tens of thousands. */
	uint64_t *interfaces; /* owned: interface_of() */
	size_t interface_count, interface_capacity;
	struct slot_index numbers; /* of them */
	struct hash_key key;
};

/* A pcapng file has the byte order of its writer; the mark tells which. */
static void put32(FILE *out, uint32_t value)
{
	fwrite(&value, sizeof(value), 1, out);
}

static void put16(FILE *out, uint16_t value)
{
	fwrite(&value, sizeof(value), 1, out);
}

static void put_padded(FILE *out, const void *bytes, size_t len)
{
	static const uint8_t zeros[4];

	fwrite(bytes, 1, len, out);
	fwrite(zeros, 1, (4 - len % 4) % 4, out);
}

static uint32_t padded(size_t len)
{
	return (uint32_t)((len + 3) / 4 * 4);
}

static void put_section(FILE *out)
{
	put32(out, BLOCK_SECTION);
	put32(out, 28);
	put32(out, BYTE_ORDER_MARK);
	put16(out, 1);
	put16(out, 0);
	put32(out, UINT32_MAX); /* section length unknown: all ones, 64 bits */
	put32(out, UINT32_MAX);
	put32(out, 28);
}

static size_t text_len(const char *text, size_t most)
{
	return text ? strnlen(text, most) : 0;
}

/* Bytes of an option that is a text; of an empty one none. */
static uint32_t option_size(size_t len)
{
	return len > 0 ? 4 + padded(len) : 0;
}

static void put_text(FILE *out, uint16_t code, const char *text, size_t len)
{
	if (len == 0)
		return;
	put16(out, code);
	put16(out, (uint16_t)len);
	put_padded(out, text, len);
}

static void put_interface(FILE *out, uint16_t link_type,
                          const struct evidence_place *place)
{
	const size_t name_len = text_len(place->name, MOST_NAME);
	const size_t description_len = text_len(place->description, MOST_NAME);
	const uint32_t len =
		20 + option_size(name_len) + option_size(description_len) + OPTIONS_END;

	put32(out, BLOCK_INTERFACE);
	put32(out, len);
	put16(out, link_type);
	put16(out, 0);
	put32(out, SNAPLEN);
	put_text(out, OPTION_IF_NAME, place->name, name_len);
	put_text(out, OPTION_IF_DESCR, place->description, description_len);
	put32(out, 0); /* end of options */
	put32(out, len);
}

static void put_packet(FILE *out, uint32_t interface, const struct frame *frame,
                       const char *comment)
{
	const size_t comment_len = text_len(comment, MOST_COMMENT);
	const uint32_t len = 32 + padded(frame->len) + option_size(comment_len) +
	                     (comment_len > 0 ? OPTIONS_END : 0);
	uint64_t time = (uint64_t)frame->time_us; /* default resolution: microseconds */

	put32(out, BLOCK_PACKET);
	put32(out, len);
	put32(out, interface);
	put32(out, (uint32_t)(time >> 32));
	put32(out, (uint32_t)time);
	put32(out, frame->len);
	put32(out, frame->wire_len);
	put_padded(out, frame->bytes, frame->len);
	put_text(out, OPTION_COMMENT, comment, comment_len);
	if (comment_len > 0)
		put32(out, 0); /* end of options */
	put32(out, len);
}

/* Captures say anything; a name that a program shows for an address is to be one. */
static bool is_host_name(const char *name)
{
	const size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz"
	                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");

	return len > 0 && len <= MOST_NAME && name[len] == '\0';
}

bool evidence_name(struct evidence *evidence, const struct address *address,
                   const char *name, struct error *err)
{
	FILE *out = evidence->output.stream;
	const bool is_ipv4 = address_is_ipv4(address);
	const size_t skipped = is_ipv4 ? 12 : 0;
	const size_t size = sizeof(address->bytes) - skipped;
	uint8_t record[sizeof(address->bytes) + MOST_NAME + 1];

	if (!is_host_name(name))
		return true;

	const size_t name_size = strlen(name) + 1;
	const uint32_t len = 12 + 4 + padded(size + name_size) + 4;

	memcpy(record, address->bytes + skipped, size);
	memcpy(record + size, name, name_size);
	put32(out, BLOCK_NAMES);
	put32(out, len);
	put16(out, is_ipv4 ? NAME_OF_IPV4 : NAME_OF_IPV6);
	put16(out, (uint16_t)(size + name_size));
	put_padded(out, record, size + name_size);
	put32(out, 0); /* end of records */
	put32(out, len);
	return !ferror(out) || error_set(err, "the evidence file cannot be written");
}

static void release(struct evidence *evidence)
{
	slot_index_fini(&evidence->numbers);
	free(evidence->interfaces);
	free(evidence);
}

static struct evidence *create(void)
{
	struct evidence *evidence = calloc(1, sizeof(*evidence));

	if (evidence && !slot_index_init(&evidence->numbers, FIRST_SLOTS)) {
		free(evidence);
		return NULL;
	}
	if (evidence)
		evidence->key = hash_key_random();
	return evidence;
}

struct evidence *evidence_open(const char *path, struct error *err)
{
	struct evidence *evidence = create();

	if (!evidence) {
		error_set(err, "out of memory");
		return NULL;
	}
	if (!output_open(&evidence->output, path, err)) {
		release(evidence);
		return NULL;
	}
	put_section(evidence->output.stream);
	return evidence;
}

struct evidence *evidence_over_stream(FILE *stream)
{
	struct evidence *evidence = create();

	if (evidence) {
		output_over_stream(&evidence->output, stream);
		put_section(stream);
	}
	return evidence;
}

static uint64_t interface_of(const struct frame *frame)
{
	return (uint64_t)frame->input << 32 | (uint64_t)frame->interface << 16 |
	       frame->link_type;
}

/* The number of the interface block for this frame, written when new. */
static bool find_interface(struct evidence *evidence, const struct frame *frame,
                           const struct evidence_place *place, uint32_t *number)
{
	const uint64_t interface = interface_of(frame);
	const uint32_t hash = (uint32_t)hash_two(&evidence->key, interface, 0);
	size_t slot = hash;

	while ((*number = slot_index_next(&evidence->numbers, hash, &slot)) !=
	       SLOT_INDEX_NONE)
		if (evidence->interfaces[*number] == interface)
			return true;
	*number = (uint32_t)evidence->interface_count;
	if (!array_reserve(&evidence->interfaces, &evidence->interface_capacity,
	                   evidence->interface_count, sizeof(*evidence->interfaces)) ||
	    !slot_index_add(&evidence->numbers, hash, *number))
		return false;
	evidence->interfaces[evidence->interface_count++] = interface;
	put_interface(evidence->output.stream, frame->link_type, place);
	return true;
}

bool evidence_add(struct evidence *evidence, const struct frame *frame,
                  const struct evidence_place *place, const char *comment,
                  struct error *err)
{
	uint32_t number;

	if (!find_interface(evidence, frame, place, &number))
		return error_set(err, "out of memory");
	put_packet(evidence->output.stream, number, frame, comment);
	return !ferror(evidence->output.stream) || error_set(err, "%s", strerror(errno));
}

bool evidence_close(struct evidence *evidence, struct error *err)
{
	bool broken = ferror(evidence->output.stream);
	bool closed = output_close(&evidence->output, err);

	release(evidence);
	return closed && (!broken || error_set(err, "the evidence file is incomplete"));
}

void evidence_abandon(struct evidence *evidence)
{
	if (!evidence)
		return;
	output_abandon(&evidence->output);
	release(evidence);
}
