/* SPDX-License-Identifier: BSD-2-Clause */
#include "labels.h"

#include <stddef.h>
#include <string.h>

#include "flow/flow.h"
#include "inspect/detail.h"
#include "inspect/hint.h"
#include "inspect/label_map.h"

#include "ndpi_adapter.h"

static enum label_meaning meaning_of(const struct label_map *labels, const char *name,
                                     enum hint *hint)
{
	if (!name)
		return LABEL_IGNORED;
	return labels ? label_map_find(labels, name, hint) : LABEL_OTHER;
}

bool labels_apply(const struct label_map *labels, const struct ndpi_adapter *adapter,
                  struct flow *flow, unsigned end, const struct ndpi_adapter_label *label)
{
	const uint16_t ids[] = { label->application, label->master };
	const char *other = NULL;
	bool other_only = true;
	uint64_t before = flow->hints[end];

	flow->dpi = label->application ? label->application : label->master;
	for (size_t i = 0; i < 2; i++) {
		const char *name = ndpi_adapter_name(adapter, ids[i]);
		enum hint hint;

		switch (meaning_of(labels, name, &hint)) {
		case LABEL_HINT:
			other_only = false;
			if (!(HINTS_OF(HINT_READ) & HINT_BIT(hint)))
				flow->hints[end] |= HINT_BIT(hint);
			break;
		case LABEL_OTHER:
			other = other ? other : name;
			break;
		case LABEL_IGNORED:
			break;
		}
	}
	if (other && other_only) {
		flow->hints[end] |= HINT_BIT(HINT_OTHER);
		detail_set(&flow->details, DETAIL_PROTOCOL, other, strlen(other));
	}
	return flow->hints[end] != before;
}
