/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * client_fold - clients of a network that come as one, where the store itself folds nothing.
 *
 * Room: records, private. What a server does with its records (store/fold_site.h) is done
 * here with each flow of a file; whoever judges takes together what is the same then.
 */
#ifndef CLIENT_FOLD_H
#define CLIENT_FOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct client_fold;
struct fold_site;
struct record_taker;
struct store_record;

/** @site borrowed. Owned: client_fold_destroy(). NULL: out of memory. */
struct client_fold *client_fold_create(const struct fold_site *site);

/** May flows of the kind that the JSON @kind says count for a network? */
MUST_CHECK bool client_fold_takes_kind(const char *kind, size_t len);

/** Count @own's client; if its kind @may_fold, and he need not stay apart, he is his network. */
void client_fold_take(struct client_fold *fold, struct store_record *own, bool may_fold);

/** Tell @taker how many clients each network has. */
void client_fold_tell(const struct client_fold *fold, const struct record_taker *taker);

/** NULL is fine. */
void client_fold_destroy(struct client_fold *fold);

#endif
