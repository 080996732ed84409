/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nft_rules - rules of nftables, a line each, and the sets of addresses that they name.
 *
 * Room: report, private. Addresses that are asked for again are the same set.
 *
 * Source: nft(8) of nftables 1.0.
 */
#ifndef NFT_RULES_H
#define NFT_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "policy/row.h"

#include "firewall_words.h"

#define NFT_FAMILIES 2

enum nft_family {
	NFT_IPV4 = 1,
	NFT_IPV6 = 2,
	NFT_BOTH = 3,
};

extern const struct nft_words {
	enum nft_family family;
	const char *match, *type, *suffix;
} nft_families[NFT_FAMILIES];

/* A named set for each family. */
struct nft_peers {
	struct firewall_side side; /* borrowed */
	unsigned families;
};

/* The table under construction: sets are written before the chains that name them. */
struct nft_table {
	const struct firewall *firewall;
	struct text *out, sets;
	struct nft_peers *peers; /* owned, by number */
	size_t peer_count, peer_capacity;
};

/* A rule of a chain: one line for each family that both of its ends have. */
struct nft_line {
	const struct firewall_side *from, *to; /* NULL: anybody, or known already */
	unsigned families;                     /* of those, when it is known already */
	const char *match;                     /* of ports, may be "" */
	const char *comment;                   /* "" none */
};

/** Write @line, which ends with @verdict: "accept", … */
void nft_write_line(struct nft_table *table, const struct nft_line *line,
                    const char *verdict);

/** Write it for each transport among @spans, and for what has no ports; of none once, for all. */
void nft_write_ports(struct nft_table *table, struct nft_line line,
                     const struct port_span *spans, size_t count, const char *verdict);

/** Add "tcp dport { 80, 443 }" of the spans of @transport. @return whether there is any */
bool nft_add_ports(struct text *out, const struct port_span *spans, size_t count,
                   uint8_t transport, const char *key);

#endif
