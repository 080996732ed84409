/* SPDX-License-Identifier: BSD-2-Clause */
#include "expected_mark.h"

#include "judge/conversation.h"
#include "judge/verdict.h"
#include "policy/site.h"

#include "judge_private.h"

struct expected_mark expected_mark_of(const struct site *site, enum modality modality,
                                      const struct row *row,
                                      const struct site_party *from,
                                      const struct site_party *to)
{
	const struct site_mark *mark = site_mark_find(site, modality, from, to);

	if (mark)
		return (struct expected_mark){ .line = mark->line, .dscp = mark->dscp };
	if (row && row->dscp)
		return (struct expected_mark){ .row = row, .dscp = row->dscp };
	return (struct expected_mark){ 0 };
}

struct expected_mark expected_mark_sent(const struct judge *judge,
                                        const struct conversation *conversation,
                                        const struct verdict *verdict,
                                        enum flow_side side)
{
	const struct row *row = verdict->rule ? verdict->rule->row : NULL;
	const struct site_party parties[2] = {
		[FLOW_INITIATOR] = { &conversation->initiator, verdict->initiator_roles },
		[FLOW_RESPONDER] = { &conversation->responder, verdict->responder_roles },
	};

	return expected_mark_of(policy_site(judge->policy),
	                        row ? row->modality : MODALITY_UNKNOWN, row,
	                        &parties[side], &parties[!side]);
}
