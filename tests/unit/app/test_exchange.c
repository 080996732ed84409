/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "../../../src/app/exchange.h"
#include "inspect/detail.h"

#define NUMBERS 40000 /* so many packets, each with a number for its tag */

/* Every number is told back as a learned fact, every third one as an ended flow before. */
static bool ends_flow(uint32_t number)
{
	return number % 3 == 0;
}

static struct event_batch *next_events(struct exchange *exchange,
                                       struct event_batch *events)
{
	if (!events || event_batch_has_room(events))
		return events;
	exchange_reported(exchange, false);
	return exchange_to_report(exchange);
}

static struct event_batch *tell(struct exchange *exchange, struct event_batch *events,
                                uint32_t number)
{
	char text[16];
	struct learned learned = { .port = (uint16_t)number, .text = text };
	struct ended_flow ended = { .flow = { .id = number } };

	learned.text_len = (uint8_t)snprintf(text, sizeof(text), "%u", number);
	events = next_events(exchange, events);
	if (events && ends_flow(number)) {
		detail_set(&ended.flow.details, DETAIL_NOTE, text, learned.text_len);
		event_batch_add_ended(events, &ended);
	}
	events = next_events(exchange, events);
	if (events)
		event_batch_add_learned(events, &learned);
	return events;
}

static void *follow(void *context)
{
	struct exchange *exchange = context;
	struct event_batch *events = exchange_to_report(exchange);
	const struct packet_batch *batch;
	bool last = false;

	while (!last && (batch = exchange_to_follow(exchange))) {
		for (size_t i = 0; i < batch->count; i++)
			events = tell(exchange, events, batch->tags[i]);
		last = batch->status == CAPTURE_END;
		exchange_followed(exchange);
	}
	if (events)
		exchange_reported(exchange, true);
	return NULL;
}

/* What came back so far; the next number expected. */
struct heard {
	uint32_t ended, learned;
};

static void hear_ended(struct ended_flow *ended, void *context)
{
	struct heard *heard = context;

	assert_int_equal(ended->flow.id, heard->ended);
	assert_int_equal(heard->learned, heard->ended); /* it came before its fact */
	heard->ended += 3;
}

static void hear_learned(const struct learned *learned, void *context)
{
	struct heard *heard = context;
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", heard->learned);

	assert_int_equal(learned->text_len, len);
	assert_memory_equal(learned->text, text, (size_t)len);
	heard->learned++;
}

/* Batches of uneven sizes, empty ones too. @return whether it was the last */
static bool fill(struct packet_batch *batch, uint32_t *next, unsigned round)
{
	batch->count = 0;
	while (batch->count < round * 37 % (BATCH_PACKETS + 1) && *next < NUMBERS)
		batch->tags[batch->count++] = (*next)++;
	batch->status = *next < NUMBERS ? CAPTURE_FRAME : CAPTURE_END;
	return batch->status == CAPTURE_END;
}

static void what_goes_in_comes_back_whole_and_in_order(void **state)
{
	struct exchange *exchange = exchange_create();
	struct heard heard = { 0 };
	enum exchange_turn turn;
	pthread_t follower;
	uint32_t next = 0;
	unsigned round = 0;

	(void)state;
	assert_int_equal(pthread_create(&follower, NULL, follow, exchange), 0);
	while ((turn = exchange_next(exchange)) != EXCHANGE_OVER) {
		if (turn == EXCHANGE_FILL) {
			exchange_filled(exchange,
			                fill(exchange_to_fill(exchange), &next, round++));
			continue;
		}
		event_batch_visit(exchange_to_take(exchange), hear_ended, hear_learned,
		                  &heard);
		exchange_taken(exchange);
	}
	pthread_join(follower, NULL);
	assert_int_equal(next, NUMBERS);
	assert_int_equal(heard.learned, NUMBERS);
	assert_int_equal(heard.ended, (NUMBERS + 2) / 3 * 3);
	exchange_destroy(exchange);
}

/* Wherever it is stopped, the follower ends, and what was on its way is freed. */
static void stopping_ends_the_follower_at_any_time(void **state)
{
	(void)state;
	for (unsigned turns = 0; turns < 60; turns++) {
		struct exchange *exchange = exchange_create();
		struct heard heard = { 0 };
		pthread_t follower;
		uint32_t next = 0;

		assert_int_equal(pthread_create(&follower, NULL, follow, exchange), 0);
		for (unsigned i = 0; i < turns; i++) {
			if (exchange_next(exchange) == EXCHANGE_FILL) {
				exchange_filled(exchange, fill(exchange_to_fill(exchange),
				                               &next, i));
				continue;
			}
			event_batch_visit(exchange_to_take(exchange), hear_ended,
			                  hear_learned, &heard);
			exchange_taken(exchange);
		}
		exchange_stop(exchange);
		pthread_join(follower, NULL);
		exchange_destroy(exchange);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_goes_in_comes_back_whole_and_in_order),
		cmocka_unit_test(stopping_ends_the_follower_at_any_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
