/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/judged.h"

#include "judge/verdict.h"

void judged_add(struct judged_flows *counts, const struct verdict *verdict,
                uint64_t flows)
{
	counts->all += flows;
	if (verdict->kind == VERDICT_OUT_OF_SCOPE)
		return;
	counts->in_scope += flows;
	if (verdict->confirmed)
		counts->confirmed += flows;
}
