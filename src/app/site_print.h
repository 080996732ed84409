/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site_print - what a site file declares, for people.
 *
 * Room: app, private.
 */
#ifndef SITE_PRINT_H
#define SITE_PRINT_H

struct knowledge;

/** Print it on standard output. @knowledge  has a site */
void site_print(const struct knowledge *knowledge);

#endif
