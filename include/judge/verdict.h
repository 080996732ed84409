/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * verdict - what is concluded about one conversation, always with the row.
 *
 * Room: judge. Words are those of design section 7.
 */
#ifndef JUDGE_VERDICT_H
#define JUDGE_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include "policy/host_class.h"
#include "policy/rule.h"

enum verdict_kind {
	VERDICT_EXPECTED,
	VERDICT_KNOWN,
	VERDICT_ALLOWED,
	VERDICT_UNVERIFIED,
	VERDICT_WRONG_PROTOCOL,
	VERDICT_WRONG_SOURCE,
	VERDICT_WRONG_ROLE,
	VERDICT_UNAPPROVED_PORT,
	VERDICT_UNEXPECTED_PEER,
	VERDICT_WRONG_INTERFACE, /* documented for the other side of that host */
	/* Attempts: a conversation that never became one. */
	VERDICT_REFUSED,    /* answered by RST or an ICMP error */
	VERDICT_NO_ANSWER,  /* by nothing, where an answer is due */
	VERDICT_UNANSWERED, /* accepted, asked, never answered */
	VERDICT_FAILED,     /* answered, and the handshake failed */
	VERDICT_OUT_OF_SCOPE,
	VERDICTS,
};

enum severity {
	SEVERITY_NONE, /* not a finding */
	SEVERITY_LOW,
	SEVERITY_MEDIUM,
	SEVERITY_HIGH,
};

/* Why two protocols disagree, when the verdict is about protocol. */
enum verdict_twist {
	TWIST_NONE,
	TWIST_CLEARTEXT, /* the row documents TLS, the payload is readable */
	TWIST_NOT_TLS,   /* the row documents TLS, the payload is none */
	TWIST_UNKNOWN, /* what the row documents begins otherwise; nobody knows what this is */
	TWIST_NO_CLIENT_CERTIFICATE, /* the row documents MTLS, the client showed none */
	TWIST_TLS_UNEXPECTED,        /* TLS where the row documents clear text */
	TWIST_GUARDED,               /* nothing but Lync has business with this host */
	TWIST_LOAD_BALANCER, /* not balanced in this mode: the VIP should not carry it */
};

/* Whose reply announced the port that is explained. */
enum announcer {
	ANNOUNCED_BY_NOBODY,
	ANNOUNCED_BY_SSRP,
	ANNOUNCED_BY_EPM,
};

struct verdict {
	enum verdict_kind kind;
	enum severity severity;
	enum verdict_twist twist;
	enum verdict_kind place; /* what is wrong about the ends where the kind tells what
	                            is worse about the words; else the kind */
	bool confirmed;          /* a payload hint supports the row; else by port only */
	const struct rule *rule; /* what explains it; NULL when nothing does */
	/* the last candidate before the sets ran empty; may be NULL */
	const struct rule *nearest;
	host_class initiator, responder;
	role_set initiator_roles, responder_roles;
	bool initiator_declared, responder_declared;
	int allow; /* index of the site's allow that covers it, -1 when none */
	enum announcer announcer; /* of the responder's port, when that explains it */
};

/** "expected", "wrong-protocol", …; "low", …; "a SQL Browser", … Static. */
const char *verdict_kind_name(enum verdict_kind kind);
const char *severity_name(enum severity severity);
const char *announcer_name(enum announcer announcer);

/**
 * The role in which a responder with @responder_roles serves by @rule: the listener's of
 * the row, or for a row of direction `out` the peer's; ROLES when nothing is known of it.
 */
enum role verdict_serving_role(const struct rule *rule, role_set responder_roles);

/** Parse "low", "medium" or "high". */
bool severity_parse(enum severity *severity, const char *name);

/** Is it one of the attempts, which are never a service, evidence or a finding? */
static inline bool verdict_is_attempt(enum verdict_kind kind)
{
	return kind >= VERDICT_REFUSED && kind <= VERDICT_FAILED;
}

/** Does this verdict accuse somebody (with --strict, `known` does too: its severity says so)? */
bool verdict_is_unexpected(enum verdict_kind kind);

#endif
