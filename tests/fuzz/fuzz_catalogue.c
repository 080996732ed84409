/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A catalogue is refused with its name in front, or every row of it has what
 * the compiler of row sets relies on. The same bytes are tried as the other
 * files of signatures/.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/load/loaders.h"
#include "base/error.h"
#include "base/transport.h"
#include "inspect/label_map.h"
#include "inspect/signature_set.h"
#include "load/catalogue_file.h"
#include "load/evidence_file.h"
#include "load/tls_policy_file.h"
#include "policy/catalogue.h"
#include "policy/role_evidence.h"
#include "policy/tls_policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool promise)
{
	if (!promise)
		abort();
}

static void check_refusal(const struct error *err)
{
	require(strncmp(err->text, "f.yaml:", 7) == 0 && !strchr(err->text, '\n'));
}

static void try_catalogue(const char *bytes, size_t len)
{
	struct error err = { "" };
	struct catalogue *catalogue = catalogue_load_bytes("f.yaml", bytes, len, &err);

	if (!catalogue) {
		check_refusal(&err);
		return;
	}
	for (size_t i = 0; i < catalogue->row_count; i++) {
		const struct row *row = &catalogue->rows[i];

		require(row->id[0] && row->table[0] && row->number > 0 &&
		        row->service[0]);
		require(row->name_en && row->name_fr && row->printed && row->note);
		const struct port_span *first = row->ports;

		require(row->roles && row->port_count > 0);
		require(row->speaks || !transport_has_ports(first->transport));
		require(row->peers || row->any_peer);
		require((first->low > 0) == transport_has_ports(first->transport) &&
		        first->low <= first->high);
	}
	catalogue_destroy(catalogue);
}

static void try_others(const char *bytes, size_t len)
{
	struct error err = { "" };
	struct role_evidence_list *list =
		role_evidence_load_bytes("f.yaml", bytes, len, &err);

	if (!list)
		check_refusal(&err);
	for (size_t i = 0; list && i < list->count; i++)
		require(list->items[i].match[0] && list->items[i].score &&
		        list->items[i].role < ROLE_HOST_ROLES);
	role_evidence_destroy(list);

	struct signature_set *set = signature_file_load_bytes("f.yaml", bytes, len, &err);

	if (!set)
		check_refusal(&err);
	signature_set_destroy(set);

	struct label_map *map = label_file_load_bytes("f.yaml", bytes, len, &err);

	if (!map)
		check_refusal(&err);
	label_map_destroy(map);

	struct tls_policy *policy = tls_policy_load_bytes("f.yaml", bytes, len, &err);

	if (!policy)
		check_refusal(&err);
	for (size_t i = 0; policy && i < policy->rule_count; i++)
		require(policy->rules[i].test < TLS_TESTS && policy->rules[i].weight &&
		        policy->rules[i].id[0] && policy->rules[i].why[0]);
	tls_policy_destroy(policy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	try_catalogue((const char *)data, size);
	try_others((const char *)data, size);
	return 0;
}
