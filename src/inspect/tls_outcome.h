/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tls_outcome - what became of a TLS handshake: complete, failed, unanswered, abandoned
 * or unseen, and which way.
 *
 * Room: inspect, private. What is cut, lost or encrypted is unseen: nothing follows
 * from it.
 */
#ifndef TLS_OUTCOME_H
#define TLS_OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/cursor.h"

struct reader_view;
struct tls_state;

/** Nobody can say; @why is a word or two for the output, static. */
void tls_outcome_unseen(struct reader_view *view, struct tls_state *state,
                        const char *why);

/** Is there such an alert? */
bool tls_outcome_is_alert(uint8_t level, uint8_t number);

/**
 * Read an alert that is not encrypted, as the end in view sent it.
 *
 * Source: RFC 8446 section 6, RFC 5246 section 7.2.
 */
void tls_outcome_alert(struct reader_view *view, struct tls_state *state,
                       struct cursor alert);

/** The server answered the client's hello with something that is no TLS. */
void tls_outcome_foreign(struct reader_view *view, struct tls_state *state);

/** Is it known by what was read so far? To be asked when an end changed to the cipher or talked. */
void tls_outcome_settle(struct reader_view *view, struct tls_state *state);

/** Nothing more comes: conclude from what there is. */
void tls_outcome_conclude(struct reader_view *view, struct tls_state *state);

/** Whether the client showed a certificate becomes a detail at once. */
void tls_outcome_client(struct reader_view *view, struct tls_state *state,
                        unsigned shown);

#endif
