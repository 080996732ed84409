/* SPDX-License-Identifier: BSD-2-Clause */
#include "cause_faults.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/say.h"
#include "base/sentences.h"
#include "base/text.h"

#include "cause_hosts.h"

bool cause_faults_differ(const struct audit_cause *cause)
{
	for (size_t i = 1; i < cause->finding_count; i++)
		if (cause->findings[i]->kind != cause->kind)
			return true;
	return false;
}

/* The different sentences of all findings, the first of each before the second of any. */
static void collect(const struct audit_cause *cause, enum language language,
                    struct sentence_list *faults)
{
	bool more = true;

	for (size_t rank = 0; more && faults->count < CAUSE_FAULTS; rank++) {
		more = false;
		for (size_t i = 0; i < cause->finding_count; i++) {
			const struct sentence_list *reasons =
				&cause->findings[i]->reasons[language];

			if (rank >= reasons->count)
				continue;
			more = true;
			if (faults->count < CAUSE_FAULTS &&
			    !sentence_list_has(faults, reasons->at[rank]))
				faults->at[faults->count++] = reasons->at[rank];
		}
	}
}

/* Which ports have it, where not all do: "443, 5061/tcp: the certificate …". */
static bool add_ports(struct arena *arena, const struct audit_cause *cause,
                      enum language language, const char **fault)
{
	struct audit_cause part = { .findings = malloc(cause->finding_count *
		                                       sizeof(*part.findings)) };
	struct cause_ports ports = { 0 };
	struct text where = { 0 }, all = { 0 };
	bool ok = part.findings != NULL;

	for (size_t i = 0; ok && i < cause->finding_count; i++)
		if (sentence_list_has(&cause->findings[i]->reasons[language], *fault))
			part.findings[part.finding_count++] = cause->findings[i];
	if (ok && part.finding_count < cause->finding_count) {
		ok = cause_ports_of(&ports, &part);
		cause_ports_add(&where, &ports, language);
		say_add(&all, language, "%1: %2",
		        (const char *[]){ text_string(&where), *fault, NULL });
		*fault = text_copy(&all, arena);
		ok = ok && !where.failed && *fault;
	}
	text_fini(&where);
	text_fini(&all);
	cause_ports_fini(&ports);
	free(part.findings);
	return ok;
}

bool cause_faults_add(struct arena *arena, const struct audit_cause *cause,
                      enum language language, struct sentence_list *why)
{
	struct sentence_list faults = { .at = why->at + why->count };

	collect(cause, language, &faults);
	for (size_t i = 0; i < faults.count; i++)
		if (!add_ports(arena, cause, language, &faults.at[i]))
			return false;
	why->count += faults.count;
	return true;
}
