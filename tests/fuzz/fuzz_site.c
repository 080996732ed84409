/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A site file is refused with its name in front, or is one that the rest of
 * the program can rely on.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/load/loaders.h"
#include "base/error.h"
#include "base/text.h"
#include "load/site_edit.h"
#include "load/site_file.h"
#include "load/site_update.h"
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

static void check_list(const struct site_ports_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		require(list->items[i].service[0] && list->items[i].port_count > 0);
		check_ports(list->items[i].ports, list->items[i].port_count);
	}
}

static void check_site(const struct site *site)
{
	for (size_t i = 0; i < site->host_count; i++) {
		const struct site_host *host = &site->hosts[i];

		require(host->name[0] && host->address_count > 0);
		require(host->external_count <= host->address_count);
		check_ports(host->listens, host->listen_count);
		check_list(&host->ports);
	}
	for (size_t i = 0; i < site->pool_count; i++) {
		require(site->pools[i].name[0] && site->pools[i].roles);
		for (size_t j = 0; j < site->pools[i].member_count; j++)
			require(site->pools[i].members[j][0]);
		check_list(&site->pools[i].ports);
	}
	for (size_t i = 0; i < site->network_count; i++)
		require(site->networks[i].name[0] &&
		        site->networks[i].range.prefix_len <= 128);
	check_list(&site->ports);
	for (size_t i = 0; i < site->allow_count; i++) {
		const struct site_allow *allow = &site->allows[i];

		require(allow->reason && allow->ticket && allow->until);
		require(allow->from.roles < ROLE_BIT(ROLE_HOST_ROLES));
		check_ports(allow->ports, allow->port_count);
	}
}

/* Read to its end it is good or wrong as before, and its first mistake is one of all. */
static void check_all(const uint8_t *data, size_t size, bool good)
{
	struct text mistakes = { 0 };
	struct error err = { "" };
	struct site *site =
		site_load_all_bytes("f.yaml", (const char *)data, size, &mistakes, &err);

	require((site != NULL) == good);
	require(good == (mistakes.len == 0));
	require(good || strncmp(mistakes.at, "f.yaml:", 7) == 0);
	site_destroy(site);
	text_fini(&mistakes);
}

/* What an item is added to is a site file before and after, or nothing is added. */
static void check_edit(const uint8_t *data, size_t size)
{
	struct error err = { "" };
	struct text out = { 0 };

	if (site_edit_add(&out, "f.yaml", (const char *)data, size, "accept",
	                  "- {finding: F-0123456789}\n", 1, &err)) {
		struct site *site = site_load_bytes("f.yaml", out.at, out.len, &err);

		require(site && site->accept_count > 0);
		site_destroy(site);
	}
	text_fini(&out);
}

/* What comes of an update is a site file; of one with itself it is the same. */
static void check_update(const uint8_t *data, size_t size)
{
	static const char draft[] =
		"product: skype-2015\nhosts:\n"
		"  - {name: a, addresses: [10.0.0.1], roles: [front-end]}\n"
		"  # - {name: b, roles: [edge]}\n"
		"pools:\n  - {name: p, roles: [front-end], members: [a]}\n";
	const struct site_text old = { "f.yaml", (const char *)data, size };
	const struct site_text fresh = { "draft", draft, sizeof(draft) - 1 };
	struct text out = { 0 }, changes = { 0 };
	struct error err = { "" };

	if (site_update(&out, &changes, &old, &old, &err)) {
		size_t len = size;

		/* A last line gets its end. */
		require(out.len >= len && memcmp(out.at, data, len) == 0);
		require(out.len - len <= 2 && changes.len == 0);
	}
	text_clear(&out);
	if (site_update(&out, &changes, &old, &fresh, &err)) {
		struct site *site = site_load_bytes("f.yaml", out.at, out.len, &err);

		require(site && site->host_count > 0 && site->product);
		site_destroy(site);
	}
	text_fini(&out);
	text_fini(&changes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = { "" };
	struct site *site = site_load_bytes("f.yaml", (const char *)data, size, &err);

	if (site)
		check_site(site);
	else
		require(strncmp(err.text, "f.yaml:", 7) == 0 && !strchr(err.text, '\n'));
	check_all(data, size, site != NULL);
	check_edit(data, size);
	if (site)
		check_update(data, size);
	site_destroy(site);
	return 0;
}
