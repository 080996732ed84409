/* SPDX-License-Identifier: BSD-2-Clause */
#include "dpi.h"

#include "decode/packet.h"

#include "labels.h"
#include "ndpi_adapter.h"

#define PAYLOADS 8

bool dpi_init(struct dpi *dpi, const struct label_map *labels, struct block_pool *pool,
              struct error *err)
{
	*dpi = (struct dpi){ .adapter = ndpi_adapter_create(err),
		             .labels = labels,
		             .pool = pool };
	return dpi->adapter != NULL;
}

void dpi_drop(struct dpi *dpi, struct inspection *inspection)
{
	if (!inspection->dpi)
		return;
	ndpi_adapter_flow_fini(dpi->adapter, inspection->dpi);
	block_pool_give(dpi->pool, inspection->dpi, ndpi_adapter_flow_size());
	inspection->dpi = NULL;
}

/* @return whether nDPI has state for the flow */
static bool prepare(struct dpi *dpi, struct inspection *inspection)
{
	if (!ndpi_adapter_is_usable(dpi->adapter))
		return false;
	if (!inspection->dpi) {
		inspection->dpi = block_pool_take(dpi->pool, ndpi_adapter_flow_size());
		if (inspection->dpi)
			ndpi_adapter_flow_init(inspection->dpi);
	}
	return inspection->dpi;
}

/* Ask nDPI about bytes that end number @end sent. @return whether it knows */
static bool ask(struct dpi *dpi, const struct payload *payload, unsigned end,
                const uint8_t *bytes, size_t len)
{
	struct inspection *inspection = payload->inspection;
	struct flow *flow = payload->view.flow;
	const struct stream *stream = &inspection->streams[end];
	bool tcp = payload->view.transport == TRANSPORT_TCP;
	struct ndpi_adapter_payload shown = {
		.packet = payload->packet,
		.bytes = bytes,
		.len = len,
		.sequence = tcp ? stream->base : 0,
		.turned = end != payload->view.end,
		.by_initiator = end == flow->initiator,
		.from_start = !tcp || stream->from_start,
	};
	struct ndpi_adapter_label label;

	if (bytes == payload->packet->payload)
		shown.sequence = payload->packet->sequence;
	inspection->dpi_packets++;
	inspection->shown |= (uint8_t)(1 << end);
	if (!ndpi_adapter_observe(dpi->adapter, inspection->dpi, &shown, &label))
		return false;
	inspection->dpi_done = true;
	/* What it concludes rests on all that it was shown. */
	for (unsigned i = 0; i < 2; i++)
		if (inspection->shown >> i & 1 &&
		    labels_apply(dpi->labels, dpi->adapter, flow, i, &label) &&
		    !inspection->by)
			inspection->by = INSPECTION_BY_NDPI;
	return true;
}

/* What was kept of the streams while our readers pondered. @return whether it knows */
static bool replay_streams(struct dpi *dpi, const struct payload *payload)
{
	for (enum flow_side side = FLOW_INITIATOR; side <= FLOW_RESPONDER; side++) {
		unsigned end = flow_end_of(payload->view.flow, side);
		const struct stream *stream = &payload->inspection->streams[end];

		if (stream->len && ask(dpi, payload, end, stream->bytes, stream->len))
			return true;
	}
	return false;
}

/* Of each end first all that was kept, then segment by segment. What it finds is in the flow. */
static void show(struct dpi *dpi, const struct payload *payload)
{
	struct inspection *inspection = payload->inspection;
	const struct reader_view *view = &payload->view;
	const struct packet *packet = payload->packet;
	bool tcp = view->transport == TRANSPORT_TCP;
	unsigned bit = 1u << view->end;

	if (tcp && !inspection->dpi_packets && inspection->packets > 1 &&
	    (replay_streams(dpi, payload) || inspection->shown & bit))
		return;
	if (tcp && !(inspection->shown & bit))
		(void)ask(dpi, payload, view->end, view->bytes, view->len);
	else
		(void)ask(dpi, payload, view->end, packet->payload, packet->payload_len);
}

bool dpi_observe(struct dpi *dpi, const struct payload *payload)
{
	struct inspection *inspection = payload->inspection;

	if (!prepare(dpi, inspection)) {
		inspection->dpi_done = true;
		return false;
	}
	show(dpi, payload);
	if (inspection->dpi_packets >= PAYLOADS)
		inspection->dpi_done = true;
	if (inspection->dpi_done)
		dpi_drop(dpi, inspection);
	return true;
}

const char *dpi_name(const struct dpi *dpi, const struct flow *flow)
{
	return ndpi_adapter_name(dpi->adapter, flow->dpi);
}

void dpi_fini(struct dpi *dpi)
{
	ndpi_adapter_destroy(dpi->adapter);
}
