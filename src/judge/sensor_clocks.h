/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sensor_clocks - how far the clocks of sensors are apart.
 *
 * Room: judge, private. The median of how much later one of two sensors saw the beginning
 * of conversations that both saw, if most of them agree. What a packet takes from one
 * sensor to the other is in it.
 */
#ifndef SENSOR_CLOCKS_H
#define SENSOR_CLOCKS_H

#include <stdint.h>

struct sensor_clocks;
struct sensors;

/** Owned: sensor_clocks_destroy(). NULL: out of memory. */
struct sensor_clocks *sensor_clocks_create(void);

/** @b saw the beginning of a conversation @later_us later than @a did. */
void sensor_clocks_add(struct sensor_clocks *clocks, uint16_t a, uint16_t b,
                       int64_t later_us);

/** Set what each of @sensors is ahead, as far as it is known. */
void sensor_clocks_settle(struct sensor_clocks *clocks, struct sensors *sensors);

/** NULL is fine. */
void sensor_clocks_destroy(struct sensor_clocks *clocks);

#endif
