/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_checking - lynctap site check: a site file read as an audit would.
 *
 * Room: app, private.
 */
#ifndef SITE_CHECKING_H
#define SITE_CHECKING_H

struct options;

/** @return the exit status */
int site_checking(const struct options *options);

#endif
