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
#include <stdint.h>

#include "base/attributes.h"
#include "policy/row.h"

struct error;

#define CATALOGUE_TLS_VERSIONS 4 /* bit 0 is TLS 1.0, bit 3 TLS 1.3 */

struct catalogue {
	const char *name, *title, *source; /* owned */
	const char *peer_source;  /* what names the rows' peers; NULL: @source as well */
	enum certainty certainty; /* of its rows, where they do not say otherwise */
	uint8_t tls_versions; /* of 1.0 to 1.3, one bit each, as documented; 0: none */
	bool known_only; /* `standing: known`: it explains traffic, but documents no Lync port */
	struct row *rows; /* owned, in the file's order */
	size_t row_count;
	struct catalogue *base; /* owned: what it is the difference to; NULL: nothing */
	void *strings; /* owned: with the base's, what every string points into */
};

/** Owned: catalogue_destroy(). NULL on failure. Unknown keys, roles and hints are errors. */
struct catalogue *catalogue_load(const char *path, struct error *err);
/** "1.0" to "1.3" for bits 0 to 3 of `tls_versions`. Static. */
const char *catalogue_tls_version_name(size_t bit);

void catalogue_destroy(struct catalogue *catalogue);

#endif
