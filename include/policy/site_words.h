/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_words - what a site file says, in its own words again.
 *
 * Room: policy. Addresses were put in the place of names when the file was read; here
 * the names are found again.
 */
#ifndef POLICY_SITE_WORDS_H
#define POLICY_SITE_WORDS_H

#include "base/text.h"
#include "policy/site.h"

/** "any", "front-end, fe01.contoso.example, staff, 10.9.0.0/16". */
void site_end_add(struct text *out, const struct site *site, const struct site_end *end);

/** "5061/tcp, 50000-59999/udp"; nothing when it is every port. */
void site_allow_add_ports(struct text *out, const struct site_allow *allow);

/** "rdp, tls"; nothing when it is everything. */
void site_allow_add_speaks(struct text *out, const struct site_allow *allow);

/** Does it allow anybody to do anything with anybody? */
bool site_allow_is_any(const struct site_allow *allow);

#endif
