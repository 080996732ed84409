/* SPDX-License-Identifier: BSD-2-Clause */
#include "ids.h"

#include <stdlib.h>

#include "base/hash.h"

#define PLACES 65536 /* a power of two */

struct ids {
	struct hash_key key;
	struct {
		uint64_t hash;
		int64_t number; /* 0: nothing is here */
	} places[PLACES];
};

struct ids *ids_create(void)
{
	struct ids *ids = calloc(1, sizeof(*ids));

	if (ids)
		ids->key = hash_key_random();
	return ids;
}

uint64_t ids_hash(const struct ids *ids, const void *bytes, size_t len)
{
	return hash_bytes(&ids->key, bytes, len);
}

int64_t ids_find(const struct ids *ids, uint64_t hash)
{
	size_t place = hash % PLACES;

	return ids->places[place].hash == hash ? ids->places[place].number : 0;
}

void ids_keep(struct ids *ids, uint64_t hash, int64_t number)
{
	size_t place = hash % PLACES;

	ids->places[place].hash = hash;
	ids->places[place].number = number;
}

void ids_destroy(struct ids *ids)
{
	free(ids);
}
