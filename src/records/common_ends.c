/* SPDX-License-Identifier: BSD-2-Clause */
#include "common_ends.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/store.h"

#define FEWEST_PLACES ((size_t)1 << 16)
#define MOST_PLACES   ((size_t)1 << 26)

/* What is in a place: nothing, the number of a sensor, or that there are several. */
#define NOBODY  0
#define SEVERAL UINT8_MAX

struct common_ends {
	uint8_t *places; /* owned */
	size_t mask;
	struct hash_key key;
	uint64_t sensors[SEVERAL -
	                 1]; /* hashes of the names of those that have a number */
	size_t sensor_count;
};

struct common_ends *common_ends_create(uint64_t records)
{
	struct common_ends *ends = calloc(1, sizeof(*ends));
	size_t places = FEWEST_PLACES;

	if (!ends)
		return NULL;
	while (places < MOST_PLACES && places / 4 < records)
		places *= 2;
	ends->mask = places - 1;
	ends->key = hash_key_random();
	ends->places = calloc(places, 1);
	if (ends->places)
		return ends;
	free(ends);
	return NULL;
}

void common_ends_destroy(struct common_ends *ends)
{
	if (!ends)
		return;
	free(ends->places);
	free(ends);
}

/* Of those that are more than there are numbers each is several. */
static uint8_t number_of(struct common_ends *ends, const char *sensor)
{
	uint64_t hash = hash_bytes(&ends->key, sensor, strlen(sensor));
	size_t i = 0;

	while (i < ends->sensor_count && ends->sensors[i] != hash)
		i++;
	if (i == SEVERAL - 1)
		return SEVERAL;
	if (i == ends->sensor_count)
		ends->sensors[ends->sensor_count++] = hash;
	return (uint8_t)(i + 1);
}

/* Both ends in one order, whoever began. */
static uint64_t hash_of(const struct common_ends *ends, const struct store_record *record)
{
	struct {
		struct address address;
		uint16_t port;
	} both[2];
	int order = address_compare(&record->initiator, &record->responder);
	bool turned = order > 0 ||
	              (order == 0 && record->initiator_port > record->responder_port);

	memset(both, 0, sizeof(both));
	both[turned].address = record->initiator;
	both[turned].port = record->initiator_port;
	both[!turned].address = record->responder;
	both[!turned].port = record->responder_port;
	return hash_bytes(&ends->key, both, sizeof(both));
}

static void note(uint8_t *place, uint8_t sensor)
{
	if (*place == NOBODY)
		*place = sensor;
	else if (*place != sensor)
		*place = SEVERAL;
}

void common_ends_note(struct common_ends *ends, const struct store_record *record)
{
	uint64_t hash = hash_of(ends, record);
	uint8_t sensor = number_of(ends, record->sensor);

	note(&ends->places[hash & ends->mask], sensor);
	note(&ends->places[hash >> 32 & ends->mask], sensor);
}

bool common_ends_have(const struct common_ends *ends, const struct store_record *record)
{
	uint64_t hash = hash_of(ends, record);

	return ends->places[hash & ends->mask] == SEVERAL &&
	       ends->places[hash >> 32 & ends->mask] == SEVERAL;
}
