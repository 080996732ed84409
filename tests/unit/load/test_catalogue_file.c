/* SPDX-License-Identifier: BSD-2-Clause */
#include "../source_file.h"
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../src/load/loaders.h"
#include "base/array.h"
#include "base/error.h"
#include "base/transport.h"
#include "inspect/hint.h"
#include "load/catalogue_file.h"
#include "policy/catalogue.h"
#include "policy/row_origin.h"

/* The file docs/catalogues.md shows. */
static struct catalogue *load_fixture(void)
{
	const char *srcdir = getenv("srcdir");
	struct error err = { "" };
	char path[1024];

	snprintf(path, sizeof(path), "%s/tests/fixtures/catalogue-full.yaml",
	         srcdir ? srcdir : ".");

	struct catalogue *catalogue = catalogue_load(path, &err);

	if (!catalogue)
		fail_msg("%s", err.text);
	return catalogue;
}

static void a_catalogue_is_loaded_with_its_rows_in_order(void **state)
{
	struct catalogue *catalogue = load_fixture();

	(void)state;
	assert_string_equal(catalogue->name, "contoso-extra");
	assert_string_equal(catalogue->title, "What Contoso added to the tables");
	assert_string_equal(catalogue->source, "Contoso network handbook, 2026-05");
	assert_string_equal(catalogue->peer_source, "Contoso firewall rules, 2026-05");
	assert_int_equal(catalogue->certainty, CERTAINTY_DOCUMENTED);
	assert_int_equal(catalogue->tls_versions, 1 << 2 | 1 << 3);
	assert_int_equal(catalogue->row_count, 4);
	for (size_t i = 0; i < catalogue->row_count; i++) {
		const struct row *row = &catalogue->rows[i];

		assert_string_equal(row->catalogue, "contoso-extra");
		assert_non_null(strstr(row->file, "catalogue-full.yaml"));
	}
	assert_true(catalogue->rows[0].line == 9 && catalogue->rows[1].line == 24);
	catalogue_destroy(catalogue);
}

static void a_row_has_every_field_of_the_file(void **state)
{
	struct catalogue *catalogue = load_fixture();
	const struct row *row = &catalogue->rows[0];

	(void)state;
	assert_string_equal(row->id, "server-7");
	assert_string_equal(row->table, "server");
	assert_int_equal(row->number, 7);
	assert_string_equal(row->service, "web-conferencing");
	assert_string_equal(row->name_en, "Lync Server Web Conferencing service");
	assert_string_equal(row->name_fr, "Service de conf\xc3\xa9rence web Lync Server");
	assert_string_equal(row->printed, "TCP (TLS)");
	assert_string_equal(row->note, "PSOM listener for clients");
	assert_true(row->roles == ROLE_BIT(ROLE_FRONT_END));
	assert_true(row->balances == 0);
	assert_int_equal(row->port_count, 1);
	assert_int_equal(row->ports[0].transport, TRANSPORT_TCP);
	assert_int_equal(row->ports[0].low, 8057);
	assert_int_equal(row->ports[0].high, 8057);
	assert_int_equal(row->tls, ROW_TLS_REQUIRED);
	assert_true(row->speaks == HINT_BIT(HINT_PSOM));
	assert_int_equal(row->direction, ROW_IN);
	assert_true(row->peers == (ROLE_BIT(ROLE_CLIENT) | ROLE_BIT(ROLE_PHONE) |
	                           ROLE_BIT(ROLE_EDGE) | ROLE_BIT(ROLE_REVERSE_PROXY)));
	assert_false(row->any_peer);
	assert_int_equal(row->modality, MODALITY_UNKNOWN);
	catalogue_destroy(catalogue);
}

static void a_load_balancer_says_what_it_balances(void **state)
{
	struct catalogue *catalogue = load_fixture();
	const struct row *row = &catalogue->rows[1];

	(void)state;
	assert_true(row->roles == ROLE_BIT(ROLE_LOAD_BALANCER));
	assert_true(row->balances == ROLE_BIT(ROLE_FRONT_END));
	assert_int_equal(row->tls, ROW_TLS_MUTUAL);
	assert_int_equal(row->direction, ROW_BOTH);
	assert_true(row->any_peer && row->peers == 0);
	assert_string_equal(row->name_fr, "");
	assert_string_equal(row->note, "");
	catalogue_destroy(catalogue);
}

static void short_forms_and_blank_cells_are_fine(void **state)
{
	struct catalogue *catalogue = load_fixture();
	const struct row *row = &catalogue->rows[2];

	(void)state;
	assert_string_equal(row->table, "contoso-extra");
	assert_int_equal(row->number, 12);
	assert_string_equal(row->name_en, "");
	assert_string_equal(row->printed, "");
	assert_true(row->roles == ROLE_BIT(ROLE_ALL_INTERNAL_SERVERS));
	assert_true(row->peers == ROLE_BIT(ROLE_CLIENT));
	assert_int_equal(row->port_count, 3);
	assert_int_equal(row->ports[2].transport, TRANSPORT_UDP);
	assert_int_equal(row->ports[2].low, 3478);
	assert_int_equal(row->modality, MODALITY_AUDIO);
	catalogue_destroy(catalogue);
}

static void conditions_are_of_the_rows_that_state_them(void **state)
{
	struct catalogue *catalogue = load_fixture();
	const struct row *rows = catalogue->rows;

	(void)state;
	assert_int_equal(rows[0].mutual_for, ROLE_BIT(ROLE_EDGE));
	assert_false(rows[0].same_pool);
	assert_int_equal(rows[0].interface, ROW_INTERFACE_UNSTATED);
	assert_int_equal(rows[1].mutual_for, 0);
	assert_true(rows[2].same_pool);
	assert_int_equal(rows[3].interface, ROW_INTERFACE_EXTERNAL);
	catalogue_destroy(catalogue);
}

static void every_row_and_peer_has_its_origin(void **state)
{
	static const struct {
		size_t row, group;
		role_set peers;
		const char *source;
		enum certainty certainty;
	} groups[] = {
		{ 0, 0, ROLE_BIT(ROLE_CLIENT) | ROLE_BIT(ROLE_EDGE),
		  "Contoso firewall rules, 2026-05", CERTAINTY_DOCUMENTED },
		{ 0, 1, ROLE_BIT(ROLE_PHONE), "three sites", CERTAINTY_FIELD },
		{ 0, 2, ROLE_BIT(ROLE_REVERSE_PROXY), "nobody knows better",
		  CERTAINTY_INFERRED },
		{ 2, 0, ROLE_BIT(ROLE_CLIENT), "topology of Contoso",
		  CERTAINTY_TOPOLOGY },
	};
	struct catalogue *catalogue = load_fixture();
	struct peer_origin group;

	(void)state;
	assert_string_equal(origin_of_row(catalogue, &catalogue->rows[0]).source,
	                    "Contoso network handbook, 2026-05");
	assert_string_equal(origin_of_row(catalogue, &catalogue->rows[2]).source,
	                    "topology of Contoso");
	for (size_t i = 0; i < ARRAY_LEN(groups); i++) {
		assert_true(origin_of_peers(catalogue, &catalogue->rows[groups[i].row],
		                            groups[i].group, &group));
		assert_int_equal(group.peers, groups[i].peers);
		assert_string_equal(group.origin.source, groups[i].source);
		assert_int_equal(group.origin.certainty, groups[i].certainty);
	}
	assert_false(origin_of_peers(catalogue, &catalogue->rows[0], 3, &group));
	assert_true(origin_of_peers(catalogue, &catalogue->rows[1], 0, &group));
	assert_true(group.any_peer && group.peers == 0);
	catalogue_destroy(catalogue);
}

/* A row whose line @line (0 is id) is replaced by @with. */
static void write_row(char *yaml, size_t size, size_t line, const char *with)
{
	static const char *const lines[] = {
		"id: server-1",   "role: [edge]", "service: x", "name: {en: X}",
		"ports: [1/tcp]", "printed: TCP", "tls: none",  "speaks: [sip]",
		"direction: in",  "peer: [any]",
	};
	size_t used = (size_t)snprintf(yaml, size,
	                               "catalogue: c\ntitle: t\nsource: s\nrows:\n  -");

	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		used += (size_t)snprintf(yaml + used, size - used, "\n    %s",
		                         i == line ? with : lines[i]);
}

/* What write_row() writes is line 6 of the file plus the line of the row. */
static void a_wrong_row_is_refused_with_its_line(void **state)
{
	static const struct {
		size_t line;
		const char *with, *reason;
	} rows[] = {
		{ 0, "id: server",
		  "6: 'server' is not a row: write table and number, "
		  "server-7" },
		{ 0, "id: server-",
		  "6: 'server-' is not a row: write table and number, "
		  "server-7" },
		{ 0, "id: server-x7",
		  "6: 'server-x7' is not a row: write table and number, "
		  "server-7" },
		{ 0, "id: server-07",
		  "6: 'server-07' is not a row: write table and number, "
		  "server-7" },
		{ 0, "id: '-7'",
		  "6: '-7' is not a row: write table and number, server-7" },
		{ 0, "id: server-1234567",
		  "6: 'server-1234567' is not a row: write table and "
		  "number, server-7" },
		{ 0, "id: a b-7",
		  "6: 'a b-7' is not a short name: use letters, digits and dashes" },
		{ 0, "", "7: 'id' is missing" },
		{ 1, "role: []", "7: 'role' is empty" },
		{ 1, "role: [edge, edge]", "7: role 'edge' is listed twice" },
		{ 1, "role: [egde]", "7: unknown role 'egde', did you mean 'edge'?" },
		{ 1, "role: [any]", "7: unknown role 'any'" },
		{ 1, "role: edge\n    for: [edge]",
		  "6: 'for' is only for role load-balancer" },
		{ 1, "role: load-balancer\n    for: [all-servers]",
		  "8: 'all-servers' is for rows of a catalogue, a host is one of them: "
		  "say "
		  "which" },
		{ 2, "service: a/b",
		  "8: 'a/b' is not a short name: use letters, digits and dashes" },
		{ 2, "service:",
		  "8: '' is not a short name: use letters, digits and dashes" },
		{ 3, "name: X", "9: 'name' takes keys with values" },
		{ 3, "name: {fr: X}", "9: 'en' is missing" },
		{ 3, "name: {en: X, de: Y}", "9: unknown key 'de'" },
		{ 4, "ports: []", "10: 'ports' is empty" },
		{ 4, "ports: [90-80/tcp]",
		  "10: '90-80/tcp' is not a port: write 5061/tcp, or 49152-57500/udp "
		  "with "
		  "the lower end first" },
		{ 4, "ports: 80",
		  "10: '80' is not a port: write 5061/tcp, or 49152-57500/udp "
		  "with the lower end first" },
		{ 4, "ports: {tcp: 80}", "10: 'ports' takes one text or a list" },
		{ 5, "", "6: 'printed' is missing" },
		{ 6, "tls: yes",
		  "12: unknown tls 'yes', it is one of none, optional, "
		  "required or mutual" },
		{ 7, "speaks: [spi]", "13: unknown hint 'spi', did you mean 'sip'?" },
		{ 7, "speaks: [sip, sip]", "13: hint 'sip' is listed twice" },
		{ 7, "speaks: []", "13: 'speaks' is empty" },
		{ 7, "speaks: [other]", "13: hint 'other' is what nothing here speaks" },
		{ 7, "speaks: [rtp]\n    modality: speech",
		  "14: unknown modality 'speech', it is one of audio, video or data" },
		{ 7, "speaks: [rtp]\n    modality: unknown",
		  "14: unknown modality 'unknown', it is one of audio, video or data" },
		{ 8, "direction: inout",
		  "14: unknown direction 'inout', it is one of in, out "
		  "or both" },
		{ 9, "peer: []", "15: 'peer' is empty" },
		{ 9, "peer: [any, any]", "15: 'any' is listed twice" },
		{ 9, "peers: [any]", "15: unknown key 'peers', did you mean 'peer'?" },
		{ 9, "peer: [any]\n    note: [a]", "16: 'note' takes one text" },
		{ 1, "role: [director]\n    interface: internal",
		  "6: 'interface' is only for role edge or reverse-proxy, or who balances them" },
		{ 1, "role: [edge]\n    interface: inner",
		  "8: unknown interface 'inner', it is one of internal or external" },
		{ 9, "peer: [sba]\n    mutual-for: [sba]",
		  "6: 'mutual-for' is only for tls required or optional" },
		{ 9, "peer: [sba]\n    mutual-for: [phone]",
		  "16: 'mutual-for' is for peers of the row" },
		{ 9, "peer: [sba]\n    same-pool: yes",
		  "16: unknown same-pool 'yes', it is one of false or true" },
		{ 9, "peer: [sba]\n    certainty: sure",
		  "16: unknown certainty 'sure', it is one of documented, topology, "
		  "field or inferred" },
		{ 9, "peer: [sba]\n    peer-source: [{peer: sba, source: x}]",
		  "16: 'certainty' is missing" },
		{ 9,
		  "peer: [sba]\n    peer-source: [{peer: edge, source: x, certainty: "
		  "field}]",
		  "16: 'peer-source' is for peers of the row, each once" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct error err = { "" };
		char yaml[600], expected[300];

		write_row(yaml, sizeof(yaml), rows[i].line, rows[i].with);
		snprintf(expected, sizeof(expected), "c.yaml:%s", rows[i].reason);
		assert_null(catalogue_load_bytes("c.yaml", yaml, strlen(yaml), &err));
		assert_string_equal(err.text, expected);
	}
}

static void the_row_that_the_refusals_vary_is_right(void **state)
{
	struct error err = { "" };
	char yaml[600];

	(void)state;
	write_row(yaml, sizeof(yaml), 0, "id: server-1");

	struct catalogue *catalogue =
		catalogue_load_bytes("c.yaml", yaml, strlen(yaml), &err);

	assert_non_null(catalogue);
	assert_int_equal(catalogue->row_count, 1);
	catalogue_destroy(catalogue);
}

static void a_wrong_file_is_refused_with_its_line(void **state)
{
#define ROW(id)                                                                          \
	"- {id: " id ", role: edge, service: x, name: {en: X}, ports: 1/tcp, "           \
	"printed: a, tls: none, speaks: sip, direction: in, peer: any}\n"
	static const struct {
		const char *yaml, *reason;
	} rows[] = {
		{ "catalogue: c\ntitle: t\nsource: s\nrows:\n" ROW("a-1") ROW("a-2")
		          ROW("A-1"),
		  "c.yaml:7: row 'A-1' was already given on line 5" },
		{ "catalogue: c\ntitle: t\nsource: s\nrows: a\n",
		  "c.yaml:4: 'rows' takes a list" },
		{ "catalogue: c\ntitle: t\nsource: s\nrows: [a]\n",
		  "c.yaml:4: each item here takes keys with values" },
		{ "catalogue: c\ntitle: t\nsource: s\n", "c.yaml:1: 'rows' is missing" },
		{ "catalogue: ../c\ntitle: t\nsource: s\nrows: []\n",
		  "c.yaml:1: '../c' is not a short name: use letters, digits and "
		  "dashes" },
		{ "catalogue: c\ntitle: t\nsource: s\ntls-versions: [1.2, 1.2]\n",
		  "c.yaml:4: TLS version '1.2' is listed twice" },
		{ "evidence: []\n", "c.yaml:1: unknown key 'evidence'" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct error err = { "" };

		assert_null(catalogue_load_bytes("c.yaml", rows[i].yaml,
		                                 strlen(rows[i].yaml), &err));
		assert_string_equal(err.text, rows[i].reason);
	}
}

/* A catalogue beside the one of docs/catalogues.md, with @keys. */
static struct catalogue *load_difference(const char *keys, struct error *err)
{
	const char *srcdir = getenv("srcdir");
	char file[1024], yaml[1024];

	snprintf(file, sizeof(file), "%s/tests/fixtures/new.yaml", srcdir ? srcdir : ".");
	snprintf(yaml, sizeof(yaml), "catalogue: new\ntitle: t\nsource: s\n%s", keys);
	return catalogue_load_bytes(file, yaml, strlen(yaml), err);
}

static void a_difference_changes_adds_and_leaves_out_rows(void **state)
{
	struct error err = { "" };
	struct catalogue *catalogue = load_difference(
		"rows:\n"
		"  - {id: server-7, name: {en: New}, peer: [client, any]}\n"
		"  - {id: server-9, role: edge, service: x, name: {en: X}, ports: 1/tcp,\n"
		"     printed: a, tls: none, speaks: sip, direction: in, peer: any}\n"
		"without: hlb-1\nbased-on: catalogue-full\n",
		&err);
	const struct row *rows;

	(void)state;
	if (!catalogue)
		fail_msg("%s", err.text);
	rows = catalogue->rows;
	assert_int_equal(catalogue->row_count, 4);
	assert_string_equal(rows[0].id, "server-7");
	assert_string_equal(rows[0].catalogue, "new");
	assert_int_equal(rows[0].mutual_for, 0); /* its edge is no peer any more */
	assert_string_equal(rows[0].name_en, "New");
	assert_string_equal(rows[0].name_fr, "");
	assert_int_equal(rows[0].peers, ROLE_BIT(ROLE_CLIENT));
	assert_true(rows[0].any_peer);
	assert_string_equal(rows[0].service, "web-conferencing");
	assert_int_equal(rows[0].ports[0].low, 8057);
	assert_int_equal(rows[0].line, 5);
	assert_string_equal(rows[1].id, "server-9");
	assert_string_equal(rows[2].id, "contoso-extra-12");
	assert_string_equal(rows[2].catalogue, "new");
	catalogue_destroy(catalogue);
}

static void a_role_that_is_gone_takes_its_rows_and_is_nobodys_peer(void **state)
{
	struct error err = { "" };
	struct catalogue *catalogue = load_difference(
		"based-on: catalogue-full\nwithout-roles: [front-end, phone]\n", &err);

	(void)state;
	if (!catalogue)
		fail_msg("%s", err.text);
	/* server-7 is a front end's, hlb-1 balances them. */
	assert_int_equal(catalogue->row_count, 2);
	assert_string_equal(catalogue->rows[0].id, "contoso-extra-12");
	catalogue_destroy(catalogue);

	catalogue = load_difference(
		"based-on: catalogue-full\nwithout-roles: [phone, client]\n", &err);
	assert_non_null(catalogue);
	/* contoso-extra-12 has no other peer than clients. */
	assert_int_equal(catalogue->row_count, 3);
	assert_int_equal(catalogue->rows[0].peers,
	                 ROLE_BIT(ROLE_EDGE) | ROLE_BIT(ROLE_REVERSE_PROXY));
	assert_string_equal(catalogue->rows[1].id, "hlb-1");
	catalogue_destroy(catalogue);
}

static void a_wrong_difference_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *keys, *reason;
	} files[] = {
		{ "based-on: nothing\n",
		  "4: there is no catalogue 'nothing' beside this one" },
		{ "based-on: catalog-full\n",
		  "4: there is no catalogue 'catalog-full' beside this one, did you mean "
		  "'catalogue-full'?" },
		{ "based-on: ../x\n",
		  "4: '../x' is not a short name: use letters, digits "
		  "and dashes" },
		{ "without: [a-1]\nrows: []\n",
		  "4: 'without' is only for a catalogue with 'based-on'" },
		{ "without-roles: [sba]\nrows: []\n",
		  "4: 'without-roles' is only for a catalogue with 'based-on'" },
		{ "based-on: catalogue-full\nwithout: [hlb-1, server-8]\n",
		  "5: 'server-8' is no row of contoso-extra" },
		{ "based-on: catalogue-full\nwithout: [hlb-1, hlb-1]\n",
		  "5: row 'hlb-1' is listed twice" },
		{ "based-on: catalogue-full\nrows:\n  - {id: server-8, name: {en: X}}\n",
		  "6: 'role' is missing" },
		{ "based-on: catalogue-full\nrows:\n  - {id: server-7, for: sba}\n",
		  "6: 'for' is only for role load-balancer" },
		{ "based-on: catalogue-full\nrows:\n  - {id: hlb-1, tls: none}\n"
		  "  - {id: HLB-1, tls: none}\n",
		  "7: row 'HLB-1' was already given on line 6" },
		{ "based-on: catalogue-full\nrows: [a]\n",
		  "5: each item here takes keys with values" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct error err = { "" };
		const char *reason;

		assert_null(load_difference(files[i].keys, &err));
		reason = strstr(err.text, "new.yaml:");
		assert_non_null(reason);
		assert_string_equal(reason + strlen("new.yaml:"), files[i].reason);
	}
}

static void catalogues_based_on_each_other_are_refused(void **state)
{
	struct error err = { "" };

	(void)state;
	assert_null(load_difference("based-on: circle-1\n", &err));
	assert_non_null(
		strstr(err.text,
	               "circle-2.yaml:2: 'circle-1' is itself based on this catalogue"));
	assert_null(load_difference("based-on: new\n", &err));
}

static void a_missing_file_is_named(void **state)
{
	struct error err = { "" };

	(void)state;
	assert_null(catalogue_load("/nonexistent/c.yaml", &err));
	assert_string_equal(err.text, "/nonexistent/c.yaml: No such file or directory");
	catalogue_destroy(NULL);
}

static void the_documented_example_is_the_one_that_is_loaded(void **state)
{
	char *page = source_file_read("docs/catalogues.md");
	char *example = source_file_read("tests/fixtures/catalogue-full.yaml");

	(void)state;
	assert_non_null(strstr(page, example));
	free(page);
	free(example);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_catalogue_is_loaded_with_its_rows_in_order),
		cmocka_unit_test(a_row_has_every_field_of_the_file),
		cmocka_unit_test(a_load_balancer_says_what_it_balances),
		cmocka_unit_test(short_forms_and_blank_cells_are_fine),
		cmocka_unit_test(conditions_are_of_the_rows_that_state_them),
		cmocka_unit_test(every_row_and_peer_has_its_origin),
		cmocka_unit_test(the_row_that_the_refusals_vary_is_right),
		cmocka_unit_test(a_wrong_row_is_refused_with_its_line),
		cmocka_unit_test(a_wrong_file_is_refused_with_its_line),
		cmocka_unit_test(a_difference_changes_adds_and_leaves_out_rows),
		cmocka_unit_test(a_role_that_is_gone_takes_its_rows_and_is_nobodys_peer),
		cmocka_unit_test(a_wrong_difference_is_refused_with_its_line),
		cmocka_unit_test(catalogues_based_on_each_other_are_refused),
		cmocka_unit_test(a_missing_file_is_named),
		cmocka_unit_test(the_documented_example_is_the_one_that_is_loaded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
