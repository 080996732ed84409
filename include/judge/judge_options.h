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

struct tls_policy;

struct judge_options {
	bool strict; /* `known` is a finding */
	bool qos;    /* media's marks are counted */
	/* what is weak about TLS, borrowed for the judge's life; NULL: TLS is not judged */
	const struct tls_policy *tls;
	size_t memory; /* most bytes of folded conversations; 0: 128 MiB */
};

#endif
