/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * audit_json - the parts of the audit's object that are files of their own.
 *
 * Room: report, private.
 */
#ifndef AUDIT_JSON_H
#define AUDIT_JSON_H

struct provenance;
struct text;

/** Add the members of `provenance`. */
void audit_json_add_provenance(struct text *out, const struct provenance *provenance);

#endif
