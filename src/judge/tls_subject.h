/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tls_subject - one listener, and all that is known of its TLS.
 *
 * Room: judge, private. For who judges it and for who finds the words.
 */
#ifndef TLS_SUBJECT_H
#define TLS_SUBJECT_H

#include <stddef.h>

#include "policy/tls_policy.h"

#include "listener_tls.h"
#include "meeting.h"

/* One listener and what is known of it. */
struct tls_subject {
	const struct judge *judge;
	const struct listener *listener;
	const struct meeting *meetings; /* with it, at least one */
	size_t meeting_count;
	const struct rule *rule; /* that documents it */
	struct tls_shown shown;
	const char *words[CERTIFICATE_WORDS]; /* of the certificate shown last */
};

#endif
