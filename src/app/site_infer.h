/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_infer - lynctap site infer: captures in, a site file out.
 *
 * Room: app, private.
 */
#ifndef SITE_INFER_H
#define SITE_INFER_H

struct options;

/** @return the exit status */
int site_infer(const struct options *options);

#endif
