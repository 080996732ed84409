/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flow - one bidirectional conversation.
 *
 * Room: flow. Two ends, of which one opened it; never source and destination. The
 * structure is what a decided flow costs in memory: design.md asks for at most
 * 400 bytes with its details, so a field here is paid a million times.
 */
#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"

/* Index of a pair that is written in the order of roles, not of ends. */
enum flow_side {
	FLOW_INITIATOR = 0, /* sent by the initiator, to the server */
	FLOW_RESPONDER = 1,
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
	FLOW_UNHEARD,     /* TCP: the initiator went on after its SYN, and nothing of the
	                 responder was captured: accepted, or a pretence */
	FLOW_BROADCAST,   /* UDP: every frame of it went to everybody on the link, and the
	                   address, a subnet's broadcast, never sent anything */
	FLOW_UNANSWERED, /* an ended one only, see flow_concluded_state(): accepted, asked,
	                    and never answered */
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
	FLOW_PAYLOAD_0 = 0x08,  /* end 0 sent some */
	FLOW_PAYLOAD_1 = 0x10,  /* end 1 did */
	FLOW_PAYLOAD = FLOW_PAYLOAD_0 | FLOW_PAYLOAD_1,
	FLOW_OF_INTEREST =
		0x20,         /* as flow_table_options.of_interest said when it began */
	FLOW_ACCEPTED = 0x40, /* a SYN-ACK was seen: private to flow/direction */
	FLOW_CUT =
		0x80, /* set by inspect: a payload that it looked at was cut by the snaplen */
};

struct inspection;
struct detail_list;

struct flow_end {
	struct address address;
	uint16_t port;
	uint8_t tcp_flags; /* or of all flags it sent */
	uint8_t dscp;      /* of its last packet */
};

/*
 * End 0 sent the first packet that was seen. Ends stay what they are; who of them is
 * the initiator is one number, which flow/direction.h sets and others ask it for.
 *
 * What every packet touches comes first.
 */
struct flow {
	struct flow_end end[2];
	uint8_t transport;    /* enum transport */
	uint8_t state;        /* enum flow_state */
	uint8_t flags;        /* enum flow_flag */
	uint8_t fin;          /* private to flow: bit per end */
	uint8_t initiator;    /* number of an end: see flow/direction.h */
	uint8_t direction_by; /* enum flow_direction_by, likewise */
	uint16_t dpi;         /* nDPI's label, owned by inspect; 0 is none */
	uint16_t vlan[2];
	uint16_t input;
	uint8_t vlan_count : 2;
	uint8_t given_up : 1; /* set by inspect: memory ended its inspection early */
	uint8_t unmet; /* private to flow: datagrams since the last ICMP error, up to 255 */
	int64_t last_us, first_us;
	uint64_t packets[2], bytes[2]; /* by the end that sent them; bytes on the wire */
	uint64_t hints[2]; /* bits of enum hint that each end showed: inspect/hint.h */
	struct inspection *inspection; /* owned by inspect; NULL once decided */
	/* owned, see inspect/detail.h; NULL when nothing was found */
	struct detail_list *details;
	uint64_t id; /* unique in a run, below 2^53 */
};

/** What either end showed. */
static inline uint64_t flow_hints(const struct flow *flow)
{
	return flow->hints[0] | flow->hints[1];
}

/** "new", "attempt", … as in EVE's flow.state. Static. */
const char *flow_state_name(enum flow_state state);

/** "forced", "timeout", "active", "memcap", "closed". Static. */
const char *flow_end_reason_name(enum flow_end_reason reason);

/** The state of a flow that has ended: as it stood, or FLOW_UNANSWERED. */
enum flow_state flow_concluded_state(const struct flow *flow);

/** Was the responder heard at all? */
bool flow_was_answered(const struct flow *flow);

#endif
