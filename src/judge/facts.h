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

#include "flow/flow.h"
#include "inspect/hint.h"
#include "judge/verdict.h"
#include "policy/host_class.h"

struct address;
struct conversation;
struct knowledge;

/* How a conversation never became one. */
enum facts_attempt {
	ATTEMPT_NONE,
	ATTEMPT_REFUSED,    /* by RST or an ICMP error */
	ATTEMPT_NO_ANSWER,  /* where one is due */
	ATTEMPT_UNANSWERED, /* accepted, asked, never answered */
	ATTEMPT_FAILED,     /* the handshake did */
};

struct facts {
	uint64_t hints[2];               /* by enum flow_side */
	host_class initiator, responder; /* by what is declared, or as last settled */
	uint16_t port;                   /* the responder's */
	uint8_t transport;
	uint8_t modality;        /* enum modality */
	uint8_t announcer;       /* enum announcer */
	uint8_t attempt;         /* enum facts_attempt */
	bool is_stray;           /* one way, and too little of it to accuse a listener */
	bool is_one_way;         /* UDP that nobody answered or refused */
	bool responder_is_group; /* broadcast or multicast, or who answered to it */
	uint8_t asked;           /* as in a conversation */
	bool half_heard;         /* of one end nothing was captured, though it went on */
	uint8_t zero[1];
};

static_assert(sizeof(struct facts) == 32, "no padding: facts are compared as bytes");

/** What either side showed. */
static inline uint64_t facts_hints(const struct facts *facts)
{
	return facts->hints[FLOW_INITIATOR] | facts->hints[FLOW_RESPONDER];
}

/** The class of an address, by what is declared of it or as last settled. */
host_class facts_class_of(const struct knowledge *knowledge,
                          const struct address *address, bool *declared);

/** What is known of @conversation by now; @declared is by enum flow_side. */
struct facts facts_of(const struct knowledge *knowledge,
                      const struct conversation *conversation, bool declared[static 2]);

#endif
