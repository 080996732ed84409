/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_parts.h"

#include "base/array.h"
#include "policy/site.h"

#include "site_ends.h"
#include "vocabulary.h"

/* An entry with its ends as written; one that is not there is anybody. */
struct draft {
	struct site_mark mark;
	const struct yaml_value *from, *to;
};

static bool read_dscp(const struct yaml_tree *tree, const struct yaml_value *value,
                      void *field)
{
	return vocabulary_read_dscp(tree, value, 0, field);
}

static bool read_draft(const struct yaml_tree *tree, const struct yaml_value *item,
                       struct draft *draft)
{
	static const struct yaml_key keys[] = {
		{ "modality", YAML_KIND_TEXT, true, offsetof(struct draft, mark.modality),
		  vocabulary_read_modality },
		{ "from", TEXT_OR_LIST, false, offsetof(struct draft, from),
		  site_end_keep },
		{ "to", TEXT_OR_LIST, false, offsetof(struct draft, to), site_end_keep },
		{ "dscp", YAML_KIND_TEXT, true, offsetof(struct draft, mark.dscp),
		  read_dscp },
	};

	draft->mark.line = item->line;
	return yaml_read_map(tree, item, keys, ARRAY_LEN(keys), draft);
}

static bool read_mark(const struct yaml_tree *tree, const struct site_names *names,
                      const struct yaml_value *item, void *entry)
{
	struct site_mark *mark = entry;
	struct draft draft = { 0 };

	if (!read_draft(tree, item, &draft) ||
	    (draft.from && !site_end_read(tree, names, draft.from, &draft.mark.from)) ||
	    (draft.to && !site_end_read(tree, names, draft.to, &draft.mark.to)))
		return false;
	*mark = draft.mark;
	return true;
}

bool site_read_marks(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *target)
{
	struct site *site = target;

	site->marks = site_ends_read_list(tree, value, site, sizeof(*site->marks),
	                                  read_mark, &site->mark_count);
	return site->marks && site->mark_count == value->count;
}
