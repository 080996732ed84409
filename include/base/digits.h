/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * digits - numbers as text, two digits at a time.
 *
 * Room: base. A record of a flow has some forty digits.
 */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stdint.h>

#define DIGITS_MOST 20 /* of 2^64 - 1 */

/** Write @value, 0..99, with its leading zero. @return what follows it */
char *digits_put_pair(char *at, unsigned value);

/** Write @value as it is said, at most DIGITS_MOST digits, no NUL. @return what follows them */
char *digits_put(char *at, uint64_t value);

/** Write @byte as two hexadecimal digits in lower case. @return what follows them */
char *digits_put_hex(char *at, uint8_t byte);

#endif
