/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * role_inference - roles from evidence, for the hosts that nobody declared.
 *
 * Room: judge, private. What counts as evidence is data (signatures/roles.yaml);
 * here it is only collected, on the hosts, and added up.
 */
#ifndef ROLE_INFERENCE_H
#define ROLE_INFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "policy/role_evidence.h"

#include "evidence_match.h"
#include "host_table.h"
#include "role_score.h"

struct conversation;
struct learned;
struct policy;
struct row;
struct tally_table;

struct role_inference {
	struct evidence_match match;
	struct role_rules rules;
};

/** Work out what each entry of @list means in @policy. @return false when out of memory */
MUST_CHECK bool role_inference_init(struct role_inference *inference,
                                    struct policy *policy,
                                    const struct role_evidence_list *list);
void role_inference_fini(struct role_inference *inference);

/** Note what a flow shows about its responder, whoever opened it. */
void role_inference_listens(struct role_inference *inference, struct host *responder,
                            const struct conversation *conversation);

/** Note what a text shows about the host that sent it or is called so. */
void role_inference_text(struct role_inference *inference, struct host *host,
                         enum role_evidence_kind kind, const char *text, size_t len);

/** Add up all evidence, repeating what asks for the other end's role until nothing changes. */
void role_inference_settle(struct role_inference *inference, struct host_table *hosts,
                           const struct tally_table *tallies);

/** The score of @role for @host, 0..100; entries it rests on are added to @entries. */
int role_inference_score(const struct role_inference *inference, const struct host *host,
                         enum role role, struct evidence_bits *entries);

/** The row that @entry of the list names; NULL when it names none that this policy has. */
const struct row *role_inference_row(const struct role_inference *inference,
                                     size_t entry);

#endif
