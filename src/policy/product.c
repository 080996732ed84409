/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/product.h"

#include "base/text.h"

#define PRODUCT_NAME_ROW(constant, name) [constant] = (name),

const char *product_name(enum product product)
{
	static const char *const names[PRODUCTS] = { PRODUCT_TABLE(PRODUCT_NAME_ROW) };

	return names[product];
}

void product_add_choice(struct text *out)
{
	for (unsigned i = PRODUCT_LYNC_2013; i < PRODUCTS; i++)
		text_addf(out, "%s%s", i == PRODUCT_LYNC_2013 ? "# product: " : " | ",
		          product_name((enum product)i));
	text_add(out, "\n");
}
