/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_items.h"

#include <stdbool.h>

#include "base/array.h"
#include "base/text.h"
#include "base/yaml_word.h"

void site_items_add_roles(struct text *out, role_set roles)
{
	text_add_char(out, '[');
	text_add_roles(out, roles, ", ");
	text_add_char(out, ']');
}

static int compare_addresses(const void *a, const void *b)
{
	return address_compare(a, b);
}

void site_items_add_addresses(struct text *out, const char *key,
                              struct address *addresses, size_t count)
{
	char text[ADDRESS_TEXT_SIZE];

	array_sort(addresses, count, sizeof(addresses[0]), compare_addresses);
	for (size_t i = 0; i < count; i++) {
		text_addf(out, i ? ", " : ", %s: [", key);
		yaml_word_add(out, address_format(&addresses[i], text));
	}
	text_add(out, count ? "]" : "");
}

void site_items_add_network(struct text *out, const char *name,
                            const struct address_range *range, role_set roles)
{
	unsigned bits = range->prefix_len - (address_is_ipv4(&range->base) ? 96 : 0);
	char base[ADDRESS_TEXT_SIZE];

	text_add(out, "  - {name: ");
	yaml_word_add(out, name);
	text_addf(out, ", range: \"%s/%u\", roles: ", address_format(&range->base, base),
	          bits);
	site_items_add_roles(out, roles);
	text_add(out, "}\n");
}
