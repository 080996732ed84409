/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_marks - what a site file wants media to be marked with.
 *
 * Room: policy. Of its `qos:` list the first entry that fits counts.
 */
#ifndef POLICY_SITE_MARKS_H
#define POLICY_SITE_MARKS_H

#include "inspect/modality.h"
#include "policy/role.h"

struct address;
struct site;
struct site_mark;

/* Who sends, or who receives. */
struct site_party {
	const struct address *address;
	role_set roles;
};

/** The entry about media of @modality from @from to @to; NULL: the file says nothing, or @site is NULL */
const struct site_mark *site_mark_find(const struct site *site, enum modality modality,
                                       const struct site_party *from,
                                       const struct site_party *to);

#endif
