/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * yaml_reader - tables of keys that say what a file may hold, and their one reader.
 *
 * Private to load. A loader is its tables: each key has a name, the kinds of
 * value it takes, where the value goes and who reads it. Unknown keys, keys
 * given twice, wrong kinds and missing keys are refused here, for every file
 * alike, as "FILE:LINE: reason". What is read lives in the tree's strings.
 */
#ifndef LOAD_YAML_READER_H
#define LOAD_YAML_READER_H

#include "yaml_tree.h"

#define YAML_READER_KEYS_MAX 24 /* in one table */

/** Read @value into @field. @return false after yaml_tree_error() */
typedef bool (*yaml_field_reader)(const struct yaml_tree *tree,
                                  const struct yaml_value *value, void *field);

struct yaml_key {
	const char *name;
	unsigned kinds; /* enum yaml_kind bits */
	bool required;
	size_t offset; /* of the field, from the target of yaml_read_map() */
	yaml_field_reader read;
};

/**
 * Read the members of @map into @target.
 *
 * The whole map is checked first, in the file's order; then values are read in
 * the table's order, so that a key can rely on the keys above it. Where mistakes
 * are collected all of it is read, and what a failed key left is zero or good.
 */
MUST_CHECK bool yaml_read_map(const struct yaml_tree *tree, const struct yaml_value *map,
                              const struct yaml_key *keys, size_t count, void *target);

/** The members of a list one by one, NULL at the end; another value is its only item. */
const struct yaml_value *yaml_item_first(const struct yaml_value *value);
const struct yaml_value *yaml_item_next(const struct yaml_value *value,
                                        const struct yaml_value *item);
size_t yaml_item_count(const struct yaml_value *value);

/** Is @item of @kind, and no empty text? Refused otherwise. */
MUST_CHECK bool yaml_check_item(const struct yaml_tree *tree,
                                const struct yaml_value *item, enum yaml_kind kind);

/** Call @read with @field for each item, at least one and each of @kind. */
MUST_CHECK bool yaml_read_each(const struct yaml_tree *tree,
                               const struct yaml_value *value, enum yaml_kind kind,
                               yaml_field_reader read, void *field);

/**
 * Read each item into an array of @size bytes an item.
 *
 * @items  set to the array, in the tree's strings; *@items has the caller's own type
 * @count  set to the items read; may be 0
 */
MUST_CHECK bool yaml_read_items(const struct yaml_tree *tree,
                                const struct yaml_value *value, enum yaml_kind kind,
                                size_t size, yaml_field_reader read, void *items,
                                size_t *count);

/* Words a text can be. */
struct yaml_words {
	const char *what; /* as in "unknown role 'frontend'" */
	const char *(*name)(size_t index);
	size_t count;
};

/** Find the text in @words. An unknown one is refused with the word likely meant. */
MUST_CHECK bool yaml_read_word(const struct yaml_tree *tree,
                               const struct yaml_value *value,
                               const struct yaml_words *words, size_t *index);

/** Read a text into a `const char *` @field; the first refuses "". */
bool yaml_read_text(const struct yaml_tree *tree, const struct yaml_value *value,
                    void *field);
bool yaml_read_blank_text(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *field);

/** Read a whole number from @low to @high. */
MUST_CHECK bool yaml_read_number(const struct yaml_tree *tree,
                                 const struct yaml_value *value, long low, long high,
                                 long *number);

struct yaml_name {
	const char *text;
	unsigned line;
};

/** Refuse the first of @names that an earlier line has too, case ignored. Sorts them. */
MUST_CHECK bool yaml_refuse_twice(const struct yaml_tree *tree, struct yaml_name *names,
                                  size_t count, const char *what);

#endif
