/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * finding - what is wrong with one listener, or with one host.
 *
 * Room: judge. Owned by the judge, as the audit is; strings are NUL-terminated and
 * may hold captured bytes.
 */
#ifndef JUDGE_FINDING_H
#define JUDGE_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/language.h"
#include "base/sentences.h"
#include "judge/verdict.h"

#define FINDING_ID_SIZE  12
#define FINDING_HOURS    24
#define FINDING_NO_CAUSE SIZE_MAX

/* What is wrong: the verdict that says so, under its number, or one of these. */
enum finding_kind {
	FINDING_CLEARTEXT = VERDICTS,
	FINDING_NO_CLIENT_CERTIFICATE,
	FINDING_SCAN,
	FINDING_WEAK_TLS, /* versions, cipher suites */
	FINDING_WEAK_CERTIFICATE,
	FINDING_EXPIRED_CERTIFICATE, /* it has ended, not begun, or ends soon */
	FINDING_UNDECLARED_SERVER, /* acts a Lync server, and the site does not declare it */
	FINDING_KINDS,
};

/* What is the matter with it: findings of one listener and one matter are one. */
enum finding_matter {
	MATTER_LISTENER, /* that it is there, or who came to it */
	MATTER_WIRE, /* what is spoken: clear text, another protocol, no certificate */
	MATTER_TLS,  /* versions, certificates */
	MATTER_SCAN,
	MATTER_SERVER, /* nobody declared it */
	MATTERS,
};

struct audit_peer {
	struct address address;
	const char *name; /* NULL: none known */
	role_set roles;
	uint64_t flows;
};

/* What an end said, in its own words: a label of ours, and the words as captured. */
struct audit_said {
	const char *label; /* "SNI", "certificate", "banner" */
	const char *text;
};

/* An exception of the site file that has ended. */
struct audit_expired {
	bool is_accept;                      /* else an allow */
	const char *reason, *ticket, *until; /* as written; "" when not given */
	const char *file;
	unsigned line;
};

struct audit_finding {
	char id[FINDING_ID_SIZE]; /* finding_id() */
	enum finding_kind kind;
	enum finding_matter matter;
	enum verdict_twist twist; /* of its verdict */
	size_t cause; /* its index in the audit's causes; FINDING_NO_CAUSE when excused */
	enum severity severity;
	struct address address; /* the listener; for a scan its source */
	uint16_t port, port_high;
	uint8_t transport;        /* 0: not about one */
	const char *name;         /* of the listener's host; NULL: none known */
	role_set roles;           /* of the same, as declared or as it acts */
	struct audit_peer *peers; /* most flows first, at most 16 kept */
	size_t peer_count;
	uint64_t peers_total;
	uint64_t flows, bytes;
	int64_t first_us, last_us;
	uint16_t sensors; /* that saw it: see audit_seen_by() */
	/* by hour of the day, UTC: pairs of hosts of which something was heard in it;
	   FINDING_HOURS of them, NULL: not known */
	const uint32_t *hours;
	uint64_t hints[2];          /* by enum flow_side */
	const char *protocol;       /* what HINT_OTHER is; "" when unknown */
	uint8_t modality;           /* enum modality */
	const struct rule *rule;    /* may be NULL */
	const struct rule *nearest; /* may be NULL */
	/* in English and in judge_options.language */
	struct sentence_list reasons[LANGUAGES];
	struct audit_said *said; /* at the listener, what tells most first */
	size_t said_count;
	size_t exception; /* that excuses it, by number; without meaning of findings */
	/* what would cover it, had it not ended; NULL: nothing */
	const struct audit_expired *expired;
	const char *remedy; /* its cause's, with the lines for the site file */
};

/** "wrong-role", …, "cleartext", … Static. */
const char *finding_kind_name(enum finding_kind kind);

/** What is the matter with findings of @kind. */
enum finding_matter finding_kind_matter(enum finding_kind kind);

/** Of kinds of equal severity the one with the lowest rank says the most about a listener. */
unsigned finding_kind_rank(enum finding_kind kind);

/** "listener", "wire", "tls", "scan", "server". Static. */
const char *finding_matter_name(enum finding_matter matter);

/**
 * Set @id, "F-3f2a9c01", of what is the matter with a listener: the same in every run,
 * whatever else is known. Without a port, or of a range that is one service, @port is 0.
 */
void finding_id(char id[static FINDING_ID_SIZE], const struct address *listener,
                uint16_t port, uint8_t transport, enum finding_matter matter);

#endif
