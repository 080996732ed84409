/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * readers - every reader of the room, one declaration each.
 *
 * Room: inspect, private. A new reader is one file, one line here and one row
 * in readers.c.
 */
#ifndef READERS_H
#define READERS_H

#include "reader.h"

extern const struct reader_spec http_reader;
extern const struct reader_spec sip_reader;
extern const struct reader_spec tls_reader;

#endif
