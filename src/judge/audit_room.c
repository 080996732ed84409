/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_room.h"

#include "base/arena.h"

#define EIGHTHS 8
/* Keys to sort, and the words of a cause, when each finding is one of its own. */
#define CAUSE_BYTES 1024
/* Peers, hours, reasons. */
#define FINDING_BYTES (sizeof(struct audit_finding) + 512)

static size_t memory_of(const struct judge *judge, enum audit_room room)
{
	return judge->options.audit_memory / EIGHTHS * room;
}

bool audit_has_room(const struct judge *judge, const struct audit *audit,
                    const struct arena *arena, enum audit_room room)
{
	return arena_memory(arena) + audit->finding_count * CAUSE_BYTES <
	       memory_of(judge, room);
}

size_t audit_room_for_findings(const struct judge *judge, size_t wanted)
{
	size_t most =
		memory_of(judge, AUDIT_ROOM_FINDINGS) / (FINDING_BYTES + CAUSE_BYTES);

	return wanted < most ? wanted : most;
}

struct audit_finding *audit_next_finding(const struct judge *judge, struct audit *audit,
                                         const struct arena *arena, enum audit_room room,
                                         bool excused)
{
	size_t all = audit->finding_count + audit->suppressed_count;

	if (all >= audit_room_for_findings(judge, all + 1) ||
	    !audit_has_room(judge, audit, arena, room)) {
		audit->left_out.findings++;
		return NULL;
	}
	return excused ? &audit->suppressed[audit->suppressed_count++]
	               : &audit->findings[audit->finding_count++];
}
