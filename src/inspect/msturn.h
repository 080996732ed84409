/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * msturn - what [MS-TURN] adds to and changes in STUN.
 *
 * Room: inspect, private. REALM and NONCE have each other's numbers, values
 * are not padded, and the first attribute is a cookie of its own.
 */
#ifndef MSTURN_H
#define MSTURN_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/cursor.h"

#include "reader.h"
#include "stun_message.h"

/** Set hints and details. @return whether the type is one MS-TURN uses */
bool msturn_observe(struct reader_view *view, const struct stun_message *message);

/**
 * Decode the multiplexed header.
 *
 * @session  filled on success
 * @c        stepped over the header; what is left is the payload
 * @return   whether the header fits @wire_len bytes exactly
 *
 * Source: [MS-TURN] 2.2.3.
 */
bool msturn_decode_multiplexed(struct cursor *c, size_t wire_len, uint64_t *session);

#endif
