/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * yaml_tree - a YAML file as a tree of texts, lists and maps that know their lines.
 *
 * Private to load; the only module that calls libyaml. What our files never
 * need is refused with a line number: aliases, anchors, tags, a second
 * document, deep nesting, control characters, files and texts beyond all
 * reason. Every text is one line: folded, trimmed, without control characters.
 */
#ifndef LOAD_YAML_TREE_H
#define LOAD_YAML_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct arena;
struct error;

#define YAML_TREE_FILE_MAX   (4 * 1024 * 1024) /* bytes */
#define YAML_TREE_TEXT_MAX   4096              /* bytes */
#define YAML_TREE_VALUES_MAX 500000
#define YAML_TREE_DEPTH_MAX  8

/* Bits, so that a key can accept more than one kind. */
enum yaml_kind {
	YAML_KIND_TEXT = 1,
	YAML_KIND_LIST = 2,
	YAML_KIND_MAP = 4,
};

/* One thing may be written without the brackets of a list. */
#define TEXT_OR_LIST (YAML_KIND_TEXT | YAML_KIND_LIST)

struct yaml_value {
	enum yaml_kind kind;
	unsigned line;    /* counted from 1 */
	const char *text; /* of a text, "" when nothing was written */
	const struct yaml_value *first, *next; /* members, in the file's order */
	size_t count;                          /* of members */
	const char *key;                       /* of a map's member, else NULL */
	unsigned key_line;
};

/* Mistakes of a file that is read to its end in spite of them. */
struct yaml_mistakes {
	struct yaml_mistake {
		unsigned line;
		char *text; /* owned: "FILE:LINE: reason" */
	} * items;
	size_t count, capacity;
};

#define YAML_MISTAKES_MAX 100 /* enough to begin with */

struct yaml_tree {
	const char *file; /* as the user called it; in @strings */
	const struct yaml_value *root;
	struct arena *strings; /* owned: every text, and what is built from the tree */
	struct arena *values;  /* owned: values and keys; gone with the tree */
	struct error *err;     /* borrowed: where yaml_tree_error() writes */
	/* borrowed; NULL: the first one ends the reading */
	struct yaml_mistakes *mistakes;
};

/** Read the file at @path. On failure too, end with yaml_tree_close(). */
MUST_CHECK bool yaml_tree_open(struct yaml_tree *tree, const char *path,
                               struct error *err);

/** The same for @len bytes that are called @file in errors. */
MUST_CHECK bool yaml_tree_open_bytes(struct yaml_tree *tree, const char *file,
                                     const char *bytes, size_t len, struct error *err);

/** Hand over the strings: the caller's, arena_destroy(). */
struct arena *yaml_tree_take_strings(struct yaml_tree *tree);

void yaml_tree_close(struct yaml_tree *tree);

/**
 * Set the error "FILE:LINE: reason". Where mistakes are collected it is one of them,
 * and the error is the first. @return false always
 */
bool yaml_tree_error(const struct yaml_tree *tree, unsigned line, const char *format, ...)
	PRINTF_LIKE(3, 4);

/** Set the error for memory that ran out. @return false always */
bool yaml_tree_no_memory(const struct yaml_tree *tree);

#endif
