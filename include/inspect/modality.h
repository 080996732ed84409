/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modality - what media carries: speech, pictures, or something else such as a screen.
 *
 * Room: inspect. The names are those of `modality:` in the catalogues and of
 * lync.modality in the output.
 */
#ifndef INSPECT_MODALITY_H
#define INSPECT_MODALITY_H

#include <stddef.h>

enum modality {
	MODALITY_UNKNOWN,
	MODALITY_AUDIO,
	MODALITY_VIDEO,
	MODALITY_DATA, /* application sharing, file transfer */
	MODALITIES,
};

/** "unknown", "audio", "video", "data"; static. */
const char *modality_name(enum modality modality);

/** The modality of that name, MODALITY_UNKNOWN when there is none. */
enum modality modality_find(const char *name, size_t len);

#endif
