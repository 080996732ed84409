/* SPDX-License-Identifier: BSD-2-Clause */
#include "allow.h"

#include "inspect/hint.h"
#include "policy/site.h"
#include "policy/site_end.h"

static bool port_matches(const struct site_allow *allow,
                         const struct conversation *conversation)
{
	for (size_t i = 0; i < allow->port_count; i++) {
		const struct port_span *span = &allow->ports[i];

		if (span->transport == conversation->transport &&
		    conversation->responder_port >= span->low &&
		    conversation->responder_port <= span->high)
			return true;
	}
	return allow->port_count == 0;
}

/* What could not be identified cannot contradict what was allowed, unless that is TLS. */
static bool speaks_so(const struct site_allow *allow, uint64_t hints)
{
	hints &= ~HINT_BIT(HINT_UNKNOWN);
	if (hints == HINT_BIT(HINT_NOT_TLS))
		return (allow->speaks & ~HINTS_OF(HINT_ENCRYPTED)) || !allow->speaks;
	if (allow->speaks == 0 || hints == 0 || (hints & allow->speaks))
		return true;
	return !(hints & ~HINTS_OF(HINT_SHELL)) &&
	       (allow->speaks & HINTS_OF(HINT_SHELL | HINT_INSIDE));
}

static bool allow_matches(const struct site_allow *allow,
                          const struct conversation *conversation, role_set initiator,
                          role_set responder)
{
	return speaks_so(allow, conversation->hints[FLOW_INITIATOR]) &&
	       speaks_so(allow, conversation->hints[FLOW_RESPONDER]) &&
	       port_matches(allow, conversation) &&
	       site_end_holds(&allow->from, &conversation->initiator, initiator) &&
	       site_end_holds(&allow->to, &conversation->responder, responder);
}

int allow_find(const struct site *site, const struct conversation *conversation,
               role_set initiator, role_set responder, bool *expired)
{
	int past = -1;

	*expired = false;
	for (size_t i = 0; site && i < site->allow_count; i++) {
		const struct site_allow *allow = &site->allows[i];

		if (!allow_matches(allow, conversation, initiator, responder))
			continue;
		if (conversation->last_us <= allow->until_us) {
			*expired = false;
			return (int)i;
		}
		if (past < 0)
			past = (int)i;
	}
	*expired = past >= 0;
	return past;
}
