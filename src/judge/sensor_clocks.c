/* SPDX-License-Identifier: BSD-2-Clause */
#include "sensor_clocks.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/clock.h"
#include "judge/sensors.h"

#define SAMPLES    512
#define MOST_PAIRS 256
#define FEWEST     3 /* that agree: two may do so by chance */
#define AGREE_US   (2 * US_PER_SECOND)

struct clock_pair {
	uint16_t a, b; /* the lower number first */
	uint64_t seen;
	size_t count;
	int64_t later_us[SAMPLES]; /* the first ones, by so much @b was later */
	int64_t median_us;
	bool known;
};

struct sensor_clocks {
	struct clock_pair *pairs; /* owned */
	size_t count, capacity;
};

struct sensor_clocks *sensor_clocks_create(void)
{
	return calloc(1, sizeof(struct sensor_clocks));
}

void sensor_clocks_destroy(struct sensor_clocks *clocks)
{
	if (!clocks)
		return;
	free(clocks->pairs);
	free(clocks);
}

static struct clock_pair *pair_of(struct sensor_clocks *clocks, uint16_t a, uint16_t b)
{
	for (size_t i = 0; i < clocks->count; i++)
		if (clocks->pairs[i].a == a && clocks->pairs[i].b == b)
			return &clocks->pairs[i];
	if (clocks->count == MOST_PAIRS ||
	    !array_reserve(&clocks->pairs, &clocks->capacity, clocks->count,
	                   sizeof(*clocks->pairs)))
		return NULL;
	clocks->pairs[clocks->count] = (struct clock_pair){ .a = a, .b = b };
	return &clocks->pairs[clocks->count++];
}

void sensor_clocks_add(struct sensor_clocks *clocks, uint16_t a, uint16_t b,
                       int64_t later_us)
{
	struct clock_pair *pair = a < b ? pair_of(clocks, a, b) : pair_of(clocks, b, a);

	if (!pair)
		return;
	pair->seen++;
	if (pair->count < SAMPLES)
		pair->later_us[pair->count++] = a < b ? later_us : -later_us;
}

static int compare_times(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Ports may be used again, and so two conversations be taken for one: those do not agree. */
static void settle_pair(struct clock_pair *pair)
{
	size_t agree = 0;

	array_sort(pair->later_us, pair->count, sizeof(*pair->later_us), compare_times);
	pair->median_us = pair->later_us[pair->count / 2];
	for (size_t i = 0; i < pair->count; i++)
		agree += llabs(pair->later_us[i] - pair->median_us) <= AGREE_US;
	pair->known = agree >= FEWEST && agree * 2 > pair->count;
}

/* What one of the pair is ahead, if that of the other one is known. @return whether it is news */
static bool pass_on(const struct clock_pair *pair, struct sensors *sensors,
                    bool known[static SENSORS_MOST])
{
	struct sensor *a = sensors_at(sensors, pair->a),
		      *b = sensors_at(sensors, pair->b);

	if (!pair->known || known[pair->a] == known[pair->b])
		return false;
	if (known[pair->a])
		b->ahead_us = a->ahead_us + pair->median_us;
	else
		a->ahead_us = b->ahead_us - pair->median_us;
	(known[pair->a] ? b : a)->common = pair->seen;
	known[pair->a] = known[pair->b] = true;
	return true;
}

/* From each sensor that nothing leads to, as far as it goes. */
void sensor_clocks_settle(struct sensor_clocks *clocks, struct sensors *sensors)
{
	bool known[SENSORS_MOST] = { false };
	bool news;

	for (size_t i = 0; i < clocks->count; i++)
		settle_pair(&clocks->pairs[i]);
	for (size_t first = 0; first < sensors_count(sensors); first++) {
		if (known[first])
			continue;
		known[first] = true;
		sensors_at(sensors, (uint16_t)first)->ahead_us = 0;
		sensors_at(sensors, (uint16_t)first)->common = 0;
		do {
			news = false;
			for (size_t i = 0; i < clocks->count; i++)
				news |= pass_on(&clocks->pairs[i], sensors, known);
		} while (news);
	}
}
