/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_cover - how a site file names many hosts in few words.
 *
 * Room: policy. A role that all hosts of the site with it are among them, a network
 * that several of them are in, the names of declared hosts, and for the rest their
 * addresses. Where that were too many words, the role that all of them have. Never
 * `any`. Remedies and `site allow` say the same, because both ask here.
 */
#ifndef POLICY_SITE_COVER_H
#define POLICY_SITE_COVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "policy/site.h"

#define SITE_COVER_NAMES 32

struct text;

/* Words of an end of an allow, in this order: roles, networks, hosts, addresses. */
struct site_cover {
	role_set roles;
	const char *names[SITE_COVER_NAMES]; /* borrowed from the site */
	size_t name_count;
	struct address addresses[SITE_COVER_NAMES]; /* of nobody that is declared */
	size_t address_count;
};

/**
 * Cover @count addresses of hosts of @site, which may be NULL.
 *
 * @more    there are others besides, of which nothing is known but that they are alike
 * @return  false when they cannot be covered by so many words, or with @more when what
 *          would cover them is not only roles and networks; or when out of memory
 */
MUST_CHECK bool site_cover_make(struct site_cover *cover, const struct site *site,
                                const struct address *addresses, size_t count, bool more);

/** Add @cover as YAML in one line: a word, or several in brackets. */
void site_cover_add(struct text *out, const struct site_cover *cover);

#endif
