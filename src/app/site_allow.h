/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_allow - lynctap site allow and site accept: exceptions for findings of a report.
 *
 * Room: app, private.
 */
#ifndef SITE_ALLOW_H
#define SITE_ALLOW_H

struct options;

/** Entries of `allow:`: who may talk to whom. @return the exit status */
int site_allow(const struct options *options);

/** Entries of `accept:`: findings that are borne. @return the exit status */
int site_accept(const struct options *options);

#endif
