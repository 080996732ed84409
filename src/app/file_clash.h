/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_clash - no output is an input, and no two outputs are one file.
 *
 * Room: app, private. Asked before any output is opened, and again once it is known
 * what the inputs are, because of what lies in a directory some are none. Nothing is
 * lost in between: a report takes its name by rename(2) in the end. Files are told apart by device and inode, those not there yet by their
 * directory and name; devices and pipes lose nothing by being written to twice.
 */
#ifndef FILE_CLASH_H
#define FILE_CLASH_H

#include <stdbool.h>

#include "base/attributes.h"

struct capture;
struct error;
struct options;

/** @capture  has all inputs; NULL: they are not known, or there are none. @return false with @err for a clash or an output without a name */
MUST_CHECK bool file_clash_refuse(const struct options *options, struct capture *capture,
                                  struct error *err);

#endif
