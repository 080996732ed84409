/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * record - what one record of a log of flows says.
 *
 * Room: records. A record becomes a flow that has ended, as if its packets had been
 * seen, so that whoever takes ended flows takes records as well. What a record cannot
 * show is left unseen.
 */
#ifndef RECORDS_RECORD_H
#define RECORDS_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "decode/decode_counters.h"
#include "flow/flow.h"
#include "inspect/learned.h"

/* A flow, or the many alike that a store folded into one. */
struct record_flow {
	struct flow flow; /* its details are the taker's to free, or to move away */
	enum flow_end_reason end;
	const char *dpi; /* nDPI's label, kept until the records are closed; NULL: none */
	const char *sensor;  /* who saw it, kept likewise; NULL: not said */
	uint64_t stands_for; /* conversations; 1 unless a store folded them */
	uint32_t hours;      /* of those: see judge/conversation.h; 0: by its times */
	bool is_alone;       /* no other sensor saw any of them, as a store knows */
};

/* How a sensor did, as it says itself behind its records. */
struct record_account {
	uint16_t input; /* number, in whose log it stands */
	uint64_t frames, read, bytes;
	int64_t first_us, last_us; /* 0 when there was no frame */
	const char *sensor;        /* its own name, kept likewise; NULL: not said */
	bool is_whole;             /* it does not say that it missed anything */
	uint64_t dropped;
	uint64_t evicted, given_up;
	struct decode_counters decode; /* what docs/output.md lists under `capture` */
};

/* Any of them may be NULL. */
struct record_taker {
	void (*flow)(struct record_flow *record, void *context);
	learned_observer learned;
	void (*account)(const struct record_account *account, void *context);
	/** The sensor says itself why it did not see all: @sentence, NUL-terminated. */
	void (*incomplete)(const char *sentence, void *context);
	/** @network stands for @clients of it, who come as one. */
	void (*folded)(const struct address *network, uint64_t clients, void *context);
	/** From now on all records of two ends come together. */
	void (*sorted)(void *context);
	/** Now and then. @return whether to go on */
	bool (*pulse)(void *context);
	void *context;
};

#endif
