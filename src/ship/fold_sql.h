/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fold_sql - the rule of store/fold_site.h as ClickHouse has it.
 *
 * Room: ship, private.
 */
#ifndef FOLD_SQL_H
#define FOLD_SQL_H

struct fold_site;
struct text;

/** Add whom a flow counts for, an expression: its initiator, or the network that it is of. */
void fold_sql_add_initiator(struct text *sql, const struct fold_site *site);

/** Add the network that a flow's initiator is of, an expression; '' when of none. */
void fold_sql_add_network(struct text *sql, const struct fold_site *site);

#endif
