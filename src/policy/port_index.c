/* SPDX-License-Identifier: BSD-2-Clause */
#include "port_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/transport.h"

/* begins[p]: some rule's span begins at p or ended at p - 1. */
static void mark_boundaries(bool begins[65537], const struct rule *rules, size_t count,
                            uint8_t transport)
{
	memset(begins, 0, 65537 * sizeof(*begins));
	begins[0] = true;
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < rules[i].port_count; j++) {
			const struct port_span *span = &rules[i].ports[j];

			if (span->transport != transport)
				continue;
			begins[span->low] = true;
			begins[span->high + 1] = true;
		}
	}
}

static void collect(struct port_sets *sets, const struct rule *rules, size_t count,
                    uint8_t transport, uint16_t port)
{
	*sets = (struct port_sets){ 0 };
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < rules[i].port_count; j++) {
			const struct port_span *span = &rules[i].ports[j];

			if (span->transport == transport && port >= span->low &&
			    port <= span->high)
				row_set_add(rule_is_wide(&rules[i]) ? &sets->wide
				                                    : &sets->narrow,
				            (unsigned)i);
		}
	}
}

static bool build_transport(struct port_index *index, uint16_t *by_port,
                            bool begins[65537], const struct rule *rules, size_t count,
                            uint8_t transport)
{
	mark_boundaries(begins, rules, count, transport);
	for (unsigned port = 0; port < 65536; port++) {
		if (begins[port]) {
			if (!array_reserve(&index->sets, &index->set_capacity,
			                   index->set_count, sizeof(*index->sets)))
				return false;
			collect(&index->sets[index->set_count++], rules, count, transport,
			        (uint16_t)port);
		}
		by_port[port] = (uint16_t)(index->set_count - 1);
	}
	return true;
}

static bool is_listed(const struct rule *rules, size_t count, uint8_t transport)
{
	for (size_t i = 0; i < count; i++)
		if (rule_lists_port(&rules[i], transport, 0))
			return true;
	return false;
}

/* A transport without ports has one, 0; all those that no rule lists share one set. */
static bool build_portless(struct port_index *index, const struct rule *rules,
                           size_t count)
{
	size_t unlisted = index->set_count;

	for (unsigned transport = 0; transport < ARRAY_LEN(index->portless);
	     transport++) {
		bool listed = is_listed(rules, count, (uint8_t)transport);

		index->portless[transport] =
			(uint16_t)(listed ? index->set_count : unlisted);
		if (!listed && index->set_count > unlisted)
			continue;
		if (!array_reserve(&index->sets, &index->set_capacity, index->set_count,
		                   sizeof(*index->sets)))
			return false;
		collect(&index->sets[index->set_count++], rules, count,
		        (uint8_t)transport, 0);
	}
	return true;
}

bool port_index_build(struct port_index *index, const struct rule *rules, size_t count)
{
	bool *begins = malloc(65537 * sizeof(*begins));
	bool built =
		begins &&
		build_transport(index, index->tcp, begins, rules, count, TRANSPORT_TCP) &&
		build_transport(index, index->udp, begins, rules, count, TRANSPORT_UDP) &&
		build_portless(index, rules, count);

	free(begins);
	return built;
}

void port_index_fini(struct port_index *index)
{
	free(index->sets);
	index->sets = NULL;
}

const struct port_sets *port_index_find(const struct port_index *index, uint8_t transport,
                                        uint16_t port)
{
	if (transport == TRANSPORT_TCP)
		return &index->sets[index->tcp[port]];
	return &index->sets[transport == TRANSPORT_UDP ? index->udp[port]
	                                               : index->portless[transport]];
}
