/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * alert_table - which findings were said already.
 *
 * Room: app, private. A finding is said once, until it has been gone for so long that it
 * would be news again.
 */
#ifndef ALERT_TABLE_H
#define ALERT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

#define ALERT_ID_SIZE 24    /* as in struct audit_finding */
#define ALERTS_MOST   65536 /* beyond it the one not seen for longest makes room */

struct alert {
	char id[ALERT_ID_SIZE];
	int64_t first_us, last_us; /* wall clock, when it was said and last found */
	uint8_t severity;          /* the worst that was said; 0: of an earlier run */
};

struct alert_table {
	struct alert *alerts; /* owned; sorted by id */
	size_t count, capacity;
};

/** What alert_table_note() found out. */
enum alert_news {
	ALERT_KNOWN,
	ALERT_NEW,
	ALERT_WORSE, /* said before, and not as bad */
};

/** Note that the finding @id was there at @now_us. Out of memory it is new each time. */
enum alert_news alert_table_note(struct alert_table *table, const char *id,
                                 uint8_t severity, int64_t now_us);

/** Put back what an earlier run has said. @return false when out of memory */
MUST_CHECK bool alert_table_restore(struct alert_table *table, const char *id,
                                    int64_t first_us, int64_t last_us);

/** Forget what was last found before @before_us. */
void alert_table_forget(struct alert_table *table, int64_t before_us);

void alert_table_visit(const struct alert_table *table,
                       void (*visit)(const struct alert *alert, void *context),
                       void *context);

void alert_table_fini(struct alert_table *table);

#endif
