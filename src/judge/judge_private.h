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
#include "judge/audit.h"
#include "judge/conversation.h"
#include "judge/judge_options.h"
#include "judge/verdict.h"
#include "policy/policy.h"
#include "policy/site.h"

#include "host_table.h"
#include "listener_table.h"
#include "outcome_table.h"
#include "role_inference.h"
#include "tally.h"

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
	struct judge_options options;
	struct host_table hosts;
	uint32_t last_met; /* number of the host last asked for */
	struct listener_table listeners;
	struct tally_table tallies;
	struct judge_pending pending[JUDGE_PENDING]; /* observed, oldest first */
	size_t pending_count;
	struct outcome_table outcomes;
	struct role_inference inference;
	struct decision *decisions;     /* owned, direct mapped: see decide.c */
	struct text_memo *explanations; /* owned: see explain.c */
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

/* decide.c */

/** Make room for remembered verdicts. @return false when out of memory */
MUST_CHECK bool judge_prepare_decisions(struct judge *judge);

/** The verdict when it is known, or does not matter, that the initiator is the initiator. */
struct verdict judge_decide_either(struct judge *judge,
                                   const struct conversation *conversation);

/** Index of the site's allow in force or, with @expired set, past its date; -1 when none. */
int judge_find_allow(const struct judge *judge, const struct conversation *conversation,
                     role_set initiator, role_set responder, bool *expired);

/* orient.c */

/** Choose by ports who listens, when nothing said so. Roles are not asked for. */
void judge_guess(const struct judge *judge, struct conversation *conversation);

/** What judge_orient() does. */
bool orient_conversation(struct judge *judge, struct conversation *conversation);

/* audit_build.c */

/** Fill judge->audit from the outcomes. @return false when out of memory */
bool audit_build(struct judge *judge);
void audit_discard(struct judge *judge);

#endif
