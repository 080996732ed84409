/* SPDX-License-Identifier: BSD-2-Clause */
#include "kind_flow.h"

#include "base/transport.h"
#include "inspect/detail.h"
#include "store/store.h"

#include "eve_own.h"
#include "words_kept.h"

bool kind_flow_read(struct log *log, const char *text, size_t len,
                    struct record_flow *kind)
{
	json_error_t reason;
	json_t *object =
		json_loadb(text, len, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &reason);
	bool read = object && eve_own_kind(log, object, kind);

	json_decref(object);
	return read;
}

void kind_flow_give(struct log *log, const struct record_flow *kind,
                    const struct store_record *own, const struct record_flow *like)
{
	struct record_flow one = *kind;
	struct flow *flow = &one.flow;

	flow->input = log->input;
	flow->details = detail_list_share(flow->details);
	flow->end[0].address = own->initiator;
	flow->end[1].address = own->responder;
	flow->end[0].port = own->initiator_port;
	flow->end[1].port = own->responder_port;
	if (!transport_has_ports(flow->transport))
		flow->end[0].port = flow->end[1].port = 0;
	flow->first_us = own->first_us;
	flow->last_us = own->last_us;
	flow->id = own->id;
	for (size_t end = 0; end < 2; end++) {
		flow->packets[end] = own->packets[end];
		flow->bytes[end] = own->bytes[end];
	}
	one.sensor = *own->sensor ? words_kept_add(log->words, own->sensor) : NULL;
	one.stands_for = like->stands_for;
	one.hours = like->hours;
	one.is_alone = like->is_alone;
	log_give_flow(log, &one);
}
