/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * position - how far one file of a capture that is followed was read.
 *
 * Room: capture. So that another run can go on from there.
 */
#ifndef CAPTURE_POSITION_H
#define CAPTURE_POSITION_H

#include <stdbool.h>
#include <stdint.h>

struct capture_position {
	uint64_t device, inode;
	int64_t born_ns; /* when the file was made; 0 where that is not known */
	uint64_t frames; /* of it that were delivered */
	uint64_t size;   /* bytes it had when it was done */
	bool done;       /* it was read to its end */
};

#endif
