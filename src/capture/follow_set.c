/* SPDX-License-Identifier: BSD-2-Clause */
#include "follow_set.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

bool follow_set_add(struct follow_set *set, const char *path, uint16_t number,
                    const volatile sig_atomic_t *stop, struct error *err)
{
	if (!array_reserve(&set->items, &set->capacity, set->count, sizeof(*set->items)))
		return error_set(err, "out of memory");
	if (!follow_open(&set->items[set->count], path, number, stop, err))
		return false;
	set->count++;
	return true;
}

/* Is the file at @path the one that is followed, or in the directory that is? */
static bool belongs_to(const char *path, const struct follow *follow)
{
	const size_t len = strlen(follow->path);

	return strncmp(path, follow->path, len) == 0 &&
	       (path[len] == '/' || path[len] == '\0');
}

bool follow_set_resume(struct follow_set *set, const char *path,
                       const struct capture_position *position, struct error *err)
{
	for (size_t i = 0; i < set->count; i++)
		if (belongs_to(path, &set->items[i]))
			return follow_resume(&set->items[i], path, position, err);
	return true;
}

enum read_status follow_set_next(struct follow_set *set, struct frame *frame, bool pinned,
                                 bool rests)
{
	/* What is pinned is of the one whose turn it is. */
	for (size_t asked = 0; asked < set->count; asked++) {
		if (follow_next(&set->items[set->current], frame, pinned) == READ_FRAME)
			return READ_FRAME;
		if (pinned)
			return READ_WAIT;
		set->current = (set->current + 1) % set->count;
	}
	if (rests)
		(void)poll(NULL, 0, QUIET_MS);
	return READ_WAIT;
}

void follow_set_visit(const struct follow_set *set,
                      void (*visit)(const char *path,
                                    const struct capture_position *position,
                                    void *context),
                      void *context)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct follow *follow = &set->items[i];

		for (size_t j = 0; j < follow->count; j++)
			visit(follow->files[j].path, &follow->files[j].position, context);
	}
}

void follow_set_fini(struct follow_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		follow_close(&set->items[i]);
	free(set->items);
	*set = (struct follow_set){ 0 };
}
