/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * payload - what the two ends of a conversation say to each other, message by message.
 *
 * Every message is complete and its lengths are right, so that strict parsers accept it.
 * What would be encrypted is noise; nothing is a real secret or a real name.
 */
#ifndef BENCH_PAYLOAD_H
#define BENCH_PAYLOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"
#include "prng.h"
#include "wire.h"

struct conversation {
	struct endpoint initiator, responder;
	const char *server_name; /* borrowed: static text */
	uint32_t secret;         /* identifiers of this conversation are made from it */
	uint32_t step;           /* messages said so far */
	uint32_t rtp_time[2];    /* of each end, [0] the initiator's */
	uint16_t rtp_sequence[2];
};

struct message {
	bool from_initiator;
	struct buffer payload; /* empty when handed to a writer */
};

/** Write message number @c->step of a conversation and say whose it is. */
typedef void (*payload_writer)(struct conversation *c, struct prng *r, struct message *m);

/* TLS 1.2, RFC 5246: the server's certificate only, or both (MTLS). */
void payload_tls(struct conversation *c, struct prng *r, struct message *m);
void payload_mtls(struct conversation *c, struct prng *r, struct message *m);

/* SIP over TCP, RFC 3261; HTTP/1.1, RFC 9112. */
void payload_sip(struct conversation *c, struct prng *r, struct message *m);
void payload_http(struct conversation *c, struct prng *r, struct message *m);

/* ICE checks (RFC 8445, MS-ICE2), then SRTP (RFC 3711); RFC 4571 framing over TCP. */
void payload_audio(struct conversation *c, struct prng *r, struct message *m);
void payload_video(struct conversation *c, struct prng *r, struct message *m);
void payload_application_sharing(struct conversation *c, struct prng *r,
                                 struct message *m);

/* MS-TURN over UDP. */
void payload_msturn(struct conversation *c, struct prng *r, struct message *m);

/* What a Windows network speaks: MS-SMB2, DCE 1.1 RPC (C706), MC-SQLR, RFC 2131, RFC 1035. */
void payload_smb(struct conversation *c, struct prng *r, struct message *m);
void payload_dcerpc(struct conversation *c, struct prng *r, struct message *m);
void payload_sql_browser(struct conversation *c, struct prng *r, struct message *m);
void payload_dhcp(struct conversation *c, struct prng *r, struct message *m);
void payload_dns(struct conversation *c, struct prng *r, struct message *m);

/* Strangers: SSH (RFC 4253), and bytes that are no protocol at all. */
void payload_ssh(struct conversation *c, struct prng *r, struct message *m);
void payload_unknown(struct conversation *c, struct prng *r, struct message *m);

#endif
