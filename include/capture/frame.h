/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * frame - one captured frame, as handed from capture to decode.
 *
 * Room: capture. Nothing in it can be trusted: len may be 0, may exceed
 * wire_len, and time may run backwards.
 */
#ifndef CAPTURE_FRAME_H
#define CAPTURE_FRAME_H

#include <stdint.h>

struct frame {
	int64_t time_us; /* microseconds since the Unix epoch */
	/* borrowed; until the next capture_next() or _next_batch() */
	const uint8_t *bytes;
	uint32_t len;       /* bytes captured */
	uint32_t wire_len;  /* bytes on the wire, as the capture states it */
	uint16_t link_type; /* LINKTYPE_ value of the file formats, not a DLT_ */
	uint16_t input;     /* which input it came from, index into capture_inputs() */
	uint16_t interface; /* which one of it, see capture_interface(); 0: not said */
};

#endif
