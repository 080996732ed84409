/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * label_map - what nDPI's protocol names mean to us.
 *
 * Room: inspect. signatures/ndpi.yaml holds it: a name supports a hint, is
 * ignored (by-address and cloud names), or, unlisted, is HINT_OTHER. Read by
 * the policy room, used by the nDPI adapter; names, because numbers change
 * between versions.
 */
#ifndef INSPECT_LABEL_MAP_H
#define INSPECT_LABEL_MAP_H

#include <stdbool.h>

#include "base/attributes.h"
#include "inspect/hint.h"

struct error;
struct label_map;

/** Owned: label_map_destroy(). NULL: out of memory. */
struct label_map *label_map_create(void);

/** @name is copied. Twice the same name is an error. */
MUST_CHECK bool label_map_add(struct label_map *map, const char *name, enum hint hint,
                              struct error *err);
MUST_CHECK bool label_map_ignore(struct label_map *map, const char *name,
                                 struct error *err);

enum label_meaning {
	LABEL_HINT,    /* *hint was set */
	LABEL_IGNORED, /* says nothing */
	LABEL_OTHER,   /* a protocol no row speaks */
};

enum label_meaning label_map_find(const struct label_map *map, const char *name,
                                  enum hint *hint);

void label_map_destroy(struct label_map *map);

#endif
