/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * facts - the handful of things about a conversation that its verdict rests on.
 *
 * Room: judge, private. Two conversations of which the same is known get the
 * same verdict, whoever their ends are; so this is compared as bytes, and most
 * of a million short flows have few hundred different ones.
 */
#ifndef FACTS_H
#define FACTS_H

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "inspect/hint.h"
#include "judge/verdict.h"
#include "policy/host_class.h"

struct conversation;
struct judge;

struct facts {
	uint64_t hints;
	host_class initiator, responder; /* by what is declared, or as last settled */
	uint16_t port;                   /* the responder's */
	uint8_t transport;
	uint8_t modality;  /* enum modality */
	uint8_t announcer; /* enum announcer */
	bool is_attempt;   /* nobody is known to listen */
	bool is_failed; /* answered, and the TLS handshake failed; nothing else was said */
	bool is_stray;  /* too little of it to accuse a listener */
	bool initiator_is_public, responder_is_public;
	bool responder_is_group; /* broadcast or multicast */
	uint8_t zero[1];
};

static_assert(sizeof(struct facts) == 24, "no padding: facts are compared as bytes");

/** What @judge knows of @conversation by now; @declared is by enum flow_side. */
struct facts facts_of(const struct judge *judge, const struct conversation *conversation,
                      bool declared[static 2]);

#endif
