/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * shipment - one file of the spool on its way to the server.
 *
 * Room: ship, private.
 */
#ifndef SHIPMENT_H
#define SHIPMENT_H

#include "ship/ship_options.h"

struct error;
struct http;

/* What became of it. */
enum shipment_end {
	SHIPMENT_DONE,    /* the server has all of it, and it is gone here */
	SHIPMENT_WAITS,   /* the server did not answer, or not yet: later */
	SHIPMENT_REFUSED, /* it was put aside, with the reason */
	SHIPMENT_CANNOT,  /* nothing can be shipped: address, password, schema */
};

/** Ship @name of @options->directory. @err for all but SHIPMENT_DONE. */
enum shipment_end shipment_send(struct http *http, const struct ship_options *options,
                                const char *sensor, const char *name,
                                struct ship_counts *counts, struct error *err);

#endif
