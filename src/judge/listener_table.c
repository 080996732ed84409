/* SPDX-License-Identifier: BSD-2-Clause */
#include "listener_table.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS 256
#define GROWTH                                                                           \
	6 /* at most a quarter full after doubling, and the old half for a moment */

bool listener_table_init(struct listener_table *table, size_t memory)
{
	*table = (struct listener_table){
		.slots = calloc(FIRST_SLOTS, sizeof(*table->slots)),
		.mask = FIRST_SLOTS - 1,
		.most = memory / 4 * 3 / (GROWTH * sizeof(struct listener)),
		.text_left = memory / 4,
		.key = hash_key_random()
	};
	if (table->most < LISTENER_FEWEST)
		table->most = LISTENER_FEWEST;
	return table->slots != NULL;
}

void listener_table_fini(struct listener_table *table)
{
	for (size_t i = 0; table->slots && i <= table->mask; i++)
		for (size_t j = 0; j < LISTENER_NOTES; j++)
			free(table->slots[i].notes[j]);
	free(table->slots);
	*table = (struct listener_table){ 0 };
}

static struct listener *find_slot(const struct listener_table *table,
                                  const struct address *address, uint16_t port,
                                  uint8_t transport)
{
	uint8_t key[19];

	memcpy(key, address->bytes, 16);
	memcpy(key + 16, &port, 2);
	key[18] = transport;

	size_t slot = hash_bytes(&table->key, key, sizeof(key)) & table->mask;

	while (table->slots[slot].used) {
		struct listener *listener = &table->slots[slot];

		if (listener->port == port && listener->transport == transport &&
		    address_equal(&listener->address, address))
			break;
		slot = (slot + 1) & table->mask;
	}
	return &table->slots[slot];
}

const struct listener *listener_table_find(const struct listener_table *table,
                                           const struct address *address, uint16_t port,
                                           uint8_t transport)
{
	const struct listener *found = find_slot(table, address, port, transport);

	return found->used ? found : NULL;
}

static bool grow(struct listener_table *table)
{
	struct listener_table grown = *table;

	grown.mask = table->mask * 2 + 1;
	grown.slots = calloc(grown.mask + 1, sizeof(*grown.slots));
	if (!grown.slots)
		return false;
	for (size_t i = 0; i <= table->mask; i++) {
		const struct listener *old = &table->slots[i];

		if (old->used)
			*find_slot(&grown, &old->address, old->port, old->transport) =
				*old;
	}
	free(table->slots);
	*table = grown;
	return true;
}

struct listener *listener_table_add(struct listener_table *table,
                                    const struct address *address, uint16_t port,
                                    uint8_t transport)
{
	struct listener *found = find_slot(table, address, port, transport);

	if (found->used)
		return found;
	if (table->count >= table->most ||
	    (table->count * 2 > table->mask && !grow(table)))
		return NULL;
	found = find_slot(table, address, port, transport);
	found->address = *address;
	found->port = port;
	found->transport = transport;
	found->used = true;
	table->count++;
	return found;
}

void listener_add_note(struct listener_table *table, struct listener *listener,
                       const char *text, size_t len)
{
	for (size_t i = 0; i < LISTENER_NOTES; i++) {
		char *note = listener->notes[i];

		if (!note) {
			if (len >= table->text_left)
				return;
			listener->notes[i] = strndup(text, len);
			table->text_left -= len + 1;
			return;
		}
		if (strlen(note) == len && memcmp(note, text, len) == 0)
			return;
	}
}
