/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * audit_facts - what stands at the top of every report for people: the answer in one
 * sentence, and six facts of what was judged and what could not be.
 *
 * Room: report, private. Plain text, captured bytes and all; who writes it escapes it.
 */
#ifndef AUDIT_FACTS_H
#define AUDIT_FACTS_H

#include "base/text.h"
#include "report/report.h"

/**
 * Add what an input lost, what it calls its interfaces, with what each of several lost,
 * and itself: ", 12 dropped; on eth0 (Uplink; 12 dropped), eth1; \"comment\"".
 */
void audit_facts_add_origin(struct text *out, enum language language,
                            const struct capture_input *input);

/** Of what it is the audit: the site, else the one input, else how many there were. */
void audit_facts_subject(struct text *out, const struct report_context *context);

/** "30 findings from 8 causes, 3 of them high", "no findings", "INCOMPLETE, and …". */
void audit_facts_answer(struct text *out, const struct report_context *context,
                        const struct audit *audit);

struct audit_fact {
	const char *label; /* in English */
	/* Nothing is added where there is nothing to say. */
	void (*add)(struct text *out, const struct report_context *context,
	            const struct audit *audit);
};

extern const struct audit_fact audit_facts[];
extern const size_t audit_fact_count;

/** Flows of one of the kinds that @wanted picks. */
uint64_t audit_facts_flows(const struct audit *audit, bool (*wanted)(enum verdict_kind));

/** The host's own label and, where that is all, its address: "fe01", "10.1.1.11". */
void audit_facts_add_host(struct text *out, const char *name,
                          const struct address *address);

/** "fe01 (10.1.1.11):22/tcp" */
void audit_facts_add_listener(struct text *out, const char *name,
                              const struct address *address, uint16_t low, uint16_t high,
                              uint8_t transport);

/** "audio, client to front-end" */
void audit_facts_add_stream(struct text *out, enum language language,
                            const struct audit_qos *qos);

/** What it is to be marked with: "46", "40 (site)"; nothing where nobody says. */
void audit_facts_add_expected(struct text *out, enum language language,
                              const struct audit_qos *qos);

#endif
