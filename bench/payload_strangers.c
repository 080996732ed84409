/* SPDX-License-Identifier: BSD-2-Clause */
#include "payload.h"

enum {
	SSH_KEXINIT = 20
}; /* RFC 4253 section 12 */

static void put_name_list(struct buffer *b, const char *names)
{
	put_be32(b, (uint32_t)strlen(names));
	put_text(b, names);
}

/** Source: RFC 4253 sections 6 and 7.1. */
static void put_key_exchange_init(struct buffer *b, struct prng *r)
{
	static const char *const lists[] = {
		"curve25519-sha256,ecdh-sha2-nistp256",
		"ssh-ed25519,rsa-sha2-512",
		"aes128-ctr,aes256-ctr",
		"aes128-ctr,aes256-ctr",
		"hmac-sha2-256",
		"hmac-sha2-256",
		"none",
		"none",
		"",
		"",
	};
	put_be32(b, 0);
	put_u8(b, 0);
	put_u8(b, SSH_KEXINIT);
	put_noise(b, r, 16);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		put_name_list(b, lists[i]);
	put_zeros(b, 5); /* no guess follows; reserved */
	const size_t padding = 8 - (b->len + 4) % 8 + 4;
	b->bytes[4] = (uint8_t)padding;
	put_zeros(b, padding);
	patch_length(b, 0, 4);
}

void payload_ssh(struct conversation *c, struct prng *r, struct message *m)
{
	m->from_initiator = c->step % 2 == 0;
	if (c->step == 0)
		put_text(&m->payload, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
	else if (c->step == 1)
		put_text(&m->payload, "SSH-2.0-OpenSSH_8.0\r\n");
	else if (c->step < 4)
		put_key_exchange_init(&m->payload, r);
	else
		put_noise(&m->payload, r, 8 * prng_range(r, 5, 60));
}

/** Noise whose first byte is no known protocol's: it is the reader that must not guess. */
void payload_unknown(struct conversation *c, struct prng *r, struct message *m)
{
	m->from_initiator = c->step % 2 == 0;
	put_u8(&m->payload, 0xee);
	put_noise(&m->payload, r, prng_range(r, 20, 900));
}
