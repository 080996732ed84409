/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A whole capture file: unpacking, format detection, every reader. Read twice, at
 * once and in small pieces with waits between them, it must yield the same frames,
 * time and reason: that is what makes pipes and suspended files work.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/capture/compressed.h"
#include "../../src/capture/frame_reader.h"

/* A small file may unpack to much; more of the same finds nothing new. */
#define MAX_OFFSET (1u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is compared. */
struct outcome {
	uint64_t frames, checksum;
	enum read_status status;
	bool packed;
	char why[sizeof(((struct error *)0)->text)];
};

static void must(bool truth)
{
	if (!truth)
		abort();
}

/* --- An origin that gives a few bytes at a time and often has to wait --------- */

struct dribble {
	const uint8_t *at;
	size_t left, turn;
};

static enum byte_status read_dribble(void *state, uint8_t *into, size_t size, size_t *got,
                                     struct error *why)
{
	struct dribble *from = state;
	size_t len = 1 + from->turn++ % 13;

	(void)why;
	if (from->left == 0)
		return BYTES_END;
	if (from->turn % 3 == 0)
		return BYTES_WAIT;
	len = len < size ? len : size;
	*got = len < from->left ? len : from->left;
	memcpy(into, from->at, *got);
	from->at += *got;
	from->left -= *got;
	return BYTES_READY;
}

static struct byte_source *dribble(const uint8_t *data, size_t size)
{
	static const struct byte_origin origin = { .read = read_dribble, .close = free };
	struct dribble *from = malloc(sizeof(*from));

	must(from);
	*from = (struct dribble){ .at = data, .left = size };
	return byte_source_create(&origin, from);
}

/* --- Reading ------------------------------------------------------------------- */

static void observe(struct outcome *outcome, const struct frame *frame)
{
	uint64_t sum = outcome->checksum * 31 + (uint64_t)frame->time_us;

	must(frame->len <= FRAME_MAX_LEN);
	for (uint32_t i = 0; i < frame->len; i++)
		sum = sum * 31 + frame->bytes[i];
	outcome->checksum = (sum * 31 + frame->wire_len) * 31 + frame->link_type;
	outcome->frames++;
}

static void read_frames(struct outcome *outcome, struct byte_source *source)
{
	struct error err = { 0 };
	struct frame_reader *reader = NULL;
	struct frame frame;

	outcome->status = READ_BROKEN;
	must((frame_reader_open(&reader, source, "fuzz", NULL, &err) == FILE_OPENED) ==
	     (reader != NULL));
	while (reader && source->end_offset - byte_source_loaded(source) < MAX_OFFSET) {
		outcome->status = frame_reader_next(reader, &frame);
		if (outcome->status == READ_FRAME)
			observe(outcome, &frame);
		else if (outcome->status != READ_WAIT)
			break;
	}
	if (outcome->status == READ_BROKEN)
		memcpy(outcome->why, reader ? reader->why.text : err.text,
		       sizeof(outcome->why));
	must(outcome->status != READ_BROKEN || outcome->why[0]);
	frame_reader_close(reader);
}

static struct outcome read_source(struct byte_source *file)
{
	struct outcome outcome = { 0 };
	struct byte_source *source = NULL;
	enum byte_status status;

	do
		status = compressed_open(file, &source);
	while (status == BYTES_WAIT);
	must(status == BYTES_READY && source);
	outcome.packed = source != file;
	read_frames(&outcome, source);
	byte_source_close(source);
	return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct outcome whole = read_source(byte_source_from_memory(data, size));
	struct outcome pieces = read_source(dribble(data, size));

	/* Where the limit falls depends on how much was unpacked at once. */
	if (whole.status != READ_END && whole.status != READ_BROKEN)
		return 0;
	must(whole.status == pieces.status);
	/* And so does how soon liblzma notices damage. */
	if (!whole.packed || whole.status == READ_END)
		must(whole.frames == pieces.frames && whole.checksum == pieces.checksum);
	return 0;
}
