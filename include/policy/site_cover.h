/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_cover - how a site file names many hosts in few words.
 *
 * Room: policy. A role that all hosts of the site with it are among them, a network
 * that several of them are in, the names of declared hosts, and for the rest their
 * addresses. Never `any`.
 */
#ifndef POLICY_SITE_COVER_H
#define POLICY_SITE_COVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "policy/site.h"

#define SITE_COVER_NAMES 32

/* Words of an end of an allow, in the order roles, networks, hosts, addresses. */
struct site_cover {
	role_set roles;
	const char *names[SITE_COVER_NAMES]; /* borrowed from the site */
	size_t name_count;
	struct address addresses[SITE_COVER_NAMES]; /* of nobody that is declared */
	size_t address_count;
};

/**
 * Cover @count addresses, each once.
 *
 * @more    there are others besides, of which nothing is known but that they are alike
 * @return  false when they cannot be covered by so many words, or with @more when what
 *          would cover them is not only roles and networks
 */
MUST_CHECK bool site_cover_make(struct site_cover *cover, const struct site *site,
                                const struct address *addresses, size_t count, bool more);

#endif
