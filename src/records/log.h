/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * log - one log being read, and the kinds of logs that there are.
 *
 * Room: records, private. A kind of log is a file with a `struct log_kind` and a row in
 * records.c. Its read() turns one object into calls of the taker.
 */
#ifndef LOG_H
#define LOG_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "records/record.h"

struct fold_kinds;
struct half_flows;
struct joined_facts;
struct waiting_flows;
struct words_kept;

/* What became of one object. */
enum log_answer {
	LOG_TAKEN,
	LOG_PASSED, /* about something else: no flow, nothing learned */
	LOG_LOST,   /* a record of this kind whose members are not what they have to be */
};

/* What reading a log has at hand; one for all logs of a run. */
struct log {
	const struct record_taker *taker;
	struct words_kept *words;    /* labels of nDPI and names of sensors, each once */
	struct joined_facts *joined; /* what waits for its flow */
	struct waiting_flows *waiting; /* that others may still tell of */
	struct half_flows *halves;     /* one way of each */
	struct fold_kinds *fold;       /* owned by fold_log; NULL while nothing is */
	const char *sensor;        /* whose events say not who it is; NULL: not said */
	uint16_t input;            /* the number of the capture's input */
	int64_t first_us, last_us; /* of the flows given out; 0 when none was */
	uint64_t without_account;  /* records of ours since their sensor gave account */
	uint64_t suricata_flows, suricata_netflows; /* events of it */
};

/** Give out @record; details that the taker did not move away are freed. */
void log_give_flow(struct log *log, struct record_flow *record);

struct log_kind {
	const char *name;
	/** Is @object of a log of this kind? */
	bool (*recognises)(const json_t *object);
	enum log_answer (*read)(struct log *log, const json_t *object);
};

extern const struct log_kind eve_log, zeek_log, nfdump_log, fold_log;

#endif
