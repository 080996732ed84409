/* SPDX-License-Identifier: BSD-2-Clause */
#include "row_reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/transport.h"
#include "policy/row.h"

#include "vocabulary.h"

#define ROW_NUMBER_DIGITS 6

/* "server-7" is row 7 of table "server". */
static bool read_id(const struct yaml_tree *tree, const struct yaml_value *value,
                    void *target)
{
	struct row *row = target;
	const char *dash = strrchr(value->text, '-');
	size_t digits = dash ? strspn(dash + 1, "0123456789") : 0;

	if (!dash || dash == value->text || digits == 0 || digits > ROW_NUMBER_DIGITS ||
	    dash[1 + digits] || dash[1] == '0')
		return yaml_tree_error(tree, value->line,
		                       "'%.60s' is not a row: write table and number, "
		                       "server-7",
		                       value->text);
	row->table =
		arena_copy_text(tree->strings, value->text, (size_t)(dash - value->text));
	if (!row->table)
		return yaml_tree_no_memory(tree);
	row->number = (unsigned)strtoul(dash + 1, NULL, 10);
	row->line = value->line;
	return vocabulary_read_slug(tree, value, &row->id);
}

static bool read_name(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *target)
{
	static const struct yaml_key keys[] = {
		{ "en", YAML_KIND_TEXT, true, offsetof(struct row, name_en),
		  yaml_read_blank_text },
		{ "fr", YAML_KIND_TEXT, false, offsetof(struct row, name_fr),
		  yaml_read_blank_text },
	};
	struct row *row = target;

	row->name_fr = "";
	return yaml_read_map(tree, value, keys, ARRAY_LEN(keys), row);
}

static bool read_roles(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct row *row = target;

	row->roles = 0;
	return vocabulary_read_roles(tree, value, &row->roles);
}

static bool read_balanced(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *target)
{
	struct row *row = target;

	row->balances = 0;
	return vocabulary_read_host_roles(tree, value, &row->balances);
}

static bool read_speaks(const struct yaml_tree *tree, const struct yaml_value *value,
                        void *target)
{
	struct row *row = target;

	row->speaks = 0;
	return vocabulary_read_hints(tree, value, &row->speaks);
}

static bool read_ports(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct row *row = target;

	return vocabulary_read_ports(tree, value, &row->ports, &row->port_count);
}

static bool read_dscp(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *target)
{
	struct row *row = target;

	return vocabulary_read_dscp(tree, value, 1, &row->dscp);
}

static const char *tls_word(size_t index)
{
	return row_tls_name((enum row_tls)index);
}

static bool read_tls(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *target)
{
	static const struct yaml_words words = { "tls", tls_word, ROW_TLS_MUTUAL + 1 };
	struct row *row = target;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	row->tls = (enum row_tls)index;
	return true;
}

static const char *direction_word(size_t index)
{
	return row_direction_name((enum row_direction)index);
}

static bool read_direction(const struct yaml_tree *tree, const struct yaml_value *value,
                           void *target)
{
	static const struct yaml_words words = { "direction", direction_word,
		                                 ROW_BOTH + 1 };
	struct row *row = target;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	row->direction = (enum row_direction)index;
	return true;
}

static bool read_peer(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *target)
{
	struct row *row = target;

	if (strcmp(value->text, "any") != 0)
		return vocabulary_read_role(tree, value, &row->peers);
	if (row->any_peer)
		return yaml_tree_error(tree, value->line, "'any' is listed twice");
	row->any_peer = true;
	return true;
}

static bool read_peers(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct row *row = target;

	row->peers = 0;
	row->any_peer = false;
	return yaml_read_each(tree, value, YAML_KIND_TEXT, read_peer, row);
}

/* --- Keys of rows that not every catalogue has ------------------------------------- */

static bool read_mutual_for(const struct yaml_tree *tree, const struct yaml_value *value,
                            void *target)
{
	struct row *row = target;

	row->mutual_for = 0;
	return vocabulary_read_host_roles(tree, value, &row->mutual_for) &&
	       ((row->mutual_for & ~row->peers) == 0 ||
	        yaml_tree_error(tree, value->line,
	                        "'mutual-for' is for peers of the row"));
}

static const char *interface_word(size_t index)
{
	return row_interface_name((enum row_interface)(index + ROW_INTERFACE_INTERNAL));
}

static bool read_interface(const struct yaml_tree *tree, const struct yaml_value *value,
                           void *target)
{
	static const struct yaml_words words = { "interface", interface_word, 2 };
	struct row *row = target;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	row->interface = (enum row_interface)(index + ROW_INTERFACE_INTERNAL);
	return true;
}

static const char *truth_word(size_t index)
{
	return index ? "true" : "false";
}

static bool read_truth(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *field)
{
	const struct yaml_words words = { value->key, truth_word, 2 };
	bool *truth = field;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	*truth = index == 1;
	return true;
}

static bool read_peer_origin(const struct yaml_tree *tree, const struct yaml_value *value,
                             void *target)
{
	static const struct yaml_key keys[] = {
		{ "peer", TEXT_OR_LIST, true, offsetof(struct peer_origin, peers),
		  vocabulary_read_roles },
		{ "certainty", YAML_KIND_TEXT, true,
		  offsetof(struct peer_origin, origin.certainty),
		  vocabulary_read_certainty },
		{ "source", YAML_KIND_TEXT, true,
		  offsetof(struct peer_origin, origin.source), yaml_read_text },
	};
	struct peer_origin *origin = target;

	*origin = (struct peer_origin){ 0 };
	return yaml_read_map(tree, value, keys, ARRAY_LEN(keys), origin);
}

static bool read_peer_origins(const struct yaml_tree *tree,
                              const struct yaml_value *value, void *target)
{
	struct row *row = target;
	role_set named = 0;

	if (!yaml_read_items(tree, value, YAML_KIND_MAP, sizeof(*row->peer_origins),
	                     read_peer_origin, &row->peer_origins,
	                     &row->peer_origin_count))
		return false;
	for (size_t i = 0; i < row->peer_origin_count; i++) {
		role_set peers = row->peer_origins[i].peers;

		if (peers & ~row->peers || peers & named)
			return yaml_tree_error(tree, value->line,
			                       "'peer-source' is for peers of the row, "
			                       "each once");
		named |= peers;
	}
	return true;
}

static bool read_asked(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct row *row = target;

	return yaml_read_items(tree, value, YAML_KIND_TEXT, sizeof(*row->asked),
	                       yaml_read_text, &row->asked, &row->asked_count);
}

static const struct yaml_key row_keys[] = {
	{ "id", YAML_KIND_TEXT, true, 0, read_id },
	{ "role", TEXT_OR_LIST, true, 0, read_roles },
	{ "for", TEXT_OR_LIST, false, 0, read_balanced },
	{ "service", YAML_KIND_TEXT, true, offsetof(struct row, service),
	  vocabulary_read_slug },
	{ "name", YAML_KIND_MAP, true, 0, read_name },
	{ "ports", TEXT_OR_LIST, false, 0,
	  read_ports }, /* required unless it `listens` */
	{ "listens", YAML_KIND_TEXT, false, offsetof(struct row, listens), read_truth },
	{ "printed", YAML_KIND_TEXT, true, offsetof(struct row, printed),
	  yaml_read_blank_text },
	{ "tls", YAML_KIND_TEXT, true, 0, read_tls },
	{ "speaks", TEXT_OR_LIST, false, 0,
	  read_speaks }, /* required where there are ports */
	{ "modality", YAML_KIND_TEXT, false, offsetof(struct row, modality),
	  vocabulary_read_modality },
	{ "dscp", YAML_KIND_TEXT, false, 0, read_dscp },
	{ "direction", YAML_KIND_TEXT, true, 0, read_direction },
	{ "peer", TEXT_OR_LIST, true, 0, read_peers },
	{ "mutual-for", TEXT_OR_LIST, false, 0, read_mutual_for },
	{ "nameless", YAML_KIND_TEXT, false, offsetof(struct row, nameless), read_truth },
	{ "same-pool", YAML_KIND_TEXT, false, offsetof(struct row, same_pool),
	  read_truth },
	{ "interface", YAML_KIND_TEXT, false, 0, read_interface },
	{ "asked-for", TEXT_OR_LIST, false, 0, read_asked },
	{ "source", YAML_KIND_TEXT, false, offsetof(struct row, origin.source),
	  yaml_read_text },
	{ "certainty", YAML_KIND_TEXT, false, offsetof(struct row, origin.certainty),
	  vocabulary_read_certainty },
	{ "peer-source", YAML_KIND_LIST, false, 0, read_peer_origins },
	{ "note", YAML_KIND_TEXT, false, offsetof(struct row, note),
	  yaml_read_blank_text },
};

/* Of a protocol without ports nothing is read. */
static bool lists_ports(const struct row *row)
{
	for (size_t i = 0; i < row->port_count; i++)
		if (transport_has_ports(row->ports[i].transport))
			return true;
	return row->port_count == 0;
}

/* What takes more than one key to be wrong. */
static bool check_keys(const struct yaml_tree *tree, struct row *row)
{
	if (row->port_count == 0 && !row->listens)
		return yaml_tree_error(tree, row->line, "'ports' is missing");
	if (!row->speaks && lists_ports(row))
		return yaml_tree_error(tree, row->line, "'speaks' is missing");
	if (row->balances && !(row->roles & ROLE_BIT(ROLE_LOAD_BALANCER)))
		return yaml_tree_error(tree, row->line,
		                       "'for' is only for role load-balancer");
	if (row->interface != ROW_INTERFACE_UNSTATED &&
	    !((row->roles | row->peers | row->balances) & ROLE_HAS_SIDES))
		return yaml_tree_error(tree, row->line,
		                       "'interface' is only for role edge or "
		                       "reverse-proxy, or who balances them");
	row->mutual_for &= row->peers; /* which a difference may have changed alone */
	if (row->mutual_for && (row->tls == ROW_TLS_NONE || row->tls == ROW_TLS_MUTUAL))
		return yaml_tree_error(tree, row->line,
		                       "'mutual-for' is only for tls required or "
		                       "optional");
	return true;
}

static bool read_keys(const struct yaml_tree *tree, const struct yaml_value *value,
                      const struct yaml_key *keys, struct row *row)
{
	row->file = tree->file;
	return yaml_read_map(tree, value, keys, ARRAY_LEN(row_keys), row) &&
	       check_keys(tree, row);
}

bool row_reader_read(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *target)
{
	struct row *row = target;

	*row = (struct row){ .name_fr = "", .note = "" };
	return read_keys(tree, value, row_keys, row);
}

bool row_reader_change(const struct yaml_tree *tree, const struct yaml_value *value,
                       struct row *row)
{
	struct yaml_key keys[ARRAY_LEN(row_keys)];

	memcpy(keys, row_keys, sizeof(keys));
	for (size_t i = 1; i < ARRAY_LEN(keys); i++)
		keys[i].required = false;
	return read_keys(tree, value, keys, row);
}

const struct yaml_value *row_reader_id(const struct yaml_value *value)
{
	if (value->kind != YAML_KIND_MAP)
		return NULL;
	for (const struct yaml_value *member = value->first; member;
	     member = member->next)
		if (strcmp(member->key, "id") == 0 && member->kind == YAML_KIND_TEXT)
			return member;
	return NULL;
}
