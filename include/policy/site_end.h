/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_end - who stands at one end of what a site file says.
 *
 * Room: policy. For its lists of what is allowed and of how media is marked.
 */
#ifndef POLICY_SITE_END_H
#define POLICY_SITE_END_H

#include <stdbool.h>

#include "base/address.h"
#include "policy/role.h"

struct site_end;

/** Does it name nobody, and so everybody? */
bool site_end_is_any(const struct site_end *end);

/** Is the host at @address, which has @roles, one of them? */
bool site_end_holds(const struct site_end *end, const struct address *address,
                    role_set roles);

#endif
