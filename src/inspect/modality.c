/* SPDX-License-Identifier: BSD-2-Clause */
#include "inspect/modality.h"

#include <string.h>

static const char *const names[MODALITIES] = {
	[MODALITY_UNKNOWN] = "unknown",
	[MODALITY_AUDIO] = "audio",
	[MODALITY_VIDEO] = "video",
	[MODALITY_DATA] = "data",
};

const char *modality_name(enum modality modality)
{
	return names[modality];
}

enum modality modality_find(const char *name, size_t len)
{
	for (size_t i = MODALITY_AUDIO; i < MODALITIES; i++)
		if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
			return (enum modality)i;
	return MODALITY_UNKNOWN;
}
