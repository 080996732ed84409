/* SPDX-License-Identifier: BSD-2-Clause */
#include "inspection.h"

#include <string.h>

static size_t state_size(uint8_t index)
{
	return sizeof(struct reader_state) + reader_table[index]->state_size;
}

void *inspection_state(const struct inspection *inspection, uint8_t index)
{
	for (struct reader_state *state = inspection->states; state;
	     state = state->next) {
		if (state->reader == index)
			return state->bytes;
	}
	return NULL;
}

bool inspection_keep_state(struct inspection *inspection, struct block_pool *pool,
                           uint8_t index, const void *bytes)
{
	struct reader_state *state = block_pool_take(pool, state_size(index));

	if (!state)
		return false;
	state->reader = index;
	memcpy(state->bytes, bytes, reader_table[index]->state_size);
	state->next = inspection->states;
	inspection->states = state;
	return true;
}

void inspection_drop_state(struct inspection *inspection, struct block_pool *pool,
                           uint8_t index)
{
	struct reader_state **link = &inspection->states;

	while (*link && (*link)->reader != index)
		link = &(*link)->next;
	if (!*link)
		return;
	struct reader_state *dropped = *link;

	*link = dropped->next;
	block_pool_give(pool, dropped, state_size(index));
}

bool inspection_has_words(const struct flow *flow, unsigned end)
{
	return flow->hints[end] & ~HINTS_OF(HINT_ABOUT_TLS);
}

bool inspection_tell(struct inspection *inspection, const struct flow *flow, unsigned end)
{
	inspection->told |= (uint8_t)(1 << end);
	if (inspection_has_words(flow, !end))
		inspection->told |= (uint8_t)(1 << !end);
	return inspection->told == 3;
}

void inspection_restart(struct inspection *inspection, struct block_pool *pool)
{
	while (inspection->states)
		inspection_drop_state(inspection, pool, inspection->states->reader);
	for (unsigned end = 0; end < 2; end++) {
		inspection->refused[end] = 0;
		inspection->signed_len[end] = 0;
		inspection->opening[end] = 0;
	}
	inspection->keeper = NO_READER;
}

void inspection_fini(struct inspection *inspection, struct block_pool *pool)
{
	inspection_restart(inspection, pool);
	stream_fini(&inspection->streams[0], pool);
	stream_fini(&inspection->streams[1], pool);
}
