/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * passage - what has to get through between the hosts of a site: its rows, with addresses.
 *
 * Room: policy. The same algebra as a verdict's, asked for all ends of the site at once:
 * whoever fits a row's listener, and whoever fits its initiator. What a row allows that
 * another one allows as well is one passage, so that there are as few as do.
 */
#ifndef POLICY_PASSAGE_H
#define POLICY_PASSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/attributes.h"
#include "policy/passage_end.h"
#include "policy/row.h"

struct error;
struct policy;
struct rule;
struct site_allow;

/* Who opens it, or whom it is opened to. */
enum passage_reach {
	PASSAGE_DECLARED, /* certain ends of the site; none: nobody is declared who would */
	PASSAGE_LOCAL,    /* anybody but the Internet */
	PASSAGE_OUTSIDE, /* the Internet alone */
	PASSAGE_ANYBODY,
};

struct passage {
	enum passage_reach to_reach, from_reach;
	uint32_t
		to; /* number of an end where that is declared; else as many as there are */
	uint32_t *
		from; /* numbers of ends, ascending; none: nobody is declared who would */
	size_t from_count;
	const struct port_span *spans; /* borrowed; where the listener is */
	size_t span_count;
	/* media of a server: over UDP its port may be the one that speaks first */
	bool either_first;
	const struct rule **rules; /* at least one; the first has the ports */
	size_t rule_count;
};

/* An entry of `allow:` that still holds. */
struct passage_allow {
	const struct site_allow *allow; /* borrowed */
	uint32_t *from, *to;            /* ends that its roles mean */
	size_t from_count, to_count;
};

struct passage_list {
	struct arena *arena;         /* owned: everything lives there */
	struct address_range *local; /* what is not of the Internet */
	size_t local_count;
	struct passage_end *ends; /* hosts, then networks, the narrowest first */
	size_t end_count;
	uint32_t *servers; /* numbers of those that are judged, ascending */
	size_t server_count;
	struct passage *passages; /* by @to, then as the rows are */
	size_t passage_count;
	struct passage_allow *allows; /* in the file's order */
	size_t allow_count;
};

/**
 * Work out what the site of @policy, which has one, needs to let through.
 *
 * Only what has a Lync server at an end is of interest, and what guards a guarded host.
 *
 * @now_us  allows that are over by then are left out
 * @return  owned: passage_list_destroy(); NULL when out of memory
 */
MUST_CHECK struct passage_list *passage_list_make(struct policy *policy, int64_t now_us);

/** Is nobody declared who would open it? */
static inline bool passage_has_nobody(const struct passage *passage)
{
	return passage->from_reach == PASSAGE_DECLARED && passage->from_count == 0;
}

/** NULL is fine. */
void passage_list_destroy(struct passage_list *list);

#endif
