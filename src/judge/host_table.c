/* SPDX-License-Identifier: BSD-2-Clause */
#include "host_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/prefetch.h"
#include "inspect/learned.h"

#define FIRST_SLOTS 1024

static uint32_t hash_of(const struct host_table *table, const struct address *address)
{
	/* Fewer rounds. What has four bytes and what has sixteen meet by chance only. */
	if (address_is_ipv4(address))
		return (uint32_t)hash_bytes(&table->key, address->bytes + 12, 4);
	return (uint32_t)hash_bytes(&table->key, address, sizeof(*address));
}

bool host_table_init(struct host_table *table, size_t memory)
{
	*table = (struct host_table){ .key = hash_key_random(),
		                      .most = memory / 4 * 3 /
		                              (sizeof(struct host) + SLOT_INDEX_COST),
		                      .text_left = memory / 4 };
	if (table->most < HOST_FEWEST)
		table->most = HOST_FEWEST;
	/* Once and for all: pages that are never written cost nothing. */
	table->hosts = malloc(table->most * sizeof(*table->hosts));
	return table->hosts && slot_index_init(&table->index, FIRST_SLOTS);
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
	slot_index_fini(&table->index);
	*table = (struct host_table){ 0 };
}

static uint32_t find(const struct host_table *table, const struct address *address,
                     uint32_t hash)
{
	uint32_t number;

	for (size_t slot = hash;
	     (number = slot_index_next(&table->index, hash, &slot)) != SLOT_INDEX_NONE;)
		if (address_equal(&table->hosts[number].address, address))
			return number;
	return HOST_NONE;
}

uint32_t host_table_find(const struct host_table *table, const struct address *address)
{
	return find(table, address, hash_of(table, address));
}

uint32_t host_table_hash(const struct host_table *table, const struct address *address)
{
	uint32_t hash = hash_of(table, address);

	slot_index_expect(&table->index, hash);
	return hash;
}

void host_table_expect(const struct host_table *table, uint32_t hash)
{
	size_t slot = hash;
	uint32_t number = slot_index_next(&table->index, hash, &slot);

	if (number != SLOT_INDEX_NONE)
		prefetch_object(&table->hosts[number], sizeof(struct host));
}

uint32_t host_table_add(struct host_table *table, const struct address *address,
                        uint32_t hash, bool *fresh)
{
	uint32_t found = find(table, address, hash);

	*fresh = false;
	if (found != HOST_NONE || table->count >= table->most)
		return found;
	if (!slot_index_add(&table->index, hash, (uint32_t)table->count))
		return HOST_NONE;

	uint32_t number = (uint32_t)table->count++;

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
	table->count = 0;
	slot_index_clear(&table->index);
	/* There was room for more, so there is for these. */
	while (table->count < kept &&
	       slot_index_add(&table->index,
	                      hash_of(table, &table->hosts[table->count].address),
	                      (uint32_t)table->count))
		table->count++;
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
		    memcmp(host->names[i].text, text, len) == 0) {
			/* What it says itself is worth more than what it was asked for. */
			if (host->names[i].via == LEARNED_BY_SNI)
				host->names[i].via = via;
			return;
		}
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
