/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * explain_verdict - the reasons of a verdict as sentences an administrator understands.
 *
 * Room: judge, private. judge_explain() is for everybody else.
 */
#ifndef EXPLAIN_VERDICT_H
#define EXPLAIN_VERDICT_H

struct conversation;
struct judge;
struct sentences;
struct verdict;

/** Add the reasons of @verdict on @conversation to @out, in its language. */
void explain_verdict(const struct judge *judge, const struct conversation *conversation,
                     const struct verdict *verdict, struct sentences *out);

#endif
