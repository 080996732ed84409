/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/site_marks.h"

#include "policy/site.h"
#include "policy/site_end.h"

const struct site_mark *site_mark_find(const struct site *site, enum modality modality,
                                       const struct site_party *from,
                                       const struct site_party *to)
{
	for (size_t i = 0; site && i < site->mark_count; i++) {
		const struct site_mark *mark = &site->marks[i];

		if (mark->modality == modality &&
		    site_end_holds(&mark->from, from->address, from->roles) &&
		    site_end_holds(&mark->to, to->address, to->roles))
			return mark;
	}
	return NULL;
}
