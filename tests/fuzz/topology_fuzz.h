/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * topology_fuzz - an export from fuzz input, read and written.
 *
 * It is refused with its name in front, or the draft that comes of it is a site
 * file that loads: nothing an export says can break out of its place.
 */
#ifndef TOPOLOGY_FUZZ_H
#define TOPOLOGY_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/load/loaders.h"
#include "base/error.h"
#include "base/text.h"
#include "load/site_file.h"
#include "topology/topology.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void topology_fuzz_draft(struct deployment *deployment)
{
	struct text site = { 0 }, remarks = { 0 };
	struct error err = { "" };

	if (!topology_write(deployment, NULL, 0, &site, &remarks, &err))
		abort();
	struct site *loaded = site_load_bytes("draft.yaml", site.at, site.len, &err);

	/* One that is larger than any site file may be refused for that alone. */
	if (!loaded && site.len < (1u << 20)) {
		fprintf(stderr, "%s\n%s\n", err.text, site.at);
		abort();
	}
	site_destroy(loaded);
	text_fini(&site);
	text_fini(&remarks);
}

static inline int topology_fuzz(const uint8_t *data, size_t size)
{
	struct deployment *deployment = topology_create();
	struct error err = { "" };

	if (!deployment)
		return 0;
	if (topology_read_bytes(deployment, "f", (const char *)data, size, &err))
		topology_fuzz_draft(deployment);
	else if (strncmp(err.text, "f: ", 3) != 0 || strchr(err.text, '\n'))
		abort();
	topology_destroy(deployment);
	return 0;
}

#endif
