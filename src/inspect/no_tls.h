/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * no_tls - whether what the ends of a TCP connection send can be TLS at all.
 *
 * Room: inspect, private. A row that requires TLS is contradicted by an end that
 * speaks none, whatever it speaks instead. Kept in the inspection.
 */
#ifndef NO_TLS_H
#define NO_TLS_H

struct flow;
struct inspection;
struct payload;

/** Remember how the ends began and how they go on; for each segment that is looked at. */
void no_tls_follow(const struct payload *payload);

/** The inspection is over: set HINT_NOT_TLS where it has to be. */
void no_tls_note(const struct inspection *inspection, struct flow *flow);

#endif
