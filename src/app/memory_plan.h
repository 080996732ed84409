/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * memory_plan - who may use how much of --memcap.
 *
 * Room: app, private. What each room may take, beside what the program takes
 * before the first packet: catalogues, nDPI, buffers. docs/design.md says what
 * happens beyond each share.
 */
#ifndef MEMORY_PLAN_H
#define MEMORY_PLAN_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes; together less than --memcap. */
struct memory_plan {
	size_t fragments;   /* decode */
	size_t flows;       /* flow */
	size_t inspections; /* inspect */
	size_t judge;
	size_t held; /* flows that wait to be written; 0 where none do */
};

/** Divide @memcap bytes; @holds_flows says whether ended flows wait to be written. */
struct memory_plan memory_plan_make(size_t memcap, bool holds_flows);

#endif
