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

/* Bytes; together less than --memcap, at any time. */
struct memory_plan {
	size_t fragments;   /* decode */
	size_t flows;       /* flow */
	size_t inspections; /* inspect */
	size_t judge;
	size_t held; /* flows that wait to be written; 0 where none do */
	/* the audit: of a run that ends with it what flows and inspections no longer need */
	size_t audit;
};

/* What a run does with flows that have ended. */
enum memory_use {
	MEMORY_JUDGED,  /* they are judged, all of them in the end */
	MEMORY_HELD,    /* they wait to be written, and are judged in the end */
	MEMORY_WATCHED, /* they are judged again and again while others go on */
	MEMORY_USES,
};

/** Divide @memcap bytes. */
struct memory_plan memory_plan_make(size_t memcap, enum memory_use use);

#endif
