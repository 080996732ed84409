/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * interface_label - what a file says of an interface that frames of it were captured on.
 *
 * Room: capture.
 */
#ifndef CAPTURE_INTERFACE_LABEL_H
#define CAPTURE_INTERFACE_LABEL_H

#include <stdint.h>

/* Texts of whoever wrote the file. */
struct capture_interface {
	const char *name, *description; /* NULL: not said; one of them is */
	uint64_t dropped;               /* packets of it that are not in the file */
};

#endif
