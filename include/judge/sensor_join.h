/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sensor_join - one conversation that several sensors saw is one.
 *
 * Room: judge. Stands between who reads and the judge. What was read is held until all of
 * it, or as much as there is memory for, is there: then conversations of the same ends at
 * the same time, each of another sensor, become one, which has what the best of them saw
 * and what only others did. How far the sensors' clocks are apart is told from the
 * conversations that each of two saw once. With one sensor everything is given out as it
 * came.
 */
#ifndef JUDGE_SENSOR_JOIN_H
#define JUDGE_SENSOR_JOIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "judge/conversation.h"

struct detail_list;
struct sensor_join;
struct sensors;

/** @conversation says who saw it; @details borrowed for the call, may be NULL */
typedef void (*joined_taker)(const struct conversation *conversation,
                             const struct detail_list *details, void *context);

/** @sensors borrowed; @memory in bytes. Owned: sensor_join_destroy(). NULL: out of memory. */
struct sensor_join *sensor_join_create(struct sensors *sensors, size_t memory,
                                       joined_taker take, void *context);

/** From now on all records of two ends come together: none is missed when memory ends. */
void sensor_join_expect_sorted(struct sensor_join *join);

/** @details are moved; may be NULL */
void sensor_join_add(struct sensor_join *join, const struct conversation *conversation,
                     struct detail_list *details, uint16_t sensor);

/** Nothing more comes: give out what is held. */
void sensor_join_settle(struct sensor_join *join);

/** How many were given out before all was there that might have been joined with them. */
uint64_t sensor_join_hurried(const struct sensor_join *join);

/** What is still held is thrown away. NULL is fine. */
void sensor_join_destroy(struct sensor_join *join);

#endif
