/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * losses - what a file says of packets that are not in it.
 *
 * Room: capture, private.
 */
#ifndef LOSSES_H
#define LOSSES_H

#include <stdint.h>

struct stated_losses {
	uint64_t kernel;    /* lost for want of buffers, by the system or who captured */
	uint64_t interface; /* lost by the interface, or by whom is not said */
};

#endif
