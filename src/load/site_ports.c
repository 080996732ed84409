/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_parts.h"

#include <string.h>

#include "base/arena.h"
#include "policy/site.h"

#include "vocabulary.h"

/* One member. Its key is of no table, it can be any service or row. */
static bool read_service(const struct yaml_tree *tree, const struct yaml_value *member,
                         struct site_ports *ports)
{
	struct yaml_value service = {
		.kind = YAML_KIND_TEXT,
		.text = arena_copy_text(tree->strings, member->key, strlen(member->key)),
		.line = member->key_line,
	};

	if (!service.text)
		return yaml_tree_no_memory(tree);
	if (member->kind == YAML_KIND_MAP)
		return yaml_tree_error(tree, member->line,
		                       "'%.60s' takes one port or a list", member->key);
	ports->line = member->key_line;
	return vocabulary_read_slug(tree, &service, &ports->service) &&
	       vocabulary_read_ports(tree, member, &ports->ports, &ports->port_count);
}

bool site_read_ports(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *target)
{
	struct site_ports_list *list = target;
	struct yaml_name *names = arena_alloc(tree->values, value->count, sizeof(*names));

	bool good = true;

	list->items = arena_alloc(tree->strings, value->count, sizeof(*list->items));
	if (!names || !list->items)
		return yaml_tree_no_memory(tree);
	for (const struct yaml_value *member = value->first; member;
	     member = member->next) {
		struct site_ports *ports = &list->items[list->count];

		if (!read_service(tree, member, ports)) {
			good = false;
			if (!tree->mistakes)
				return false;
			continue;
		}
		names[list->count++] = (struct yaml_name){ ports->service, ports->line };
	}
	return yaml_refuse_twice(tree, names, list->count, "service") && good;
}
