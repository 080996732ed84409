/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * known_hosts - the addresses that numbers of hosts have in a store that is read.
 *
 * Room: store, private. One place for each number, the newcomer wins.
 */
#ifndef KNOWN_HOSTS_H
#define KNOWN_HOSTS_H

#include <sqlite3.h>
#include <stdint.h>

#include "base/address.h"

struct error;
struct known_hosts;

/** @database borrowed. Owned: known_hosts_destroy(). NULL with @err. */
struct known_hosts *known_hosts_create(sqlite3 *database, struct error *err);

/** The address of host @number, borrowed for now. NULL: there is none, or it is no address. */
const struct address *known_hosts_find(struct known_hosts *hosts, int64_t number);

/** NULL is fine. */
void known_hosts_destroy(struct known_hosts *hosts);

#endif
