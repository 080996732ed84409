/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * audit_findings - what the makers of findings share.
 *
 * Room: judge, private.
 */
#ifndef AUDIT_FINDINGS_H
#define AUDIT_FINDINGS_H

#include "base/language.h"
#include "base/sentences.h"

#include "audit_build.h"

/* The same reasons in English and in the language that @judge was asked for. */
struct reasons {
	struct sentences in[LANGUAGES]; /* empty in the others */
	enum language other;
};

struct reasons reasons_empty(const struct judge *judge);
void reasons_fini(struct reasons *reasons);

/** Is anything to be said in @language? */
static inline bool reasons_are_in(const struct reasons *reasons, enum language language)
{
	return language == LANGUAGE_EN || language == reasons->other;
}

/** Say @english in each of their languages: see sentences_say(). */
void reasons_say(struct reasons *reasons, const char *english, const char *const *values);

/**
 * How every finding ends: it gets its matter, its id, its host's name and what was said
 * of it, @reasons, which are freed. @return false when out of memory
 *
 * @port  of the listener; 0 for a range that is one listener, and for a host
 */
MUST_CHECK bool audit_finish_finding(const struct judge *judge, struct arena *arena,
                                     uint16_t port, struct reasons *reasons,
                                     struct audit_finding *finding);

/** TLS of listeners into @audit->tls, and what is wrong with it into its findings. There is room. */
MUST_CHECK bool audit_add_tls(const struct judge *judge, struct audit *audit,
                              struct arena *arena);

/** How many listeners have shown any TLS. */
size_t audit_count_tls(const struct judge *judge);

/** The peers of @finding: those of all @count @views. @return false when out of memory */
MUST_CHECK bool audit_fill_peers(const struct judge *judge, struct arena *arena,
                                 const struct peer_view *views, size_t count,
                                 struct audit_finding *finding);

/**
 * How many outcomes accuse, or are excused: findings about listeners are no more.
 *
 * @excused  how many of them an allow excuses
 */
size_t audit_count_accusations(const struct judge *judge, size_t *excused);

/** Add what is wrong with listeners, and, to what is suppressed, what allows excuse: the worst first. */
MUST_CHECK bool audit_add_listeners(const struct judge *judge, struct audit *audit,
                                    struct arena *arena);

#endif
