/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * common_ends - which ends more than one sensor saw talk, told without keeping them.
 *
 * Room: records, private. Two places of a table for each pair of ends, found by its keyed
 * hash, remember which sensor wrote there, or that several did. So ends that one sensor saw
 * may be taken for common by chance (with as many ends as a quarter of the places about
 * one in twenty), never common ones for those of one.
 */
#ifndef COMMON_ENDS_H
#define COMMON_ENDS_H

#include <stdbool.h>
#include <stdint.h>

struct common_ends;
struct store_record;

/** For about @records. At most 64 MiB. Owned: common_ends_destroy(). NULL: out of memory. */
struct common_ends *common_ends_create(uint64_t records);

/** @record's sensor saw its ends. */
void common_ends_note(struct common_ends *ends, const struct store_record *record);

/** Did any other sensor see the ends of @record, which was noted? */
bool common_ends_have(const struct common_ends *ends, const struct store_record *record);

/** NULL is fine. */
void common_ends_destroy(struct common_ends *ends);

#endif
