/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judge - from conversations to roles, verdicts and the audit.
 *
 * Room: judge. Feed it what inspect learned and every ended flow; ask it about
 * one conversation at a time (flows), or for the whole conclusion (audit).
 * Roles are inferred from everything observed so far, declared ones always win.
 */
#ifndef JUDGE_JUDGE_H
#define JUDGE_JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "inspect/learned.h"
#include "judge/audit.h"
#include "judge/conversation.h"
#include "judge/judge_options.h"
#include "judge/verdict.h"

struct detail_list;
struct error;
struct judge;
struct policy;
struct role_evidence_list;
struct sensors;
struct sentences;

/** @policy, @evidence borrowed for the judge's life. Owned: judge_destroy(). NULL: out of memory. */
struct judge *judge_create(struct policy *policy,
                           const struct role_evidence_list *evidence,
                           const struct judge_options *options);

/** Remember what a payload stated about other flows and hosts. */
void judge_learn(struct judge *judge, const struct learned *learned);

/**
 * Take in one ended flow: evidence for roles, and, folded, for the audit.
 *
 * @details  the flow's, borrowed for the call; may be NULL
 */
void judge_observe(struct judge *judge, const struct conversation *conversation,
                   const struct detail_list *details);

/**
 * The rows, one bit each, that are about the name which @conversation's initiator asked for,
 * of a public host that does not show a certificate for others. For who asks for a verdict
 * on a conversation that was not observed: judge_observe() sees to it itself.
 */
uint8_t judge_asked_for(const struct judge *judge,
                        const struct conversation *conversation,
                        const struct detail_list *details);

/** @clients of a network come as one from a store, as its address @base: the audit says so. */
void judge_take_network(struct judge *judge, const struct address *base,
                        uint64_t clients);

/** Who saw what @judge observes. Borrowed; for its numbers and how each did. */
struct sensors *judge_sensors(struct judge *judge);

/** Infer roles from all that was observed. Call before judge_decide(). Takes time for all that is known. */
void judge_settle_roles(struct judge *judge);

/**
 * Has so much been observed since roles were settled that settling them again takes no
 * more than a constant time for each conversation? For who settles while flows go on.
 */
bool judge_is_settling_worth_it(const struct judge *judge);

/**
 * Guess who opened @conversation when neither handshake nor payload said so: by ports,
 * but the other way round when only that has a documented explanation.
 *
 * @return whether initiator and responder changed places
 */
bool judge_orient(struct judge *judge, struct conversation *conversation);

/** The verdict on @conversation with the roles as last settled. */
struct verdict judge_decide(struct judge *judge, const struct conversation *conversation);

/** Add the reasons of @verdict to @out, in its language. */
void judge_explain(const struct judge *judge, const struct conversation *conversation,
                   const struct verdict *verdict, struct sentences *out);

/** Settle roles and draw the whole conclusion. Borrowed: valid until the judge changes. NULL: out of memory. */
const struct audit *judge_conclude(struct judge *judge);

/**
 * Listeners that would be accused by what is declared and was observed so far, in time for
 * all of it. No verdict hangs on it. Without a site file, or once memory was full, they are fewer.
 */
size_t judge_accused_so_far(struct judge *judge);

/** What was seen so far of the products that are run, as roles were last settled. */
struct product_choice judge_products(const struct judge *judge);

/** What was judged, @counts being of all that @judge observed. */
enum judged judge_judged(const struct judge *judge, const struct judged_flows *counts);

/** Called for a name that DNS or its own certificate gives an address. */
typedef void name_visitor(const struct address *address, const char *name, bool by_dns,
                          void *context);

/** Visit all names that @judge remembers, in no order. */
void judge_visit_names(const struct judge *judge, name_visitor *visit, void *context);

void judge_destroy(struct judge *judge);

#endif
