/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One flow through all readers: datagrams in any order, segments cut, lost, sent again
 * and snapped, from a connection's beginning or from the middle of it.
 *
 * Input: a byte (bit 0 TCP, bit 1 mid-stream) and a port; then pieces of a byte of flags
 * (bit 0 the end, bit 1 snapped, bit 2 FIN, bits 3 and 4 a step ahead or back), a length
 * of two bytes, and that many bytes. What is known is taken back in the end: no memory of
 * the inspection may be left.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/transport.h"
#include "decode/packet.h"
#include "flow/direction.h"
#include "flow/flow.h"
#include "inspect/detail.h"
#include "inspect/inspector.h"

#include "../../src/inspect/detail_list.h"

#define FLAG_END     0x01
#define FLAG_SNAPPED 0x02
#define FLAG_FIN     0x04
#define STEP_SHIFT   3

struct conversation {
	struct inspector *inspector;
	struct flow flow;
	uint32_t next[2];
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void observe(struct conversation *conversation, uint8_t flags,
                    const uint8_t *bytes, size_t len)
{
	static const uint32_t steps[] = { 0, 1, 100, UINT32_MAX - 20 };
	struct flow *flow = &conversation->flow;
	unsigned end = flags & FLAG_END;
	uint8_t *copy = malloc(len ? len : 1); /* an exact allocation */
	struct packet packet = {
		.time_us = flow->last_us,
		.source = flow->end[end].address,
		.target = flow->end[!end].address,
		.source_port = flow->end[end].port,
		.target_port = flow->end[!end].port,
		.transport = flow->transport,
		.kind = PACKET_DATA,
		.sequence = conversation->next[end] + steps[flags >> STEP_SHIFT & 3],
		.acknowledgment = conversation->next[!end],
		.payload = copy,
		.payload_len = (uint32_t)len,
		.payload_wire_len = (uint32_t)len + (flags & FLAG_SNAPPED ? 100 : 0),
	};

	if (!copy)
		abort();
	if (len)
		memcpy(copy, bytes, len);
	if (flow->transport == TRANSPORT_TCP)
		packet.tcp_flags = TCP_ACK | (flags & FLAG_FIN ? TCP_FIN : 0);
	conversation->next[end] = packet.sequence + packet.payload_wire_len;
	flow->last_us += 20000;
	if (!(flow->flags & FLOW_DECIDED))
		inspector_observe(conversation->inspector, flow, &packet, end);
	free(copy);
}

static void begin(struct conversation *conversation, uint8_t flags, uint16_t port)
{
	struct flow *flow = &conversation->flow;

	flow->transport = flags & 1 ? TRANSPORT_TCP : TRANSPORT_UDP;
	flow->direction_by = FLOW_BY_FIRST;
	flow->end[0].address = address_from_ipv4((const uint8_t[]){ 10, 0, 0, 1 });
	flow->end[1].address = address_from_ipv4((const uint8_t[]){ 10, 0, 0, 2 });
	flow->end[0].port = 50000;
	flow->end[1].port = port;
	flow->state = FLOW_MIDSTREAM;
	if (!(flags & 2) && flow->transport == TRANSPORT_TCP) {
		flow->end[0].tcp_flags = flow->end[1].tcp_flags = TCP_SYN | TCP_ACK;
		flow->state = FLOW_ESTABLISHED;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err;
	struct conversation conversation = { .next = { 0xfffffff0, 77 } };

	if (size < 3)
		return 0;
	conversation.inspector =
		inspector_create(&(struct inspector_options){ .memory = 0 }, &err);
	if (!conversation.inspector)
		abort();
	begin(&conversation, data[0], (uint16_t)(data[1] << 8 | data[2]));
	data += 3;
	size -= 3;
	while (size >= 3) {
		uint8_t flags = data[0];
		size_t len = (size_t)data[1] << 8 | data[2];

		data += 3;
		size -= 3;
		len = len < size ? len : size;
		observe(&conversation, flags, data, len);
		data += len;
		size -= len;
	}
	inspector_finish(conversation.inspector, &conversation.flow);
	if (inspector_counters(conversation.inspector)->undecided_memory)
		abort();
	detail_list_destroy(conversation.flow.details);
	inspector_destroy(conversation.inspector);
	return 0;
}
