/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flow - one bidirectional conversation.
 *
 * Room: flow. Initiator and responder, never source and destination. The
 * structure is what a decided flow costs in memory: design.md asks for at most
 * 400 bytes with its details, so a field here is paid a million times.
 */
#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"

/* Index of the two directions in every pair of counters. */
enum flow_side {
	FLOW_INITIATOR = 0, /* sent by the initiator, to the server */
	FLOW_RESPONDER = 1,
};

/* How the initiator was told from the responder, strongest first. */
enum flow_direction_by {
	FLOW_BY_SYN,
	FLOW_BY_SYNACK,
	FLOW_BY_HELLO, /* the payload is a request or a server's greeting */
	FLOW_BY_TABLE, /* one port is listed in a catalogue, the other is not */
	FLOW_BY_PORT,  /* one port is a system port (below 1024), the other is not */
	FLOW_BY_FIRST, /* whoever was seen first */
};

enum flow_state {
	FLOW_NEW, /* UDP: one side only so far. TCP: no handshake seen, no payload yet */
	FLOW_ATTEMPT, /* SYN without answer */
	FLOW_REFUSED, /* SYN answered by RST, or any request answered by an ICMP error */
	FLOW_SCANNED, /* SYN, SYN-ACK, RST before any payload: somebody found a listener */
	FLOW_ESTABLISHED, /* TCP: handshake seen; UDP: both sides seen */
	FLOW_CLOSED,      /* FIN seen from both sides */
	FLOW_RESET,       /* RST after the handshake */
	FLOW_MIDSTREAM,   /* TCP whose beginning was not captured */
};

enum flow_end_reason {
	FLOW_END_FORCED,  /* the capture ended */
	FLOW_END_IDLE,    /* idle timeout */
	FLOW_END_ACTIVE,  /* active timeout: the conversation goes on in a new record */
	FLOW_END_EVICTED, /* --memcap */
	FLOW_END_CLOSED, /* closed or reset and then idle, or its ports were used again */
};

enum flow_flag {
	FLOW_DECIDED = 0x01,    /* inspection is over */
	FLOW_CONTINUED = 0x02,  /* an earlier record of it ended at the active timeout */
	FLOW_ICMP_ERROR = 0x04, /* an ICMP error quoted it */
	FLOW_PAYLOAD_INITIATOR = 0x08,
	FLOW_PAYLOAD_RESPONDER = 0x10,
};

struct inspection;
struct detail_list;

/* What every packet touches comes first. */
struct flow {
	struct address initiator, responder;
	uint16_t initiator_port, responder_port;
	uint8_t transport;    /* enum transport */
	uint8_t state;        /* enum flow_state */
	uint8_t direction_by; /* enum flow_direction_by */
	uint8_t flags;        /* enum flow_flag */
	uint8_t tcp_flags[2]; /* or of all flags sent by each side */
	uint8_t dscp[2];      /* last seen from each side */
	uint8_t fin;          /* private to flow: bit per side */
	uint8_t dpi_rank;     /* owned by inspect */
	uint16_t dpi;         /* nDPI's label, owned by inspect; 0 is none */
	uint16_t vlan[2];
	uint16_t input;
	uint8_t vlan_count;
	int64_t last_us, first_us;
	uint64_t packets[2], bytes[2]; /* by enum flow_side; bytes on the wire */
	uint64_t hints;                /* bits of enum hint, see inspect/hint.h */
	struct inspection *inspection; /* owned by inspect; NULL once decided */
	struct detail_list
		*details; /* owned, see inspect/detail.h; NULL when nothing was found */
	uint64_t id;      /* unique in a run, below 2^53 */
};

/** Exchange initiator and responder with all their counters; @by says why. */
void flow_turn_round(struct flow *flow, enum flow_direction_by by);

/** "syn", "synack", "hello", "table", "port", "first": the words of design.md section 7. Static. */
const char *flow_direction_by_name(enum flow_direction_by by);

/** "new", "attempt", … as in EVE's flow.state. Static. */
const char *flow_state_name(enum flow_state state);

/** "forced", "timeout", "active", "memcap", "closed". Static. */
const char *flow_end_reason_name(enum flow_end_reason reason);

/** Was the responder heard at all? */
bool flow_was_answered(const struct flow *flow);

#endif
