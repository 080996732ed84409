/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/site_end.h"

#include "policy/site.h"

bool site_end_is_any(const struct site_end *end)
{
	return end->roles == 0 && end->range_count == 0;
}

bool site_end_holds(const struct site_end *end, const struct address *address,
                    role_set roles)
{
	if (site_end_is_any(end) || end->roles & roles)
		return true;
	for (size_t i = 0; i < end->range_count; i++)
		if (address_range_contains(&end->ranges[i], address))
			return true;
	return false;
}
