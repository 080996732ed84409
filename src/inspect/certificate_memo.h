/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * certificate_memo - certificates read before, so that a server's is read once.
 *
 * Room: inspect, private. A server shows the same certificate in every
 * handshake, and reading one costs as much as all the rest of the handshake.
 * Bounded: a few slots, each with the certificate that was last in it. What is
 * found is compared byte by byte, so nothing can be mistaken for another.
 */
#ifndef CERTIFICATE_MEMO_H
#define CERTIFICATE_MEMO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "inspect/detail.h"

#include "x509.h"

#define CERTIFICATE_MEMO_SLOTS 64
#define CERTIFICATE_SENDERS    8 /* of one certificate: a pool, and who relays for it */
#define CERTIFICATE_MEMO_MAX                                                             \
	4096 /* bytes of a certificate; a longer one is read each time */

struct known_certificate {
	uint8_t *bytes; /* owned; NULL: the slot is free */
	size_t len;
	struct x509_certificate fields;     /* borrows from the bytes */
	struct detail_list *details;        /* owned: what a server's leaves on a flow */
	struct detail_list *client_details; /* owned: likewise, shown by a client */
	/* Who was learned to go by its names: one of those that meet in a place. */
	struct address senders[CERTIFICATE_SENDERS];
};

struct certificate_memo {
	struct known_certificate slots[CERTIFICATE_MEMO_SLOTS];
};

/** The certificate that these bytes are, if it is known; NULL otherwise. */
struct known_certificate *certificate_memo_find(struct certificate_memo *memo,
                                                const uint8_t *bytes, size_t len);

/**
 * Read and remember a certificate that is not known, in place of another one.
 *
 * @return NULL when it is too long, cannot be read or out of memory
 */
struct known_certificate *certificate_memo_add(struct certificate_memo *memo,
                                               const uint8_t *bytes, size_t len);

/** Was @sender learned to go by the names of @known? From now on it was. */
bool certificate_memo_was_sent_by(struct known_certificate *known,
                                  const struct address *sender);

/** Forget everything. */
void certificate_memo_fini(struct certificate_memo *memo);

#endif
