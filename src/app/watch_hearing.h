/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * watch_hearing - which inputs of a watch are heard: silence and absence are said.
 *
 * Room: app, private. Nothing heard is not nothing wrong, so each change is said once on
 * standard error, stands in `stats`, and a gap makes its report incomplete.
 */
#ifndef WATCH_HEARING_H
#define WATCH_HEARING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

struct run;
struct watch_numbers;

struct hearing {
	struct heard_input *inputs; /* owned; one for each input */
	size_t count;
};

/** Begin to listen to the inputs of @run, which are all there. */
MUST_CHECK bool hearing_init(struct hearing *hearing, struct run *run);

/** Look who is heard: who is not goes into @numbers. Changes are said. */
void hearing_look(struct hearing *hearing, struct run *run,
                  struct watch_numbers *numbers);

/** What this period did not hear of an interface makes it incomplete. Another one begins. */
void hearing_end_period(struct hearing *hearing, struct run *run);

void hearing_fini(struct hearing *hearing);

#endif
