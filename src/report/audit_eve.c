/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Findings as EVE records of type alert, worst first, a line each, as a watch says them
 * one by one; then what the sensor saw.
 */
#include "report/report.h"
#include "report/watch_events.h"

#include "eve_events.h"

bool report_audit_eve(FILE *out, const struct report_context *context,
                      const struct audit *audit)
{
	struct text text = { 0 };
	bool ok;

	for (size_t i = 0; i < audit->finding_count; i++)
		watch_add_alert(&text, audit, &audit->findings[i], false,
		                audit->findings[i].first_us);
	eve_add_account(&text, context, NULL);
	ok = !text.failed && fwrite(text.at, 1, text.len, out) == text.len &&
	     !ferror(out);
	text_fini(&text);
	return ok;
}
