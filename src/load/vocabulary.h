/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vocabulary - the words that several files share: roles, hints, ports, marks.
 *
 * Private to load. Field readers for the tables of yaml_reader.h.
 */
#ifndef LOAD_VOCABULARY_H
#define LOAD_VOCABULARY_H

#include <stdint.h>

#include "yaml_reader.h"

struct port_span;

/** Read a short name, fit for a file's name, into the `const char *` @field. */
bool vocabulary_read_slug(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *field);

/** Add the role a text names to the role_set @field; twice the same is refused. */
bool vocabulary_read_role(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *field);

/** The same for one role or a list of them, at least one. */
bool vocabulary_read_roles(const struct yaml_tree *tree, const struct yaml_value *value,
                           void *field);

/** Like vocabulary_read_roles() without the roles that only rows can have. */
bool vocabulary_read_host_roles(const struct yaml_tree *tree,
                                const struct yaml_value *value, void *field);

/** Read one hint into the enum hint @field. */
bool vocabulary_read_hint(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *field);

/** Read hints, one or a list, not "other", into the uint64_t @field of HINT_BIT()s. */
bool vocabulary_read_hints(const struct yaml_tree *tree, const struct yaml_value *value,
                           void *field);

/** Read "documented", "topology", "field" or "inferred" into the enum certainty @field. */
bool vocabulary_read_certainty(const struct yaml_tree *tree,
                               const struct yaml_value *value, void *field);

/** Read "audio", "video" or "data" into the enum modality @field. */
bool vocabulary_read_modality(const struct yaml_tree *tree,
                              const struct yaml_value *value, void *field);

/** Read a DSCP, a number of at least @least. */
MUST_CHECK bool vocabulary_read_dscp(const struct yaml_tree *tree,
                                     const struct yaml_value *value, long least,
                                     uint8_t *dscp);

/** Read "5061/tcp" and the like into the struct port_span @field. */
bool vocabulary_read_port(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *field);

/** Read one port or a list, at least one, into an array in the tree's strings. */
MUST_CHECK bool vocabulary_read_ports(const struct yaml_tree *tree,
                                      const struct yaml_value *value,
                                      struct port_span **ports, size_t *count);

/** Read a date as the last microsecond of its day into @until_us. */
MUST_CHECK bool vocabulary_read_day(const struct yaml_tree *tree,
                                    const struct yaml_value *value, int64_t *until_us);

#endif
