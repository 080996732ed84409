/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tls_likeness - are the bytes that an end of a connection sent those of TLS?
 *
 * Room: inspect, private. Where the beginning was captured a hello tells; where it was
 * not, whole records in a row.
 */
#ifndef TLS_LIKENESS_H
#define TLS_LIKENESS_H

#include <stdbool.h>

#include "decode/cursor.h"

struct reader_view;
struct tls_state;

/* How sure the first bytes make us. */
enum tls_likeness {
	LIKENESS_NONE,
	LIKENESS_OPEN, /* all bytes so far fit */
	LIKENESS_SURE,
	LIKENESS_HELLO, /* likewise, by a hello in a record */
};

/** A hello in a record of its own or at the front of one, as far as its bytes go. */
enum tls_likeness tls_like_hello(struct cursor c);

/**
 * Which first messages can be followed: those that start with a hello; or whole records. Seen
 * @from_start, records alone are none: anybody can frame what he sends so.
 */
enum tls_likeness tls_like(struct cursor c, bool from_start);

/**
 * Does the end in view send whole records? Whoever writes one has it sent: it ends where a
 * segment does. Two in a row are enough, or one of each end, behind a beginning that nobody
 * saw.
 */
bool tls_are_records(const struct reader_view *view, struct tls_state *state);

/** Is there a boundary of records somewhere in a connection whose beginning nobody saw? */
bool tls_has_records_within(const struct reader_view *view);

#endif
