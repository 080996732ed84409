/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * foreign_text - texts that are handed over in place of a capture, by name.
 *
 * Room: capture, private. What programs print of packets, exports, dumps in hexadecimal,
 * pages: each kind is a row with the way out that works.
 */
#ifndef FOREIGN_TEXT_H
#define FOREIGN_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;

#define FOREIGN_TEXT_MOST 512 /* bytes that are looked at */

/**
 * Say in @err what the text is that begins with @bytes, and what to do about it.
 *
 * @return false when it is no text, or one of no known kind
 */
bool foreign_text_name(const uint8_t *bytes, size_t len, struct error *err);

#endif
