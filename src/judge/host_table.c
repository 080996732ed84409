/* SPDX-License-Identifier: BSD-2-Clause */
#include "host_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/prefetch.h"

#define FIRST_SLOTS 1024
#define SLOT_BYTES  (4 * sizeof(uint32_t)) /* a table at half load, at most */

static uint32_t hash_of(const struct host_table *table, const struct address *address)
{
	return (uint32_t)hash_bytes(&table->key, address, sizeof(*address));
}

static void place(struct host_table *table, size_t number)
{
	size_t slot = hash_of(table, &table->hosts[number].address) & table->slot_mask;

	while (table->slots[slot] != HOST_NONE)
		slot = (slot + 1) & table->slot_mask;
	table->slots[slot] = (uint32_t)number;
}

static bool make_slots(struct host_table *table, size_t count)
{
	uint32_t *slots = malloc(count * sizeof(*slots));

	if (!slots)
		return false;
	memset(slots, 0xff, count * sizeof(*slots)); /* all HOST_NONE */
	free(table->slots);
	table->slots = slots;
	table->slot_mask = count - 1;
	for (size_t i = 0; i < table->count; i++)
		place(table, i);
	return true;
}

bool host_table_init(struct host_table *table, size_t memory)
{
	*table = (struct host_table){ .key = hash_key_random(),
		                      .most = memory / 4 * 3 /
		                              (sizeof(struct host) + SLOT_BYTES),
		                      .text_left = memory / 4 };
	if (table->most < HOST_FEWEST)
		table->most = HOST_FEWEST;
	/* Once and for all: pages that are never written cost nothing. */
	table->hosts = malloc(table->most * sizeof(*table->hosts));
	return table->hosts && make_slots(table, FIRST_SLOTS);
}

/* @return the bytes that its names took */
static size_t forget_names(struct host *host)
{
	size_t bytes = host->names ? HOST_NAMES * sizeof(*host->names) : 0;

	for (size_t i = 0; i < host->name_count; i++) {
		bytes += strlen(host->names[i].text) + 1;
		free(host->names[i].text);
	}
	free(host->names);
	return bytes;
}

void host_table_fini(struct host_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		forget_names(&table->hosts[i]);
	free(table->hosts);
	free(table->slots);
	*table = (struct host_table){ 0 };
}

static uint32_t find(const struct host_table *table, const struct address *address,
                     uint32_t hash)
{
	for (size_t slot = hash & table->slot_mask; table->slots[slot] != HOST_NONE;
	     slot = (slot + 1) & table->slot_mask)
		if (address_equal(&table->hosts[table->slots[slot]].address, address))
			return table->slots[slot];
	return HOST_NONE;
}

uint32_t host_table_find(const struct host_table *table, const struct address *address)
{
	return find(table, address, hash_of(table, address));
}

uint32_t host_table_hash(const struct host_table *table, const struct address *address)
{
	uint32_t hash = hash_of(table, address);

	prefetch_line(&table->slots[hash & table->slot_mask]);
	return hash;
}

void host_table_expect(const struct host_table *table, uint32_t hash)
{
	uint32_t number = table->slots[hash & table->slot_mask];

	if (number != HOST_NONE)
		prefetch_object(&table->hosts[number], sizeof(struct host));
}

uint32_t host_table_add(struct host_table *table, const struct address *address,
                        uint32_t hash, bool *fresh)
{
	uint32_t found = find(table, address, hash);

	*fresh = false;
	if (found != HOST_NONE || table->count >= table->most)
		return found;
	if (table->count * 2 > table->slot_mask &&
	    !make_slots(table, (table->slot_mask + 1) * 2))
		return HOST_NONE;

	uint32_t number = (uint32_t)table->count++;
	size_t slot = hash & table->slot_mask;

	while (table->slots[slot] != HOST_NONE)
		slot = (slot + 1) & table->slot_mask;
	table->slots[slot] = number;
	table->hosts[number] = (struct host){ .address = *address };
	*fresh = true;
	return number;
}

static bool is_kept(const struct host *host, bool keep_roles_only)
{
	uint64_t evidence = 0;

	if (host->declared || host->inferred)
		return true;
	for (size_t i = 0; i < HOST_EVIDENCE_WORDS; i++)
		evidence |= host->evidence.words[i];
	return !keep_roles_only && (evidence || host->name_count > 0);
}

void host_table_sweep(struct host_table *table, bool keep_roles_only)
{
	size_t kept = 0;

	for (size_t i = 0; i < table->count; i++) {
		if (is_kept(&table->hosts[i], keep_roles_only))
			table->hosts[kept++] = table->hosts[i];
		else
			table->text_left += forget_names(&table->hosts[i]);
	}
	table->count = kept;
	memset(table->slots, 0xff, (table->slot_mask + 1) * sizeof(*table->slots));
	for (size_t i = 0; i < kept; i++)
		place(table, i);
}

void host_add_name(struct host_table *table, struct host *host, const char *text,
                   size_t len, uint8_t via)
{
	size_t cost = len + 1 + (host->names ? 0 : HOST_NAMES * sizeof(*host->names));

	if (cost > table->text_left || len == 0 || host->name_count >= HOST_NAMES ||
	    memchr(text, '\0', len))
		return;
	for (size_t i = 0; i < host->name_count; i++)
		if (strlen(host->names[i].text) == len &&
		    memcmp(host->names[i].text, text, len) == 0)
			return;
	if (!host->names)
		host->names = calloc(HOST_NAMES, sizeof(*host->names));
	if (!host->names)
		return;

	char *copy = strndup(text, len);

	if (!copy)
		return;
	table->text_left -= cost;
	host->names[host->name_count++] = (struct host_name){ copy, via };
}
