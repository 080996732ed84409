/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * host_class - all that rules ask of a host, as one small number.
 *
 * Room: policy. Hosts of which the same is known are of one class, so the rules
 * that fit a host are found by a number and not by what it is made of.
 */
#ifndef POLICY_HOST_CLASS_H
#define POLICY_HOST_CLASS_H

#include <stdint.h>

#include "policy/role.h"

/* What rules can ask; hashed and compared as bytes, so without padding. */
struct host_traits {
	role_set roles; /* its own and those it balances */
};

typedef uint16_t host_class; /* numbers of one policy */

#define HOST_CLASS_UNKNOWN 0 /* nothing is known of the host */
#define HOST_CLASS_ANYBODY 1 /* has every role: who may be behind a group address */

#endif
