/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * listener_tls - what one listener showed of its TLS, and to whom, folded over handshakes.
 *
 * Room: judge, private. Whole handshakes say which versions, suites and certificates a
 * listener has; those that failed are counted, and a certificate that the other end
 * refused is one that was shown. Bounded, and the same whatever order flows end in but for
 * which of more than two certificates are kept.
 */
#ifndef LISTENER_TLS_H
#define LISTENER_TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "policy/tls_policy.h"

#define LISTENER_TLS_SUITES 8
#define LISTENER_TLS_OLD    4 /* initiators that know no newer version */

struct conversation;
struct detail_list;

/* What is known of a certificate: texts, each ended by a NUL. */
enum certificate_word {
	CERTIFICATE_SUBJECT,
	CERTIFICATE_ISSUER,
	CERTIFICATE_NAMES, /* comma separated */
	CERTIFICATE_NOT_BEFORE,
	CERTIFICATE_NOT_AFTER,
	CERTIFICATE_SERIAL,
	CERTIFICATE_KEY,
	CERTIFICATE_SIGNATURE,
	CERTIFICATE_WORDS,
};

struct shown_certificate {
	char *words; /* owned; NULL: none */
	size_t len;
	int64_t first_us, last_us; /* when it was shown */
	char *other_name; /* owned: a name asked for that it is not for; NULL: none */
};

/* A version that was agreed on although one end knows a newer one, or because it does not. */
struct listener_tls {
	unsigned versions; /* negotiated in whole handshakes: bits */
	unsigned offered;  /* newest that initiators offered: bits */
	unsigned kept_old; /* versions that were chosen where a newer one was offered */
	uint16_t suites[LISTENER_TLS_SUITES];
	size_t suite_count;
	uint64_t complete, failed, unseen;       /* conversations */
	unsigned client;                         /* enum client_shown: bits */
	struct address old[LISTENER_TLS_OLD];    /* sorted */
	unsigned old_versions[LISTENER_TLS_OLD]; /* newest they offered: bits */
	size_t old_count;
	bool more_old; /* than these */
	struct shown_certificate latest, former;
	/* of the conversation seen last: the next one mostly says the same */
	struct detail_list *last; /* owned */
	enum listener_tls_step {
		STEP_UNSEEN,
		STEP_COMPLETE,
		STEP_FAILED
	} last_step;
	struct shown_certificate *last_certificate; /* one of those above, or NULL */
};

/* What initiators showed of a certificate of their own. */
enum client_shown {
	CLIENT_NOT_ASKED = 0x1,
	CLIENT_SHOWED_NONE = 0x2,
	CLIENT_SHOWED_ONE = 0x4,
};

/**
 * Fold what @details say of @conversation's handshake into @tls, which is made when it is NULL.
 *
 * @memory  bytes that may still be taken; what is taken goes off
 */
void listener_tls_observe(struct listener_tls **tls,
                          const struct conversation *conversation,
                          const struct detail_list *details, size_t *memory);

/** The words of @certificate by number. Borrowed; "" when it has none. */
void shown_certificate_words(const struct shown_certificate *certificate,
                             const char *words[static CERTIFICATE_WORDS]);

/** Does a certificate with these words cover @name? RFC 6125 section 6.4 */
bool certificate_covers(const char *const words[static CERTIFICATE_WORDS],
                        const char *name);

/** Is it for others than @name? Not where names may be missing, or are no names of DNS. */
bool certificate_is_for_others(const char *const words[static CERTIFICATE_WORDS],
                               const char *name);

/** Do @details have a certificate, and not for the name that was asked for? */
bool listener_tls_shows_other_name(const struct detail_list *details);

/** NULL is fine. */
void listener_tls_destroy(struct listener_tls *tls);

#endif
