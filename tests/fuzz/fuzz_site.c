/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A site file is refused with its name in front, or is one that the rest of
 * the program can rely on.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/policy/loaders.h"
#include "base/error.h"
#include "policy/site.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool promise)
{
	if (!promise)
		abort();
}

static void check_ports(const struct port_span *ports, size_t count)
{
	for (size_t i = 0; i < count; i++)
		require(ports[i].low > 0 && ports[i].low <= ports[i].high);
}

static void check_site(const struct site *site)
{
	for (size_t i = 0; i < site->host_count; i++)
		require(site->hosts[i].name[0] && site->hosts[i].address_count > 0);
	for (size_t i = 0; i < site->network_count; i++)
		require(site->networks[i].name[0] &&
		        site->networks[i].range.prefix_len <= 128);
	for (size_t i = 0; i < site->ports_count; i++) {
		require(site->ports[i].service[0] && site->ports[i].port_count > 0);
		check_ports(site->ports[i].ports, site->ports[i].port_count);
	}
	for (size_t i = 0; i < site->allow_count; i++) {
		const struct site_allow *allow = &site->allows[i];

		require(allow->reason && allow->ticket && allow->until);
		require(allow->from.roles < ROLE_BIT(ROLE_HOST_ROLES));
		check_ports(allow->ports, allow->port_count);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = { "" };
	struct site *site = site_load_bytes("f.yaml", (const char *)data, size, &err);

	if (site)
		check_site(site);
	else
		require(strncmp(err.text, "f.yaml:", 7) == 0 && !strchr(err.text, '\n'));
	site_destroy(site);
	return 0;
}
