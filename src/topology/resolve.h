/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resolve - what follows from all exports together, before it is written.
 *
 * Private to topology: roles that two services tell together, which machine is
 * its own pool, whose an address is, what a hosts file adds. Order never
 * counts: pools and machines are sorted here.
 */
#ifndef TOPOLOGY_RESOLVE_H
#define TOPOLOGY_RESOLVE_H

#include "deployment.h"

/** Fill what deployment.h calls "of resolve.c". Memory that runs out is @deployment's `failed`. */
void resolve(struct deployment *deployment);

/** Where a host with @roles stands in the file: by its first role. */
unsigned resolve_rank(role_set roles);

#endif
