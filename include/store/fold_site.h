/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fold_site - whose clients a store may take for one.
 *
 * Room: store. Clients of a network that a site file declares are alike to whoever judges,
 * so they come as one, the network's own address; a host that the file names, or that an
 * allow speaks of, stays apart. Here is the rule for every store: ClickHouse gets it in
 * SQL (ship/fold.h), of an SQLite file records applies it to each flow.
 */
#ifndef STORE_FOLD_SITE_H
#define STORE_FOLD_SITE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"

struct fold_site {
	const struct address_range *networks; /* of clients, the narrowest first */
	size_t network_count;
	const struct address_range *apart; /* within them */
	size_t apart_count;
};

/*
 * Flows that may count for a network: their kind has one of these words as the sensor's
 * verdict and one as their state, and their initiator did not show the hint
 * FOLD_SITE_APART. What is folded is what nobody is accused of: the sensor's own verdict
 * says how finely flows are told apart, never what they are. Refused attempts stay apart,
 * since scans are by source, and so does who showed a certificate, since that may prove
 * a role.
 */
struct fold_words {
	const char *const *items;
	size_t count;
};

extern const struct fold_words fold_site_verdicts, fold_site_states;

#define FOLD_SITE_APART "mtls"

/** Is @word one of @words? */
bool fold_words_have(const struct fold_words *words, const char *word);

/** The network that @address is a client of, by number; network_count: none. */
size_t fold_site_network(const struct fold_site *site, const struct address *address);

/** Does @address stay apart, whatever it does? */
bool fold_site_is_apart(const struct fold_site *site, const struct address *address);

#endif
