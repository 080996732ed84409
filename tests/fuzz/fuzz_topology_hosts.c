/* SPDX-License-Identifier: BSD-2-Clause */
/* A hosts file or CSV beside a deployment that lacks the addresses. */
#include "topology_fuzz.h"

static const char pool[] =
	"Identity : pool.a\nComputers : {fe1.a, fe2.a}\n\n"
	"Identity : Registrar:pool.a\nServiceId : 1\nPoolFqdn : pool.a\n"
	"Version : 7\nRole : Registrar\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct deployment *deployment = topology_create();
	struct error err = { "" };

	if (!deployment)
		return 0;
	if (!topology_read_bytes(deployment, "p", pool, sizeof(pool) - 1, &err))
		abort();
	if (topology_read_hosts_bytes(deployment, "f", (const char *)data, size, &err))
		topology_fuzz_draft(deployment);
	else if (strncmp(err.text, "f: ", 3) != 0 || strchr(err.text, '\n'))
		abort();
	topology_destroy(deployment);
	return 0;
}
