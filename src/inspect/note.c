/* SPDX-License-Identifier: BSD-2-Clause */
#include "note.h"

#include <stddef.h>
#include <string.h>

#include "flow/flow.h"
#include "inspect/detail.h"

#define NOTE_MAX 255

void note_add(struct flow *flow, const char *text)
{
	char notes[NOTE_MAX];
	size_t len = 0, add = strlen(text);
	const char *old = detail_get(flow->details, DETAIL_NOTE, &len);

	if (!old)
		len = 0;
	if (len + 2 + add > sizeof(notes) || (old && memmem(old, len, text, add)))
		return;
	if (len) {
		memcpy(notes, old, len);
		memcpy(notes + len, ", ", 2);
		len += 2;
	}
	memcpy(notes + len, text, add);
	detail_set(&flow->details, DETAIL_NOTE, notes, len + add);
}
