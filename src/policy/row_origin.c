/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/row_origin.h"

#include "policy/catalogue.h"

/* What @origin leaves open is @otherwise. */
static struct origin fill(struct origin origin, struct origin otherwise)
{
	if (!origin.source)
		origin.source = otherwise.source;
	if (origin.certainty == CERTAINTY_UNSTATED)
		origin.certainty = otherwise.certainty;
	return origin;
}

struct origin origin_of_row(const struct catalogue *catalogue, const struct row *row)
{
	const struct origin whole = { catalogue->source, catalogue->certainty };

	return fill(row->origin, whole);
}

/* A row that changed its peers may still name the source of one that is gone. */
static role_set named_peers(const struct row *row)
{
	role_set named = 0;

	for (size_t i = 0; i < row->peer_origin_count; i++)
		named |= row->peer_origins[i].peers;
	return named & row->peers;
}

bool origin_of_peers(const struct catalogue *catalogue, const struct row *row,
                     size_t index, struct peer_origin *group)
{
	struct origin of_row = origin_of_row(catalogue, row);

	if (index > row->peer_origin_count)
		return false;
	if (index == 0) {
		const bool own = row->origin.source != NULL;
		const struct origin of_peers = { own ? NULL : catalogue->peer_source,
			                         CERTAINTY_UNSTATED };

		*group = (struct peer_origin){ row->peers & ~named_peers(row),
			                       row->any_peer, fill(of_peers, of_row) };
		return true;
	}

	const struct peer_origin *stated = &row->peer_origins[index - 1];

	*group = (struct peer_origin){ stated->peers & row->peers, false,
		                       fill(stated->origin, of_row) };
	return true;
}
