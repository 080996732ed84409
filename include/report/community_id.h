/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * community_id - the flow hash that Zeek, Suricata and Arkime share.
 *
 * Room: report. Community ID specification version 1, seed 0
 * (github.com/corelight/community-id-spec): "1:" and the base64 of a SHA-1.
 */
#ifndef REPORT_COMMUNITY_ID_H
#define REPORT_COMMUNITY_ID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"

#define COMMUNITY_ID_SIZE 31

/** Write the identifier of a TCP or UDP conversation; symmetric in its ends. @return @text */
const char *community_id(const struct address *a, uint16_t a_port,
                         const struct address *b, uint16_t b_port, uint8_t transport,
                         char text[static COMMUNITY_ID_SIZE]);

#endif
