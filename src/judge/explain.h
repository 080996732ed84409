/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * explain - pieces of sentences about roles and payloads.
 *
 * Room: judge, private.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include <stdint.h>

#include "base/text.h"
#include "policy/role.h"

/** "front-end and mediation", "load-balancer for front-end". */
void explain_roles(struct text *out, role_set roles);

/** "tls, mtls"; @protocol names what HINT_OTHER is, may be NULL. */
void explain_hints(struct text *out, uint64_t hints, const char *protocol);

#endif
