/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_import - lynctap site import: exports in, a site file out.
 *
 * Room: app, private.
 */
#ifndef SITE_IMPORT_H
#define SITE_IMPORT_H

struct options;

/** @return the exit status */
int site_import(const struct options *options);

#endif
