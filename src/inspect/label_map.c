/* SPDX-License-Identifier: BSD-2-Clause */
#include "inspect/label_map.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

struct label {
	char *name; /* owned */
	enum label_meaning meaning;
	enum hint hint; /* with LABEL_HINT */
};

struct label_map {
	struct label *labels; /* owned, sorted by name */
	size_t count, capacity;
};

struct label_map *label_map_create(void)
{
	return calloc(1, sizeof(struct label_map));
}

/* Index of the first label that is not before @name. */
static size_t lower_bound(const struct label_map *map, const char *name)
{
	size_t low = 0, high = map->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(map->labels[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_at(const struct label_map *map, size_t at, const char *name)
{
	return at < map->count && strcmp(map->labels[at].name, name) == 0;
}

static bool add(struct label_map *map, const char *name, enum label_meaning meaning,
                enum hint hint, struct error *err)
{
	size_t at = lower_bound(map, name);
	char *copy;

	if (is_at(map, at, name))
		return error_set(err, "label '%s' is listed twice", name);
	if (!array_reserve(&map->labels, &map->capacity, map->count,
	                   sizeof(*map->labels)))
		return error_set(err, "out of memory");
	copy = strdup(name);
	if (!copy)
		return error_set(err, "out of memory");
	memmove(map->labels + at + 1, map->labels + at,
	        (map->count - at) * sizeof(*map->labels));
	map->labels[at] = (struct label){ copy, meaning, hint };
	map->count++;
	return true;
}

bool label_map_add(struct label_map *map, const char *name, enum hint hint,
                   struct error *err)
{
	return add(map, name, LABEL_HINT, hint, err);
}

bool label_map_ignore(struct label_map *map, const char *name, struct error *err)
{
	return add(map, name, LABEL_IGNORED, HINT_OTHER, err);
}

enum label_meaning label_map_find(const struct label_map *map, const char *name,
                                  enum hint *hint)
{
	size_t at = lower_bound(map, name);

	if (!is_at(map, at, name))
		return LABEL_OTHER;
	if (map->labels[at].meaning == LABEL_HINT)
		*hint = map->labels[at].hint;
	return map->labels[at].meaning;
}

void label_map_destroy(struct label_map *map)
{
	if (!map)
		return;
	for (size_t i = 0; i < map->count; i++)
		free(map->labels[i].name);
	free(map->labels);
	free(map);
}
