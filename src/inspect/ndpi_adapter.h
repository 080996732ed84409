/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ndpi_adapter - all that is asked of nDPI: what do these payloads look like?
 *
 * Room: inspect, private. ndpi_adapter.c is the one file that includes nDPI's
 * headers. Only what nDPI found in the payload is passed on: its guesses by
 * port and by address are what the catalogues exist to replace.
 */
#ifndef NDPI_ADAPTER_H
#define NDPI_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct ndpi_adapter;
struct packet;

/* One payload as nDPI is to see it. */
struct ndpi_adapter_payload {
	const struct packet *packet; /* addresses, ports, transport and time */
	const uint8_t *bytes;
	size_t len;
	uint32_t sequence; /* of bytes[0]; TCP */
	bool turned;       /* the bytes were sent by packet->target */
	bool by_initiator; /* who sent the bytes */
	bool from_start;   /* the flow's beginning was seen */
};

/* nDPI's numbers of the two names it gives; 0 is none. */
struct ndpi_adapter_label {
	uint16_t application, master;
};

/** Takes some tens of milliseconds. Owned: ndpi_adapter_destroy(). NULL with @err on failure. */
struct ndpi_adapter *ndpi_adapter_create(struct error *err);

/**
 * Did nDPI get all the memory it asked for? It does not check: once malloc() refuses
 * it some, it is left where it stands and asked nothing any more.
 */
bool ndpi_adapter_is_usable(const struct ndpi_adapter *adapter);

/** Bytes a flow's state takes, without what nDPI allocates behind it. */
size_t ndpi_adapter_flow_size(void);

/** The caller's ndpi_adapter_flow_size() bytes become the state of a flow, until they are let go. */
void ndpi_adapter_flow_init(void *flow);
void ndpi_adapter_flow_fini(struct ndpi_adapter *adapter, void *flow);

/** Show nDPI one more payload. @return whether the payloads so far told it what they are */
bool ndpi_adapter_observe(struct ndpi_adapter *adapter, void *flow,
                          const struct ndpi_adapter_payload *payload,
                          struct ndpi_adapter_label *label);

/** nDPI's name of protocol @id, static; NULL when it has none. */
const char *ndpi_adapter_name(const struct ndpi_adapter *adapter, uint16_t id);

/** NULL is fine. */
void ndpi_adapter_destroy(struct ndpi_adapter *adapter);

/** Version of nDPI, static. */
const char *ndpi_adapter_version(void);

#endif
