/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * host_alias - the IPv4 and the IPv6 address of one host.
 *
 * Room: judge, private. DNS answers and certificates name hosts. A name that one
 * address of either kind has, and no third, is that of one host; the name of a
 * pool, which several addresses have, says nothing.
 */
#ifndef HOST_ALIAS_H
#define HOST_ALIAS_H

struct host_table;

/** Let both addresses of a host act what either does. Without memory nobody is taken to be another. */
void host_alias_share(struct host_table *hosts);

#endif
