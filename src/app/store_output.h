/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * store_output - flows on their way into a store: -o sqlite:FILE.
 *
 * Room: app, private.
 */
#ifndef STORE_OUTPUT_H
#define STORE_OUTPUT_H

#include <stdbool.h>

#include "base/attributes.h"

struct error;
struct options;
struct report_context;
struct report_flow;
struct report_learned;
struct store_output;

/**
 * Open the store at @path for one run. Owned: store_output_close(). NULL with @err.
 *
 * Records that do not say who saw them are of the sensor that all of -r name, else of
 * this machine.
 */
struct store_output *store_output_open(const char *path, const struct options *options,
                                       struct error *err);

void store_output_flow(struct store_output *output, const struct report_flow *flow);
void store_output_learned(struct store_output *output,
                          const struct report_learned *learned);

/** Commit what has waited for a second. */
void store_output_pulse(struct store_output *output);

/** The run ended well; @context says what was captured. */
void store_output_finish(struct store_output *output,
                         const struct report_context *context);

/** Why records are missing from it; NULL: none are. Borrowed. */
const char *store_output_failure(const struct store_output *output);

/** NULL is fine. */
void store_output_close(struct store_output *output);

#endif
