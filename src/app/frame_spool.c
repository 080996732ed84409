/* SPDX-License-Identifier: BSD-2-Clause */
#include "frame_spool.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "capture/capture.h"
#include "report/evidence.h"
#include "report/output.h"

#define AROUND_FRAME 40 /* bytes of its block beside it, at most three of padding more */

/* @half is empty, and its file at its beginning. */
static bool begin(struct frame_spool_half *half, struct error *err)
{
	half->count = half->bytes = 0;
	half->frames = evidence_over_stream(half->file);
	return half->frames || error_set(err, "out of memory");
}

bool frame_spool_open(struct frame_spool *spool, const char *beside, uint64_t most,
                      struct error *err)
{
	*spool = (struct frame_spool){ .half_most = most / 2 };
	for (size_t i = 0; i < ARRAY_LEN(spool->halves); i++) {
		spool->halves[i].file = output_open_nameless(beside, err);
		if (!spool->halves[i].file || !begin(&spool->halves[i], err))
			return false;
	}
	return true;
}

static bool begin_anew(struct frame_spool_half *half, struct error *err)
{
	evidence_abandon(half->frames);
	half->frames = NULL;
	rewind(half->file);
	if (ftruncate(fileno(half->file), 0) != 0)
		return error_set(err, "%s", strerror(errno));
	return begin(half, err);
}

bool frame_spool_keep(struct frame_spool *spool, const struct frame *frame,
                      const struct evidence_place *place, struct error *err)
{
	struct frame_spool_half *half = &spool->halves[spool->current];
	const uint64_t bytes = (uint64_t)frame->len + AROUND_FRAME;

	if (half->count > 0 && half->bytes + bytes > spool->half_most) {
		spool->current = !spool->current;
		half = &spool->halves[spool->current];
		spool->let_go += half->count;
		if (!begin_anew(half, err))
			return false;
	}
	half->count++;
	half->bytes += bytes;
	return evidence_add(half->frames, frame, place, NULL, err);
}

static bool reread(struct frame_spool_half *half, struct capture *capture,
                   const char *name, struct error *err)
{
	struct evidence *frames = half->frames;
	int fd;

	half->frames = NULL;
	if (!evidence_close(frames, err))
		return false;
	if (half->count == 0)
		return true;
	fd = dup(fileno(half->file));
	return fd >= 0 && lseek(fd, 0, SEEK_SET) == 0
	               ? capture_add_descriptor(capture, fd, name, NULL, err)
	               : error_set(err, "cannot be read again");
}

bool frame_spool_reread(struct frame_spool *spool, struct capture *capture,
                        const char *name, struct error *err)
{
	return reread(&spool->halves[!spool->current], capture, name, err) &&
	       reread(&spool->halves[spool->current], capture, name, err);
}

void frame_spool_close(struct frame_spool *spool)
{
	for (size_t i = 0; i < ARRAY_LEN(spool->halves); i++) {
		evidence_abandon(spool->halves[i].frames);
		if (spool->halves[i].file)
			fclose(spool->halves[i].file);
	}
	*spool = (struct frame_spool){ 0 };
}
