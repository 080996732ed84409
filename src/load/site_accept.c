/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_parts.h"

#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "policy/site.h"

#include "vocabulary.h"

static bool read_finding(const struct yaml_tree *tree, const struct yaml_value *value,
                         void *field)
{
	if (strncmp(value->text, "F-", 2) != 0 || value->text[2] == '\0' ||
	    value->text[2 + strspn(value->text + 2, "0123456789abcdef")] != '\0')
		return yaml_tree_error(tree, value->line,
		                       "'%.60s' is not the id of a finding: copy it from "
		                       "a report, F-7399b711",
		                       value->text);
	return yaml_read_text(tree, value, field);
}

static bool read_until(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct site_accept *accept = target;

	accept->until = value->text;
	return vocabulary_read_day(tree, value, &accept->until_us);
}

/* Kinds of findings are known where they are made; a word it is. */
static bool read_kind(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *field)
{
	if (value->text[strspn(value->text, "abcdefghijklmnopqrstuvwxyz-")] != '\0')
		return yaml_tree_error(tree, value->line,
		                       "'%.60s' is no kind of finding: copy it from a "
		                       "report, as in wrong-source",
		                       value->text);
	return yaml_read_text(tree, value, field);
}

static bool read_severity(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *field)
{
	static const char *const names[] = { "low", "medium", "high" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(value->text, names[i]) == 0)
			return yaml_read_text(tree, value, field);
	return yaml_tree_error(tree, value->line, "'%.60s' is not low, medium or high",
	                       value->text);
}

static bool read_peer(const struct yaml_tree *tree, const struct yaml_value *item,
                      void *field)
{
	struct site_accept *accept = field;

	if (strcmp(item->text, "none") == 0)
		return true;
	if (!address_parse(&accept->peers[accept->peer_count], item->text))
		return yaml_tree_error(tree, item->line,
		                       "'%.60s' is neither an address nor none",
		                       item->text);
	accept->peer_count++;
	return true;
}

static bool read_peers(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct site_accept *accept = target;

	accept->peers_given = true;
	accept->peers = arena_alloc(tree->strings, yaml_item_count(value),
	                            sizeof(*accept->peers));
	if (!accept->peers)
		return yaml_tree_no_memory(tree);
	return yaml_read_each(tree, value, YAML_KIND_TEXT, read_peer, accept);
}

static bool read_accept(const struct yaml_tree *tree, const struct yaml_value *value,
                        void *target)
{
	static const struct yaml_key keys[] = {
		{ "finding", YAML_KIND_TEXT, true, offsetof(struct site_accept, finding),
		  read_finding },
		{ "kind", YAML_KIND_TEXT, false, offsetof(struct site_accept, kind),
		  read_kind },
		{ "severity", YAML_KIND_TEXT, false,
		  offsetof(struct site_accept, severity), read_severity },
		{ "peers", YAML_KIND_TEXT | YAML_KIND_LIST, false, 0, read_peers },
		{ "reason", YAML_KIND_TEXT, false, offsetof(struct site_accept, reason),
		  yaml_read_text },
		{ "ticket", YAML_KIND_TEXT, false, offsetof(struct site_accept, ticket),
		  yaml_read_text },
		{ "until", YAML_KIND_TEXT, false, 0, read_until },
	};
	struct site_accept *accept = target;

	*accept = (struct site_accept){ .kind = "",
		                        .severity = "",
		                        .reason = "",
		                        .ticket = "",
		                        .until = "",
		                        .until_us = INT64_MAX,
		                        .line = value->line };
	return yaml_read_map(tree, value, keys, ARRAY_LEN(keys), accept);
}

bool site_read_accepts(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct site *site = target;
	struct yaml_name *names = arena_alloc(tree->values, value->count, sizeof(*names));

	if (!names)
		return yaml_tree_no_memory(tree);
	if (!yaml_read_items(tree, value, YAML_KIND_MAP, sizeof(*site->accepts),
	                     read_accept, &site->accepts, &site->accept_count))
		return false;
	for (size_t i = 0; i < site->accept_count; i++)
		names[i] = (struct yaml_name){ site->accepts[i].finding,
			                       site->accepts[i].line };
	return yaml_refuse_twice(tree, names, site->accept_count, "finding");
}
