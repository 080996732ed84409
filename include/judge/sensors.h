/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sensors - who saw: names by number, sets of them, and how each of them did.
 *
 * Room: judge. A conversation that several sensors saw is one, and says by the number of
 * a set who they are. Set 0 is empty: nobody said who saw it. Bounded: what there is no
 * number for is SENSORS_NONE.
 */
#ifndef JUDGE_SENSORS_H
#define JUDGE_SENSORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

#define SENSORS_MOST 256
#define SENSORS_NONE UINT16_MAX /* nobody said which it is */

struct sensors;

struct sensor {
	char *name;                /* owned by the sensors */
	uint64_t flows;            /* that it saw */
	int64_t first_us, last_us; /* when it looked; 0 when that is not known */
	bool whole;                /* and nothing escaped it then */
	int64_t ahead_us;          /* of the first sensor's clock */
	uint64_t common;           /* conversations that tell so; 0: not known */
};

/** Owned: sensors_destroy(). NULL: out of memory. */
struct sensors *sensors_create(void);

/** The number of the sensor called @name, from now on if it had none. NULL, or one too many: SENSORS_NONE. */
uint16_t sensors_number(struct sensors *sensors, const char *name);

size_t sensors_count(const struct sensors *sensors);

/** Sensor @number. Borrowed. */
struct sensor *sensors_at(struct sensors *sensors, uint16_t number);

/** It saw @flows more. Nothing for SENSORS_NONE. */
void sensors_count_flows(struct sensors *sensors, uint16_t number, uint64_t flows);

/** The set of @number alone. */
uint16_t sensors_alone(struct sensors *sensors, uint16_t number);

/** The set of all of both. Without room for another set: @a. */
uint16_t sensors_union(struct sensors *sensors, uint16_t a, uint16_t b);

bool sensors_has(const struct sensors *sensors, uint16_t set, uint16_t number);

/* Media that one sensor saw marked in one way and another one in another. */
struct sensor_remark {
	uint16_t sensor[2]; /* the lower number first */
	uint8_t dscp[2];    /* as each of them saw it */
	uint8_t modality;   /* enum modality */
	uint64_t streams;   /* directions of conversations */
};

/** Remember one, or one more like it. */
void sensors_remark(struct sensors *sensors, const struct sensor_remark *remark);

/** All of them, in no order. Borrowed. */
const struct sensor_remark *sensors_remarks(const struct sensors *sensors, size_t *count);

/** Else there is nothing to compare. */
static inline bool sensors_are_several(const struct sensors *sensors)
{
	return sensors_count(sensors) > 1;
}

/** NULL is fine. */
void sensors_destroy(struct sensors *sensors);

#endif
