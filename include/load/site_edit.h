/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_edit - adds items to a list of a site file without touching the rest of it.
 *
 * Room: load. Comments, order and the way lines end stay as they are. What comes of
 * it is loaded before it is given out: it is a site file, and has so many items more.
 */
#ifndef LOAD_SITE_EDIT_H
#define LOAD_SITE_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct error;
struct text;

/**
 * Add @count items to the list of the key @key, "allow" or "accept", of a site file.
 *
 * @file   what errors call it
 * @items  a line each, "- {…}\n"
 * @out    the whole file, to be given empty
 */
MUST_CHECK bool site_edit_add(struct text *out, const char *file, const char *bytes,
                              size_t len, const char *key, const char *items,
                              size_t count, struct error *err);

#endif
