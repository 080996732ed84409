/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/sensors.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/slot_index.h"

#define WORDS       (SENSORS_MOST / 64)
#define FIRST_SLOTS 64
#define MOST_SETS   UINT16_MAX
/* Marks are 64, and few of them are in use: what comes after so many is left out. */
#define MOST_REMARKS 256

struct sensor_set {
	uint64_t words[WORDS];
};

struct sensors {
	struct sensor items[SENSORS_MOST];
	size_t count;
	struct sensor_set *sets; /* owned; the first is empty */
	size_t set_count, capacity;
	struct slot_index by_content;
	struct hash_key key;
	struct sensor_remark remarks[MOST_REMARKS];
	size_t remark_count;
};

static uint32_t hash_of(const struct sensors *sensors, const struct sensor_set *set)
{
	return (uint32_t)hash_bytes(&sensors->key, set, sizeof(*set));
}

/* The number of the set like @set; @instead when there is no room for it. */
static uint16_t find_or_add(struct sensors *sensors, const struct sensor_set *set,
                            uint16_t instead)
{
	uint32_t hash = hash_of(sensors, set), number;

	for (size_t slot = hash; (number = slot_index_next(&sensors->by_content, hash,
	                                                   &slot)) != SLOT_INDEX_NONE;)
		if (memcmp(&sensors->sets[number], set, sizeof(*set)) == 0)
			return (uint16_t)number;
	if (sensors->set_count == MOST_SETS ||
	    !array_reserve(&sensors->sets, &sensors->capacity, sensors->set_count,
	                   sizeof(*sensors->sets)) ||
	    !slot_index_add(&sensors->by_content, hash, (uint32_t)sensors->set_count))
		return instead;
	sensors->sets[sensors->set_count] = *set;
	return (uint16_t)sensors->set_count++;
}

struct sensors *sensors_create(void)
{
	const struct sensor_set empty = { { 0 } };
	struct sensors *sensors = calloc(1, sizeof(*sensors));

	if (!sensors)
		return NULL;
	sensors->key = hash_key_random();
	if (slot_index_init(&sensors->by_content, FIRST_SLOTS) &&
	    find_or_add(sensors, &empty, SENSORS_NONE) == 0)
		return sensors;
	sensors_destroy(sensors);
	return NULL;
}

void sensors_destroy(struct sensors *sensors)
{
	if (!sensors)
		return;
	for (size_t i = 0; i < sensors->count; i++)
		free(sensors->items[i].name);
	free(sensors->sets);
	slot_index_fini(&sensors->by_content);
	free(sensors);
}

uint16_t sensors_number(struct sensors *sensors, const char *name)
{
	char *copy;

	if (!name || !*name)
		return SENSORS_NONE;
	for (size_t i = 0; i < sensors->count; i++)
		if (strcmp(sensors->items[i].name, name) == 0)
			return (uint16_t)i;
	copy = sensors->count < SENSORS_MOST ? strdup(name) : NULL;
	if (!copy)
		return SENSORS_NONE;
	sensors->items[sensors->count] = (struct sensor){ .name = copy };
	return (uint16_t)sensors->count++;
}

size_t sensors_count(const struct sensors *sensors)
{
	return sensors->count;
}

struct sensor *sensors_at(struct sensors *sensors, uint16_t number)
{
	return &sensors->items[number];
}

void sensors_count_flows(struct sensors *sensors, uint16_t number, uint64_t flows)
{
	if (number != SENSORS_NONE)
		sensors->items[number].flows += flows;
}

uint16_t sensors_alone(struct sensors *sensors, uint16_t number)
{
	struct sensor_set set = { { 0 } };

	if (number == SENSORS_NONE)
		return 0;
	set.words[number / 64] = UINT64_C(1) << number % 64;
	return find_or_add(sensors, &set, 0);
}

uint16_t sensors_union(struct sensors *sensors, uint16_t a, uint16_t b)
{
	struct sensor_set set = sensors->sets[a];

	if (a == b)
		return a;
	for (size_t i = 0; i < WORDS; i++)
		set.words[i] |= sensors->sets[b].words[i];
	return find_or_add(sensors, &set, a);
}

bool sensors_has(const struct sensors *sensors, uint16_t set, uint16_t number)
{
	return number != SENSORS_NONE &&
	       sensors->sets[set].words[number / 64] >> number % 64 & 1;
}

static bool is_like(const struct sensor_remark *a, const struct sensor_remark *b)
{
	return a->sensor[0] == b->sensor[0] && a->sensor[1] == b->sensor[1] &&
	       a->dscp[0] == b->dscp[0] && a->dscp[1] == b->dscp[1] &&
	       a->modality == b->modality;
}

void sensors_remark(struct sensors *sensors, const struct sensor_remark *remark)
{
	size_t i = 0;

	while (i < sensors->remark_count && !is_like(&sensors->remarks[i], remark))
		i++;
	if (i < sensors->remark_count)
		sensors->remarks[i].streams += remark->streams;
	else if (i < MOST_REMARKS)
		sensors->remarks[sensors->remark_count++] = *remark;
}

const struct sensor_remark *sensors_remarks(const struct sensors *sensors, size_t *count)
{
	*count = sensors->remark_count;
	return sensors->remarks;
}
