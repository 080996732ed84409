/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which findings one decision would settle: those of one key, see cause_key.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/sum.h"

#include "audit_build.h"
#include "audit_remedy.h"
#include "cause_key.h"
#include "cause_words.h"

static int compare_entries(const void *a, const void *b)
{
	const struct cause_entry *x = a, *y = b;
	int order = cause_key_compare(&x->key, &y->key);

	return order ? order : (x->finding > y->finding) - (x->finding < y->finding);
}

static void make_id(struct audit_cause *cause, const struct cause_key *key)
{
	static const struct hash_key fixed = { UINT64_C(0x6361757365), 1 };
	char address[ADDRESS_TEXT_SIZE], identity[160];
	int len =
		snprintf(identity, sizeof(identity), "%u %s %u/%u %u %.*s %s", key->shape,
	                 finding_matter_name((enum finding_matter)key->matter), key->port,
	                 key->transport, key->side, CAUSE_PAYLOAD, key->payload,
	                 address_format(&key->host, address));

	snprintf(cause->id, sizeof(cause->id), "C-%08x",
	         (unsigned)hash_bytes(&fixed, identity, (size_t)len));
}

static bool touches_internet(const struct audit_finding *finding)
{
	bool found = address_is_public(&finding->address);

	for (size_t i = 0; i < finding->peer_count && !found; i++)
		found = address_is_public(&finding->peers[i].address);
	return found;
}

static void count_in(struct audit_cause *cause, const struct audit_finding *finding)
{
	cause->findings[cause->finding_count++] = finding;
	cause->flows += finding->flows;
	sum_add(&cause->bytes, finding->bytes);
	cause->is_public |= touches_internet(finding);
	if (finding->first_us < cause->first_us)
		cause->first_us = finding->first_us;
	if (finding->last_us > cause->last_us)
		cause->last_us = finding->last_us;
	for (size_t hour = 0; finding->hours && hour < FINDING_HOURS; hour++)
		cause->hours[hour] += finding->hours[hour];
}

/* The cause of @count entries with one key. */
static bool make_cause(const struct judge *judge, const struct audit *audit,
                       struct arena *arena, const struct cause_entry *entries,
                       size_t count, struct audit_cause *cause)
{
	const struct audit_finding *worst = &audit->findings[entries[0].finding];

	*cause = (struct audit_cause){ .severity = worst->severity,
		                       .kind = worst->kind,
		                       .first_us = worst->first_us,
		                       .last_us = worst->last_us };
	cause->findings = arena_alloc(arena, count, sizeof(*cause->findings));
	if (!cause->findings)
		return false;
	make_id(cause, &entries[0].key);
	for (size_t i = 0; i < count; i++)
		count_in(cause, &audit->findings[entries[i].finding]);
	return cause_words_fill(judge, arena, &entries[0].key, cause) &&
	       audit_remedy_fill(judge, arena, &entries[0].key, cause);
}

static int compare_causes(const void *a, const void *b)
{
	const struct audit_cause *x = a, *y = b;
	int order = (int)y->severity - (int)x->severity;

	if (order == 0)
		order = (int)y->is_public - (int)x->is_public;
	if (order == 0)
		order = (int)finding_kind_rank(x->kind) - (int)finding_kind_rank(y->kind);
	if (order == 0)
		order = (x->flows < y->flows) - (x->flows > y->flows);
	return order ? order : strcmp(x->id, y->id);
}

/* Findings of one key stand together now. */
static bool make_causes(const struct judge *judge, struct audit *audit,
                        struct arena *arena, const struct cause_entry *entries)
{
	size_t count = audit->finding_count, causes = 0;

	for (size_t i = 0; i < count; i++)
		causes += i == 0 ||
		          cause_key_compare(&entries[i - 1].key, &entries[i].key) != 0;
	audit->causes = arena_alloc(arena, causes, sizeof(*audit->causes));
	if (!audit->causes)
		return false;
	for (size_t first = 0, end; first < count; first = end) {
		for (end = first + 1;
		     end < count &&
		     cause_key_compare(&entries[first].key, &entries[end].key) == 0;)
			end++;
		if (!make_cause(judge, audit, arena, &entries[first], end - first,
		                &audit->causes[audit->cause_count++]))
			return false;
	}
	array_sort(audit->causes, causes, sizeof(*audit->causes), compare_causes);
	return true;
}

/* Each finding knows its cause, and is remedied as that is. */
static bool tell_findings(struct audit *audit, struct arena *arena)
{
	for (size_t i = 0; i < audit->cause_count; i++) {
		const struct audit_cause *cause = &audit->causes[i];
		const char *remedy = audit_remedy_in_words(arena, cause);

		if (!remedy)
			return false;
		for (size_t j = 0; j < cause->finding_count; j++) {
			struct audit_finding *finding =
				&audit->findings[cause->findings[j] - audit->findings];

			finding->cause = i;
			finding->remedy = remedy;
		}
	}
	return true;
}

bool audit_build_causes(const struct judge *judge, struct audit *audit,
                        struct arena *arena)
{
	size_t count = audit->finding_count;
	struct cause_entry *entries = malloc((count + 1) * sizeof(*entries));
	bool ok = entries && cause_keys_fill(audit, entries);

	if (ok) {
		array_sort(entries, count, sizeof(*entries), compare_entries);
		ok = make_causes(judge, audit, arena, entries) &&
		     tell_findings(audit, arena);
	}
	free(entries);
	return ok;
}
