/* SPDX-License-Identifier: BSD-2-Clause */
#include "event_batch.h"

#include <assert.h>
#include <string.h>

#include "inspect/detail.h"

static_assert(EVENT_BATCH_MOST <= UINT16_MAX, "learned_after counts flows");

void event_batch_clear(struct event_batch *batch)
{
	for (size_t i = 0; i < batch->ended_count; i++)
		detail_list_destroy(batch->ended[i].flow.details);
	batch->ended_count = batch->learned_count = batch->texts_used = 0;
}

bool event_batch_has_room(const struct event_batch *batch)
{
	return batch->ended_count < EVENT_BATCH_MOST &&
	       batch->learned_count < EVENT_BATCH_MOST &&
	       EVENT_BATCH_TEXTS - batch->texts_used >= UINT8_MAX;
}

void event_batch_add_ended(struct event_batch *batch, const struct ended_flow *ended)
{
	batch->ended[batch->ended_count++] = *ended;
}

void event_batch_add_learned(struct event_batch *batch, const struct learned *learned)
{
	size_t at = batch->learned_count++;
	char *text = batch->texts + batch->texts_used;

	if (learned->text_len > 0)
		memcpy(text, learned->text, learned->text_len);
	batch->texts_used += learned->text_len;
	batch->learned[at] = *learned;
	batch->learned[at].text = text;
	batch->learned_after[at] = (uint16_t)batch->ended_count;
}

void event_batch_visit(struct event_batch *batch,
                       void (*ended)(struct ended_flow *ended, void *context),
                       learned_observer learned, void *context)
{
	size_t next = 0;

	for (size_t i = 0; i <= batch->ended_count; i++) {
		while (next < batch->learned_count && batch->learned_after[next] == i)
			learned(&batch->learned[next++], context);
		if (i < batch->ended_count)
			ended(&batch->ended[i], context);
	}
}
