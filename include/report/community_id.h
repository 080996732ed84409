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

/** Write the identifier of a flow; symmetric in its ends. After digest_prepare(). @return @text */
const char *community_id(const struct flow *flow, char text[static COMMUNITY_ID_SIZE]);

#endif
