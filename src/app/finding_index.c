/* SPDX-License-Identifier: BSD-2-Clause */
#include "finding_index.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/slot_index.h"
#include "decode/packet.h"
#include "judge/audit.h"

#define FEWEST_SLOTS 64

/* Findings of one host stand together: first those about one port, by transport and port. */
struct indexed_host {
	const struct address *address;
	size_t first, narrow, all; /* of index->order; how many are narrow, and in all */
};

struct finding_index {
	const struct audit *audit;
	struct hash_key key;
	struct slot_index slots;            /* numbers of hosts, by address */
	struct indexed_host *hosts;         /* owned */
	const struct audit_finding **order; /* owned */
	size_t host_count;
};

static bool is_narrow(const struct audit_finding *finding)
{
	return finding->transport != 0 && finding->port == finding->port_high;
}

static int compare_ports(const struct audit_finding *x, uint8_t transport, uint16_t port)
{
	return x->transport != transport ? x->transport - transport : x->port - port;
}

static int compare_findings(const void *a, const void *b)
{
	const struct audit_finding *x = *(const struct audit_finding *const *)a;
	const struct audit_finding *y = *(const struct audit_finding *const *)b;
	int order = address_compare(&x->address, &y->address);

	if (order == 0)
		order = is_narrow(y) - is_narrow(x);
	if (order == 0 && is_narrow(x))
		order = compare_ports(x, y->transport, y->port);
	/* They are in one array, worst first. */
	return order ? order : (x > y) - (x < y);
}

static uint32_t hash_of(const struct finding_index *index, const struct address *address)
{
	return (uint32_t)hash_bytes(&index->key, address, sizeof(*address));
}

static bool add_host(struct finding_index *index, size_t first)
{
	const struct address *address = &index->order[first]->address;
	struct indexed_host *host = &index->hosts[index->host_count];

	*host = (struct indexed_host){ .address = address, .first = first };
	return slot_index_add(&index->slots, hash_of(index, address),
	                      (uint32_t)index->host_count++);
}

static bool fill(struct finding_index *index)
{
	const struct audit *audit = index->audit;

	for (size_t i = 0; i < audit->finding_count; i++)
		index->order[i] = &audit->findings[i];
	array_sort(index->order, audit->finding_count, sizeof(*index->order),
	           compare_findings);
	for (size_t i = 0; i < audit->finding_count; i++) {
		const struct audit_finding *finding = index->order[i];

		if ((i == 0 ||
		     !address_equal(&finding->address, &index->order[i - 1]->address)) &&
		    !add_host(index, i))
			return false;
		index->hosts[index->host_count - 1].narrow += is_narrow(finding);
		index->hosts[index->host_count - 1].all++;
	}
	return true;
}

struct finding_index *finding_index_create(const struct audit *audit)
{
	struct finding_index *index = calloc(1, sizeof(*index));

	if (!index)
		return NULL;
	index->audit = audit;
	index->key = hash_key_random();
	index->hosts = calloc(audit->finding_count + 1, sizeof(*index->hosts));
	index->order = calloc(audit->finding_count + 1, sizeof(*index->order));
	if (index->hosts && index->order &&
	    slot_index_init(&index->slots, FEWEST_SLOTS) && fill(index))
		return index;
	finding_index_destroy(index);
	return NULL;
}

static const struct indexed_host *find_host(const struct finding_index *index,
                                            const struct address *address)
{
	uint32_t hash = hash_of(index, address), number;
	size_t slot = hash;

	while ((number = slot_index_next(&index->slots, hash, &slot)) != SLOT_INDEX_NONE)
		if (address_equal(index->hosts[number].address, address))
			return &index->hosts[number];
	return NULL;
}

/* All peers are known by address only while they are few. */
static bool is_peer_of(const struct audit_finding *finding, const struct address *address)
{
	if (finding->peer_count == 0 || finding->peers_total > finding->peer_count)
		return true;
	for (size_t i = 0; i < finding->peer_count; i++)
		if (address_equal(&finding->peers[i].address, address))
			return true;
	return false;
}

/* The first of the narrow findings of @host that is not before this port. */
static size_t find_port(const struct finding_index *index,
                        const struct indexed_host *host, uint8_t transport, uint16_t port)
{
	size_t low = host->first, high = host->first + host->narrow;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_ports(index->order[middle], transport, port) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct audit_finding *worse(const struct audit_finding *a,
                                         const struct audit_finding *b)
{
	return !a || (b && b < a) ? b : a;
}

/* The finding about what listens on one end, for which the other end is a peer. */
static const struct audit_finding *find_about(const struct finding_index *index,
                                              const struct address *listener,
                                              uint16_t port, uint8_t transport,
                                              const struct address *peer)
{
	const struct indexed_host *host = find_host(index, listener);
	const struct audit_finding *found = NULL, *finding;

	if (!host)
		return NULL;
	for (size_t i = find_port(index, host, transport, port);
	     i < host->first + host->narrow && !found; i++) {
		finding = index->order[i];
		if (compare_ports(finding, transport, port) != 0)
			break;
		if (is_peer_of(finding, peer))
			found = finding;
	}
	for (size_t i = host->first + host->narrow; i < host->first + host->all; i++) {
		finding = index->order[i];
		/* A scan is about its source, whose targets are the listeners. */
		if (finding->transport == 0 ||
		    (finding->transport == transport && port >= finding->port &&
		     port <= finding->port_high && is_peer_of(finding, peer)))
			found = worse(found, finding);
	}
	return found;
}

const struct audit_finding *finding_index_find(const struct finding_index *index,
                                               const struct packet *packet)
{
	return worse(find_about(index, &packet->target, packet->target_port,
	                        packet->transport, &packet->source),
	             find_about(index, &packet->source, packet->source_port,
	                        packet->transport, &packet->target));
}

void finding_index_destroy(struct finding_index *index)
{
	if (!index)
		return;
	slot_index_fini(&index->slots);
	free(index->hosts);
	free(index->order);
	free(index);
}
