/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/firewall.h"

#include <string.h>

#include "base/array.h"
#include "base/text.h"

static const struct firewall_format formats[] = {
	{ "nftables", "a table that nft(8) loads", firewall_write_nftables },
	{ "csv", "a line a rule, for other firewalls and for people",
	  firewall_write_csv },
};

const struct firewall_format *firewall_format_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}

void firewall_format_add_names(struct text *out)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		text_addf(out, "%s%s",
		          i == 0                        ? ""
		          : i + 1 == ARRAY_LEN(formats) ? " or "
		                                        : ", ",
		          formats[i].name);
}
