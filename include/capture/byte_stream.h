/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * byte_stream - the unpacked bytes of an input that holds no frames.
 *
 * Room: capture. For inputs that others read, records of flows: a file, a pipe or
 * standard input, plain or in gzip, zstd or xz, with the bounds that captures have.
 * capture_records() opens one.
 */
#ifndef CAPTURE_BYTE_STREAM_H
#define CAPTURE_BYTE_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

struct byte_stream;
struct error;

enum byte_stream_status {
	BYTE_STREAM_READY,  /* at least one byte was read */
	BYTE_STREAM_QUIET,  /* a pipe: nothing came within 100 ms */
	BYTE_STREAM_END,    /* there is no more */
	BYTE_STREAM_BROKEN, /* nor can there be: the reason was set */
};

/** Copy up to @size bytes to @into, @got of them. @err for BYTE_STREAM_BROKEN alone. */
MUST_CHECK enum byte_stream_status byte_stream_read(struct byte_stream *stream,
                                                    uint8_t *into, size_t size,
                                                    size_t *got, struct error *err);

/** Bytes read so far, unpacked. */
uint64_t byte_stream_done(const struct byte_stream *stream);

/** NULL is fine. */
void byte_stream_close(struct byte_stream *stream);

#endif
