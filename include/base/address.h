/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * address - an IP address of either family in one shape.
 *
 * Room: base. IPv4 is held mapped into ::ffff:0:0/96 (RFC 4291 section
 * 2.5.5.2), so that every table, key and comparison knows one size.
 */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/attributes.h"

#define ADDRESS_TEXT_SIZE 46 /* INET6_ADDRSTRLEN */

struct address {
	uint8_t bytes[16]; /* network order, as printed */
};

struct address_range {
	struct address base; /* host bits are zero */
	uint8_t prefix_len;  /* bits, 0..128; an IPv4 prefix counts from 96 */
};

/** The address whose four bytes are @ipv4. */
static inline struct address address_from_ipv4(const uint8_t ipv4[static 4])
{
	struct address a = { .bytes = { [10] = 0xff, [11] = 0xff } };

	memcpy(a.bytes + 12, ipv4, 4);
	return a;
}

static inline bool address_equal(const struct address *a, const struct address *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

/** The order in which addresses are printed: below 0, 0, above 0. */
static inline int address_compare(const struct address *a, const struct address *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

/** Is it an IPv4 address (mapped)? */
static inline bool address_is_ipv4(const struct address *address)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	return memcmp(address->bytes, mapped, sizeof(mapped)) == 0;
}

/** Multicast, broadcast 255.255.255.255 or unspecified: nobody's own address. */
bool address_is_group(const struct address *address);

/** 0.0.0.0 or ::, which who has no address yet sends from. */
bool address_is_unspecified(const struct address *address);

/**
 * Could it be met on the Internet: neither private (RFC 1918, RFC 4193), shared
 * (RFC 6598), loopback, link-local nor group? Those kept for documentation (RFC 5737,
 * RFC 3849) stand for the Internet in examples and anonymised captures, so they are.
 */
bool address_is_public(const struct address *address);

/** Range @number of those that no host of the Internet has. @return false behind the last */
bool address_local_range(size_t number, struct address_range *range);

/** Write it as text, IPv4 in dots. @return @text */
const char *address_format(const struct address *address,
                           char text[static ADDRESS_TEXT_SIZE]);

/** Write the same without a NUL. @return what follows it */
char *address_put(const struct address *address, char *at);

/** Parse "10.1.1.11" or "2001:db8::11". @return whether all of @text was one */
MUST_CHECK bool address_parse(struct address *address, const char *text);

/** Parse "10.0.0.0/8", "2001:db8::/32" or a lone address. Host bits must be zero. */
MUST_CHECK bool address_range_parse(struct address_range *range, const char *text);

bool address_range_contains(const struct address_range *range,
                            const struct address *address);

#endif
