/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * seen_names - addresses for the hosts of a topology, from the names that a capture gives.
 *
 * Room: app, private. Every DNS answer counts; the name of a certificate only when no
 * other address of its kind shows it, because members of a pool share names.
 */
#ifndef SEEN_NAMES_H
#define SEEN_NAMES_H

#include <stdbool.h>

#include "base/attributes.h"

struct deployment;
struct judge;

/** @return false when out of memory */
MUST_CHECK bool seen_names_add(struct deployment *deployment, const struct judge *judge);

#endif
