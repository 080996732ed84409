/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_json.h"

#include "report/diff.h"

#include "json.h"

/* The ids of the findings in one state. */
static void add_state(struct text *out, const struct diff *diff, enum diff_state state)
{
	json_open(out, diff_state_name(state), '[');
	for (size_t i = 0; i < diff->finding_count; i++) {
		const struct diff_finding *finding = &diff->findings[i];

		if (finding->state == state)
			json_string(
				out,
				(finding->after ? finding->after : finding->before)->id);
	}
	json_close(out, ']');
}

void audit_json_add_baseline(struct text *out, const struct diff *diff)
{
	json_add_string(out, "path", diff->before->path);
	json_add_nullable(out, "made", diff->before->made);
	json_add_nullable(out, "site_sha256", diff->before->site_sha256);
	for (unsigned i = 0; i < DIFF_STATES; i++)
		add_state(out, diff, (enum diff_state)i);
}

void audit_json_add_since(struct text *out, const struct diff *diff, const char *id)
{
	const struct audit_file_finding *before =
		diff ? audit_file_find(diff->before, id) : NULL;

	json_add_nullable(out, "since",
	                  !before         ? NULL
	                  : before->since ? before->since
	                                  : diff->before->made);
}
