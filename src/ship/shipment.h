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

/* What was counted of the file that was begun last: tried again, it is not counted twice. */
struct shipment_partly {
	char name[256];
	uint64_t acknowledged; /* records */
	uint64_t discarded_to; /* behind the last line that is no record */
};

/** Ship @name of @options->directory. @err for all but SHIPMENT_DONE. */
enum shipment_end shipment_send(struct http *http, const struct ship_options *options,
                                const char *name, struct ship_counts *counts,
                                struct shipment_partly *partly, struct error *err);

#endif
