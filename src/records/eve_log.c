/* SPDX-License-Identifier: BSD-2-Clause */
/* EVE: each event has its type. Ours are those with an object called lync, or learned. */
#include <string.h>

#include "base/array.h"

#include "eve_own.h"
#include "eve_suricata.h"
#include "field.h"

static const struct {
	const char *type;
	enum log_answer (*own)(struct log *log, const json_t *object);
} events[] = {
	{ "flow", eve_own_flow },
	{ "learned", eve_own_learned },
	{ "stats", eve_own_account },
};

static bool recognises(const json_t *object)
{
	return field_word(object, "event_type") != NULL;
}

static bool is_own(const json_t *object)
{
	return json_is_object(json_object_get(object, "lync")) ||
	       json_is_object(json_object_get(object, "learned"));
}

static enum log_answer read_event(struct log *log, const json_t *object)
{
	const char *type = field_word(object, "event_type");

	if (!type)
		return LOG_LOST;
	if (!is_own(object))
		return strcmp(type, "flow") == 0 ? eve_suricata_flow(log, object)
		                                 : eve_suricata_event(log, object);
	for (size_t i = 0; i < ARRAY_LEN(events); i++)
		if (strcmp(type, events[i].type) == 0)
			return events[i].own(log, object);
	return LOG_PASSED;
}

const struct log_kind eve_log = {
	.name = "EVE",
	.recognises = recognises,
	.read = read_event,
};
