/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * own_names - the names that the certificate of a declared server has to be for.
 *
 * Room: judge, private. Documented of servers that prove themselves to servers: a front
 * end's and a mediation server's certificate has its own name, a Director's and the inner
 * one of an edge server that of the pool. What other listeners hold (web sites, the outer
 * side) is for the site to choose, and is not looked at.
 */
#ifndef OWN_NAMES_H
#define OWN_NAMES_H

#include "tls_subject.h"

struct text;

/**
 * Is the certificate of @subject for others than the server, as far as the site file names it?
 *
 * @names  when it is, what it had to be for; may be NULL
 */
bool own_names_are_missing(const struct tls_subject *subject, struct text *names);

#endif
