/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sql - words of questions to ClickHouse.
 *
 * Room: ship, private. Versions of 2018 take no parameters, so values are quoted here.
 */
#ifndef SQL_H
#define SQL_H

struct text;

/* The table of contrib/clickhouse. */
#define SQL_TABLE "lync.record"

/** Add @value as a string. */
void sql_add_quoted(struct text *sql, const char *value);

#endif
