/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ids - the numbers that texts have in a database, as far as they are remembered.
 *
 * Room: store, private. One place for each keyed hash, the newcomer wins.
 */
#ifndef IDS_H
#define IDS_H

#include <stddef.h>
#include <stdint.h>

struct ids;

/** Owned: ids_destroy(). NULL: out of memory. */
struct ids *ids_create(void);

/** What a text is remembered by: keyed, so that nobody makes two that agree. */
uint64_t ids_hash(const struct ids *ids, const void *bytes, size_t len);

/** The number of the text with @hash; 0: not remembered. */
int64_t ids_find(const struct ids *ids, uint64_t hash);

void ids_keep(struct ids *ids, uint64_t hash, int64_t number);

void ids_destroy(struct ids *ids);

#endif
