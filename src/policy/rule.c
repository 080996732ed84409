/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/rule.h"

#include "inspect/hint.h"

void rule_set_ports(struct rule *rule, const struct port_span *ports, size_t count)
{
	size_t total = 0;

	for (size_t i = 0; i < count; i++)
		total += (size_t)ports[i].high - ports[i].low + 1;
	rule->ports = ports;
	rule->port_count = count;
	rule->wide = total > RULE_WIDE_PORTS;
}

bool rule_lists_port(const struct rule *rule, uint8_t transport, uint16_t port)
{
	for (size_t i = 0; i < rule->port_count; i++) {
		const struct port_span *span = &rule->ports[i];

		if (span->transport == transport && span->low <= port &&
		    port <= span->high)
			return true;
	}
	return false;
}

bool rule_is_media_range(const struct rule *rule)
{
	bool range = false;

	for (size_t i = 0; i < rule->port_count; i++)
		range |= rule->ports[i].high != rule->ports[i].low;
	return range && rule->row->speaks & HINTS_OF(HINT_MEDIA);
}
