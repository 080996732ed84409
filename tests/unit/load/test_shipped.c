/* SPDX-License-Identifier: BSD-2-Clause */
/* The files of signatures/ as the loaders of this room see them. */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "base/transport.h"
#include "inspect/hint.h"
#include "inspect/label_map.h"
#include "inspect/signature_set.h"
#include "load/catalogue_file.h"
#include "load/evidence_file.h"
#include "load/signature_file.h"
#include "policy/catalogue.h"
#include "policy/role_evidence.h"

static const char *const catalogue_names[] = {
	"lync-2013",
	"lync-2013-edge",
	"skype-2015",
	"skype-2015-edge",
	"skype-2019",
	"skype-2019-edge",
	"skype-2019-undocumented",
	"skype-se",
	"skype-se-edge",
	"skype-se-undocumented",
	"undocumented",
	"windows-domain",
	"internet-services",
};

static const char *path_of(const char *name, char path[static 1024])
{
	const char *srcdir = getenv("srcdir");

	snprintf(path, 1024, "%s/signatures/%s.yaml", srcdir ? srcdir : ".", name);
	return path;
}

static struct catalogue *load_catalogue(const char *name)
{
	struct error err = { "" };
	char path[1024];
	struct catalogue *catalogue = catalogue_load(path_of(name, path), &err);

	if (!catalogue)
		fail_msg("%s", err.text);
	return catalogue;
}

static void every_catalogue_loads_under_the_name_of_its_file(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(catalogue_names); i++) {
		struct catalogue *catalogue = load_catalogue(catalogue_names[i]);

		assert_string_equal(catalogue->name, catalogue_names[i]);
		assert_true(catalogue->row_count > 0);
		catalogue_destroy(catalogue);
	}
}

static void lync_2013_holds_the_four_tables_in_their_order(void **state)
{
	static const struct {
		const char *table;
		unsigned last, missing;
	} tables[] = {
		{ "server", 52, 0 },
		{ "hlb", 20, 0 },
		{ "dnslb", 7, 6 }, /* row 6 is empty in the source */
		{ "client", 12, 0 },
	};
	struct catalogue *catalogue = load_catalogue("lync-2013");
	size_t at = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		for (unsigned number = 1; number <= tables[i].last; number++) {
			if (number == tables[i].missing)
				continue;
			assert_true(at < catalogue->row_count);
			assert_string_equal(catalogue->rows[at].table, tables[i].table);
			assert_int_equal(catalogue->rows[at].number, number);
			at++;
		}
	assert_int_equal(at, catalogue->row_count);
	catalogue_destroy(catalogue);
}

static void list_row(struct text *out, const struct row *row)
{
	text_addf(out, "%s = %s %u, %s, \"%s\" \"%s\" \"%s\"\n ", row->id, row->table,
	          row->number, row->service, row->name_en, row->name_fr, row->printed);
	text_add_roles(out, row->roles, " ");
	if (row->balances)
		text_add(out, " for ");
	text_add_roles(out, row->balances, " ");
	for (size_t i = 0; i < row->port_count; i++)
		text_addf(out, " %u-%u/%s", row->ports[i].low, row->ports[i].high,
		          transport_name(row->ports[i].transport));
	text_addf(out, ", tls %s, modality %u, dscp %u, %s", row_tls_name(row->tls),
	          row->modality, row->dscp, row_direction_name(row->direction));
	for (unsigned hint = 0; hint < HINTS; hint++)
		if (row->speaks & HINT_BIT(hint))
			text_addf(out, " %s", hint_name((enum hint)hint));
	text_add(out, row->any_peer ? "\n  peer any " : "\n  peer ");
	text_add_roles(out, row->peers, " ");
	text_addf(out, "\n  %s\n", row->note);
}

/* What a version's rows are is frozen: a change to the version it is based on must be meant. */
static void later_versions_are_the_rows_of_their_listing(void **state)
{
	static const char *const names[] = { "skype-2015", "skype-2015-edge",
		                             "skype-2019", "skype-2019-edge" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct catalogue *catalogue = load_catalogue(names[i]);
		const char *srcdir = getenv("srcdir");
		struct text listing = { 0 };
		static char frozen[128 << 10];
		char path[1024];
		FILE *file;

		for (size_t j = 0; j < catalogue->row_count; j++) {
			assert_string_equal(catalogue->rows[j].catalogue, names[i]);
			list_row(&listing, &catalogue->rows[j]);
		}
		snprintf(path, sizeof(path), "%s/tests/fixtures/%s.rows",
		         srcdir ? srcdir : ".", names[i]);
		if (getenv("UPDATE_GOLDEN")) {
			file = fopen(path, "w");
			assert_non_null(file);
			fputs(listing.at, file);
			fclose(file);
		}
		file = fopen(path, "r");
		assert_non_null(file);
		frozen[fread(frozen, 1, sizeof(frozen) - 1, file)] = '\0';
		fclose(file);
		assert_string_equal(listing.at, frozen);
		text_fini(&listing);
		catalogue_destroy(catalogue);
	}
}

/* Subscription Edition is Skype for Business Server 2019 in all but name. */
static void subscription_edition_has_the_rows_of_2019(void **state)
{
	static const char *const of_2019[] = { "skype-2019", "skype-2019-edge",
		                               "skype-2019-undocumented" };
	static const char *const of_se[] = { "skype-se", "skype-se-edge",
		                             "skype-se-undocumented" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(of_se); i++) {
		struct catalogue *before = load_catalogue(of_2019[i]);
		struct catalogue *now = load_catalogue(of_se[i]);

		assert_int_equal(now->row_count, before->row_count);
		assert_int_equal(now->tls_versions, before->tls_versions);
		for (size_t j = 0; j < now->row_count; j++) {
			struct text then = { 0 }, today = { 0 };

			list_row(&then, &before->rows[j]);
			list_row(&today, &now->rows[j]);
			assert_string_equal(today.at, then.at);
			text_fini(&then);
			text_fini(&today);
		}
		catalogue_destroy(before);
		catalogue_destroy(now);
	}
}

/* A peer nobody names says so, and every row of an edge server says its side. */
static void every_row_has_a_source_and_every_edge_row_a_side(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(catalogue_names); i++) {
		struct catalogue *catalogue = load_catalogue(catalogue_names[i]);

		for (size_t j = 0; j < catalogue->row_count; j++) {
			const struct row *row = &catalogue->rows[j];
			bool known = strstr(catalogue_names[i], "undocumented") != NULL;

			if (row->roles & (ROLE_BIT(ROLE_EDGE) |
			                  ROLE_BIT(ROLE_REVERSE_PROXY)) &&
			    row->interface == ROW_INTERFACE_UNSTATED)
				fail_msg("%s: %s has no side", row->file, row->id);
			if (known && !row->origin.source)
				fail_msg("%s: %s has no source", row->file, row->id);
		}
		catalogue_destroy(catalogue);
	}
}

static bool any_catalogue_has(struct catalogue *const *catalogues, const char *id)
{
	for (size_t i = 0; i < ARRAY_LEN(catalogue_names); i++)
		for (size_t j = 0; j < catalogues[i]->row_count; j++)
			if (strcmp(catalogues[i]->rows[j].id, id) == 0)
				return true;
	return false;
}

static void role_evidence_names_rows_that_exist(void **state)
{
	struct catalogue *catalogues[ARRAY_LEN(catalogue_names)];
	struct error err = { "" };
	char path[1024];
	struct role_evidence_list *list =
		role_evidence_load(path_of("roles", path), &err);

	(void)state;
	if (!list)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < ARRAY_LEN(catalogue_names); i++)
		catalogues[i] = load_catalogue(catalogue_names[i]);
	for (size_t i = 0; i < list->count; i++) {
		const struct role_evidence *evidence = &list->items[i];

		if (evidence->kind > ROLE_EVIDENCE_INITIATES)
			continue;
		if (!any_catalogue_has(catalogues, evidence->match))
			fail_msg("%s:%u: there is no row '%s'", path, evidence->line,
			         evidence->match);
	}
	for (size_t i = 0; i < ARRAY_LEN(catalogue_names); i++)
		catalogue_destroy(catalogues[i]);
	role_evidence_destroy(list);
}

static void payload_signatures_and_ndpi_names_load(void **state)
{
	struct error err = { "" };
	char path[1024];
	struct signature_set *set = signature_file_load(path_of("payload", path), &err);
	enum hint hint;

	(void)state;
	if (!set)
		fail_msg("%s", err.text);
	assert_non_null(signature_set_match(set, TRANSPORT_TCP,
	                                    (const uint8_t *)"SSH-2.0-x\r\n", 11));
	signature_set_destroy(set);

	struct label_map *map = label_file_load(path_of("ndpi", path), &err);

	if (!map)
		fail_msg("%s", err.text);
	assert_int_equal(label_map_find(map, "SIP", &hint), LABEL_HINT);
	assert_int_equal(hint, HINT_SIP);
	assert_int_equal(label_map_find(map, "Unknown", &hint), LABEL_IGNORED);
	label_map_destroy(map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_catalogue_loads_under_the_name_of_its_file),
		cmocka_unit_test(lync_2013_holds_the_four_tables_in_their_order),
		cmocka_unit_test(later_versions_are_the_rows_of_their_listing),
		cmocka_unit_test(subscription_edition_has_the_rows_of_2019),
		cmocka_unit_test(every_row_has_a_source_and_every_edge_row_a_side),
		cmocka_unit_test(role_evidence_names_rows_that_exist),
		cmocka_unit_test(payload_signatures_and_ndpi_names_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
