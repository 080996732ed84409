/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inspection - what is remembered about one undecided flow.
 *
 * Room: inspect, private. Made at the flow's first payload, gone with the
 * decision. Reader states are allocated only for readers that want to be asked
 * again, so a flow decided by its first payload costs one block.
 */
#ifndef INSPECTION_H
#define INSPECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "reader.h"
#include "stream.h"

#define NO_READER 0xff
#define NO_END    0xff
/* Payloads in which an end speaks whose peer is known by its own words. */
#define INSPECTION_FIRST_WORDS 8

/* Who said what the flow is. */
enum inspection_by {
	INSPECTION_BY_NOBODY,
	INSPECTION_BY_READER,
	INSPECTION_BY_SIGNATURE,
	INSPECTION_BY_NDPI,
};

struct reader_state {
	struct reader_state *next;
	uint8_t reader; /* index into reader_table */
	_Alignas(8) uint8_t bytes[];
};

/* Its place in the order in which flows are given up; owned by undecided. */
struct undecided_link {
	struct flow *flow; /* borrowed: its own; flows in a table never move */
	struct inspection *older, *newer;
	uint8_t rank;
};

struct inspection {
	struct stream streams[2];    /* by end; TCP */
	struct reader_state *states; /* owned */
	void *dpi; /* owned: nDPI's flow, in a block; NULL until it was asked */
	struct undecided_link link;
	const struct detail_list *details; /* its flow's, when they were counted */
	uint32_t detail_bytes;
	uint32_t refused[2];   /* by end; bit i: reader i said READER_NO */
	uint16_t resume_at[2]; /* by end: where readers began again that want more; 0 */
	uint8_t resumed[2];    /* by end: times they did */
	/* TCP, by end: bytes that signatures were looked for in */
	uint16_t signed_len[2];
	uint16_t packets;      /* with payload, saturating */
	uint8_t packets_by[2]; /* by end, saturating */
	uint8_t strange[2];    /* UDP, likewise: of which nobody knows how they begin */
	uint8_t opening[2];    /* TCP, by end: enum tls_opening of what it sent first */
	uint8_t turns[2]; /* TCP, by end: times it spoke after its peer had, saturating */
	uint8_t records;  /* bit per end: a segment of it began with a record header */
	uint8_t last;     /* the end that sent the last payload; NO_END */
	uint8_t dpi_packets;
	uint8_t shown;   /* bit per end: nDPI was shown what it sent */
	uint8_t told;    /* bit per end: what it sent has nothing more to tell */
	uint8_t matched; /* bit per end: a signature matched what it sent */
	uint8_t keeper;  /* the reader that said READER_KEEP; NO_READER */
	uint8_t ended;   /* bit per end: its FIN came behind all that it sent */
	uint8_t by;      /* enum inspection_by */
	bool dpi_done;
	bool wanting; /* a reader said READER_MORE to the last payload */
};

/** The state of reader @index, NULL when it has none yet. */
void *inspection_state(const struct inspection *inspection, uint8_t index);

/** Keep a copy of reader @index's first state. @return false when out of memory */
bool inspection_keep_state(struct inspection *inspection, struct block_pool *pool,
                           uint8_t index, const void *bytes);

/** Forget reader @index's state. */
void inspection_drop_state(struct inspection *inspection, struct block_pool *pool,
                           uint8_t index);

/** Did end number @end of @flow show what it speaks? */
bool inspection_has_words(const struct flow *flow, unsigned end);

/**
 * What end number @end sent has nothing more to tell. That says nothing of the other end,
 * which is asked for its own first words.
 *
 * @return whether the other end has nothing more to tell either
 */
bool inspection_tell(struct inspection *inspection, const struct flow *flow,
                     unsigned end);

/** Has what end number @end sent nothing more to tell? */
static inline bool inspection_is_told(const struct inspection *inspection, unsigned end)
{
	return inspection->told >> end & 1;
}

/** Let every reader begin again: the beginning of a stream turned out to be another. */
void inspection_restart(struct inspection *inspection, struct block_pool *pool);

/** Give back everything but the inspection itself and nDPI's flow. */
void inspection_fini(struct inspection *inspection, struct block_pool *pool);

#endif
