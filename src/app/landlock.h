/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * landlock - which files the program can still open.
 *
 * Room: app, private. Landlock(7) takes away all of the file system but what is named
 * here, from the thread that asks for it and those it makes. Kernels differ in what they
 * can refuse: their ABI is a number, and all that it has is used.
 */
#ifndef LANDLOCK_H
#define LANDLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"

struct error;

enum landlock_right {
	LANDLOCK_READ,     /* read the file, or all below the directory */
	LANDLOCK_READ_DIR, /* and list the directory */
	LANDLOCK_REPLACE,  /* make, write, rename and remove files below the directory */
};

struct landlock {
	int ruleset; /* a descriptor */
	int abi;
};

/** @return the kernel's ABI; 0 when it has no Landlock, or has it switched off */
int landlock_abi(void);

/** Begin with nothing allowed. Where there is no Landlock, ABI 0, the rest does nothing. */
MUST_CHECK bool landlock_init(struct landlock *landlock, struct error *err);

/** Allow @right on @path. What is not there needs no right. */
MUST_CHECK bool landlock_allow(struct landlock *landlock, const char *path,
                               enum landlock_right right, struct error *err);

/** Allow connections over TCP to @port, where the kernel can refuse them. */
MUST_CHECK bool landlock_allow_port(struct landlock *landlock, uint16_t port,
                                    struct error *err);

/** From here on nothing else can be opened. Needs no_new_privs. */
MUST_CHECK bool landlock_enforce(struct landlock *landlock, struct error *err);

void landlock_fini(struct landlock *landlock);

#endif
