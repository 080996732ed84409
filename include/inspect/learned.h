/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * learned - facts a payload states about other flows and hosts.
 *
 * Room: inspect. A SQL Browser reply names the port an instance listens on, an
 * endpoint mapper reply names a dynamic RPC port, a DNS answer names a host,
 * a checked ICE pair announces the media that follows. Inspect reports them as
 * it meets them; judge remembers them.
 */
#ifndef INSPECT_LEARNED_H
#define INSPECT_LEARNED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "base/attributes.h"

enum learned_kind {
	LEARNED_LISTENER, /* address:port/transport listens, says `via` */
	LEARNED_NAME,     /* address is called text */
	LEARNED_AGENT,    /* address sent this User-Agent or Server header */
};

struct learned {
	enum learned_kind kind;
	enum learned_via {
		LEARNED_BY_SSRP,
		LEARNED_BY_EPM,
		LEARNED_BY_DNS,
		LEARNED_BY_SNI, /* the name a client asked this server for */
		LEARNED_BY_CERTIFICATE,
		LEARNED_BY_SIP,
		LEARNED_BY_HTTP,
		LEARNED_BY_DHCP,
	} via;
	uint8_t transport; /* enum transport, for listeners */
	uint16_t port;
	struct address address;
	struct address by; /* who says so; all zero when nobody knows */
	const char *text;  /* borrowed for the call, not NUL-terminated */
	uint8_t text_len;
	int64_t time_us;
};

typedef void (*learned_observer)(const struct learned *learned, void *context);

/** "listener", "name", "agent". Static. */
const char *learned_kind_name(enum learned_kind kind);

/** "ssrp", "epm", "dns", "sni", "certificate", "sip", "http", "dhcp". Static. */
const char *learned_via_name(enum learned_via via);

/** The kind, or the source, that is called @name. @return whether there is one */
MUST_CHECK bool learned_kind_find(enum learned_kind *kind, const char *name);
MUST_CHECK bool learned_via_find(enum learned_via *via, const char *name);

#endif
