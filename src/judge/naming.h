/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * naming - what a host is called and what it is, for who reads the audit.
 *
 * Room: judge, private. Names are borrowed until the judge observes something.
 */
#ifndef NAMING_H
#define NAMING_H

#include <stddef.h>

#include "policy/role.h"

struct address;
struct host_name;
struct judge;

/** As the site file declares it, else as its own certificate says, else as DNS does; NULL: nobody says. */
const char *naming_of(const struct judge *judge, const struct address *address);

/** Put what a host is called in the order of naming_of(): who says so, then the alphabet. */
void naming_sort(struct host_name *names, size_t count);

/** The name that the site file declares, NULL for none. */
const char *naming_declared(const struct judge *judge, const struct address *address);

/** Its roles, by what is declared or as last settled. */
role_set naming_roles(const struct judge *judge, const struct address *address);

#endif
