/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * settling - what the site file could declare that would explain a cause.
 *
 * Room: judge, private. The same row sets as a verdict's, asked the other way round:
 * which port, or which role, would have to be declared for them to meet?
 */
#ifndef SETTLING_H
#define SETTLING_H

#include "judge/cause.h"

struct judge;

/**
 * A rule of the one service that explains all of @cause but for its ports, which its setting
 * may have moved; NULL when there is none, or when it could be one of several.
 */
const struct rule *settling_service(const struct judge *judge,
                                    const struct audit_cause *cause);

/** The roles for which a load balancer at @source would explain all of @cause; 0: none would. */
role_set settling_balanced(const struct judge *judge, const struct address *source,
                           const struct audit_cause *cause);

#endif
