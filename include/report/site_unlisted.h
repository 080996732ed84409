/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_unlisted - who is in no topology, told by what nobody else may do.
 *
 * Room: report. Where the servers are declared, a host that is not can only have a role
 * that topologies do not list. Of one that was seen opening or answering what the tables
 * have for one such role alone, that role is drafted; of one that did what clients may do
 * and nothing else, its network.
 */
#ifndef REPORT_SITE_UNLISTED_H
#define REPORT_SITE_UNLISTED_H

#include <stdbool.h>

#include "base/attributes.h"
#include "policy/role.h"

struct arena;
struct audit;
struct draft;
struct policy;

/**
 * Add to @draft, filled by site_draft_fill(), the undeclared hosts that @audit accuses.
 *
 * @policy  that it was judged by
 * @roles   which an undeclared host may have
 * @added   set to whether there was any
 * @return  false when out of memory
 */
MUST_CHECK bool site_unlisted_add(struct draft *draft, const struct audit *audit,
                                  struct policy *policy, role_set roles,
                                  struct arena *arena, bool *added);

#endif
