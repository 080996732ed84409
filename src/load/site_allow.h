/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_allow - the `allow:` list of a site file.
 *
 * Private to load, for site_file.c alone: its hosts and networks must have been
 * read, because an end of an allow may be called by their names.
 */
#ifndef LOAD_SITE_ALLOW_H
#define LOAD_SITE_ALLOW_H

#include "yaml_reader.h"

/** Read the list into the struct site @target. */
bool site_allow_read(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *target);

#endif
