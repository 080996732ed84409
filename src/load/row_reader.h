/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * row_reader - one row of a catalogue as its file states it.
 *
 * Private to load, for catalogue_file.c.
 */
#ifndef ROW_READER_H
#define ROW_READER_H

#include "yaml_reader.h"

struct row;

/** Read a row, whole, into the struct row @target. */
bool row_reader_read(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *target);

/** Read the keys by which a row differs from what @row already is. */
MUST_CHECK bool row_reader_change(const struct yaml_tree *tree,
                                  const struct yaml_value *value, struct row *row);

/** The id of the row @value will be; NULL when it has none that could be read. */
const struct yaml_value *row_reader_id(const struct yaml_value *value);

#endif
