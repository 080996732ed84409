/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signature_set - payload patterns kept as data, matched against a flow's first bytes.
 *
 * Room: inspect. signatures/payload.yaml holds them; the policy room reads
 * that file and adds each one here. Immutable once inspectors use it.
 */
#ifndef INSPECT_SIGNATURE_SET_H
#define INSPECT_SIGNATURE_SET_H

#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "inspect/hint.h"

struct error;
struct signature_set;

#define SIGNATURE_MAX_LEN 64

enum signature_sender {
	SIGNATURE_ANY,
	SIGNATURE_CLIENT, /* whoever sends it is the initiator */
	SIGNATURE_SERVER, /* whoever sends it is the responder */
};

struct signature {
	char id[32];
	enum hint hint;
	enum signature_sender sender;
	uint8_t transport; /* enum transport */
	uint16_t offset;   /* from the start of the stream (TCP) or the datagram (UDP) */
	uint16_t min_len;  /* of the datagram or of the bytes so far; 0: offset + len */
	uint8_t len;       /* of bytes and mask */
	uint8_t bytes[SIGNATURE_MAX_LEN];
	uint8_t mask
		[SIGNATURE_MAX_LEN]; /* a byte matches when (byte & mask) == (bytes & mask) */
};

/** Owned: signature_set_destroy(). NULL: out of memory. */
struct signature_set *signature_set_create(void);

/** Add a copy of @signature; empty or all-zero-mask patterns and duplicate ids are refused. */
MUST_CHECK bool signature_set_add(struct signature_set *set,
                                  const struct signature *signature, struct error *err);

/** The first signature that matches the @len bytes at the start of what one side sent; NULL when none. */
const struct signature *signature_set_match(const struct signature_set *set,
                                            uint8_t transport, const uint8_t *bytes,
                                            size_t len);

/** The bytes of a TCP stream after which no signature can begin to match. */
size_t signature_set_reach(const struct signature_set *set);

void signature_set_destroy(struct signature_set *set);

#endif
