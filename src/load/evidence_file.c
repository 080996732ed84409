/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/evidence_file.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "policy/role_evidence.h"

#include "loaders.h"
#include "site_parts.h"
#include "vocabulary.h"

#define SCORE_MAX 100

/* An entry as written: which of the kinds it is shows from the key that is there. */
struct draft {
	const char *matches[ROLE_EVIDENCE_ASKS + 1];
	role_set role;
	product_set products;
	struct port_span port;
	long score;
	bool needs_confirmed, needs_given;
	role_set with, without, peer, stands_for;
	bool proof, peer_public;
	const char *once;
	uint64_t speaks;
	const char *why;
};

static bool read_score(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *field)
{
	long *score = field;

	if (!yaml_read_number(tree, value, -SCORE_MAX, SCORE_MAX, score))
		return false;
	return *score || yaml_tree_error(tree, value->line, "a score of 0 says nothing");
}

static const char *truth_word(size_t index)
{
	return index == 0 ? "true" : "false";
}

static bool read_truth(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *field)
{
	static const struct yaml_words words = { "answer", truth_word, 2 };
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	*(bool *)field = index == 0;
	return true;
}

static const char *needs_word(size_t index)
{
	return index == 0 ? "confirmed" : "any";
}

static bool read_needs(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	static const struct yaml_words words = { "need", needs_word, 2 };
	struct draft *draft = target;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	draft->needs_confirmed = index == 0;
	draft->needs_given = true;
	return true;
}

static bool add_product(const struct yaml_tree *tree, const struct yaml_value *value,
                        void *field)
{
	product_set *products = field;
	enum product product;

	if (!site_read_product(tree, value, &product))
		return false;
	*products |= PRODUCT_BIT(product);
	return true;
}

static bool read_products(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *field)
{
	return yaml_read_each(tree, value, YAML_KIND_TEXT, add_product, field);
}

static bool read_answers(const struct yaml_tree *tree, const struct yaml_value *value,
                         void *target)
{
	struct draft *draft = target;

	draft->matches[ROLE_EVIDENCE_ANSWERS] = value->text;
	return vocabulary_read_port(tree, value, &draft->port);
}

/* Is it about what a flow showed? */
static bool is_of_flow(enum role_evidence_kind kind)
{
	return kind == ROLE_EVIDENCE_LISTENS || kind == ROLE_EVIDENCE_INITIATES;
}

/* Exactly one of the keys, and `needs` only where a flow was seen. */
static bool settle_kind(const struct yaml_tree *tree, unsigned line,
                        const struct draft *draft, struct role_evidence *evidence)
{
	unsigned given = 0;

	for (size_t i = 0; i < ARRAY_LEN(draft->matches); i++) {
		if (!draft->matches[i])
			continue;
		evidence->kind = (enum role_evidence_kind)i;
		evidence->match = draft->matches[i];
		given++;
	}
	if (given != 1)
		return yaml_tree_error(tree, line,
		                       "one of 'listens', 'initiates', 'agent', "
		                       "'name', 'answers' and 'asks' is needed, %u are "
		                       "given",
		                       given);
	if (draft->once && draft->score < 0)
		return yaml_tree_error(tree, line,
		                       "'once' does not go with a score below 0");
	if (draft->peer && evidence->kind != ROLE_EVIDENCE_LISTENS &&
	    evidence->kind != ROLE_EVIDENCE_ANSWERS)
		return yaml_tree_error(tree, line,
		                       "'peer' goes with 'listens' and 'answers' only");
	if (draft->speaks && evidence->kind == ROLE_EVIDENCE_ANSWERS)
		return true;
	if ((draft->needs_given || draft->speaks || draft->peer_public) &&
	    !is_of_flow(evidence->kind))
		return yaml_tree_error(
			tree, line,
			"'needs', 'speaks' and 'peer-public' go with 'listens' and "
			"'initiates' only");
	return evidence->kind != ROLE_EVIDENCE_ANSWERS ||
	       yaml_tree_error(tree, line, "'answers' needs 'speaks'");
}

#define MATCH_KEY(name, kind, reader)                                                    \
	{                                                                                \
		name, YAML_KIND_TEXT, false, offsetof(struct draft, matches[kind]),      \
			reader                                                           \
	}

/* An entry is about a role, or about the product. */
static bool settle_subject(const struct yaml_tree *tree, unsigned line,
                           const struct draft *draft,
                           const struct role_evidence *evidence)
{
	bool tells_products = evidence->kind == ROLE_EVIDENCE_ANSWERS ||
	                      evidence->kind == ROLE_EVIDENCE_ASKS;

	if (draft->products)
		return ((tells_products || evidence->kind == ROLE_EVIDENCE_AGENT) &&
		        !draft->role && !draft->score) ||
		       yaml_tree_error(tree, line,
		                       "'product' goes with 'agent', 'answers' and "
		                       "'asks', and with neither 'role' nor 'score'");
	if (tells_products)
		return yaml_tree_error(tree, line, "'product' is missing");
	if (!draft->role)
		return yaml_tree_error(tree, line, "'role' is missing");
	return draft->score || yaml_tree_error(tree, line, "'score' is missing");
}

static bool read_entry(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	static const struct yaml_key keys[] = {
		MATCH_KEY("listens", ROLE_EVIDENCE_LISTENS, vocabulary_read_slug),
		MATCH_KEY("initiates", ROLE_EVIDENCE_INITIATES, vocabulary_read_slug),
		MATCH_KEY("agent", ROLE_EVIDENCE_AGENT, yaml_read_text),
		MATCH_KEY("name", ROLE_EVIDENCE_NAME, yaml_read_text),
		MATCH_KEY("asks", ROLE_EVIDENCE_ASKS, vocabulary_read_slug),
		{ "answers", YAML_KIND_TEXT, false, 0, read_answers },
		{ "product", YAML_KIND_TEXT | YAML_KIND_LIST, false,
		  offsetof(struct draft, products), read_products },
		{ "role", YAML_KIND_TEXT, false, offsetof(struct draft, role),
		  vocabulary_read_host_roles },
		{ "score", YAML_KIND_TEXT, false, offsetof(struct draft, score),
		  read_score },
		{ "needs", YAML_KIND_TEXT, false, 0, read_needs },
		{ "with", YAML_KIND_TEXT, false, offsetof(struct draft, with),
		  vocabulary_read_host_roles },
		{ "without", YAML_KIND_TEXT | YAML_KIND_LIST, false,
		  offsetof(struct draft, without), vocabulary_read_host_roles },
		{ "peer", YAML_KIND_TEXT | YAML_KIND_LIST, false,
		  offsetof(struct draft, peer), vocabulary_read_host_roles },
		{ "peer-public", YAML_KIND_TEXT, false,
		  offsetof(struct draft, peer_public), read_truth },
		{ "proof", YAML_KIND_TEXT, false, offsetof(struct draft, proof),
		  read_truth },
		{ "once", YAML_KIND_TEXT, false, offsetof(struct draft, once),
		  vocabulary_read_slug },
		{ "for", YAML_KIND_TEXT | YAML_KIND_LIST, false,
		  offsetof(struct draft, stands_for), vocabulary_read_host_roles },
		{ "speaks", YAML_KIND_TEXT | YAML_KIND_LIST, false,
		  offsetof(struct draft, speaks), vocabulary_read_hints },
		{ "why", YAML_KIND_TEXT, true, offsetof(struct draft, why),
		  yaml_read_text },
	};
	struct role_evidence *evidence = target;
	struct draft draft = { .needs_confirmed = true };

	if (!yaml_read_map(tree, value, keys, ARRAY_LEN(keys), &draft) ||
	    !settle_kind(tree, value->line, &draft, evidence) ||
	    !settle_subject(tree, value->line, &draft, evidence))
		return false;
	evidence->products = draft.products;
	evidence->port = draft.port;
	/* With a score of 0 it speaks for no role. */
	evidence->role =
		draft.role ? (enum role)__builtin_ctzll(draft.role) : ROLE_CLIENT;
	evidence->score = (int)draft.score;
	evidence->needs_confirmed = draft.needs_confirmed;
	evidence->with = draft.with;
	evidence->without = draft.without;
	evidence->proof = draft.proof;
	evidence->once = draft.once;
	evidence->peer = draft.peer;
	evidence->peer_public = draft.peer_public;
	evidence->stands_for = draft.stands_for;
	evidence->speaks = draft.speaks;
	evidence->why = draft.why;
	evidence->line = value->line;
	return true;
}

static bool read_entries(const struct yaml_tree *tree, const struct yaml_value *value,
                         void *target)
{
	struct role_evidence_list *list = target;

	return yaml_read_items(tree, value, YAML_KIND_MAP, sizeof(*list->items),
	                       read_entry, &list->items, &list->count);
}

static struct role_evidence_list *read_list(struct yaml_tree *tree)
{
	static const struct yaml_key keys[] = {
		{ "evidence", YAML_KIND_LIST, true, 0, read_entries },
	};
	struct role_evidence_list *list = calloc(1, sizeof(*list));

	if (!list) {
		yaml_tree_no_memory(tree);
		return NULL;
	}
	if (!yaml_read_map(tree, tree->root, keys, ARRAY_LEN(keys), list)) {
		role_evidence_destroy(list);
		return NULL;
	}
	list->strings = yaml_tree_take_strings(tree);
	return list;
}

struct role_evidence_list *role_evidence_load(const char *path, struct error *err)
{
	struct yaml_tree tree;
	struct role_evidence_list *list = NULL;

	if (yaml_tree_open(&tree, path, err))
		list = read_list(&tree);
	yaml_tree_close(&tree);
	return list;
}

struct role_evidence_list *role_evidence_load_bytes(const char *file, const char *bytes,
                                                    size_t len, struct error *err)
{
	struct yaml_tree tree;
	struct role_evidence_list *list = NULL;

	if (yaml_tree_open_bytes(&tree, file, bytes, len, err))
		list = read_list(&tree);
	yaml_tree_close(&tree);
	return list;
}

void role_evidence_destroy(struct role_evidence_list *list)
{
	if (!list)
		return;
	arena_destroy(list->strings);
	free(list);
}
