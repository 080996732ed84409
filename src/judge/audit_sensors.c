/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Several sensors: how each did, what one saw and another one did not, and what of a host
 * only some of them can tell.
 */
#include "audit_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/say.h"
#include "base/sentences.h"
#include "base/text.h"

#include "naming.h"

#define WORTH_SAYING_US 100000 /* of clocks that are apart */

/* --- Sensors ------------------------------------------------------------------------ */

static int compare_sensors(const void *a, const void *b)
{
	const struct audit_sensor *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Clocks are compared with that of the first by name, not of the first that was read. */
static void set_clocks(struct audit_sensor *sensors, size_t count)
{
	int64_t first_us = sensors[0].ahead_us;
	uint64_t common = sensors[0].common;

	for (size_t i = 0; i < count; i++) {
		sensors[i].ahead_us -= first_us;
		if (sensors[i].number == 0)
			sensors[i].common = common;
	}
	sensors[0].common = 0;
}

static bool fill_sensors(const struct judge *judge, struct audit *audit,
                         struct arena *arena)
{
	size_t count = sensors_count(judge->sensors);

	audit->sensors = arena_alloc(arena, count, sizeof(*audit->sensors));
	if (!audit->sensors)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct sensor *sensor = sensors_at(judge->sensors, (uint16_t)i);

		audit->sensors[i] = (struct audit_sensor){
			.name = sensor->name,
			.number = (uint16_t)i,
			.flows = sensor->flows,
			.first_us = sensor->first_us,
			.last_us = sensor->last_us,
			.whole = sensor->whole,
			.ahead_us = sensor->ahead_us,
			.common = sensor->common,
		};
	}
	audit->sensor_count = count;
	array_sort(audit->sensors, count, sizeof(*audit->sensors), compare_sensors);
	set_clocks(audit->sensors, count);
	return true;
}

bool audit_seen_by(const struct audit *audit, uint16_t set, size_t sensor)
{
	return sensors_has(audit->sets, set, audit->sensors[sensor].number);
}

/* --- Seen by one and not by another ---------------------------------------------------- */

static int compare_sightings(const void *a, const void *b)
{
	const struct audit_sighting *x = a, *y = b;
	int order = address_compare(&x->address, &y->address);

	if (order == 0)
		order = (int)x->transport - (int)y->transport;
	if (order == 0)
		order = (int)x->port - (int)y->port;
	if (order == 0)
		order = strcmp(x->missed_by, y->missed_by);
	if (order == 0)
		order = strcmp(x->rule ? x->rule->row->id : "",
		               y->rule ? y->rule->row->id : "");
	return order;
}

static bool fill_sightings(const struct judge *judge, struct audit *audit,
                           struct arena *arena)
{
	size_t count = 0;
	const struct sighting *all =
		judge->sightings ? sightings_all(judge->sightings, &count) : NULL;

	audit->sightings = arena_alloc(arena, count, sizeof(*audit->sightings));
	if (!audit->sightings)
		return false;
	for (size_t i = 0; i < count; i++)
		audit->sightings[i] = (struct audit_sighting){
			.address = all[i].listener,
			.name = naming_of(judge, &all[i].listener),
			.port = all[i].port,
			.transport = all[i].transport,
			.rule = all[i].rule,
			.seen_by = all[i].seen_by,
			.missed_by = sensors_at(judge->sensors, all[i].missed_by)->name,
			.flows = all[i].flows,
			.first_us = all[i].first_us,
			.last_us = all[i].last_us,
		};
	audit->sighting_count = count;
	array_sort(audit->sightings, count, sizeof(*audit->sightings), compare_sightings);
	return true;
}

/* --- Marks ------------------------------------------------------------------------------ */

static int compare_remarks(const void *a, const void *b)
{
	const struct audit_remark *x = a, *y = b;
	int order = strcmp(x->sensor[0], y->sensor[0]);

	if (order == 0)
		order = strcmp(x->sensor[1], y->sensor[1]);
	if (order == 0)
		order = (int)x->modality - (int)y->modality;
	if (order == 0)
		order = (int)x->dscp[0] - (int)y->dscp[0];
	return order ? order : (int)x->dscp[1] - (int)y->dscp[1];
}

static bool fill_remarks(const struct judge *judge, struct audit *audit,
                         struct arena *arena)
{
	size_t count;
	const struct sensor_remark *all = sensors_remarks(judge->sensors, &count);

	audit->remarks = arena_alloc(arena, count, sizeof(*audit->remarks));
	if (!audit->remarks)
		return false;
	for (size_t i = 0; i < count; i++) {
		const char *a = sensors_at(judge->sensors, all[i].sensor[0])->name;
		const char *b = sensors_at(judge->sensors, all[i].sensor[1])->name;
		bool turn = strcmp(a, b) > 0;

		audit->remarks[i] = (struct audit_remark){
			.sensor = { turn ? b : a, turn ? a : b },
			.dscp = { all[i].dscp[turn], all[i].dscp[!turn] },
			.modality = all[i].modality,
			.streams = all[i].streams,
		};
	}
	audit->remark_count = count;
	array_sort(audit->remarks, count, sizeof(*audit->remarks), compare_remarks);
	return true;
}

/* --- Services by host -------------------------------------------------------------------- */

/* Those that somebody saw, by address, then by role. */
struct by_host {
	const struct audit_service **items; /* of the arena */
	size_t count;
};

static int compare_by_host(const void *a, const void *b)
{
	const struct audit_service *x = *(const struct audit_service *const *)a;
	const struct audit_service *y = *(const struct audit_service *const *)b;
	int order = address_compare(&x->address, &y->address);

	return order ? order : (int)x->role - (int)y->role;
}

static bool sort_by_host(const struct audit *audit, struct arena *arena,
                         struct by_host *services)
{
	services->count = 0;
	services->items =
		arena_alloc(arena, audit->service_count, sizeof(*services->items));
	if (!services->items)
		return false;
	for (size_t i = 0; i < audit->service_count; i++)
		if (audit->services[i].sensors)
			services->items[services->count++] = &audit->services[i];
	array_sort(services->items, services->count, sizeof(*services->items),
	           compare_by_host);
	return true;
}

/* The first service of @address; the number behind the last one when there is none. */
static size_t first_of(const struct by_host *services, const struct address *address)
{
	size_t low = 0, high = services->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (address_compare(&services->items[middle]->address, address) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_of(const struct by_host *services, size_t number,
                  const struct address *address)
{
	return number < services->count &&
	       address_equal(&services->items[number]->address, address);
}

/* --- What is said of them --------------------------------------------------------------- */

static void say_clocks(const struct audit *audit, struct sentences *notes)
{
	char apart[32], common[24];

	for (size_t i = 1; i < audit->sensor_count; i++) {
		const struct audit_sensor *sensor = &audit->sensors[i];
		int64_t apart_us = llabs(sensor->ahead_us);

		if (sensor->common == 0 || apart_us < WORTH_SAYING_US)
			continue;
		snprintf(apart, sizeof(apart), "%lld.%llu",
		         (long long)(apart_us / 1000000),
		         (unsigned long long)(apart_us / 100000 % 10));
		snprintf(common, sizeof(common), "%llu",
		         (unsigned long long)sensor->common);
		sentences_say(
			notes,
			sensor->ahead_us > 0
				? "the clock of %1 is %2 s ahead of that of %3, as %4 "
				  "conversations tell that more than one sensor saw"
				: "the clock of %1 is %2 s behind that of %3, as %4 "
				  "conversations tell that more than one sensor saw",
			(const char *[]){ sensor->name, apart, audit->sensors[0].name,
		                          common, NULL });
	}
}

static void add_names(struct text *out, enum language language, const struct audit *audit,
                      uint16_t set)
{
	const char *gap = "";

	for (size_t i = 0; i < audit->sensor_count; i++) {
		if (!audit_seen_by(audit, set, i))
			continue;
		text_addf(out, "%s%s", gap, audit->sensors[i].name);
		gap = say(language, " and ");
	}
}

/* The services of one host, by role: each role with who saw it. */
static void say_roles(const struct judge *judge, const struct audit *audit,
                      const struct audit_service *const *services, size_t count,
                      struct sentences *notes)
{
	const char *name = naming_of(judge, &services[0]->address);
	struct text sentence = { 0 };
	char address[ADDRESS_TEXT_SIZE];
	uint16_t first = 0, seen_by;
	bool differ = false;

	if (!name)
		name = address_format(&services[0]->address, address);
	say_add(&sentence, notes->language, "%1 is one host",
	        (const char *[]){ name, NULL });
	/* Those that nobody knows a role of come last. */
	for (size_t i = 0; i < count && services[i]->role != ROLES;) {
		enum role role = services[i]->role;

		text_addf(&sentence, "%s%s%s", i == 0 ? say(notes->language, ": ") : ", ",
		          say(notes->language, role_name(role)),
		          say(notes->language, " as seen by "));
		for (seen_by = 0; i < count && services[i]->role == role; i++)
			seen_by = sensors_union(judge->sensors, seen_by,
			                        services[i]->sensors);
		add_names(&sentence, notes->language, audit, seen_by);
		differ |= first && seen_by != first;
		first = seen_by;
	}
	if (differ && !sentence.failed)
		sentences_add(notes, sentence.at);
	text_fini(&sentence);
}

/* Servers of which one sensor tells another role than others do. */
static void say_all_roles(const struct judge *judge, const struct audit *audit,
                          const struct by_host *services, struct sentences *notes)
{
	for (size_t first = 0, end; first < services->count; first = end) {
		for (end = first + 1;
		     is_of(services, end, &services->items[first]->address);)
			end++;
		say_roles(judge, audit, &services->items[first], end - first, notes);
	}
}

static bool add_notes(const struct judge *judge, struct audit *audit,
                      const struct by_host *services, struct arena *arena)
{
	bool ok = true;

	for (unsigned l = 0; ok && l < LANGUAGES; l++) {
		struct sentences notes = { .language = (enum language)l };

		for (size_t i = 0; i < audit->notes[l].count; i++)
			sentences_add(&notes, audit->notes[l].at[i]);
		say_clocks(audit, &notes);
		say_all_roles(judge, audit, services, &notes);
		ok = sentences_copy(&notes, arena, &audit->notes[l]);
		sentences_fini(&notes);
	}
	return ok;
}

/* What is said of a listener's TLS, or of a server, is not counted by conversation. */
static void fill_finding(const struct judge *judge, const struct by_host *services,
                         struct audit_finding *finding)
{
	for (size_t i = first_of(services, &finding->address);
	     is_of(services, i, &finding->address); i++) {
		const struct audit_service *service = services->items[i];

		if (finding->transport == 0 ||
		    (service->transport == finding->transport &&
		     service->port == finding->port))
			finding->sensors = sensors_union(judge->sensors, finding->sensors,
			                                 service->sensors);
	}
}

bool audit_build_sensors(const struct judge *judge, struct audit *audit,
                         struct arena *arena)
{
	struct by_host services;

	if (!sensors_are_several(judge->sensors))
		return true;
	audit->sets = judge->sensors;
	if (!fill_sensors(judge, audit, arena) || !fill_sightings(judge, audit, arena) ||
	    !fill_remarks(judge, audit, arena) ||
	    !sort_by_host(audit, arena, &services) ||
	    !add_notes(judge, audit, &services, arena))
		return false;
	for (size_t i = 0; i < audit->finding_count; i++)
		if (!audit->findings[i].sensors)
			fill_finding(judge, &services, &audit->findings[i]);
	return true;
}
