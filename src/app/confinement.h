/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * confinement - what the program can still do once it reads what others sent.
 *
 * Room: app, private. After privilege.h took away who it is, this takes away what it
 * can reach: files that the command line did not name (Landlock) and system calls that
 * reading, judging and writing do not take (seccomp). nDPI, libpcap's readers and ours
 * all run inside. What a kernel has not got is said, not hidden.
 */
#ifndef CONFINEMENT_H
#define CONFINEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

#include "landlock.h"
#include "system_calls.h"

struct error;

/* --sandbox */
enum confinement_mode {
	CONFINEMENT_ENFORCE, /* all the kernel has; what fails is an error */
	CONFINEMENT_WARN,    /* what fails is said; forbidden system calls are logged */
	CONFINEMENT_OFF,
};

struct confinement {
	enum confinement_mode mode;
	struct landlock landlock;
	struct bound_descriptors bound;
	bool filters;         /* system calls */
	struct error *failed; /* the caller's: what went wrong under CONFINEMENT_WARN */
};

/** Is nothing to be taken away: because it was said, or because this build cannot do without? */
bool confinement_is_off(enum confinement_mode mode);

/** Begin to say what is to be reached from inside. */
MUST_CHECK bool confinement_init(struct confinement *confinement,
                                 enum confinement_mode mode, struct error *err);

/** Allow @right on @path, as of landlock_allow(). */
MUST_CHECK bool confinement_allow(struct confinement *confinement, const char *path,
                                  enum landlock_right right, struct error *err);

/** The same on the directory that @path is in, and on that to which it leads as a link. */
MUST_CHECK bool confinement_allow_beside(struct confinement *confinement,
                                         const char *path, enum landlock_right right,
                                         struct error *err);

/** Allow what a followed @path takes: all of a directory, or what takes a file's place. */
MUST_CHECK bool confinement_allow_followed(struct confinement *confinement,
                                           const char *path, struct error *err);

/** Allow bind(2) of @fd, a socket that is there; -1 is none. */
MUST_CHECK bool confinement_allow_binding(struct confinement *confinement, int fd,
                                          struct error *err);

/** Enter: for this thread and those it makes from here on, for good. */
MUST_CHECK bool confinement_enter(struct confinement *confinement, struct error *err);

/** What is in force, as "Landlock ABI 7, seccomp"; "none: …" says why. */
void confinement_describe(const struct confinement *confinement, char *text, size_t size);

/** The same of what this machine and this build could have, for --version. */
void confinement_describe_possible(char *text, size_t size);

void confinement_fini(struct confinement *confinement);

#endif
