/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapng: sections in either byte order, interfaces that differ in link type,
 * snaplen and time resolution. Blocks that hold no packets are stepped over.
 *
 * Source: draft-ietf-opsawg-pcapng sections 3 and 4.
 */
#include <stdlib.h>

#include "base/array.h"
#include "base/sum.h"
#include "file_field.h"
#include "frame_reader.h"
#include "pcapng_interface.h"

#define BLOCK_SECTION    0x0a0d0d0au
#define BLOCK_INTERFACE  1u
#define BLOCK_PACKET     2u /* obsolete */
#define BLOCK_SIMPLE     3u
#define BLOCK_STATISTICS 5u
#define BLOCK_ENHANCED   6u

#define BYTE_ORDER_MAGIC 0x1a2b3c4du
#define DROPS_UNKNOWN    0xffff /* of an obsolete packet block */

#define BLOCK_FRAME_LEN 12 /* type, length, and length again at the end */
#define SECTION_MIN_LEN 28
/* A description holds a few strings; libpcap allows as much for any block. */
#define MAX_DESCRIPTION_LEN (16u << 20)
#define MAX_SECTION_LEN     (1u << 20)
#define MAX_INTERFACES      65536
/* A packet block with more around the largest frame is not held in memory to its end. */
#define MAX_WHOLE_LEN (FRAME_MAX_LEN + 65536)

struct pcapng_reader {
	struct frame_reader base;
	struct pcapng_interface *interfaces; /* owned; of the current section */
	size_t interface_count, interface_capacity;
	bool swapped;   /* in the current section */
	uint64_t noted; /* offset up to which packets said what was lost before them */
};

/* The block at the source's offset, whose first 8 bytes are loaded. */
struct block {
	uint32_t type, len;
};

static enum read_status load(struct pcapng_reader *reader, size_t len)
{
	enum byte_status status = byte_source_need(reader->base.source, len);

	if (LIKELY(status == BYTES_READY))
		return READ_FRAME;
	return frame_reader_short(&reader->base, status, "block", false);
}

/* Load all of a block, which also ends in its length. */
static enum read_status load_whole(struct pcapng_reader *reader, uint32_t len,
                                   bool swapped)
{
	enum read_status status = load(reader, len);

	if (UNLIKELY(status != READ_FRAME))
		return status;

	uint32_t trailer = file_u32(reader->base.source->at + len - 4, swapped);

	if (UNLIKELY(trailer != len))
		return frame_reader_broken(&reader->base,
		                           "a block of %u bytes ends in the length %u",
		                           len, trailer);
	return READ_FRAME;
}

/* --- Losses ------------------------------------------------------------------ */

/* Replace @interface by @now, which knows more, and count the difference. */
static void update_losses(struct pcapng_reader *reader,
                          struct pcapng_interface *interface,
                          const struct pcapng_interface *now)
{
	const struct stated_losses before = pcapng_interface_losses(interface);
	const struct stated_losses after = pcapng_interface_losses(now);
	struct stated_losses *total = &reader->base.losses;

	total->kernel = sum_saturated(total->kernel - before.kernel, after.kernel);
	total->interface =
		sum_saturated(total->interface - before.interface, after.interface);
	file_labels_lose(&reader->base.labels, interface->label,
	                 sum_saturated(before.kernel, before.interface),
	                 sum_saturated(after.kernel, after.interface));
	*interface = *now;
}

/* Section 4.6: interface, time, options. What says nothing useful is stepped over. */
static enum read_status read_statistics(struct pcapng_reader *reader,
                                        const struct block *block)
{
	struct byte_source *source = reader->base.source;

	if (block->len <= MAX_DESCRIPTION_LEN && block->len >= BLOCK_FRAME_LEN + 12) {
		enum read_status status = load_whole(reader, block->len, reader->swapped);

		if (status != READ_FRAME)
			return status;

		const uint8_t *at = source->at;
		const uint32_t number = file_u32(at + 8, reader->swapped);
		struct fields options = { .at = at + 20,
			                  .end = at + block->len - 4,
			                  .swapped = reader->swapped };

		if (number < reader->interface_count) {
			struct pcapng_interface now = reader->interfaces[number];

			pcapng_interface_note_statistics(&now, options);
			update_losses(reader, &reader->interfaces[number], &now);
		}
	}
	byte_source_skip(source, block->len);
	return READ_FRAME;
}

/* --- Section header and interface description -------------------------------- */

static enum read_status read_section(struct pcapng_reader *reader)
{
	struct byte_source *source = reader->base.source;
	enum read_status status = load(reader, SECTION_MIN_LEN);

	if (status != READ_FRAME)
		return status;

	/* Its length is in the byte order that only its body tells. */
	uint32_t magic = file_u32(source->at + 8, false);
	bool swapped = magic != BYTE_ORDER_MAGIC;
	uint32_t len = file_u32(source->at + 4, swapped);
	uint16_t major = file_u16(source->at + 12, swapped);

	if (swapped && magic != __builtin_bswap32(BYTE_ORDER_MAGIC))
		return frame_reader_broken(&reader->base,
		                           "a section without a byte order mark");
	if (major != 1)
		return frame_reader_broken(&reader->base, "pcapng version %u is unknown",
		                           major);
	if (len < SECTION_MIN_LEN || len % 4 || len > MAX_SECTION_LEN)
		return frame_reader_broken(&reader->base, "a section header of %u bytes",
		                           len);
	status = load_whole(reader, len, swapped);
	if (status != READ_FRAME)
		return status;
	reader->swapped = swapped;
	reader->interface_count = 0;
	file_labels_comment(&reader->base.labels,
	                    pcapng_comment((struct fields){ .at = source->at + 24,
	                                                    .end = source->at + len - 4,
	                                                    .swapped = swapped }));
	byte_source_skip(source, len);
	return READ_FRAME;
}

static enum read_status read_interface(struct pcapng_reader *reader,
                                       const struct block *block)
{
	if (block->len > MAX_DESCRIPTION_LEN)
		return frame_reader_broken(&reader->base,
		                           "an interface description of %u bytes",
		                           block->len);
	if (reader->interface_count == MAX_INTERFACES)
		return frame_reader_broken(&reader->base, "more than %d interfaces",
		                           MAX_INTERFACES);
	if (!array_reserve(&reader->interfaces, &reader->interface_capacity,
	                   reader->interface_count, sizeof(*reader->interfaces)))
		return frame_reader_broken(&reader->base, "out of memory");

	enum read_status status = load_whole(reader, block->len, reader->swapped);

	if (status != READ_FRAME)
		return status;

	const uint8_t *at = reader->base.source->at;
	const struct fields body = { .at = at + 8,
		                     .end = at + block->len - 4,
		                     .swapped = reader->swapped };
	struct pcapng_interface interface;
	struct pcapng_texts texts;
	const char *wrong;

	if (fields_left(&body) < 8)
		return frame_reader_broken(&reader->base,
		                           "an interface description of %u bytes",
		                           block->len);
	wrong = pcapng_interface_read(&interface, body, &texts);
	if (wrong)
		return frame_reader_broken(&reader->base, "%s", wrong);
	interface.label = file_labels_add(&reader->base.labels, texts.name,
	                                  texts.description.len ? texts.description
	                                                        : texts.comment);
	reader->interfaces[reader->interface_count++] = interface;
	byte_source_skip(reader->base.source, block->len);
	return READ_FRAME;
}

/* --- Packets ----------------------------------------------------------------- */

/* What the three kinds of packet block have in common. */
struct packet_fields {
	uint32_t interface, len, wire_len;
	uint64_t ticks;
	uint32_t header_len; /* from the beginning of the block */
	uint16_t drops;      /* since the packet before it */
};

static bool has_options(const struct block *block, const struct packet_fields *packet)
{
	return block->len > packet->header_len + 8 + ((packet->len + 3u) & ~3u);
}

/* A file that was suspended says again what its latest packet said. */
static void note_drops(struct pcapng_reader *reader, const struct block *block,
                       const struct packet_fields *packet)
{
	const uint8_t *at = reader->base.source->at;
	const uint64_t offset = byte_source_offset(reader->base.source);
	struct pcapng_interface *interface = &reader->interfaces[packet->interface];
	struct pcapng_interface now = *interface;
	struct fields options = { .at = at, .end = at };

	if (offset < reader->noted)
		return;
	reader->noted = offset + block->len;
	if (has_options(block, packet) && block->len <= MAX_WHOLE_LEN)
		options = (struct fields){ .at = at + packet->header_len +
			                         ((packet->len + 3u) & ~3u),
			                   .end = at + block->len - 4,
			                   .swapped = reader->swapped };
	pcapng_interface_note_packet(&now, packet->drops, options);
	update_losses(reader, interface, &now);
}

static enum read_status deliver(struct pcapng_reader *reader, const struct block *block,
                                const struct packet_fields *packet, struct frame *frame)
{
	struct byte_source *source = reader->base.source;

	if (UNLIKELY(packet->interface >= reader->interface_count))
		return frame_reader_broken(
			&reader->base, "a packet of interface %u, which is not described",
			packet->interface);

	const struct pcapng_interface *interface = &reader->interfaces[packet->interface];

	if (UNLIKELY(packet->len > block->len - packet->header_len - 4))
		return frame_reader_broken(&reader->base,
		                           "a packet claims %u bytes in a block of %u",
		                           packet->len, block->len);
	if (UNLIKELY(packet->len > interface->max_len))
		return frame_reader_broken(
			&reader->base, "a packet claims to have %u bytes", packet->len);

	uint32_t kept = packet->len < FRAME_MAX_LEN ? packet->len : FRAME_MAX_LEN;
	enum read_status status =
		LIKELY(block->len <= MAX_WHOLE_LEN)
			? load_whole(reader, block->len, reader->swapped)
			: load(reader, packet->header_len + (size_t)kept);

	if (UNLIKELY(status != READ_FRAME))
		return status;
	frame->time_us = pcapng_time_us(&interface->time, packet->ticks);
	frame->bytes = source->at + packet->header_len;
	frame->len = kept;
	frame->wire_len = packet->wire_len;
	frame->link_type = interface->link_type;
	frame->interface = interface->label;
	reader->base.record = source->at;
	if (UNLIKELY(packet->drops || has_options(block, packet)))
		note_drops(reader, block, packet);
	byte_source_skip(source, block->len);
	return READ_FRAME;
}

static enum read_status too_short(struct pcapng_reader *reader, const struct block *block)
{
	return frame_reader_broken(&reader->base, "a packet block of only %u bytes",
	                           block->len);
}

static enum read_status read_enhanced(struct pcapng_reader *reader,
                                      const struct block *block, struct frame *frame)
{
	struct packet_fields packet = { .header_len = 28 };

	if (UNLIKELY(block->len < packet.header_len + 4))
		return too_short(reader, block);

	enum read_status status = load(reader, packet.header_len);

	if (UNLIKELY(status != READ_FRAME))
		return status;

	const uint8_t *at = reader->base.source->at;
	const bool swapped = reader->swapped;

	packet.interface = file_u32(at + 8, swapped);
	packet.ticks =
		(uint64_t)file_u32(at + 12, swapped) << 32 | file_u32(at + 16, swapped);
	packet.len = file_u32(at + 20, swapped);
	packet.wire_len = file_u32(at + 24, swapped);
	return deliver(reader, block, &packet, frame);
}

static enum read_status read_obsolete(struct pcapng_reader *reader,
                                      const struct block *block, struct frame *frame)
{
	struct packet_fields packet = { .header_len = 28 };

	if (block->len < packet.header_len + 4)
		return too_short(reader, block);

	enum read_status status = load(reader, packet.header_len);

	if (status != READ_FRAME)
		return status;

	const uint8_t *at = reader->base.source->at;
	const bool swapped = reader->swapped;

	/* As the enhanced one, but for a drop count in the interface's upper half. */
	packet.interface = file_u16(at + 8, swapped);
	packet.drops = file_u16(at + 10, swapped);
	if (packet.drops == DROPS_UNKNOWN)
		packet.drops = 0;
	packet.ticks =
		(uint64_t)file_u32(at + 12, swapped) << 32 | file_u32(at + 16, swapped);
	packet.len = file_u32(at + 20, swapped);
	packet.wire_len = file_u32(at + 24, swapped);
	return deliver(reader, block, &packet, frame);
}

static enum read_status read_simple(struct pcapng_reader *reader,
                                    const struct block *block, struct frame *frame)
{
	struct packet_fields packet = { .header_len = 12 };

	if (block->len < packet.header_len + 4)
		return too_short(reader, block);
	if (reader->interface_count == 0)
		return frame_reader_broken(&reader->base,
		                           "a packet before any interface is described");

	enum read_status status = load(reader, packet.header_len);

	if (status != READ_FRAME)
		return status;

	const struct pcapng_interface *interface = &reader->interfaces[0];
	uint32_t room = block->len - packet.header_len - 4;

	packet.wire_len = file_u32(reader->base.source->at + 8, reader->swapped);
	packet.len = packet.wire_len;
	if (interface->snaplen && packet.len > interface->snaplen)
		packet.len = interface->snaplen;
	/* Without a snaplen only the block's length tells how much was kept. */
	if (packet.len > room)
		packet.len = room;
	return deliver(reader, block, &packet, frame);
}

/* --- The loop ---------------------------------------------------------------- */

/* Read the block's type and length. @return READ_FRAME when both make sense */
static enum read_status read_block_head(struct pcapng_reader *reader, struct block *block)
{
	struct byte_source *source = reader->base.source;
	enum byte_status status = byte_source_need(source, 8);

	if (UNLIKELY(status != BYTES_READY))
		return frame_reader_short(&reader->base, status, "block", true);

	/* Reads the same in either byte order. */
	block->type = file_u32(source->at, reader->swapped);
	block->len = file_u32(source->at + 4, reader->swapped);
	if (block->type == BLOCK_SECTION)
		return READ_FRAME;
	if (UNLIKELY(block->len < BLOCK_FRAME_LEN || block->len % 4))
		return frame_reader_broken(&reader->base,
		                           "a block claims to have %u bytes", block->len);
	return READ_FRAME;
}

static enum read_status pcapng_next(struct frame_reader *base, struct frame *frame)
{
	struct pcapng_reader *reader = (struct pcapng_reader *)base;
	enum read_status status;

	do {
		struct block block;

		status = read_block_head(reader, &block);
		if (UNLIKELY(status != READ_FRAME))
			break;
		if (LIKELY(block.type == BLOCK_ENHANCED))
			return read_enhanced(reader, &block, frame);
		if (block.type == BLOCK_SIMPLE)
			return read_simple(reader, &block, frame);
		if (block.type == BLOCK_PACKET)
			return read_obsolete(reader, &block, frame);
		if (block.type == BLOCK_SECTION)
			status = read_section(reader);
		else if (block.type == BLOCK_INTERFACE)
			status = read_interface(reader, &block);
		else if (block.type == BLOCK_STATISTICS)
			status = read_statistics(reader, &block);
		else
			byte_source_skip(base->source, block.len);
	} while (status == READ_FRAME);
	return status;
}

static bool recognises(const uint8_t *beginning, size_t len)
{
	return len >= 4 && file_u32(beginning, false) == BLOCK_SECTION;
}

static struct frame_reader *pcapng_open(struct byte_source *source,
                                        const volatile sig_atomic_t *stop,
                                        struct error *err)
{
	struct pcapng_reader *reader = calloc(1, sizeof(*reader));
	enum read_status status;

	if (!reader) {
		error_set(err, "out of memory");
		return NULL;
	}
	reader->base.format = &pcapng_format;
	reader->base.source = source;
	do
		status = read_section(reader);
	while (status == READ_WAIT && !(stop && *stop));
	if (status == READ_FRAME)
		return &reader->base;
	if (status == READ_WAIT)
		error_set(err, "stopped before it began");
	else
		*err = reader->base.why;
	free(reader);
	return NULL;
}

static void pcapng_close(struct frame_reader *base)
{
	struct pcapng_reader *reader = (struct pcapng_reader *)base;

	free(reader->interfaces);
	free(reader);
}

const struct frame_format pcapng_format = {
	.name = "pcapng",
	.recognises = recognises,
	.open = pcapng_open,
	.next = pcapng_next,
	.close = pcapng_close,
	.resumable = true,
};
