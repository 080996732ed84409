/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * community_id - the flow hash that Zeek, Suricata and Arkime share.
 *
 * Room: report. Community ID specification version 1, seed 0
 * (github.com/corelight/community-id-spec): "1:" and the base64 of a SHA-1.
 */
#ifndef REPORT_COMMUNITY_ID_H
#define REPORT_COMMUNITY_ID_H

#include <stdint.h>

#define COMMUNITY_ID_SIZE 31

struct flow;

/* The code that hashes. Ask for it once: finding out what the processor has takes a microsecond. */
struct community_hasher {
	void (*hash)(const uint8_t block[static 64], uint8_t digest[static 20]);
};

struct community_hasher community_hasher_fastest(void);

/** What every processor can do; the others have to agree with it. */
struct community_hasher community_hasher_portable(void);

/** Write the identifier of a flow; symmetric in its ends. @return @text */
const char *community_id(const struct community_hasher *hasher, const struct flow *flow,
                         char text[static COMMUNITY_ID_SIZE]);

#endif
