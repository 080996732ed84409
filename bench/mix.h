/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mix - who talks to whom on a front-end pool's network, and how often.
 *
 * The places are the hosts of lyncday.site.yaml; change them together.
 */
#ifndef BENCH_MIX_H
#define BENCH_MIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "payload.h"
#include "prng.h"

/** One kind of conversation. */
struct traffic {
	unsigned weight;
	const char *protocol; /* what the truth table calls it */
	payload_writer write;
	const struct place *from, *to;
	uint8_t transport;
	uint16_t from_low, from_high, to_low, to_high; /* ports */
	uint32_t least, most; /* messages a conversation has in the day */
	bool is_media;
	const char *server_name;
	const char *service; /* of the row that explains it; "-" when there is none */
	bool unexpected;
};

/** The whole mix; @count rows. */
const struct traffic *mix_rows(size_t *count);

/** A row by chance and weight; never media when @media is false. */
const struct traffic *mix_draw(struct prng *r, bool media);

/** Two hosts of the places that @t names, never the same one twice. */
void mix_draw_hosts(const struct traffic *t, struct prng *r, uint32_t *from,
                    uint32_t *to);

#endif
