/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/signature_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/transport.h"
#include "inspect/label_map.h"
#include "inspect/signature_set.h"

#include "loaders.h"
#include "vocabulary.h"

/* --- payload.yaml ------------------------------------------------------------ */

/* A signature as written. */
struct draft {
	const char *id, *source;
	enum hint hint;
	size_t transport, sender; /* indexes of the tables below */
	long offset, min_len;
	const struct yaml_value *bytes, *mask, *min_len_at; /* NULL when not given */
};

static const char *transport_word(size_t index)
{
	return index == 0 ? "tcp" : "udp";
}

static bool read_transport(const struct yaml_tree *tree, const struct yaml_value *value,
                           void *field)
{
	static const struct yaml_words words = { "transport", transport_word, 2 };

	return yaml_read_word(tree, value, &words, field);
}

/* In the order of enum signature_sender. */
static const char *sender_word(size_t index)
{
	static const char *const names[] = {
		[SIGNATURE_ANY] = "any",
		[SIGNATURE_CLIENT] = "initiator",
		[SIGNATURE_SERVER] = "responder",
	};

	return names[index];
}

static bool read_sender(const struct yaml_tree *tree, const struct yaml_value *value,
                        void *field)
{
	static const struct yaml_words words = { "direction", sender_word,
		                                 SIGNATURE_SERVER + 1 };

	return yaml_read_word(tree, value, &words, field);
}

static bool read_offset(const struct yaml_tree *tree, const struct yaml_value *value,
                        void *field)
{
	return yaml_read_number(tree, value, 0, UINT16_MAX - SIGNATURE_MAX_LEN, field);
}

static bool read_min_len(const struct yaml_tree *tree, const struct yaml_value *value,
                         void *target)
{
	struct draft *draft = target;

	draft->min_len_at = value;
	return yaml_read_number(tree, value, 1, UINT16_MAX, &draft->min_len);
}

/* Later, when the length of the pattern is known. */
static bool keep_value(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *field)
{
	const struct yaml_value **kept = field;

	(void)tree;
	*kept = value;
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool read_hex(const struct yaml_tree *tree, const struct yaml_value *value,
                     uint8_t bytes[static SIGNATURE_MAX_LEN], uint8_t *len)
{
	size_t digits = strlen(value->text);

	if (digits == 0 || digits % 2 || digits / 2 > SIGNATURE_MAX_LEN)
		return yaml_tree_error(tree, value->line,
		                       "'%s' takes 1 to %d bytes, two hexadecimal digits "
		                       "each",
		                       value->key, SIGNATURE_MAX_LEN);
	for (size_t i = 0; i < digits; i += 2) {
		int high = hex_digit(value->text[i]), low = hex_digit(value->text[i + 1]);

		if (high < 0 || low < 0)
			return yaml_tree_error(tree, value->line,
			                       "'%.2s' in '%s' is not hexadecimal",
			                       value->text + i, value->key);
		bytes[i / 2] = (uint8_t)(high * 16 + low);
	}
	*len = (uint8_t)(digits / 2);
	return true;
}

static bool read_pattern(const struct yaml_tree *tree, const struct draft *draft,
                         struct signature *signature)
{
	uint8_t mask_len;

	if (!read_hex(tree, draft->bytes, signature->bytes, &signature->len))
		return false;
	if (!draft->mask) {
		memset(signature->mask, 0xff, signature->len);
		return true;
	}
	if (!read_hex(tree, draft->mask, signature->mask, &mask_len))
		return false;
	if (mask_len != signature->len)
		return yaml_tree_error(tree, draft->mask->line,
		                       "'mask' has %u bytes and 'bytes' %u", mask_len,
		                       signature->len);
	for (size_t i = 0; i < signature->len; i++)
		if (signature->bytes[i] & ~signature->mask[i])
			return yaml_tree_error(tree, draft->mask->line,
			                       "byte %zu of 'bytes' has bits that 'mask' "
			                       "clears",
			                       i + 1);
	return true;
}

static bool read_draft(const struct yaml_tree *tree, const struct yaml_value *value,
                       struct draft *draft)
{
	static const struct yaml_key keys[] = {
		{ "id", YAML_KIND_TEXT, true, offsetof(struct draft, id),
		  vocabulary_read_slug },
		{ "hint", YAML_KIND_TEXT, true, offsetof(struct draft, hint),
		  vocabulary_read_hint },
		{ "transport", YAML_KIND_TEXT, true, offsetof(struct draft, transport),
		  read_transport },
		{ "direction", YAML_KIND_TEXT, false, offsetof(struct draft, sender),
		  read_sender },
		{ "offset", YAML_KIND_TEXT, false, offsetof(struct draft, offset),
		  read_offset },
		{ "bytes", YAML_KIND_TEXT, true, offsetof(struct draft, bytes),
		  keep_value },
		{ "mask", YAML_KIND_TEXT, false, offsetof(struct draft, mask),
		  keep_value },
		{ "min-length", YAML_KIND_TEXT, false, 0, read_min_len },
		{ "source", YAML_KIND_TEXT, true, offsetof(struct draft, source),
		  yaml_read_text },
	};

	return yaml_read_map(tree, value, keys, ARRAY_LEN(keys), draft);
}

static bool settle(const struct yaml_tree *tree, unsigned line, const struct draft *draft,
                   struct signature *signature)
{
	if (!read_pattern(tree, draft, signature))
		return false;
	if (strlen(draft->id) >= sizeof(signature->id))
		return yaml_tree_error(tree, line, "id '%.60s' has more than %zu letters",
		                       draft->id, sizeof(signature->id) - 1);
	if (draft->min_len_at && draft->min_len < draft->offset + signature->len)
		return yaml_tree_error(tree, draft->min_len_at->line,
		                       "'min-length' is less than 'offset' and the bytes "
		                       "together, %ld",
		                       draft->offset + signature->len);
	memcpy(signature->id, draft->id, strlen(draft->id));
	signature->hint = draft->hint;
	signature->sender = (enum signature_sender)draft->sender;
	signature->transport = draft->transport == 0 ? TRANSPORT_TCP : TRANSPORT_UDP;
	signature->offset = (uint16_t)draft->offset;
	signature->min_len = (uint16_t)draft->min_len;
	return true;
}

static bool read_signature(const struct yaml_tree *tree, const struct yaml_value *value,
                           void *target)
{
	struct draft draft = { .sender = SIGNATURE_ANY };
	struct signature signature = { 0 };
	struct error reason;

	if (!read_draft(tree, value, &draft) ||
	    !settle(tree, value->line, &draft, &signature))
		return false;
	return signature_set_add(target, &signature, &reason) ||
	       yaml_tree_error(tree, value->line, "%s", reason.text);
}

static bool read_signatures(const struct yaml_tree *tree, const struct yaml_value *value,
                            void *target)
{
	return yaml_read_each(tree, value, YAML_KIND_MAP, read_signature, target);
}

static struct signature_set *read_set(const struct yaml_tree *tree)
{
	static const struct yaml_key keys[] = {
		{ "signatures", YAML_KIND_LIST, true, 0, read_signatures },
	};
	struct signature_set *set = signature_set_create();

	if (!set) {
		yaml_tree_no_memory(tree);
		return NULL;
	}
	if (!yaml_read_map(tree, tree->root, keys, ARRAY_LEN(keys), set)) {
		signature_set_destroy(set);
		return NULL;
	}
	return set;
}

struct signature_set *signature_file_load(const char *path, struct error *err)
{
	struct yaml_tree tree;
	struct signature_set *set = NULL;

	if (yaml_tree_open(&tree, path, err))
		set = read_set(&tree);
	yaml_tree_close(&tree);
	return set;
}

struct signature_set *signature_file_load_bytes(const char *file, const char *bytes,
                                                size_t len, struct error *err)
{
	struct yaml_tree tree;
	struct signature_set *set = NULL;

	if (yaml_tree_open_bytes(&tree, file, bytes, len, err))
		set = read_set(&tree);
	yaml_tree_close(&tree);
	return set;
}

/* --- ndpi.yaml --------------------------------------------------------------- */

struct label {
	const char *name;
	enum hint hint;
};

static bool read_label(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *target)
{
	static const struct yaml_key keys[] = {
		{ "ndpi", YAML_KIND_TEXT, true, offsetof(struct label, name),
		  yaml_read_text },
		{ "hint", YAML_KIND_TEXT, true, offsetof(struct label, hint),
		  vocabulary_read_hint },
	};
	struct label label;
	struct error reason;

	if (!yaml_read_map(tree, value, keys, ARRAY_LEN(keys), &label))
		return false;
	return label_map_add(target, label.name, label.hint, &reason) ||
	       yaml_tree_error(tree, value->line, "%s", reason.text);
}

static bool read_labels(const struct yaml_tree *tree, const struct yaml_value *value,
                        void *target)
{
	return yaml_read_each(tree, value, YAML_KIND_MAP, read_label, target);
}

static bool read_ignored(const struct yaml_tree *tree, const struct yaml_value *value,
                         void *target)
{
	struct error reason;

	return label_map_ignore(target, value->text, &reason) ||
	       yaml_tree_error(tree, value->line, "%s", reason.text);
}

static bool read_ignore(const struct yaml_tree *tree, const struct yaml_value *value,
                        void *target)
{
	if (!yaml_item_first(value))
		return true;
	return yaml_read_each(tree, value, YAML_KIND_TEXT, read_ignored, target);
}

static struct label_map *read_map(const struct yaml_tree *tree)
{
	static const struct yaml_key keys[] = {
		{ "protocols", YAML_KIND_LIST, true, 0, read_labels },
		{ "ignore", YAML_KIND_LIST, false, 0, read_ignore },
	};
	struct label_map *map = label_map_create();

	if (!map) {
		yaml_tree_no_memory(tree);
		return NULL;
	}
	if (!yaml_read_map(tree, tree->root, keys, ARRAY_LEN(keys), map)) {
		label_map_destroy(map);
		return NULL;
	}
	return map;
}

struct label_map *label_file_load(const char *path, struct error *err)
{
	struct yaml_tree tree;
	struct label_map *map = NULL;

	if (yaml_tree_open(&tree, path, err))
		map = read_map(&tree);
	yaml_tree_close(&tree);
	return map;
}

struct label_map *label_file_load_bytes(const char *file, const char *bytes, size_t len,
                                        struct error *err)
{
	struct yaml_tree tree;
	struct label_map *map = NULL;

	if (yaml_tree_open_bytes(&tree, file, bytes, len, err))
		map = read_map(&tree);
	yaml_tree_close(&tree);
	return map;
}
