/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * catalogue - a file of documented rows: signatures/lync-2013.yaml and its like.
 *
 * Room: policy. The grammar is signatures/README.md. A catalogue may state only
 * how it differs from another one in its directory; its rows are whole all the
 * same. Loading is all or nothing: the first error is "FILE:LINE: reason".
 */
#ifndef POLICY_CATALOGUE_H
#define POLICY_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "policy/row.h"

struct error;

struct catalogue {
	const char *name, *title, *source; /* owned */
	bool known_only; /* `standing: known`: it explains traffic, but documents no Lync port */
	struct row *rows; /* owned, in the file's order */
	size_t row_count;
	struct catalogue *base; /* owned: what it is the difference to; NULL: nothing */
	void *strings; /* owned: with the base's, what every string points into */
};

/** Owned: catalogue_destroy(). NULL on failure. Unknown keys, roles and hints are errors. */
struct catalogue *catalogue_load(const char *path, struct error *err);
void catalogue_destroy(struct catalogue *catalogue);

#endif
