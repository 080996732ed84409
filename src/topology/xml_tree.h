/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xml_tree - an XML document as a tree, without all that makes XML dangerous.
 *
 * Private to topology; the only module that calls libxml2 (xml_calls.h). A document
 * type is refused before anything in it is looked at, so there are no entities, no
 * second file and no network. Depth, elements and bytes have limits.
 */
#ifndef TOPOLOGY_XML_TREE_H
#define TOPOLOGY_XML_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct arena;
struct error;
struct source;

#define XML_TREE_DEPTH_MAX 64
#define XML_TREE_ITEMS_MAX 1000000 /* elements and attributes */

struct xml_attribute {
	const char *name, *value;
	struct xml_attribute *next;
};

struct xml_node {
	const char *name;  /* without prefix */
	const char *space; /* of its namespace, "" without */
	const char *text;  /* of an element without children; else "" */
	struct xml_attribute *attributes;
	struct xml_node *first, *last, *next; /* children, in the file's order */
};

/** Parse the whole document into @arena. NULL on failure, "FILE:LINE: reason". */
MUST_CHECK struct xml_node *xml_tree_parse(const struct source *source,
                                           struct arena *arena, struct error *err);

/** The value of an attribute, or NULL. */
const char *xml_attribute(const struct xml_node *node, const char *name);

/** Like xml_attribute(), "" when there is none. */
const char *xml_attribute_or_empty(const struct xml_node *node, const char *name);

/** The first child called @name, or NULL; and the one after @child. */
const struct xml_node *xml_child(const struct xml_node *node, const char *name);
const struct xml_node *xml_next(const struct xml_node *child, const char *name);

/** The first element called @name whose namespace ends with @space, at any depth, or NULL. */
const struct xml_node *xml_find(const struct xml_node *node, const char *name,
                                const char *space);

#endif
