/* SPDX-License-Identifier: BSD-2-Clause */
/* What ship.h promises, in a build without libcurl: that there is none. */
#include "ship/ship.h"

#include "base/error.h"

bool ship_run(const struct ship_options *options, struct ship_counts *counts,
              void (*say)(const char *line), struct error *err)
{
	(void)options, (void)say;
	*counts = (struct ship_counts){ 0 };
	return error_set(err, "this lynctap was built without libcurl");
}

const char *ship_backend(void)
{
	return "no libcurl";
}
