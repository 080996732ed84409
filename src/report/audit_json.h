/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * audit_json - the parts of the audit's object that are files of their own.
 *
 * Room: report, private.
 */
#ifndef AUDIT_JSON_H
#define AUDIT_JSON_H

#include <stdint.h>

struct audit;
struct audit_cause;
struct audit_exception;
struct audit_finding;
struct audit_qos;
struct audit_remark;
struct audit_sensor;
struct audit_sighting;
struct audit_timeline;
struct audit_tls;
struct capture_input;
struct diff;
struct provenance;
struct rule;
struct text;

/** Add the members of one of `findings`, `causes`, `exceptions`. */
void audit_json_add_finding(struct text *out, const struct audit *audit,
                            const struct audit_finding *finding);
void audit_json_add_cause(struct text *out, const struct audit_cause *cause);
void audit_json_add_exception(struct text *out, const struct audit_exception *exception);

/** Add the id of @rule's row; null for none. */
void audit_json_add_row(struct text *out, const char *key, const struct rule *rule);

/** Add `transport`; null for 0. */
void audit_json_add_transport(struct text *out, uint8_t transport);

/** Add the members of one of `inputs`. */
void audit_json_add_input(struct text *out, const struct capture_input *input);

/** Add the members of `provenance`. */
void audit_json_add_provenance(struct text *out, const struct provenance *provenance);

/** Add the members of `baseline`. */
void audit_json_add_baseline(struct text *out, const struct diff *diff);

/** Add since when the finding called @id is there; null for one that is new. */
void audit_json_add_since(struct text *out, const struct diff *diff, const char *id);

/** Add the members of `role_edges`, a line each, and of `timeline`. */
void audit_json_add_edges(struct text *out, const struct audit *audit);
void audit_json_add_timeline(struct text *out, const struct audit_timeline *timeline);

/** With several sensors add `sensors`, the names of those in @set. */
void audit_json_add_seen_by(struct text *out, const struct audit *audit, uint16_t set);

/** Add the members of one of `sensors`, `sightings`, `remarked`. */
void audit_json_add_sensor(struct text *out, const struct audit_sensor *sensor);
void audit_json_add_sighting(struct text *out, const struct audit *audit,
                             const struct audit_sighting *sighting);
void audit_json_add_remark(struct text *out, const struct audit_remark *remark);

/** Add the members of one of `qos`. */
void audit_json_add_qos(struct text *out, const struct audit_qos *qos);

/** Add the members of one of `tls`. */
void audit_json_add_tls(struct text *out, const struct audit_tls *tls);

#endif
