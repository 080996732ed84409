/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sightings - what some sensors saw of a listener, and another one did not.
 *
 * Room: judge, private. Only of a sensor that saw the same two hosts talk, in either
 * direction, so that it stands between them; that was whole; and that looked at the time:
 * what is not on its way, or was lost on it, is no sighting. Bounded.
 */
#ifndef SIGHTINGS_H
#define SIGHTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/attributes.h"

struct conversation;
struct knowledge;
struct rule;
struct sensors;
struct sightings;

struct sighting {
	/* What has to agree. */
	struct address listener;
	uint16_t port;
	uint8_t transport;
	const struct rule *rule; /* that explains it, or is nearest; NULL: none */
	uint16_t missed_by;      /* number of the sensor that did not see it */
	/* What adds up. */
	uint16_t seen_by; /* set of those that did */
	uint64_t flows;
	int64_t first_us, last_us;
};

/**
 * Begin with who saw which hosts talk, by the tallies in @knowledge.
 *
 * @sensors  borrowed
 * Owned: sightings_destroy(). NULL: out of memory.
 */
struct sightings *sightings_create(struct sensors *sensors,
                                   const struct knowledge *knowledge);

/** Who should have seen @conversation, which @rule explains or is nearest to, and did not? */
void sightings_add(struct sightings *sightings, const struct conversation *conversation,
                   const struct rule *rule);

/** All of them, in no order. Borrowed. */
const struct sighting *sightings_all(const struct sightings *sightings, size_t *count);

/** NULL is fine. */
void sightings_destroy(struct sightings *sightings);

#endif
