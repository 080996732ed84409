/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/community_id.h"

#include <sha1.h>
#include <string.h>

/* Base64 of 20 bytes, RFC 4648 section 4: 26 digits, a rest of two bytes, one '='. */
static void add_base64(const uint8_t digest[static SHA1_DIGEST_LENGTH], char *out)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < SHA1_DIGEST_LENGTH; i += 3) {
		bool last = i + 3 > SHA1_DIGEST_LENGTH;
		uint32_t group = (uint32_t)digest[i] << 16 |
		                 (uint32_t)digest[i + 1] << 8 |
		                 (last ? 0u : digest[i + 2]);

		*out++ = digits[group >> 18];
		*out++ = digits[group >> 12 & 63];
		*out++ = digits[group >> 6 & 63];
		*out++ = last ? '=' : digits[group & 63];
	}
	*out = '\0';
}

static void add_port(SHA1_CTX *sha1, uint16_t port)
{
	const uint8_t bytes[2] = { (uint8_t)(port >> 8), (uint8_t)port };

	SHA1Update(sha1, bytes, sizeof(bytes));
}

const char *community_id(const struct address *a, uint16_t a_port,
                         const struct address *b, uint16_t b_port, uint8_t transport,
                         char text[static COMMUNITY_ID_SIZE])
{
	static const uint8_t seed[2]; /* zero */
	const uint8_t protocol[2] = { transport, 0 };
	bool ipv4 = address_is_ipv4(a) && address_is_ipv4(b);
	size_t skip = ipv4 ? 12 : 0;
	int order = memcmp(a->bytes, b->bytes, sizeof(a->bytes));
	bool a_first = order < 0 || (order == 0 && a_port < b_port);
	uint8_t digest[SHA1_DIGEST_LENGTH];
	SHA1_CTX sha1;

	SHA1Init(&sha1);
	SHA1Update(&sha1, seed, sizeof(seed));
	SHA1Update(&sha1, (a_first ? a : b)->bytes + skip, 16 - skip);
	SHA1Update(&sha1, (a_first ? b : a)->bytes + skip, 16 - skip);
	SHA1Update(&sha1, protocol, sizeof(protocol));
	add_port(&sha1, a_first ? a_port : b_port);
	add_port(&sha1, a_first ? b_port : a_port);
	SHA1Final(digest, &sha1);
	memcpy(text, "1:", 2);
	add_base64(digest, text + 2);
	return text;
}
