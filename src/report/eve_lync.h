/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * eve_lync - the object `lync` of a flow's EVE record: what is ours (docs/flow.schema.json).
 *
 * Room: report, private. Thousands of flows have the same, so what it is made from can be
 * had as a key.
 */
#ifndef EVE_LYNC_H
#define EVE_LYNC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "inspect/detail.h"

#define EVE_LYNC_DETAILS 5

struct report_flow;

/* Those of a flow's details that are members of it. */
struct eve_lync_details {
	struct {
		const char *bytes; /* borrowed; NULL: it has none */
		size_t len;
	} of[EVE_LYNC_DETAILS];
};

/** Keep @key, whose @bytes are borrowed. @return false when it is no member of the object */
bool eve_lync_take_detail(struct eve_lync_details *details, enum detail key,
                          const char *bytes, size_t len);

/** Set @key to all that the object is made from: of two records with the same it is the same. */
void eve_lync_make_key(struct text *key, const struct report_flow *record,
                       const struct eve_lync_details *details);

/** Add the object but for its end: what hangs on ports and addresses can follow. */
void eve_lync_render(struct text *out, const struct report_flow *record,
                     const struct eve_lync_details *details);

/** Add which finding of an audit the flow belongs to, and how bad the flow is; nothing when it is accused of nothing. */
void eve_lync_add_finding(struct text *out, const struct report_flow *record);

#endif
