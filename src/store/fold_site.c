/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/fold_site.h"

#include <string.h>

#include "base/array.h"

static const char *const verdicts[] = {
	"expected", "known", "unverified", "unanswered", "failed", "out-of-scope",
};
static const char *const states[] = {
	"established", "closed", "reset", "midstream", "unanswered",
};

const struct fold_words fold_site_verdicts = { verdicts, ARRAY_LEN(verdicts) };
const struct fold_words fold_site_states = { states, ARRAY_LEN(states) };

bool fold_words_have(const struct fold_words *words, const char *word)
{
	for (size_t i = 0; i < words->count; i++)
		if (strcmp(words->items[i], word) == 0)
			return true;
	return false;
}

size_t fold_site_network(const struct fold_site *site, const struct address *address)
{
	size_t i = 0;

	while (i < site->network_count &&
	       !address_range_contains(&site->networks[i], address))
		i++;
	return i;
}

bool fold_site_is_apart(const struct fold_site *site, const struct address *address)
{
	for (size_t i = 0; i < site->apart_count; i++)
		if (address_range_contains(&site->apart[i], address))
			return true;
	return false;
}
