/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/digits.h"

#include <string.h>

static const char pairs[] = "00010203040506070809101112131415161718192021222324"
			    "25262728293031323334353637383940414243444546474849"
			    "50515253545556575859606162636465666768697071727374"
			    "75767778798081828384858687888990919293949596979899";

char *digits_put_pair(char *at, unsigned value)
{
	memcpy(at, pairs + value * 2, 2);
	return at + 2;
}

char *digits_put_hex(char *at, uint8_t byte)
{
	static const char digits[] = "0123456789abcdef";

	at[0] = digits[byte >> 4];
	at[1] = digits[byte & 0xf];
	return at + 2;
}

static unsigned count_digits(uint64_t value)
{
	unsigned count = 1;

	for (; value >= 10000; value /= 10000)
		count += 4;
	return count + (value >= 10) + (value >= 100) + (value >= 1000);
}

char *digits_put(char *at, uint64_t value)
{
	char *end = at + count_digits(value);
	char *from = end;

	for (; value >= 100; value /= 100)
		memcpy(from -= 2, pairs + value % 100 * 2, 2);
	if (value >= 10)
		memcpy(from - 2, pairs + value * 2, 2);
	else
		from[-1] = (char)('0' + value);
	return end;
}
