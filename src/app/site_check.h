/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_check - what is to be looked at in a site file that is good.
 *
 * Room: app, private. None of it is a mistake: the file loads, and an audit with
 * it may still say less, or let through more, than its author thinks.
 */
#ifndef SITE_CHECK_H
#define SITE_CHECK_H

#include <stdio.h>

struct audit_file;
struct site;
struct site_remarks;

/**
 * Collect them in @found.
 *
 * @file    is open on the site file, from its beginning
 * @report  of an audit, to be held against the file, for which digest_prepare() was
 *          called; NULL: none
 */
void site_check_collect(struct site_remarks *found, const struct site *site, FILE *file,
                        const struct audit_file *report);

#endif
