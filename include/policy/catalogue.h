/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * catalogue - a file of documented rows: signatures/lync-2013.yaml and its like.
 *
 * Room: policy. Read by load/catalogue_file.h.
 */
#ifndef POLICY_CATALOGUE_H
#define POLICY_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "policy/row.h"

#define CATALOGUE_TLS_VERSIONS 4 /* bit 0 is TLS 1.0, bit 3 TLS 1.3 */

struct catalogue {
	const char *name, *title, *source; /* owned */
	const char *peer_source;  /* what names the rows' peers; NULL: @source as well */
	enum certainty certainty; /* of its rows, where they do not say otherwise */
	uint8_t tls_versions; /* of 1.0 to 1.3, one bit each, as documented; 0: none */
	uint8_t products;     /* bits by enum product, for which it was read; 0: all */
	bool known_only; /* `standing: known`: it explains traffic, but documents no Lync port */
	struct row *rows; /* owned, in the file's order */
	size_t row_count;
	struct catalogue *base; /* owned: what it is the difference to; NULL: nothing */
	void *strings; /* owned: with the base's, what every string points into */
};

/** "1.0" to "1.3" for bits 0 to 3 of `tls_versions`. Static. */
static inline const char *catalogue_tls_version_name(size_t bit)
{
	static const char *const names[CATALOGUE_TLS_VERSIONS] = { "1.0", "1.1", "1.2",
		                                                   "1.3" };

	return names[bit];
}

#endif
