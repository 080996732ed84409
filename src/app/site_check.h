/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_check - what is to be looked at in a site file that is good.
 *
 * Room: app, private. None of it is a mistake: the file loads, and an audit with
 * it may still say less, or let through more, than its author thinks.
 */
#ifndef SITE_CHECK_H
#define SITE_CHECK_H

struct audit_file;
struct site;
struct site_remarks;

/** Collect them in @found. @report: of an audit, to be held against the file; NULL: none */
void site_check_collect(struct site_remarks *found, const struct site *site,
                        const struct audit_file *report);

#endif
