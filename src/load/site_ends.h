/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_ends - who stands at one end, in the words of a site file.
 *
 * Private to load. An end may be called by the names of hosts and networks, which
 * must have been read before: an entry keeps its ends as written until it was read.
 */
#ifndef LOAD_SITE_ENDS_H
#define LOAD_SITE_ENDS_H

#include "yaml_reader.h"

struct site;
struct site_end;
struct site_host;
struct site_network;

/* A host or network, to be found by its name. */
struct site_named {
	const char *name;
	const struct site_host *host;       /* or NULL */
	const struct site_network *network; /* else */
};

struct site_names {
	struct site_named *items; /* sorted */
	size_t count;
	bool partial; /* something could not be read: a missing name is no mistake */
};

/** Collect those of the hosts and networks of @site. */
MUST_CHECK bool site_names_collect(const struct yaml_tree *tree, const struct site *site,
                                   struct site_names *names);

/** Keep an end as written in the `const struct yaml_value *` @field: a text or a list of them. */
bool site_end_keep(const struct yaml_tree *tree, const struct yaml_value *value,
                   void *field);

/**
 * Read a list whose entries have ends.
 *
 * @size   of an entry, in bytes
 * @read   reads one, and fills its entry when it could
 * @count  entries that could be read
 * @return the array, of the tree's strings; NULL when something could not be read, and the
 *         tree does not collect its mistakes
 */
void *site_ends_read_list(const struct yaml_tree *tree, const struct yaml_value *value,
                          const struct site *site, size_t size,
                          bool (*read)(const struct yaml_tree *tree,
                                       const struct site_names *names,
                                       const struct yaml_value *item, void *entry),
                          size_t *count);

/** Understand what was kept. */
MUST_CHECK bool site_end_read(const struct yaml_tree *tree,
                              const struct site_names *names,
                              const struct yaml_value *value, struct site_end *end);

#endif
