/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * folded_clients - which clients of a site a store may take for one.
 *
 * Room: app, private.
 */
#ifndef FOLDED_CLIENTS_H
#define FOLDED_CLIENTS_H

#include "base/attributes.h"
#include "store/fold_site.h"

struct site;

struct folded_clients {
	struct address_range *networks, *apart; /* owned */
	struct fold_site site;
};

/**
 * Find them in @site; NULL: there is none, and nobody is folded.
 *
 * @return  false when out of memory: then nobody is, either
 */
MUST_CHECK bool folded_clients_init(struct folded_clients *clients,
                                    const struct site *site);

void folded_clients_fini(struct folded_clients *clients);

#endif
