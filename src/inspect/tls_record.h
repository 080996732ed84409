/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tls_record - what a record of TLS begins with.
 *
 * Room: inspect, private. Inline, because it is asked of every segment that is
 * looked at.
 */
#ifndef TLS_RECORD_H
#define TLS_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/cursor.h"

#define SSL_3_0 0x0300
#define TLS_1_2 0x0303
#define TLS_1_3 0x0304

#define TLS_RECORD_HEADER  5
#define TLS_MESSAGE_HEADER 4
#define TLS_ALERT_LEN      2              /* in clear; encrypted ones are longer */
#define TLS_RECORD_MAX     (16384 + 2048) /* RFC 5246 section 6.2.3 */

/* RFC 8446 section 5.1 */
enum tls_content_type {
	TLS_CHANGE_CIPHER_SPEC = 20,
	TLS_ALERT = 21,
	TLS_HANDSHAKE = 22,
	TLS_APPLICATION_DATA = 23,
};

/* RFC 5246 section 7.4 */
enum tls_message_type {
	TLS_MESSAGE_HELLO_REQUEST = 0,
	TLS_MESSAGE_CLIENT_HELLO = 1,
	TLS_MESSAGE_SERVER_HELLO = 2,
	TLS_MESSAGE_CERTIFICATE = 11,
	TLS_MESSAGE_CERTIFICATE_REQUEST = 13,
	TLS_MESSAGE_SERVER_HELLO_DONE = 14,
	TLS_MESSAGE_CLIENT_KEY_EXCHANGE = 16,
	/* RFC 6066 section 8; the highest before 1.3 */
	TLS_MESSAGE_CERTIFICATE_STATUS = 22,
};

struct tls_record {
	uint8_t type; /* enum tls_content_type */
	uint16_t version, len;
};

/** Step over a record's header. @return whether such a record can be; it may be truncated */
static inline bool tls_take_record(struct cursor *c, struct tls_record *record)
{
	struct cursor header = cursor_split(c, TLS_RECORD_HEADER);

	record->type = cursor_u8(&header);
	record->version = cursor_be16(&header);
	record->len = cursor_be16(&header);
	return record->type >= TLS_CHANGE_CIPHER_SPEC &&
	       record->type <= TLS_APPLICATION_DATA && record->version >= SSL_3_0 &&
	       record->version <= TLS_1_3 && record->len > 0 &&
	       record->len <= TLS_RECORD_MAX;
}

/** Can the bytes of a header that did not arrive in full still become a record's? */
static inline bool tls_may_become_record(struct cursor c)
{
	uint8_t type = cursor_u8(&c);
	uint8_t major = cursor_u8(&c);

	return type >= TLS_CHANGE_CIPHER_SPEC && type <= TLS_APPLICATION_DATA &&
	       (c.truncated || major == SSL_3_0 >> 8);
}

#endif
