/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rows_firewall - lynctap rows --firewall: the rules that the site's rows imply.
 *
 * Room: app, private.
 */
#ifndef ROWS_FIREWALL_H
#define ROWS_FIREWALL_H

#include <stdbool.h>

struct error;
struct knowledge;
struct options;

/** Does all go together that was asked for, with --firewall or without? */
bool rows_firewall_check(const struct options *options, struct error *err);

/** @knowledge has a site. @return the exit status */
int rows_firewall_write(const struct options *options, const struct knowledge *knowledge);

#endif
