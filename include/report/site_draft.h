/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_draft - what an audit without a site file says, as the draft of one.
 *
 * Room: report. Hosts with the roles that were inferred and why, which of them share
 * a name as the members of a pool do, and the networks that cover clients and phones.
 */
#ifndef REPORT_SITE_DRAFT_H
#define REPORT_SITE_DRAFT_H

#include <stdbool.h>

#include "base/attributes.h"
#include "topology/draft.h"

struct arena;
struct audit;
struct audit_cause;

/** Fill @draft from @audit; both it and what it borrows live as long as @arena. @return false when out of memory */
MUST_CHECK bool site_draft_fill(struct draft *draft, const struct audit *audit,
                                struct arena *arena);

/** The network that is drafted of a client at @address. */
struct address_range site_draft_network_of(const struct address *address);

/**
 * Add the network around @address, where clients seem to be, unless a server is in it.
 *
 * @return whether it was added: not when it is there already
 */
bool site_draft_add_guest(struct draft *draft, const struct address *address);

/**
 * Add the networks of those who came to @cause, when a client may open what they did and
 * nothing shows that they are none.
 *
 * @return whether any was added
 */
bool site_draft_add_guests(struct draft *draft, const struct audit_cause *cause);

#endif
