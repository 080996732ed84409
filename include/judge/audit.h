/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * audit - the whole conclusion: hosts, services, findings, coverage.
 *
 * Room: judge. Filled by judge_conclude(), read by report. Every array is
 * sorted for reading and the same whatever the thread count. Owned by the judge
 * that made it; strings are NUL-terminated and may hold captured bytes.
 */
#ifndef JUDGE_AUDIT_H
#define JUDGE_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "judge/cause.h"
#include "judge/exception.h"
#include "judge/finding.h"
#include "judge/judged.h"
#include "judge/product_choice.h"
#include "judge/traffic.h"
#include "judge/verdict.h"

struct sensors;

struct audit_role {
	enum role role;
	bool declared;           /* else inferred */
	int score;               /* 100 when declared */
	const struct row **rows; /* evidence, may be empty */
	size_t row_count;
	const char **why; /* sentences, in order of weight */
	size_t why_count;
};

struct audit_host {
	struct address address;
	const char **names; /* declared first, then learned */
	size_t name_count;
	bool named_by_site; /* names[0] is what the site file calls it */
	struct audit_role *roles;
	size_t role_count; /* 0: nothing known */
	role_set role_set;
	bool is_server;          /* a Lync server: its traffic was judged */
	bool faces_public;       /* it answered somebody with a public address */
	bool undeclared_address; /* of the declared host that it is called */
	bool sides_unknown; /* it is an edge server or reverse proxy: rows of both sides fit */
	uint64_t flows;
};

struct audit_service {
	enum role role; /* in which it serves; ROLES when nothing is known of it */
	const struct rule *rule;
	struct address address;
	uint16_t port;      /* lowest seen of a media range */
	uint16_t port_high; /* highest seen; == port for a single one */
	uint8_t transport;
	uint64_t flows, bytes, packets;
	uint64_t clients;       /* distinct initiators */
	bool confirmed;         /* at least one flow confirmed it */
	enum verdict_kind kind; /* expected, known, allowed or unverified */
	uint64_t hints[2];      /* by enum flow_side, of any flow */
	int64_t first_us, last_us;
	uint16_t sensors; /* that saw it: see audit_seen_by() */
	const char **
		notes; /* "TLS 1.0 negotiated", "certificate expired 2016-…", "learned from ssrp" */
	size_t note_count;
};

enum coverage_state {
	COVERAGE_CONFIRMED,
	COVERAGE_SEEN,
	COVERAGE_WRONG, /* its listener is there, and not as documented */
	COVERAGE_VAIN,  /* tried, and never served */
	COVERAGE_NEVER,
	COVERAGE_NA, /* no host has its role, or the site balances in another way */
	COVERAGE_STATES,
};

#define COVERAGE_HOSTS 16

struct audit_place {
	struct address address;
	const char *name; /* NULL: none known */
};

struct audit_coverage {
	const struct rule *rule; /* the first of the row's */
	enum coverage_state state;
	uint64_t flows;
	bool applies;              /* the site has a host with the row's role */
	struct audit_place *hosts; /* that serve it, by address, at most COVERAGE_HOSTS */
	size_t host_count;
	const struct audit_finding
		*finding;     /* the worst about it: why it is COVERAGE_WRONG,
	                                        else what is remarked; NULL: none */
	uint64_t found_flows; /* of all such findings of its cause */
	uint64_t tries;       /* conversations that were tried in vain */
	const char *note;     /* a remark, "" for none */
};

/* How a listener was tried in vain. */
enum attempt_how {
	ATTEMPT_BY_SILENCE,    /* nothing came back */
	ATTEMPT_BY_RESET,      /* the host refused */
	ATTEMPT_BY_ICMP,       /* so did something on the way, or the host, for UDP */
	ATTEMPT_BY_UNANSWERED, /* accepted, asked, never answered */
	ATTEMPT_BY_HANDSHAKE,  /* answered, and the handshake failed */
};

#define AUDIT_ATTEMPTS 4096

/* One listener, one way of not working. */
struct audit_attempt {
	struct address address;
	uint16_t port, port_high; /* they differ for a media range */
	uint8_t transport;
	const char *name;        /* NULL: none known */
	const struct rule *rule; /* that asks for it; NULL: none */
	enum attempt_how how;
	struct audit_initiator {
		struct address address;
		const char *name; /* NULL: none known */
		role_set roles;
		uint64_t flows;
	} * initiators; /* most flows first, at most 16 kept */
	size_t initiator_count;
	uint64_t initiators_total;
	uint64_t
		listeners; /* 1, or how many of the Internet one host tried at this port: this
	                       one most often */
	uint64_t flows, tries; /* conversations; SYNs or datagrams, retries among them */
	int64_t first_us, last_us;
	uint16_t sensors;      /* that saw it: see audit_seen_by() */
	bool works_for_others; /* the same listener serves */
};

/* TLS of one listener that a row explains. */
struct audit_tls {
	struct address address;
	uint16_t port;
	uint8_t transport;
	const char *name;        /* NULL: none known */
	const struct rule *rule; /* that documents it */
	unsigned versions;       /* bits of policy/tls_policy.h: negotiated */
	unsigned offered;        /* likewise: the newest that each initiator offered */
	/* of the certificate that was shown last; "" when unknown */
	const char *subject, *issuer, *not_after, *key, *signature;
	bool has_certificate;
	long days_left;                    /* from when it was shown last */
	const char *client_certificate;    /* what initiators showed, a message */
	uint64_t complete, failed, unseen; /* handshakes */
	const char *finding;               /* its id; NULL: nothing is wrong */
	const char *remark[LANGUAGES];     /* the first thing that is wrong; "" */
};

/* Media of one modality from hosts of one role to those of another. */
struct audit_qos {
	uint8_t modality;       /* enum modality */
	uint8_t from, to;       /* enum role or traffic_end */
	uint64_t streams;       /* directions of flows */
	uint8_t marked;         /* the DSCP that most of them have */
	uint8_t expected;       /* that it is to be */
	unsigned expected_line; /* of the site file, which says so; 0 */
	const struct row
		*expected_row; /* else the one that documents it; NULL: none does */
	uint64_t right;        /* streams with that one */
	/* of the streams whose RTP was followed: per cent lost of what was sent, and
	   milliseconds, both on average and in thousandths */
	uint64_t measured, loss_thousandths;
	uint64_t jitter_measured, jitter_thousandths;
	const char *remark; /* static; "" */
};

/* A server that the site file declares, of which no packet was seen. */
struct audit_silent {
	const char *name; /* as declared */
	const struct address *addresses;
	size_t address_count;
};

/* Who saw, where several did. */
struct audit_sensor {
	const char *name;
	uint16_t number; /* in sets */
	uint64_t flows;  /* that it saw, those among them that others saw as well */
	int64_t first_us, last_us; /* when it looked; 0 when that is not known */
	bool whole;                /* and nothing escaped it */
	int64_t ahead_us;          /* its clock, of that of the first sensor here */
	uint64_t common;           /* conversations that tell so; 0: not known */
};

/* Conversations with one listener that some sensors saw, and another one, which was whole
 * and sees the same hosts, did not. */
struct audit_sighting {
	struct address address;
	const char *name; /* NULL: none known */
	uint16_t port;
	uint8_t transport;
	const struct rule *rule; /* that explains them, or is nearest; NULL: none */
	uint16_t seen_by;        /* see audit_seen_by() */
	const char *missed_by;
	uint64_t flows;
	int64_t first_us, last_us;
};

/* Media whose mark is not the same at two sensors. */
struct audit_remark {
	const char *sensor[2];
	uint8_t dscp[2];
	uint8_t modality; /* enum modality */
	uint64_t streams;
};

/* Without a site file: a host that may be a Lync server, and its role is not known. */
struct audit_unsettled {
	struct address address;
	const char *name; /* NULL: none known */
	role_set roles;   /* that it comes near to */
	int score;        /* the most points of one of them */
	bool unproven;    /* they are enough, and a proof is missing; see docs/roles.md */
};

struct audit {
	struct audit_host *hosts;
	size_t host_count;
	struct audit_service *services;
	size_t service_count;
	struct audit_finding *findings; /* worst first */
	size_t finding_count;
	struct audit_cause *causes; /* worst and most public first */
	size_t cause_count;
	struct audit_attempt *attempts; /* needed and never worked, works for some, no
	                                   row; then by listener; at most AUDIT_ATTEMPTS */
	size_t attempt_count;
	struct audit_tls *tls; /* by listener */
	size_t tls_count;
	struct audit_qos *qos; /* only where it was asked for: by modality, from, to */
	size_t qos_count;
	uint64_t attempts_total;          /* with those there was no room for */
	struct audit_finding *suppressed; /* what the site allows or accepts, in force */
	size_t suppressed_count;
	struct audit_exception *exceptions; /* allows as they stand, then accepts */
	size_t exception_count;
	/* rows of the documenting catalogues, their order */
	struct audit_coverage *coverage;
	size_t coverage_count;
	size_t coverage_counts[COVERAGE_STATES];
	/* about the audit itself: "allow at site.yaml:14 matched nothing" */
	struct sentence_list notes[LANGUAGES];
	size_t servers_declared;     /* hosts of the site file with another role than
	                                client or phone */
	struct audit_silent *silent; /* those never heard, in the file's order */
	size_t silent_count;
	struct audit_unsettled *unsettled; /* most points first */
	size_t unsettled_count;
	struct product_choice products; /* that nobody stated: what was seen of them */
	enum judged judged;
	struct judged_flows judged_flows;
	/* Only of two or more sensors: */
	const struct sensors *sets;   /* borrowed from the judge */
	struct audit_sensor *sensors; /* by name */
	size_t sensor_count;
	struct audit_sighting *sightings; /* by listener */
	size_t sighting_count;
	struct audit_remark *remarks; /* by sensors */
	size_t remark_count;
	struct audit_edge *edges; /* by from, to and class */
	size_t edge_count;
	struct audit_timeline timeline;
	uint64_t flows_by_verdict[VERDICTS];
	uint64_t forgotten; /* conversations judged early because memory ran out */
	/* For which there was no memory in the end; of findings the worst are kept. */
	struct audit_left_out {
		uint64_t hosts, services, findings;
	} left_out;
};

/** Is sensor @sensor of @audit in the set @set, as services, findings and attempts have it? */
bool audit_seen_by(const struct audit *audit, uint16_t set, size_t sensor);

/** Does the site file or a row say with what @qos is to be marked? */
static inline bool audit_qos_is_expected(const struct audit_qos *qos)
{
	return qos->expected_line > 0 || qos->expected_row;
}

/** "silence", "reset", "icmp", "unanswered", "handshake". Static. */
const char *attempt_how_name(enum attempt_how how);

/** "confirmed", "seen", "wrong", "vain", "never", "na". Static. */
const char *coverage_state_name(enum coverage_state state);

#endif
