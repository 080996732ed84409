/* SPDX-License-Identifier: BSD-2-Clause */
#include "prometheus.h"

#include "base/text.h"

void prometheus_add(struct text *out, const char *metric, const char *type,
                    const char *help, uint64_t value)
{
	text_addf(out, "# HELP lynctap_%s %s\n# TYPE lynctap_%s %s\nlynctap_%s %llu\n",
	          metric, help, metric, type, metric, (unsigned long long)value);
}
