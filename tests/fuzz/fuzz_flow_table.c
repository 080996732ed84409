/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever packets come at whatever times, every flow that begins ends once, its
 * packets are counted once, and nothing ends for silence before its time.
 */
#include <stdlib.h>

#include "decode/packet.h"
#include "flow/flow_table.h"

#define SECOND           INT64_C(1000000)
#define SHORTEST_TIMEOUT (10 * SECOND)
#define OPERATION        4 /* bytes */

struct account {
	uint64_t followed, ended, packets;
	int64_t now_us;
	bool flushing;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void on_ended(struct flow *flow, enum flow_end_reason reason, void *context)
{
	struct account *account = context;

	account->packets += flow->packets[0] + flow->packets[1];
	account->ended += reason != FLOW_END_ACTIVE;
	if (reason == FLOW_END_IDLE && account->now_us - flow->last_us < SHORTEST_TIMEOUT)
		abort();
	if ((reason == FLOW_END_FORCED) != account->flushing)
		abort();
}

/* Few ends, so that their flows meet; jumps of time from none to more than an hour. */
static struct packet make_packet(const uint8_t operation[static OPERATION],
                                 int64_t *time_us)
{
	static const int64_t jumps[] = { 0,  1,    10,   30,   60,   300,   600,   0,
		                         -2, 3600, 4095, 4096, 4097, 10000, -4000, 11 };
	static const uint8_t ipv4[] = { 10, 0, 0, 1 };
	struct packet packet = { .transport = operation[0] & 1 ? TRANSPORT_UDP
		                                               : TRANSPORT_TCP };
	uint8_t client = operation[0] >> 1 & 0x1f, answer = operation[0] & 0x40;

	if (operation[0] & 0x80)
		*time_us += jumps[operation[1] & 15] * SECOND + operation[1];
	packet.source = packet.target = address_from_ipv4(ipv4);
	packet.source.bytes[15] += answer != 0;
	packet.target.bytes[15] += answer == 0;
	packet.source_port = answer ? 5061 : (uint16_t)(50000 + client);
	packet.target_port = answer ? (uint16_t)(50000 + client) : 5061;
	packet.time_us = *time_us;
	packet.tcp_flags = operation[2];
	packet.wire_len = 60;
	packet.payload_wire_len = operation[3] & 0x0f;
	packet.kind = operation[3] == 0xff ? PACKET_ERROR : packet.kind;
	return packet;
}

static void check(const struct flow_table *table, const struct account *account)
{
	const struct flow_table_counters *counters = flow_table_counters(table);

	if (counters->begun - account->ended != counters->flows ||
	    account->packets > account->followed)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct account account = { .now_us = INT64_MIN };
	struct flow_table *table = flow_table_create(&(struct flow_table_options){
		.memory = 1 << 20,
		.active_timeout_us = 1800 * SECOND,
		.ended = on_ended,
		.ended_context = &account,
	});
	int64_t time_us = 5000 * SECOND;
	unsigned end;

	if (!table)
		return 0;
	for (; size >= OPERATION; data += OPERATION, size -= OPERATION) {
		struct packet packet = make_packet(data, &time_us);

		if (packet.time_us > account.now_us)
			account.now_us = packet.time_us;
		if (flow_table_observe(table, &packet, &end))
			account.followed++;
		check(table, &account);
	}
	account.flushing = true;
	flow_table_flush(table);
	check(table, &account);
	if (flow_table_counters(table)->flows || account.packets != account.followed)
		abort();
	flow_table_destroy(table);
	return 0;
}
