/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * compressed - a byte source that unpacks gzip, zstd or xz on the way.
 *
 * Room: capture, private. What unpacks to more than a thousand times its size
 * and 64 MiB is refused: no capture packs like that, bombs do. Windows are
 * bounded to 128 MiB, what `zstd --ultra -22` and `xz -9` need.
 */
#ifndef COMPRESSED_H
#define COMPRESSED_H

#include "byte_source.h"

/**
 * Look at the beginning of @packed and unpack it when it is compressed.
 *
 * @packed  moved when *@unpacked is set to another source
 * @unpacked  @packed itself when it is not compressed; NULL when out of memory
 * @return  BYTES_READY, or why the beginning could not be looked at
 *
 * Source: RFC 1952 section 2.3.1, RFC 8878 section 3.1, xz file format 1.1.0 section 2.1.1.
 */
enum byte_status compressed_open(struct byte_source *packed,
                                 struct byte_source **unpacked);

#endif
