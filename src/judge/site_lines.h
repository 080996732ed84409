/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_lines - lines of a site file: what a remedy would have written there.
 *
 * Room: judge, private. What is added loads as it stands; WHY and ID are for the
 * reader to replace.
 */
#ifndef SITE_LINES_H
#define SITE_LINES_H

#include <stdbool.h>

#include "base/text.h"
#include "policy/rule.h"

#include "cause_hosts.h"

/**
 * An item for `allow:` that covers @cause and little else.
 *
 * @expired  its reason and ticket stand there again; NULL: WHY and ID
 * @return   false when only `any` would cover it
 */
bool site_lines_allow(struct text *out, const struct judge *judge,
                      const struct audit_cause *cause,
                      const struct audit_expired *expired);

/** Items for `accept:` that bear the findings of @cause as they are. @return false when they are too many */
bool site_lines_accept(struct text *out, const struct audit_cause *cause);

/** An item for `ports:`: the ports of @rule's service, documented ones and those of @cause. */
void site_lines_ports(struct text *out, const struct judge *judge,
                      const struct rule *rule, const struct cause_ports *ports);

/** An item for `hosts:`. @name NULL: it is called by its address */
void site_lines_host(struct text *out, const struct address *address, const char *name,
                     role_set roles, role_set balanced);

#endif
