/* SPDX-License-Identifier: BSD-2-Clause */
#include "side_rows.h"

#include "flow/flow.h"
#include "inspect/hint.h"

/* The hello of pseudo-TLS met by real TLS, or the other way round: two protocols that each
 * may be right for the row, and never together. */
static bool is_imitation_taken_for_real(const uint64_t hints[static 2])
{
	for (size_t side = 0; side < 2; side++)
		if (hints[side] & HINT_BIT(HINT_PSEUDOTLS) &&
		    hints[!side] & HINT_BIT(HINT_TLS))
			return true;
	return false;
}

struct side_rows side_rows_of(struct policy *policy, const uint64_t hints[static 2])
{
	/* A copy: the policy keeps its own until it is asked again. */
	const struct hint_rows asked = *policy_by_hints(policy, hints[FLOW_INITIATOR]);
	const struct hint_rows *answered = policy_by_hints(policy, hints[FLOW_RESPONDER]);
	struct side_rows rows;

	if (is_imitation_taken_for_real(hints))
		return (struct side_rows){ 0 };
	rows.possible = row_set_and(&asked.possible, &answered->possible);
	rows.confirmed = row_set_and(&rows.possible, &answered->supported);
	rows.spoken = row_set_and(&rows.possible, &asked.supported);
	rows.spoken = row_set_or(&rows.spoken, &rows.confirmed);
	return rows;
}
