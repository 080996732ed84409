/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * allow - which line of the site file lets a conversation be.
 *
 * Room: judge, private.
 */
#ifndef ALLOW_H
#define ALLOW_H

#include <stdbool.h>

#include "judge/conversation.h"
#include "policy/role.h"

struct site;

/**
 * Find the allow that covers @conversation.
 *
 * @site       NULL: there is none
 * @initiator  the roles of its ends, as is @responder
 * @expired    whether the one found is past its date
 * @return     its index in the site, one in force before one past its date; -1: none
 */
int allow_find(const struct site *site, const struct conversation *conversation,
               role_set initiator, role_set responder, bool *expired);

#endif
