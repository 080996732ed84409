/* SPDX-License-Identifier: BSD-2-Clause */
#include "class_table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"

#include "rule_fit.h"

#define FIRST_SLOTS 128
#define MOST        4096

static_assert(sizeof(struct host_traits) == 16, "no padding: compared as bytes");

static uint32_t hash_of(const struct host_traits *traits)
{
	return (uint32_t)hash_quick(traits, sizeof(*traits));
}

/* The number of the class, or SLOT_INDEX_NONE. */
static uint32_t find(const struct class_table *table, const struct host_traits *traits)
{
	uint32_t hash = hash_of(traits), number;

	for (size_t slot = hash;
	     (number = slot_index_next(&table->index, hash, &slot)) != SLOT_INDEX_NONE;)
		if (memcmp(&table->classes[number].traits, traits, sizeof(*traits)) == 0)
			break;
	return number;
}

static bool add(struct class_table *table, const struct host_traits *traits)
{
	struct class_rows *class;

	if (!array_reserve(&table->classes, &table->capacity, table->count,
	                   sizeof(*table->classes)) ||
	    !slot_index_add(&table->index, hash_of(traits), (uint32_t)table->count))
		return false;
	class = &table->classes[table->count++];
	*class = (struct class_rows){ .traits = *traits };
	for (unsigned i = 0; i < table->rule_count; i++) {
		const struct rule *rule = &table->rules[i];

		if (rule_fits_listener(rule, traits))
			row_set_add(&class->listener, i);
		else if (rule_fits_other_listener(rule, traits))
			row_set_add(&class->other_listener, i);
		if (rule_fits_initiator(rule, traits, table->benefit_of_doubt))
			row_set_add(&class->initiator, i);
		else if (rule_fits_other_initiator(rule, traits))
			row_set_add(&class->other_initiator, i);
	}
	return true;
}

/* The classes that have a name are there from the start. */
bool class_table_init(struct class_table *table, const struct rule *rules, size_t count,
                      bool benefit_of_doubt)
{
	static const struct host_traits named[] = {
		[HOST_CLASS_UNKNOWN] = { .roles = 0 },
		[HOST_CLASS_ANYBODY] = { .roles = ~(role_set)0 },
	};

	*table = (struct class_table){ .most = MOST,
		                       .rules = rules,
		                       .rule_count = count,
		                       .benefit_of_doubt = benefit_of_doubt };
	if (!slot_index_init(&table->index, FIRST_SLOTS))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(named); i++)
		if (!add(table, &named[i]))
			return false;
	return true;
}

void class_table_fini(struct class_table *table)
{
	free(table->classes);
	slot_index_fini(&table->index);
	*table = (struct class_table){ 0 };
}

/* What is left of @traits when there is no room for more: there are few of these. */
static struct host_traits first_role(const struct host_traits *traits)
{
	role_set own = role_set_own(traits->roles);
	role_set servers = own & ROLE_LYNC_SERVERS;
	role_set left = servers ? servers : own;
	role_set first = left & -left;

	return (struct host_traits){
		.roles = first,
		.standing = traits->standing & (HOST_PUBLIC | HOST_OUTSIDE),
		.interface = host_interface(first, traits->standing),
	};
}

/* The number of the class, made when it is new. @return HOST_CLASS_UNKNOWN: out of memory */
static host_class find_or_add(struct class_table *table, const struct host_traits *traits)
{
	uint32_t number = find(table, traits);

	if (number != SLOT_INDEX_NONE)
		return (host_class)number;
	return add(table, traits) ? (host_class)(table->count - 1) : HOST_CLASS_UNKNOWN;
}

host_class class_table_find(struct class_table *table, const struct host_traits *traits)
{
	uint32_t number = find(table, traits);
	struct host_traits alone;

	if (number != SLOT_INDEX_NONE)
		return (host_class)number;
	if (table->count < table->most)
		return find_or_add(table, traits);
	alone = first_role(traits);
	return find_or_add(table, &alone);
}
