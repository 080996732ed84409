/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * privilege - become nobody special before the first packet is parsed.
 *
 * Room: app, private. OPEN (catalogues, site, devices, files, as whoever started it),
 * then DROP (this), then confinement.h, then RUN. Outputs are made after DROP, because a
 * report gets its name when it is whole and that takes the new user's rights; so what
 * that user may not write fails at once, not after hours of capture.
 */
#ifndef PRIVILEGE_H
#define PRIVILEGE_H

#include <stdbool.h>

#include "base/attributes.h"

#define PRIVILEGE_NAME_SIZE 64

struct error;

struct privilege {
	char user[PRIVILEGE_NAME_SIZE]; /* who it is now: a name, or the number */
	bool changed;                   /* it was somebody else before */
	bool is_root;                   /* still, without any capability */
	bool keeps_root_group;          /* it was root, and is in its group still */
};

/** Have as many descriptors as there can be: each file that waits for its turn keeps one. */
void privilege_raise_descriptors(void);

/**
 * Become @user and @group, names or numbers, for good, and give up every capability and
 * the right to gain others.
 *
 * @user   NULL: for root "lynctap" if there is such a user, else who called sudo, else
 *         nobody; for others who it is already
 * @group  NULL: the user's
 * @now    what it came to
 */
MUST_CHECK bool privilege_drop(const char *user, const char *group, struct privilege *now,
                               struct error *err);

/** Say in @err, about an output that could not be made for want of rights, whose they were. */
void privilege_explain_denial(const struct privilege *now, struct error *err);

#endif
