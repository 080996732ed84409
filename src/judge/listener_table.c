/* SPDX-License-Identifier: BSD-2-Clause */
#include "listener_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

#include "listener_said.h"
#include "listener_tls.h"

#define FIRST_SLOTS 256
/* Of each, at most: twice too many after doubling, and the old half for a moment. */
#define LISTENER_COST (3 * sizeof(struct listener) + SLOT_INDEX_COST)

bool listener_table_init(struct listener_table *table, size_t memory)
{
	*table = (struct listener_table){ .most = memory / 8 * 5 / LISTENER_COST,
		                          .text_left = memory / 4,
		                          .said_left = memory / 8,
		                          .key = hash_key_random() };
	if (table->most < LISTENER_FEWEST)
		table->most = LISTENER_FEWEST;
	return slot_index_init(&table->index, FIRST_SLOTS);
}

void listener_table_fini(struct listener_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		listener_tls_destroy(table->listeners[i].tls);
		listener_said_destroy(table->listeners[i].said);
		for (size_t j = 0; j < LISTENER_NOTES; j++)
			free(table->listeners[i].notes[j]);
	}
	free(table->listeners);
	slot_index_fini(&table->index);
	*table = (struct listener_table){ 0 };
}

static uint32_t hash_of(const struct listener_table *table, const struct address *address,
                        uint16_t port, uint8_t transport)
{
	uint8_t key[19];

	memcpy(key, address->bytes, 16);
	memcpy(key + 16, &port, 2);
	key[18] = transport;
	return (uint32_t)hash_bytes(&table->key, key, sizeof(key));
}

static struct listener *find(const struct listener_table *table, uint32_t hash,
                             const struct address *address, uint16_t port,
                             uint8_t transport)
{
	uint32_t number;

	for (size_t slot = hash;
	     (number = slot_index_next(&table->index, hash, &slot)) != SLOT_INDEX_NONE;) {
		struct listener *listener = &table->listeners[number];

		if (listener->port == port && listener->transport == transport &&
		    address_equal(&listener->address, address))
			return listener;
	}
	return NULL;
}

const struct listener *listener_table_find(const struct listener_table *table,
                                           const struct address *address, uint16_t port,
                                           uint8_t transport)
{
	return find(table, hash_of(table, address, port, transport), address, port,
	            transport);
}

struct listener *listener_table_add(struct listener_table *table,
                                    const struct address *address, uint16_t port,
                                    uint8_t transport)
{
	uint32_t hash = hash_of(table, address, port, transport);
	struct listener *found = find(table, hash, address, port, transport);

	if (found)
		return found;
	if (table->count >= table->most ||
	    !array_reserve(&table->listeners, &table->capacity, table->count,
	                   sizeof(*table->listeners)) ||
	    !slot_index_add(&table->index, hash, (uint32_t)table->count))
		return NULL;
	found = &table->listeners[table->count++];
	*found = (struct listener){ .address = *address,
		                    .port = port,
		                    .transport = transport };
	return found;
}

struct listener *listener_table_suggest(struct listener_table *table,
                                        const struct address *address, uint16_t port,
                                        uint8_t transport)
{
	if (table->count >= table->most / 2)
		return find(table, hash_of(table, address, port, transport), address,
		            port, transport);
	return listener_table_add(table, address, port, transport);
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
