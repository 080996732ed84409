/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * audit_remedy - what to do about a finding.
 *
 * Room: judge, private.
 */
#ifndef AUDIT_REMEDY_H
#define AUDIT_REMEDY_H

struct audit_finding;
struct judge;
struct outcome;
struct text;

/**
 * Add what to do about @finding, which @outcome is, with the line of a site file that would
 * allow it. Its peers are known by now.
 */
void audit_remedy_add(const struct judge *judge, const struct outcome *outcome,
                      const struct audit_finding *finding, struct text *out);

#endif
