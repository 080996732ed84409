/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * words - how a person says it: roles in the plural, sizes, periods, listeners.
 *
 * Room: report, private.
 */
#ifndef WORDS_H
#define WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/text.h"
#include "policy/rule.h"

/** "front ends", "mediation servers", static. */
const char *words_role_plural(enum role role);

/** "front-end, director" as the site file writes it; "unknown" for none. */
void words_add_roles(struct text *out, role_set roles);

/** "front ends, directors and clients"; "any host" when @any. */
void words_add_hosts(struct text *out, role_set roles, bool any);

/** "12 flows", "1 flow", digits in groups of three. */
void words_add_count(struct text *out, uint64_t count, const char *singular,
                     const char *plural);

/** "812 B", "1.2 kB", "3.4 GB", in French "1,2 ko": powers of 1,000. */
void words_add_bytes(struct text *out, enum language language, uint64_t bytes);

/** "2026-11-22 08:00:00 to 17:00:00 UTC". */
void words_add_period(struct text *out, enum language language, int64_t first_us,
                      int64_t last_us);

/** "11-22 08:00", UTC. */
void words_add_minute(struct text *out, int64_t time_us);

/** A bar a value, of the height that it has beside the greatest; a space for none. */
void words_add_spark(struct text *out, const uint64_t *values, size_t count);

/** "10.1.1.11:5061/tcp", "[2001:db8::11]:50000-50019/udp"; without @transport the address alone. */
void words_add_listener(struct text *out, const struct address *address, uint16_t low,
                        uint16_t high, uint8_t transport);

/** The host's own label of a name, which is enough to know it by; a wildcard has none. */
void words_add_short_name(struct text *out, const char *name);

/**
 * The same with the host's name before its address: "fe01 (10.1.1.11):5061/tcp".
 *
 * @name, @transport  or NULL
 */
void words_add_named_listener(struct text *out, const char *name, const char *address,
                              uint16_t low, uint16_t high, const char *transport);

/** "5061/tcp, 49152-57500/udp". */
void words_add_ports(struct text *out, const struct rule *rule);

/** "tls, sip". */
void words_add_hints(struct text *out, uint64_t hints);

/** Add the TLS versions of @versions, bits of policy/tls_policy.h: "SSL 3.0, 1.0, 1.2". */
void words_add_tls_versions(struct text *out, unsigned versions);

/** Add a number of thousandths with as many digits as it has: "0.2", in French "0,2", "6". */
void words_add_thousandths(struct text *out, enum language language,
                           uint64_t thousandths);

/** "12.50 %", in French "12,50 %", with so many digits behind the mark. */
void words_add_percent(struct text *out, enum language language, double percent,
                       int digits);

/** Add a DSCP as people know it: "46 (EF)". Source: RFC 4594 section 1.4.4 */
void words_add_dscp(struct text *out, unsigned dscp);

#endif
