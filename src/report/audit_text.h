/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * audit_text - the sections of the audit that a person reads, in their order.
 *
 * Room: report, private. One file for each section; report_audit_text() puts
 * them together.
 */
#ifndef AUDIT_TEXT_H
#define AUDIT_TEXT_H

#include "base/text.h"
#include "report/report.h"

#include "layout.h"

struct audit_text {
	struct layout layout;
	const struct report_context *context;
	const struct audit *audit;
	struct text cell; /* one sentence or cell at a time */
};

/** Whole or not, what was found, the exit status: one line. */
void audit_text_headline(struct audit_text *text);
/** One line for cron and monitoring: OK, FINDINGS, INCOMPLETE or NOTHING, and the worst. */
void audit_text_summary(struct audit_text *text);
/** What is missing, and what was judged, heard, covered, tried in vain, captured. */
void audit_text_facts(struct audit_text *text);
/** What was read, and what is wrong with it. */
void audit_text_capture(struct audit_text *text);
/** Who is there. */
void audit_text_hosts(struct audit_text *text);
/** Which service is on which host. */
void audit_text_matrix(struct audit_text *text);
/** What they serve, as documented, in figures. */
void audit_text_services(struct audit_text *text);
/** What no document explains, by cause. */
void audit_text_causes(struct audit_text *text);
/** One of these in full, by its index. */
void audit_text_card(struct audit_text *text, size_t index);
/** What the site file allows. */
void audit_text_allowed(struct audit_text *text);
/** Which listeners were asked and never answered, refused or failed. */
void audit_text_attempts(struct audit_text *text);
/** What listeners show of their TLS. */
void audit_text_tls(struct audit_text *text);
/** How media was marked. */
void audit_text_qos(struct audit_text *text);
/** Who saw, where several did, and what only some of them saw. */
void audit_text_sensors(struct audit_text *text);
/** Which documented rows were seen. */
void audit_text_coverage(struct audit_text *text);
/** Who made this, when, with what and of what. */
void audit_text_provenance(struct audit_text *text);
/** Last, without a site file: what could be told, and how to go on. */
void audit_text_first(struct audit_text *text);

/** What was put into the cell, as a string; empty it with text_clear(). */
const char *audit_text_cell(const struct audit_text *text);

#endif
