/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tls_hello - the first message of each side of a TLS handshake.
 *
 * Room: inspect, private.
 */
#ifndef TLS_HELLO_H
#define TLS_HELLO_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/cursor.h"

struct reader_view;
struct tls_state;

/** Read a whole ClientHello body. @return false when it is none. RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2 */
bool tls_read_client_hello(struct reader_view *view, struct tls_state *state,
                           struct cursor body);

/** Read a whole ServerHello body; @after holds what follows it in its record. RFC 8446 section 4.1.3, RFC 5246 section 7.4.1.3 */
bool tls_read_server_hello(struct reader_view *view, struct tls_state *state,
                           struct cursor body, struct cursor after);

/** "TLS 1.2" and so on; NULL for a version nobody knows. */
const char *tls_version_name(uint16_t version);

#endif
