/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * audit_build - the parts of the conclusion, each built from a judge's tables, which it only reads.
 *
 * Room: judge, private. Every part takes its memory from one arena, which goes
 * with the audit; false is always out of memory.
 */
#ifndef AUDIT_BUILD_H
#define AUDIT_BUILD_H

#include <stdbool.h>

#include "judge_private.h"

struct arena;

MUST_CHECK bool audit_build_servers(const struct judge *judge, struct audit *audit,
                                    struct arena *arena);
MUST_CHECK bool audit_build_hosts(const struct judge *judge, struct audit *audit,
                                  struct arena *arena);
MUST_CHECK bool audit_build_unsettled(const struct judge *judge, struct audit *audit,
                                      struct arena *arena);
MUST_CHECK bool audit_build_services(const struct judge *judge, struct audit *audit,
                                     struct arena *arena);
MUST_CHECK bool audit_build_findings(const struct judge *judge, struct audit *audit,
                                     struct arena *arena);
/** After the findings: what the site file excuses. */
MUST_CHECK bool audit_build_exceptions(const struct judge *judge, struct audit *audit,
                                       struct arena *arena);

/** After the hosts and exceptions. */
MUST_CHECK bool audit_build_notes(const struct judge *judge, struct audit *audit,
                                  struct arena *arena);

/** After the findings: each gets its cause. */
MUST_CHECK bool audit_build_causes(const struct judge *judge, struct audit *audit,
                                   struct arena *arena);
MUST_CHECK bool audit_build_coverage(const struct judge *judge, struct audit *audit,
                                     struct arena *arena);

/** After the services, which say what works. */
MUST_CHECK bool audit_build_attempts(const struct judge *judge, struct audit *audit,
                                     struct arena *arena);

/** After all that says who saw it: with several sensors, how they did. */
MUST_CHECK bool audit_build_sensors(const struct judge *judge, struct audit *audit,
                                    struct arena *arena);

/** Media by modality and roles, where that was asked for. */
MUST_CHECK bool audit_build_qos(const struct judge *judge, struct audit *audit,
                                struct arena *arena);

#endif
