/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * path - the folder in a path, and where a path leads that is a symbolic link.
 *
 * Room: base. Who writes a file by rename(2) would put it in the link's place; what is
 * written to a link belongs where it leads to, as a shell's ">" has it.
 */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include <limits.h>
#include <stdbool.h>

#include "base/attributes.h"

struct error;

/** Bytes of @path up to and with the last slash; 0 when it has none. */
int path_directory_len(const char *path);

/** The folder that @path is in, with "./" at its end. @return false when that is too long */
MUST_CHECK bool path_directory(const char *path, char directory[static PATH_MAX]);

/**
 * Follow @path as long as it is a link, also to what is not there yet. A link in a folder
 * where everybody may make files is followed for its maker alone, or when the folder's owner
 * made it, whatever /proc/sys/fs/protected_symlinks says.
 *
 * @return false with @err when the link is another's, leads in a circle, or is too long
 */
MUST_CHECK bool path_follow(const char *path, char final[static PATH_MAX],
                            struct error *err);

#endif
