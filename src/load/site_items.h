/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_items - the hosts and pools of a site file, each with the lines it stands on.
 *
 * Private to load. Those that lack an address, and so are comments, are among them.
 */
#ifndef LOAD_SITE_ITEMS_H
#define LOAD_SITE_ITEMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

#include "yaml_tree.h"

struct site_text;

enum site_section {
	SITE_SECTION_HOSTS,
	SITE_SECTION_POOLS,
	SITE_SECTIONS,
};

struct site_item {
	const char *name;
	enum site_section section;
	bool comment;         /* it lacks an address, or a role */
	size_t first, last;   /* its lines, from 0 */
	struct yaml_tree own; /* of a comment: what it is read into */
	const struct yaml_value *map;
};

struct site_items {
	const struct site_text *text; /* borrowed */
	struct yaml_tree tree;        /* of the text */
	size_t *starts;               /* owned: where lines begin, and the end */
	size_t line_count;
	struct site_item *items; /* owned */
	size_t count, capacity;
};

/** "hosts", "pools". Static. */
const char *site_section_key(enum site_section section);

/** Find them. On failure too, end with site_items_fini(). */
MUST_CHECK bool site_items_read(struct site_items *items, const struct site_text *text,
                                struct error *err);

/** NULL: there is none. */
struct site_item *site_items_find(const struct site_items *items,
                                  enum site_section section, const char *name);

/** The value of @key of a map, or NULL. */
const struct yaml_value *site_items_value(const struct yaml_value *map, const char *key);

/** Line @number, from 0. @return its first byte, @len with its end */
const char *site_items_line(const struct site_items *items, size_t number, size_t *len);

void site_items_fini(struct site_items *items);

#endif
