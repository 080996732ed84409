/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sensor_inputs - which sensor each input is of, and how each sensor did.
 *
 * Room: app, private.
 */
#ifndef SENSOR_INPUTS_H
#define SENSOR_INPUTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"

struct ended_flow;
struct error;
struct record_account;
struct run;

/** Do the labels of -r name several sensors? */
bool sensor_inputs_are_several(const struct run *run);

/** Have what each sensor captured be flows of their own; before the first packet. */
MUST_CHECK bool sensor_inputs_part(struct run *run, struct error *err);

/** Who saw @ended; NULL: nobody said. */
const char *sensor_inputs_name(const struct run *run, const struct ended_flow *ended);

/** Tell the judge how a sensor did, as it says itself behind its records. */
void sensor_inputs_take_account(struct run *run, const struct record_account *account);

/** All was read: tell the judge how those did that are labels of captures. */
void sensor_inputs_tell(struct run *run);

#endif
