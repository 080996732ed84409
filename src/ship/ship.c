/* SPDX-License-Identifier: BSD-2-Clause */
#include "ship/ship.h"

#include <time.h>

#include "base/error.h"
#include "http/http.h"

#include "shipment.h"
#include "spool.h"

#define LONGEST_S    60 /* between two tries */
#define TRIES        6  /* without follow: about a minute */
#define LOOK_AGAIN_S 2

static bool is_stopped(const struct ship_options *options)
{
	return options->stop && *options->stop;
}

static void sleep_s(const struct ship_options *options, unsigned seconds)
{
	for (unsigned i = 0; i < seconds * 10 && !is_stopped(options); i++)
		nanosleep(&(struct timespec){ 0, 100000000 }, NULL);
}

/* --- Rounds ----------------------------------------------------------------------------- */

/* Those from @first on wait; of the first the server has @partly. */
static void count_waiting(const struct ship_options *options, struct spool_names *names,
                          int first, uint64_t partly, struct ship_counts *counts)
{
	counts->waiting = 0;
	counts->waiting_files = (uint64_t)(names->count - first);
	for (int i = first; i < names->count; i++)
		counts->waiting += spool_lines_of(options->directory, names, i);
	counts->waiting -= partly < counts->waiting ? partly : counts->waiting;
}

/*
 * One look at the directory. @names: what the next one need not ask again. @err: what kept
 * the last file that waits.
 */
static enum shipment_end ship_round(struct http *http, const struct ship_options *options,
                                    struct ship_counts *counts, struct spool_names *names,
                                    struct shipment_partly *partly, struct error *err)
{
	enum shipment_end worst = SHIPMENT_DONE;
	int i = 0;

	spool_bound(options, counts);
	if (!spool_list(options->directory, names, err))
		return SHIPMENT_CANNOT;
	for (; i < names->count && !is_stopped(options); i++) {
		enum shipment_end end = shipment_send(
			http, options, names->items[i]->d_name, counts, partly, err);

		if (end == SHIPMENT_REFUSED)
			options->say(err->text);
		if (end == SHIPMENT_WAITS || end == SHIPMENT_CANNOT) {
			worst = end;
			break;
		}
	}
	count_waiting(options, names, i, partly->acknowledged, counts);
	return worst;
}

static bool ship_all(struct http *http, const struct ship_options *options,
                     struct ship_counts *counts, struct spool_names *names,
                     struct error *err)
{
	struct shipment_partly partly = { 0 };
	unsigned wait_s = 1, tries = 0;

	while (!is_stopped(options)) {
		enum shipment_end end =
			ship_round(http, options, counts, names, &partly, err);

		if (options->looked)
			options->looked(counts, options->context);
		switch (end) {
		case SHIPMENT_CANNOT:
			return false;
		case SHIPMENT_WAITS:
			options->say(err->text);
			if (!options->follow && ++tries == TRIES)
				return true;
			sleep_s(options, wait_s);
			wait_s = wait_s * 2 > LONGEST_S ? LONGEST_S : wait_s * 2;
			break;
		case SHIPMENT_DONE:
		case SHIPMENT_REFUSED:
			if (!options->follow)
				return true;
			wait_s = 1;
			sleep_s(options, LOOK_AGAIN_S);
			break;
		}
	}
	return true;
}

bool ship_run(const struct ship_options *options, struct ship_counts *counts,
              struct error *err)
{
	struct spool_names names = { 0 };
	struct http *http;
	bool ok;

	*counts = (struct ship_counts){ 0 };
	spool_prepare(options->directory);
	http = http_open(options->url, options->credentials, err);
	ok = http && ship_all(http, options, counts, &names, err);
	spool_free(&names);
	http_close(http);
	return ok;
}
