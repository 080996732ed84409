/* SPDX-License-Identifier: BSD-2-Clause */
#include "ndpi_adapter.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wundef"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wstrict-prototypes"
#include <ndpi_api.h>
#pragma GCC diagnostic pop

#include "base/error.h"
#include "decode/packet.h"

#include "ndpi_memory.h"

#define PAYLOAD_MAX 1460 /* a full segment; dissectors look no further */
#define HEADERS_MAX 60   /* IPv6 and TCP */

struct ndpi_adapter {
	struct ndpi_detection_module_struct *module; /* owned */
	bool starved;                                /* malloc() refused it something */
	struct ndpi_memory memory;
	uint8_t scratch[HEADERS_MAX + PAYLOAD_MAX]; /* the packet nDPI is shown */
};

/* nDPI's own rule: modules are not made in parallel. */
static pthread_mutex_t module_making = PTHREAD_MUTEX_INITIALIZER;

static struct ndpi_detection_module_struct *make_module(void)
{
	NDPI_PROTOCOL_BITMASK all;
#ifdef NDPI_HAS_GLOBAL_CONTEXT
	struct ndpi_detection_module_struct *module = ndpi_init_detection_module(NULL);
#elif defined(NDPI_HAS_TOR_LIST)
	struct ndpi_detection_module_struct *module =
		ndpi_init_detection_module(ndpi_dont_load_tor_list);
#else
	struct ndpi_detection_module_struct *module =
		ndpi_init_detection_module(ndpi_dont_load_tor_hosts);
#endif

	if (!module)
		return NULL;
	NDPI_BITMASK_SET_ALL(all);
	ndpi_set_protocol_detection_bitmask2(module, &all);
#ifdef NDPI_FINALIZE_FAILS
	if (ndpi_finalize_initialization(module) != 0) {
		ndpi_exit_detection_module(module);
		return NULL;
	}
#else
	ndpi_finalize_initialization(module);
#endif
	return module;
}

/* NULL as well when memory runs out. */
static struct ndpi_detection_module_struct *make_module_guarded(
	struct ndpi_memory *memory)
{
	struct ndpi_detection_module_struct *volatile module = NULL;
	jmp_buf refused;

	set_ndpi_malloc(ndpi_memory_take);
	set_ndpi_free(ndpi_memory_give);
	set_ndpi_flow_malloc(ndpi_memory_take);
	set_ndpi_flow_free(ndpi_memory_give);
	ndpi_memory_use(memory, &refused);
	if (setjmp(refused) == 0)
		module = make_module();
	ndpi_memory_leave();
	memory->setting_up = false;
	return module;
}

struct ndpi_adapter *ndpi_adapter_create(struct error *err)
{
	struct ndpi_adapter *adapter = calloc(1, sizeof(*adapter));

	if (!adapter) {
		error_set(err, "out of memory");
		return NULL;
	}
	pthread_mutex_lock(&module_making);
	ndpi_memory_init(&adapter->memory);
	adapter->module = make_module_guarded(&adapter->memory);
	pthread_mutex_unlock(&module_making);
	if (!adapter->module) {
		error_set(err, "nDPI %s cannot be set up, out of memory",
		          ndpi_revision());
		ndpi_memory_fini(&adapter->memory);
		free(adapter);
		return NULL;
	}
	return adapter;
}

size_t ndpi_adapter_flow_size(void)
{
	return sizeof(struct ndpi_flow_struct);
}

void ndpi_adapter_flow_init(void *flow)
{
	memset(flow, 0, sizeof(struct ndpi_flow_struct));
}

void ndpi_adapter_flow_fini(struct ndpi_adapter *adapter, void *flow)
{
	/* Nobody knows what it was in the middle of. */
	if (adapter->starved)
		return;
	ndpi_memory_use(&adapter->memory, NULL);
	ndpi_free_flow_data(flow);
	ndpi_memory_leave();
}

bool ndpi_adapter_is_usable(const struct ndpi_adapter *adapter)
{
	return !adapter->starved;
}

static uint8_t *put_be16(uint8_t *at, size_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
	return at + 2;
}

static uint8_t *put_be32(uint8_t *at, uint32_t value)
{
	return put_be16(put_be16(at, value >> 16), value & 0xffff);
}

static uint8_t *put_bytes(uint8_t *at, const void *bytes, size_t len)
{
	memcpy(at, bytes, len);
	return at + len;
}

/* RFC 791 section 3.1. nDPI checks no checksum. */
static uint8_t *put_ipv4(uint8_t *at, const struct address *source,
                         const struct address *target, uint8_t transport, size_t len)
{
	at = put_be16(at, 0x4500);
	at = put_be16(at, 20 + len);
	at = put_be32(at, 0x00014000); /* do not fragment */
	*at++ = 64;
	*at++ = transport;
	at = put_be16(at, 0);
	at = put_bytes(at, source->bytes + 12, 4);
	return put_bytes(at, target->bytes + 12, 4);
}

/* RFC 8200 section 3 */
static uint8_t *put_ipv6(uint8_t *at, const struct address *source,
                         const struct address *target, uint8_t transport, size_t len)
{
	at = put_be32(at, 0x60000000);
	at = put_be16(at, len);
	*at++ = transport;
	*at++ = 64;
	at = put_bytes(at, source->bytes, 16);
	return put_bytes(at, target->bytes, 16);
}

/* RFC 9293 section 3.1, RFC 768 */
static uint8_t *put_transport(uint8_t *at, const struct ndpi_adapter_payload *payload,
                              uint16_t source_port, uint16_t target_port, size_t len)
{
	at = put_be16(at, source_port);
	at = put_be16(at, target_port);
	if (payload->packet->transport == TRANSPORT_UDP) {
		at = put_be16(at, 8 + len);
		return put_be16(at, 0);
	}
	at = put_be32(at, payload->sequence);
	at = put_be32(at, payload->turned ? payload->packet->sequence
	                                  : payload->packet->acknowledgment);
	at = put_be16(at, 0x5000 | TCP_PSH | TCP_ACK);
	at = put_be16(at, 0xffff);
	return put_be32(at, 0);
}

/* nDPI wants an IP packet: put the smallest honest headers in front of the payload. */
static size_t write_packet(struct ndpi_adapter *adapter,
                           const struct ndpi_adapter_payload *payload)
{
	const struct packet *packet = payload->packet;
	bool turned = payload->turned;
	const struct address *source = turned ? &packet->target : &packet->source;
	const struct address *target = turned ? &packet->source : &packet->target;
	size_t len = payload->len < PAYLOAD_MAX ? payload->len : PAYLOAD_MAX;
	size_t header = packet->transport == TRANSPORT_UDP ? 8 : 20;
	uint8_t *at = adapter->scratch;

	if (address_is_ipv4(source) && address_is_ipv4(target))
		at = put_ipv4(at, source, target, packet->transport, header + len);
	else
		at = put_ipv6(at, source, target, packet->transport, header + len);
	at = put_transport(at, payload,
	                   turned ? packet->target_port : packet->source_port,
	                   turned ? packet->source_port : packet->target_port, len);
	at = put_bytes(at, payload->bytes, len);
	return (size_t)(at - adapter->scratch);
}

/* Have nDPI look at the packet in scratch. */
static void process(struct ndpi_adapter *adapter, struct ndpi_flow_struct *state,
                    const struct ndpi_adapter_payload *payload, size_t len)
{
	int64_t time_us = payload->packet->time_us;
	uint64_t time_ms = time_us > 0 ? (uint64_t)time_us / 1000 : 0;

#ifdef NDPI_TAKES_INPUT_INFO
	struct ndpi_flow_input_info info = {
		.in_pkt_dir = payload->by_initiator ? NDPI_IN_PKT_DIR_C_TO_S
		                                    : NDPI_IN_PKT_DIR_S_TO_C,
		.seen_flow_beginning = payload->from_start ? NDPI_FLOW_BEGINNING_SEEN
		                                           : NDPI_FLOW_BEGINNING_NOT_SEEN,
	};

	(void)ndpi_detection_process_packet(adapter->module, state, adapter->scratch,
	                                    (unsigned short)len, time_ms, &info);
#else
	(void)ndpi_detection_process_packet(adapter->module, state, adapter->scratch,
	                                    (unsigned short)len, time_ms);
#endif
}

/* process(), left in the middle when malloc() refuses. */
static void process_guarded(struct ndpi_adapter *adapter, struct ndpi_flow_struct *state,
                            const struct ndpi_adapter_payload *payload, size_t len)
{
	jmp_buf refused;

	ndpi_memory_use(&adapter->memory, &refused);
	if (setjmp(refused) == 0)
		process(adapter, state, payload, len);
	else
		adapter->starved = true;
	ndpi_memory_leave();
}

bool ndpi_adapter_observe(struct ndpi_adapter *adapter, void *flow,
                          const struct ndpi_adapter_payload *payload,
                          struct ndpi_adapter_label *label)
{
	struct ndpi_flow_struct *state = flow;
	size_t len = write_packet(adapter, payload);

	process_guarded(adapter, state, payload, len);
	if (adapter->starved)
		return false;
	/* The flow's own fields, because the returned struct changes between versions. */
	if (state->confidence != NDPI_CONFIDENCE_DPI)
		return false;
	label->application = state->detected_protocol_stack[0];
	label->master = state->detected_protocol_stack[1];
	return label->application != NDPI_PROTOCOL_UNKNOWN ||
	       label->master != NDPI_PROTOCOL_UNKNOWN;
}

const char *ndpi_adapter_name(const struct ndpi_adapter *adapter, uint16_t id)
{
	if (id == NDPI_PROTOCOL_UNKNOWN)
		return NULL;
	return ndpi_get_proto_name(adapter->module, id);
}

void ndpi_adapter_destroy(struct ndpi_adapter *adapter)
{
	if (!adapter)
		return;
	if (!adapter->starved) {
		ndpi_memory_use(&adapter->memory, NULL);
		ndpi_exit_detection_module(adapter->module);
		ndpi_memory_leave();
	}
	ndpi_memory_fini(&adapter->memory);
	free(adapter);
}

const char *ndpi_adapter_version(void)
{
	return ndpi_revision();
}
