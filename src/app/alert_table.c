/* SPDX-License-Identifier: BSD-2-Clause */
#include "alert_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* Where @id is, or would be. */
static size_t find_place(const struct alert_table *table, const char *id)
{
	size_t low = 0, high = table->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (strcmp(table->alerts[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void remove_at(struct alert_table *table, size_t at)
{
	table->count--;
	memmove(table->alerts + at, table->alerts + at + 1,
	        (table->count - at) * sizeof(*table->alerts));
}

static void make_room(struct alert_table *table)
{
	size_t oldest = 0;

	if (table->count < ALERTS_MOST)
		return;
	for (size_t i = 1; i < table->count; i++)
		if (table->alerts[i].last_us < table->alerts[oldest].last_us)
			oldest = i;
	remove_at(table, oldest);
}

/* @return NULL when out of memory */
static struct alert *insert(struct alert_table *table, const char *id)
{
	make_room(table);
	if (!array_reserve(&table->alerts, &table->capacity, table->count,
	                   sizeof(*table->alerts)))
		return NULL;

	const size_t at = find_place(table, id);
	struct alert *alert = &table->alerts[at];

	memmove(alert + 1, alert, (table->count - at) * sizeof(*alert));
	table->count++;
	*alert = (struct alert){ .severity = 0 };
	snprintf(alert->id, sizeof(alert->id), "%s", id);
	return alert;
}

static struct alert *find(const struct alert_table *table, const char *id)
{
	const size_t at = find_place(table, id);

	return at < table->count && strcmp(table->alerts[at].id, id) == 0
	               ? &table->alerts[at]
	               : NULL;
}

enum alert_news alert_table_note(struct alert_table *table, const char *id,
                                 uint8_t severity, int64_t now_us)
{
	struct alert *alert = find(table, id);
	const bool worse = alert && alert->severity && severity > alert->severity;
	const bool known = alert;

	if (!alert) {
		alert = insert(table, id);
		if (!alert)
			return ALERT_NEW;
		alert->first_us = now_us;
	}
	alert->last_us = now_us;
	if (severity > alert->severity)
		alert->severity = severity;
	return worse ? ALERT_WORSE : known ? ALERT_KNOWN : ALERT_NEW;
}

bool alert_table_restore(struct alert_table *table, const char *id, int64_t first_us,
                         int64_t last_us)
{
	struct alert *alert = find(table, id);

	if (!alert)
		alert = insert(table, id);
	if (!alert)
		return false;
	alert->first_us = first_us;
	alert->last_us = last_us;
	return true;
}

void alert_table_forget(struct alert_table *table, int64_t before_us)
{
	size_t kept = 0;

	for (size_t i = 0; i < table->count; i++)
		if (table->alerts[i].last_us >= before_us)
			table->alerts[kept++] = table->alerts[i];
	table->count = kept;
}

void alert_table_visit(const struct alert_table *table,
                       void (*visit)(const struct alert *alert, void *context),
                       void *context)
{
	for (size_t i = 0; i < table->count; i++)
		visit(&table->alerts[i], context);
}

void alert_table_fini(struct alert_table *table)
{
	free(table->alerts);
	*table = (struct alert_table){ 0 };
}
