/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * product_evidence - what Lync servers show of the product they are.
 *
 * Room: judge, private. What counts is data (signatures/roles.yaml, `product:`). Only the
 * words of a Lync server count, and with a site file only those of a declared one.
 */
#ifndef PRODUCT_EVIDENCE_H
#define PRODUCT_EVIDENCE_H

#include <stddef.h>
#include <stdint.h>

#include "judge/product_choice.h"

#include "host_table.h"
#include "knowledge.h"

#define PRODUCT_EVIDENCE_FLOWS 16 /* entries about flows; more are not taken */

struct role_evidence_list;

struct product_evidence {
	const struct role_evidence_list *list; /* borrowed; NULL: nothing tells */
	struct evidence_bits texts;            /* entries about what a host says */
	size_t flows[PRODUCT_EVIDENCE_FLOWS];  /* entries about a flow */
	uint8_t asked[PRODUCT_EVIDENCE_FLOWS]; /* of those, what a tally is asked() */
	size_t flow_count;
	uint64_t ports;             /* that they are about: bit by the port's remainder */
	struct evidence_bits shown; /* by a Lync server so far */
};

void product_evidence_init(struct product_evidence *evidence,
                           const struct role_evidence_list *list,
                           const struct policy *policy);

/** Take in what hosts said and tallies show, with the roles as last settled. */
void product_evidence_collect(struct product_evidence *evidence,
                              const struct knowledge *knowledge);

/**
 * The products that what was shown comes to: @current when they explain all of it, else the
 * oldest one that does, else one for each thing that none of the others explains.
 */
struct product_choice product_evidence_choose(const struct product_evidence *evidence,
                                              product_set current);

#endif
