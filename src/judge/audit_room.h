/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * audit_room - how much of its memory an audit's lists may take.
 *
 * Room: judge, private. Lists that grow with what was captured stop at their share and
 * count what they leave out; what grows with the catalogues and the site file alone has
 * the rest.
 */
#ifndef AUDIT_ROOM_H
#define AUDIT_ROOM_H

#include "judge_private.h"

struct arena;

/* Until how many eighths of the memory are taken a list may grow, in the order of making. */
enum audit_room {
	AUDIT_ROOM_HOSTS = 1,
	AUDIT_ROOM_SERVICES = 2,
	AUDIT_ROOM_LISTENERS = 6, /* findings; scans and servers come after them */
	AUDIT_ROOM_FINDINGS = 7,
};

/** May the list grow, and its findings so far have causes? */
bool audit_has_room(const struct judge *judge, const struct audit *audit,
                    const struct arena *arena, enum audit_room room);

/** Of @wanted findings, for how many the array is made at all. */
size_t audit_room_for_findings(const struct judge *judge, size_t wanted);

/**
 * A place for one more finding, among those that are @excused or the others. NULL: it is
 * left out, and counted.
 */
struct audit_finding *audit_next_finding(const struct judge *judge, struct audit *audit,
                                         const struct arena *arena, enum audit_room room,
                                         bool excused);

#endif
