/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tls_state - what the TLS reader knows of a flow, whichever message is read.
 *
 * Room: inspect, private. tls.c follows records and messages, tls_hello.c reads
 * the hellos, tls_certificate.c the certificates.
 */
#ifndef TLS_STATE_H
#define TLS_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "reader.h"

/* Did the client show a certificate? */
enum tls_client_certificate {
	TLS_CLIENT_UNKNOWN,
	TLS_CLIENT_NOT_ASKED,
	TLS_CLIENT_REFUSED, /* asked, sent an empty list */
	TLS_CLIENT_GIVEN,
};

/* How far a handshake went: the last message in clear of either end. */
enum tls_step {
	TLS_STEP_NONE,
	TLS_STEP_CLIENT_HELLO,
	TLS_STEP_SERVER_HELLO,
	TLS_STEP_SERVER_CERTIFICATE,
	TLS_STEP_SERVER_HELLO_DONE,
	TLS_STEP_CLIENT_CERTIFICATE,
	TLS_STEP_CLIENT_KEY_EXCHANGE,
	TLS_STEP_CLIENT_FINISHED,
	TLS_STEP_SERVER_FINISHED,
};

/* What became of it. */
enum tls_outcome {
	TLS_OUTCOME_NONE, /* not known yet */
	TLS_OUTCOME_COMPLETE,
	TLS_OUTCOME_FAILED,
	TLS_OUTCOME_UNANSWERED,
	TLS_OUTCOME_ABANDONED,
	TLS_OUTCOME_UNSEEN,
};

struct tls_state {
	struct tls_end {
		/* offset of what TLS there is: behind a PROXY header, say */
		uint16_t begin;
		uint16_t used;   /* bytes of the body that were read */
		uint32_t record; /* offset of the record that is being read */
		bool changed; /* its cipher: nothing but alerts of its peer is in clear */
		bool talked;  /* it sent application data */
		bool moved;   /* whole records of it were read, and are no longer shown */
	} ends[2];
	int64_t hello_us;           /* time of the client's hello */
	uint16_t version;           /* negotiated; 0 before the ServerHello */
	uint8_t client;             /* number of an end, once known */
	uint8_t client_certificate; /* enum tls_client_certificate */
	uint8_t step;               /* enum tls_step */
	uint8_t outcome;            /* enum tls_outcome */
	uint8_t whole; /* bit per end: whole records filled a segment of it */
	bool connect;  /* asked a proxy for a connection */
	bool claimed;  /* it is TLS: no doubt left */
	bool client_known;
	bool server_flight; /* the server's certificate or the end of its flight was seen */
	bool pseudo;        /* [MS-TURN] 2.1.1 */
};

/** Was nothing read yet of what is TLS of this end? */
static inline bool tls_end_is_unread(const struct tls_end *end)
{
	return end->record == end->begin && end->used == 0 && !end->moved;
}

static inline void tls_reach(struct tls_state *state, enum tls_step step)
{
	if (state->step < step)
		state->step = (uint8_t)step;
}

/** Note who is client. */
static inline void tls_sender_is(struct reader_view *view, struct tls_state *state,
                                 bool client)
{
	reader_sender_is_client(view, client);
	state->client = (uint8_t)(client ? view->end : !view->end);
	state->client_known = true;
}

#endif
