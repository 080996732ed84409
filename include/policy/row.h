/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * row - one row of a documented port table, as its catalogue states it.
 *
 * Room: policy. Strings are owned by the catalogue the row came from.
 */
#ifndef POLICY_ROW_H
#define POLICY_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/language.h"
#include "inspect/modality.h"
#include "policy/origin.h"
#include "policy/role.h"

struct text;

struct port_span {
	uint8_t transport;  /* of base/transport.h */
	uint16_t low, high; /* inclusive; 0 where the transport has no ports */
};

enum row_tls {
	ROW_TLS_NONE, /* clear text is what the row documents */
	ROW_TLS_OPTIONAL,
	ROW_TLS_REQUIRED,
	ROW_TLS_MUTUAL, /* both ends show a certificate */
};

/* Of an edge server or a reverse proxy: which of its sides the row is of. */
enum row_interface {
	ROW_INTERFACE_UNSTATED,
	ROW_INTERFACE_INTERNAL,
	ROW_INTERFACE_EXTERNAL,
};

enum row_direction {
	ROW_IN,  /* the role listens, a peer initiates */
	ROW_OUT, /* the role initiates, a peer listens */
	ROW_BOTH,
};

struct row {
	const char *id;                /* "server-7" */
	const char *catalogue;         /* "lync-2013" */
	const char *table;             /* "server": the id up to its last dash */
	unsigned number;               /* 7: the id after its last dash */
	const char *service;           /* slug, "web-conferencing" */
	const char *name_en, *name_fr; /* as printed; "" where the source is blank */
	bool nameless;       /* what the source prints for a name is none: "Various" */
	const char *printed; /* the protocol cell as printed */
	const char *note;    /* may be "" */
	role_set roles;      /* all of these on one host; may hold row-only roles */
	role_set balances; /* `for:` of a load balancer's row, plain role bits; else 0 */
	struct port_span *ports;
	size_t port_count;
	enum row_tls tls;
	role_set mutual_for;    /* peers that show a certificate wherever TLS is spoken */
	uint64_t speaks;        /* bits of enum hint */
	enum modality modality; /* which media; MODALITY_UNKNOWN: the row names none */
	uint8_t dscp;           /* of the documented QoS policy, 0: none documented */
	enum row_direction direction;
	role_set peers; /* who is at the other end; may hold row-only roles */
	bool any_peer;  /* `any` is among them */
	bool same_pool; /* both ends are members of one pool */
	bool listens;   /* `listens:` of a host of the site says on what ports */
	enum row_interface interface;
	const char *
		*asked; /* globs of names: it is about whoever asks for one; NULL: all */
	size_t asked_count;
	struct origin origin; /* where its own differs from the catalogue's */
	struct peer_origin *peer_origins;
	size_t peer_origin_count;
	const char *file; /* where it was read */
	unsigned line;
};

/** What the row is about: its service's name in @language, else the service's slug. */
static inline const char *row_title(const struct row *row, enum language language)
{
	const char *name =
		language == LANGUAGE_FR && *row->name_fr ? row->name_fr : row->name_en;

	return row->nameless || !*name ? row->service : name;
}

/** "none", "optional", "required", "mutual"; "in", "out", "both"; "internal", "external". Static. */
const char *row_tls_name(enum row_tls tls);
const char *row_direction_name(enum row_direction direction);
const char *row_interface_name(enum row_interface interface);

/** Parse "5061/tcp", "49152-57500/udp" or, of what has no ports, "esp". @return false when it is neither */
MUST_CHECK bool port_span_parse(struct port_span *span, const char *text);

/** Add @span as port_span_parse() reads it. */
void port_span_add(struct text *out, const struct port_span *span);

/** Add one port, as port_span_add(). */
static inline void port_add(struct text *out, uint16_t port, uint8_t transport)
{
	port_span_add(out, &(struct port_span){ transport, port, port });
}

#endif
