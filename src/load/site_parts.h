/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_parts - the lists of a site file, each read into the struct site.
 *
 * Private to load, for site_file.c, which calls them in the order of this file:
 * pools add to the hosts that were read before them.
 */
#ifndef LOAD_SITE_PARTS_H
#define LOAD_SITE_PARTS_H

#include "yaml_reader.h"

struct site;

bool site_read_hosts(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *site);

/** Members get the pool's roles; a vip is a load balancer for them. */
bool site_read_pools(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *site);

/** Read `ports:` of the site, a pool or a host into the struct site_ports_list @list. */
bool site_read_ports(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *list);

/** Ends are called by the names of hosts and networks, which were read before. */
bool site_read_marks(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *site);

bool site_read_accepts(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *site);

/** Read one address of one host into the struct address @field. */
bool site_read_address(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *field);

/** Read "dns", "hardware" or "none" into the enum load_balancing @field. */
bool site_read_load_balancing(const struct yaml_tree *tree,
                              const struct yaml_value *value, void *field);

/** Read "lync-2013" and so on into the enum product @field. */
bool site_read_product(const struct yaml_tree *tree, const struct yaml_value *value,
                       void *field);

#endif
