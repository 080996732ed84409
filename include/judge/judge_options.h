/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judge_options - how strict a judge is, and how much it may remember.
 *
 * Room: judge.
 */
#ifndef JUDGE_JUDGE_OPTIONS_H
#define JUDGE_JUDGE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/language.h"
#include "policy/site.h"

struct policy;
struct product_choice;
struct tls_policy;

/**
 * Called when what was seen tells of other products than the policy is of.
 *
 * @return  the policy to judge by, borrowed for the judge's life; NULL: to go on as before
 */
typedef struct policy *judge_policy_finder(const struct product_choice *choice,
                                           void *context);

struct judge_options {
	bool strict; /* `known` is a finding */
	bool qos;    /* media's marks are counted */
	/* what is weak about TLS, borrowed for the judge's life; NULL: TLS is not judged */
	const struct tls_policy *tls;
	/* findings say why in it, too; English they always do */
	enum language language;
	/* NULL: the policy stays, whatever is seen */
	judge_policy_finder *find_policy;
	void *context;        /* of it */
	product_set products; /* that the policy is of */
	size_t memory;        /* most bytes of folded conversations; 0: 128 MiB */
	size_t audit_memory;  /* and of the audit, while there is one; 0: 128 MiB */
};

#endif
