/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * explain_words - what the sentences of a verdict's reasons are made of.
 *
 * Room: judge, private.
 */
#ifndef EXPLAIN_WORDS_H
#define EXPLAIN_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/language.h"
#include "policy/role.h"

struct address;
struct conversation;
struct rule;
struct text;

/** "tls, sip"; @protocol is what HINT_OTHER is called, may be NULL. */
void explain_add_hints(struct text *out, uint64_t hints, const char *protocol);

/** The responder's port: "5061/tcp". */
void explain_add_port(struct text *out, const struct conversation *conversation);

/**
 * "Lync Server Application Sharing service on front-end (server-27, application-sharing)";
 * of a call of the row's own role "e911 from front-end to e911-gateway (server-32, e911)".
 */
void explain_add_rule(struct text *out, enum language language, const struct rule *rule);

/** "10.1.1.11 is declared front-end and cms" */
void explain_add_host(struct text *out, enum language language,
                      const struct address *address, role_set roles, bool declared);

#endif
