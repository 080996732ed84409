/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judge_private - what the modules of this room share about a judge.
 *
 * Room: judge, private.
 */
#ifndef JUDGE_PRIVATE_H
#define JUDGE_PRIVATE_H

#include "base/attributes.h"
#include "base/text.h"
#include "base/text_memo.h"
#include "judge/judge.h"
#include "policy/policy.h"
#include "policy/role_evidence.h"
#include "policy/site.h"

#include "host_table.h"
#include "listener_table.h"
#include "outcome_table.h"
#include "tally.h"

#define EVIDENCE_MEMO_SLOTS 4096 /* a power of two */

/* Evidence entries that a flow to one port with one set of hints satisfies. */
struct evidence_bits {
	uint64_t words[HOST_EVIDENCE_WORDS];
};

struct evidence_memo {
	uint64_t hints;
	uint16_t port;
	uint8_t transport;
	bool used;
	struct evidence_bits listens, initiates;
};

struct evidence_rules {
	struct row_set rules; /* those of the entry's row; empty for agents and names */
	role_set listener_all, listener_any; /* what "the row's listening role" means */
	bool any_listener;
};

#define JUDGE_PENDING 64

/* A conversation on its way into its tally: what it needs is fetched from memory meanwhile. */
struct judge_pending {
	struct conversation conversation;
	uint32_t initiator_hash, responder_hash;
	uint32_t initiator, responder; /* host numbers; HOST_NONE: there is no tally */
	uint32_t tally_hash;
};

struct judge {
	struct policy *policy;
	const struct role_evidence_list *evidence;
	struct judge_options options;
	struct host_table hosts;
	uint32_t last_met; /* number of the host last asked for */
	struct listener_table listeners;
	struct tally_table tallies;
	struct judge_pending pending[JUDGE_PENDING]; /* observed, oldest first */
	size_t pending_count;
	struct outcome_table outcomes;
	struct evidence_rules *evidence_rules; /* owned, one per evidence entry */
	struct evidence_memo *evidence_memo;   /* owned, direct mapped */
	struct decision *decisions;            /* owned, direct mapped: see decide.c */
	struct text_memo *explanations;        /* owned: see explain.c */
	bool roles_settled;
	bool hosts_matter;      /* too few can be swept out: the table is what it is */
	uint64_t since_settled; /* conversations */
	uint64_t *allow_used;   /* owned: flows each allow covered */
	uint64_t forgotten;
	struct audit audit;
	void *audit_strings; /* owned: see audit_build.c */
};

/* judge.c */

/** Put together the conversation that @tally stands for. */
struct conversation judge_conversation_of(const struct judge *judge,
                                          const struct tally *tally);

/* role_inference.c */

/** Work out what each evidence entry means in this policy. @return false when out of memory */
bool role_inference_prepare(struct judge *judge);

/** Note what a flow shows about its responder: `listens` needs nobody's role. */
void role_inference_listens(struct judge *judge, struct host *responder,
                            const struct conversation *conversation);

/** Note what a text shows about the host that sent it or is called so. */
void role_inference_text(struct judge *judge, struct host *host,
                         enum role_evidence_kind kind, const char *text, size_t len);

/** Add up all evidence, repeating `initiates` until nothing changes. */
void role_inference_settle(struct judge *judge);

/** The score of @role for @host, 0..100; entries it rests on go to @entries when not NULL. */
int role_inference_score(const struct judge *judge, const struct host *host,
                         enum role role, uint64_t entries[HOST_EVIDENCE_WORDS]);

/* decide.c */

/** Make room for remembered verdicts. @return false when out of memory */
MUST_CHECK bool judge_prepare_decisions(struct judge *judge);

/** The class of an address, by what is declared of it or as last settled. */
host_class judge_class_of(const struct judge *judge, const struct address *address,
                          bool *declared);

/** The verdict when it is known, or does not matter, that the initiator is the initiator. */
struct verdict judge_decide_either(struct judge *judge,
                                   const struct conversation *conversation);

/** Index of the site's allow in force or, with @expired set, past its date; -1 when none. */
int judge_find_allow(const struct judge *judge, const struct conversation *conversation,
                     role_set initiator, role_set responder, bool *expired);

/* orient.c */

/** Choose by ports who listens, when nothing said so. Roles are not asked for. */
void judge_guess(const struct judge *judge, struct conversation *conversation);

/* audit_build.c */

/** Fill judge->audit from the outcomes. @return false when out of memory */
bool audit_build(struct judge *judge);
void audit_discard(struct judge *judge);

#endif
