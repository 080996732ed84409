/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * product_choice - which products are run, as far as what was seen tells.
 *
 * Room: judge. Several are run while a deployment moves from one to the next.
 */
#ifndef JUDGE_PRODUCT_CHOICE_H
#define JUDGE_PRODUCT_CHOICE_H

#include "policy/product.h"

struct product_choice {
	product_set products; /* 0: nothing was seen that tells */
	/* By product, what tells of it; borrowed from the evidence. NULL: it is not run. */
	const char *why[PRODUCTS];
};

#endif
