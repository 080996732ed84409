/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tls_words - what is said of TLS and certificates of a listener.
 *
 * Room: judge, private.
 */
#ifndef TLS_WORDS_H
#define TLS_WORDS_H

#include <stddef.h>

#include "base/language.h"
#include "policy/tls_policy.h"

#include "tls_subject.h"

struct sentences;
struct text;

#define TLS_WORDS_DATE 10 /* bytes of an RFC 3339 time that are its date */

/** The date of @time. */
void tls_words_add_date(struct text *out, const char *time);

/** Of what @rule is about, what there is, without saying what is wrong about it. */
void tls_words_add_measured(struct text *out, const struct tls_subject *subject,
                            const struct tls_rule *rule, enum language language);

/** The same, and why that is no good. */
void tls_words_say_fault(struct sentences *out, const struct tls_subject *subject,
                         const struct tls_rule *rule, enum tls_weight weight);

/** Who negotiated an old version, and whose choice that was. */
void tls_words_say_who_is_old(struct sentences *out, const struct tls_subject *subject);

/** What initiators showed, a message: @shown are bits of listener_tls.h. */
const char *tls_words_of_clients(unsigned shown);

#endif
