/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sha1 - the digest of a message that fits into one block with its padding.
 *
 * Room: report, private. FIPS 180-4. Ours, because libmd and nDPI export the same
 * names with contexts of different sizes: whichever is linked first is called by
 * both.
 */
#ifndef SHA1_H
#define SHA1_H

#include <stdint.h>

#define SHA1_BLOCK  64
#define SHA1_DIGEST 20

typedef void (*sha1_block_function)(const uint8_t block[static SHA1_BLOCK],
                                    uint8_t digest[static SHA1_DIGEST]);

/** Hash the only block of a message, padded by the caller. FIPS 180-4 section 6.1.2. */
void sha1_block_portable(const uint8_t block[static SHA1_BLOCK],
                         uint8_t digest[static SHA1_DIGEST]);

/** The same by instructions of this processor, NULL when it has none. Asking takes a microsecond. */
sha1_block_function sha1_block_native(void);

#endif
