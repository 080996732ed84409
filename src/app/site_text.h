/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_text - a site file as its author wrote it, for who changes it.
 *
 * Room: app, private.
 */
#ifndef SITE_TEXT_H
#define SITE_TEXT_H

#include <stdbool.h>

#include "base/attributes.h"

struct error;
struct text;

/** Add all of the file at @path to @out, which is empty. */
MUST_CHECK bool site_text_read(struct text *out, const char *path, struct error *err);

#endif
