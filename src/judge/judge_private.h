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
#include "judge/sensors.h"
#include "judge/verdict.h"
#include "policy/policy.h"
#include "policy/site.h"

#include "decide.h"
#include "folded_networks.h"
#include "host_table.h"
#include "listener_table.h"
#include "outcome_table.h"
#include "product_evidence.h"
#include "qos_table.h"
#include "role_inference.h"
#include "sightings.h"
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
	struct sensors *sensors;     /* owned */
	struct sightings *sightings; /* owned; NULL until there are several sensors */
	struct folded_networks folded;
	struct host_table hosts;
	uint32_t last_met; /* number of the host last asked for */
	struct listener_table listeners;
	struct tally_table tallies;
	struct judge_pending pending[JUDGE_PENDING]; /* observed, oldest first */
	size_t pending_count;
	struct outcome_table outcomes;
	struct qos_table qos; /* empty unless options.qos */
	struct role_inference inference;
	struct decider decider;
	struct product_evidence products; /* empty unless options.find_policy */
	bool has_judged;                  /* by this policy, which has to stay */
	struct text_memo *explanations;   /* owned: see explain.c */
	bool roles_settled;
	bool hosts_matter;      /* too few can be swept out: the table is what it is */
	uint64_t since_settled; /* conversations */
	uint64_t *allow_used;   /* owned: flows each allow covered */
	int64_t last_us;        /* of all that was observed */
	uint64_t forgotten;
	struct audit audit;
	void *audit_strings; /* owned: see audit_build.c */
};

/* judge.c */

/**
 * The host of @address, remembered from now on; NULL when no more can be.
 *
 * @hash    its host_table_hash()
 * @number  set to its number in the table
 */
struct host *judge_meet(struct judge *judge, const struct address *address, uint32_t hash,
                        uint32_t *number);

/**
 * Let hosts of which nothing is known make room for @count others, which may show
 * something; when they are too few, those that showed no role. Tallies name hosts by
 * number, so they are judged first. Not worth it for less than a part of the table.
 */
void judge_make_room_for_hosts(struct judge *judge, size_t count);

/* judge_tallies.c */

/** Judge @conversation with the roles as settled: an outcome, or part of one. */
void judge_one(struct judge *judge, const struct conversation *conversation);

/** Judge every tally with the roles as settled, and forget it. @return whether in order */
bool judge_tallies(struct judge *judge);

/**
 * The same at the end, when what tallies had room for and did not take may hold outcomes:
 * as many listeners as there are conversations can be wrong, each for itself.
 */
bool judge_tallies_with_room(struct judge *judge);

/* judge_products.c */

/** Say what the site file and the catalogues have of @host. */
void judge_classify(const struct judge *judge, struct host *host);

/**
 * Have the policy of the products that were seen. Roles are settled before it, and once
 * more after a change; nothing changes once something was judged.
 */
void judge_settle_products(struct judge *judge);

/* audit_build.c */

/** Fill judge->audit from the outcomes. @return false when out of memory */
bool audit_build(struct judge *judge);
void audit_discard(struct judge *judge);

#endif
