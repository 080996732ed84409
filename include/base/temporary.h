/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * temporary - files that have not got their name yet, to be removed when the
 * program is aborted.
 *
 * Room: base. A signal handler may have to end the program at once; what it
 * would leave behind is noted here.
 */
#ifndef BASE_TEMPORARY_H
#define BASE_TEMPORARY_H

#define TEMPORARY_MOST 32

/**
 * Make a file as mkstemp(3) does, of which @path is a template, and note it: no signal
 * comes between the two. @return its descriptor, -1 with errno
 */
int temporary_make(char *path);

/** Note that @path, borrowed until temporary_forget(), is temporary. Beyond TEMPORARY_MOST it is not noted. */
void temporary_note(char *path);

/** @path has its name now, or is gone. NULL is fine. */
void temporary_forget(const char *path);

/** Remove all that are noted. A signal handler may call it: signal-safety(7). */
void temporary_remove_all(void);

#endif
