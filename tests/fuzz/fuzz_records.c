/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A whole log of flows: framing, every kind of record, joins. Whatever it holds, what
 * comes out of it has to be a flow that packets could have made.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/transport.h"
#include "capture/capture.h"
#include "flow/direction.h"
#include "inspect/hint.h"
#include "records/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool truth)
{
	if (!truth)
		abort();
}

static void take_flow(struct record_flow *record, void *context)
{
	const struct flow *flow = &record->flow;

	(void)context;
	must(transport_has_ports(flow->transport) ||
	     (flow->end[0].port == 0 && flow->end[1].port == 0));
	must(flow->state <= FLOW_UNANSWERED && flow->direction_by <= FLOW_BY_FIRST);
	must(flow->initiator <= 1 && flow->first_us <= flow->last_us);
	must(!((flow->hints[0] | flow->hints[1]) >> HINTS));
	must(record->stands_for > 0 && flow->vlan_count <= 2);
	must(flow_concluded_state(flow) <= FLOW_UNANSWERED);
}

static void take_learned(const struct learned *learned, void *context)
{
	(void)context;
	must(learned->kind <= LEARNED_AGENT && learned->via <= LEARNED_BY_DHCP);
	must(learned->kind == LEARNED_LISTENER || learned->text);
}

static void take_account(const struct record_account *account, void *context)
{
	(void)context;
	must(account->frames <= INT64_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct record_taker taker = {
		.flow = take_flow,
		.learned = take_learned,
		.account = take_account,
	};
	struct error err;
	int fd = memfd_create("records", MFD_CLOEXEC);
	struct capture *capture = capture_create(&(struct capture_options){ 0 }, &err);
	struct records *records = NULL;

	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	must(lseek(fd, 0, SEEK_SET) == 0 && capture);
	if (capture_add_descriptor(capture, fd, "log", NULL, &err)) {
		records = records_create(capture);
		must(records);
		records_read(records, &taker);
	}
	records_destroy(records);
	capture_close(capture);
	return 0;
}
