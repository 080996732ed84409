/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tls - what the TLS reader's files share.
 *
 * Room: inspect, private. tls.c follows records and messages, tls_hello.c reads
 * the hellos, tls_certificate.c the certificates.
 */
#ifndef TLS_H
#define TLS_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/cursor.h"

#include "reader.h"

#define TLS_1_2 0x0303
#define TLS_1_3 0x0304

/* Did the client show a certificate? */
enum tls_client_certificate {
	TLS_CLIENT_UNKNOWN,
	TLS_CLIENT_NOT_ASKED,
	TLS_CLIENT_REFUSED, /* asked, sent an empty list */
	TLS_CLIENT_GIVEN,
};

struct tls_state {
	struct tls_end {
		uint32_t record; /* offset of the record that is being read */
		uint32_t used;   /* bytes of its body that were read */
	} ends[2];
	uint16_t version;           /* negotiated; 0 before the ServerHello */
	uint8_t client;             /* number of an end, once known */
	uint8_t client_certificate; /* enum tls_client_certificate */
	bool claimed;               /* it is TLS: no doubt left */
	bool client_known;
	bool server_flight; /* the server's certificate or the end of its flight was seen */
	bool pseudo;        /* [MS-TURN] 2.1.1 */
};

/** Note who is client. */
void tls_sender_is(struct reader_view *view, struct tls_state *state, bool client);

/** Read a whole ClientHello body. @return false when it is none. RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2 */
bool tls_read_client_hello(struct reader_view *view, struct tls_state *state,
                           struct cursor body);

/** Read a whole ServerHello body; @after holds what follows it in its record. RFC 8446 section 4.1.3, RFC 5246 section 7.4.1.3 */
bool tls_read_server_hello(struct reader_view *view, struct tls_state *state,
                           struct cursor body, struct cursor after);

/** "TLS 1.2" and so on; NULL for a version nobody knows. */
const char *tls_version_name(uint16_t version);

/** Read a server's Certificate body. RFC 5246 section 7.4.2 */
void tls_read_server_certificate(struct reader_view *view, struct cursor body);

/** Read a client's Certificate body. @return whether there was a certificate in it */
bool tls_read_client_certificate(struct reader_view *view, struct cursor body);

#endif
