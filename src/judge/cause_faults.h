/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cause_faults - why a cause about TLS is one: every fault once, with the ports that have it.
 *
 * Room: judge, private. What is wrong with versions and certificates of one host differs
 * from port to port, in kind and in weight, so the worst finding cannot stand for all.
 */
#ifndef CAUSE_FAULTS_H
#define CAUSE_FAULTS_H

#include "judge/cause.h"

struct arena;

#define CAUSE_FAULTS 8 /* that are told */

/** Add them to @why, which has room for CAUSE_FAULTS more: what weighs most of each finding first. @return false when out of memory */
MUST_CHECK bool cause_faults_add(struct arena *arena, const struct audit_cause *cause,
                                 enum language language, struct sentence_list *why);

/** Have its findings several kinds? */
bool cause_faults_differ(const struct audit_cause *cause);

#endif
