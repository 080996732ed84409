/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tls_certificate - what the Certificate messages of a TLS handshake say.
 *
 * Room: inspect, private.
 */
#ifndef TLS_CERTIFICATE_H
#define TLS_CERTIFICATE_H

#include <stdbool.h>

#include "decode/cursor.h"

struct reader_view;

/** Read a server's Certificate body. RFC 5246 section 7.4.2 */
void tls_read_server_certificate(struct reader_view *view, struct cursor body);

/** Read a client's Certificate body. @return whether there was a certificate in it */
bool tls_read_client_certificate(struct reader_view *view, struct cursor body);

#endif
