/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_allow.h"

#include "base/array.h"
#include "policy/site.h"

#include "site_ends.h"
#include "vocabulary.h"

/* An end as written, until the site's names are looked up. */
struct draft {
	struct site_allow allow;
	const struct yaml_value *from, *to;
};

static bool read_ports(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct draft *draft = target;
	struct site_allow *allow = &draft->allow;

	if (allow->port_count > 0)
		return yaml_tree_error(
			tree, value->key_line,
			"'port' and 'ports' are the same: give one of them");
	return vocabulary_read_ports(tree, value, &allow->ports, &allow->port_count);
}

static bool read_until(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	struct draft *draft = target;

	draft->allow.until = value->text;
	return vocabulary_read_day(tree, value, &draft->allow.until_us);
}

static bool read_allow(const struct yaml_tree *tree, const struct yaml_value *value,
                       struct draft *draft)
{
	static const struct yaml_key keys[] = {
		{ "from", TEXT_OR_LIST, true, offsetof(struct draft, from),
		  site_end_keep },
		{ "to", TEXT_OR_LIST, true, offsetof(struct draft, to), site_end_keep },
		{ "port", TEXT_OR_LIST, false, 0, read_ports },
		{ "ports", TEXT_OR_LIST, false, 0, read_ports },
		{ "speaks", TEXT_OR_LIST, false, offsetof(struct draft, allow.speaks),
		  vocabulary_read_hints },
		{ "reason", YAML_KIND_TEXT, false, offsetof(struct draft, allow.reason),
		  yaml_read_text },
		{ "ticket", YAML_KIND_TEXT, false, offsetof(struct draft, allow.ticket),
		  yaml_read_text },
		{ "until", YAML_KIND_TEXT, false, 0, read_until },
	};

	return yaml_read_map(tree, value, keys, ARRAY_LEN(keys), draft);
}

static bool read_entry(const struct yaml_tree *tree, const struct site_names *names,
                       const struct yaml_value *item, void *entry)
{
	struct site_allow *allow = entry;
	struct draft draft = {
		.allow = { .reason = "",
		           .ticket = "",
		           .until = "",
		           .until_us = INT64_MAX,
		           .file = tree->file,
		           .line = item->line },
	};

	if (!read_allow(tree, item, &draft) ||
	    !site_end_read(tree, names, draft.from, &draft.allow.from) ||
	    !site_end_read(tree, names, draft.to, &draft.allow.to))
		return false;
	*allow = draft.allow;
	return true;
}

bool site_allow_read(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *target)
{
	struct site *site = target;

	site->allows = site_ends_read_list(tree, value, site, sizeof(*site->allows),
	                                   read_entry, &site->allow_count);
	return site->allows && site->allow_count == value->count;
}
