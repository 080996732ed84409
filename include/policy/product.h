/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * product - the versions of the server, oldest first: all that is known of one is its row.
 *
 * Room: policy. A version's name is also the name of its first catalogue; what else it
 * has stands in signatures/ (docs/catalogues.md).
 */
#ifndef POLICY_PRODUCT_H
#define POLICY_PRODUCT_H

#include <stdint.h>

struct text;

/* ROW(constant, name): a new version is a row here and its catalogues. */
#define PRODUCT_TABLE(ROW)                                                               \
	ROW(PRODUCT_UNSTATED, "unstated")                                                \
	ROW(PRODUCT_LYNC_2013, "lync-2013")                                              \
	ROW(PRODUCT_SKYPE_2015, "skype-2015")                                            \
	ROW(PRODUCT_SKYPE_2019, "skype-2019")                                            \
	ROW(PRODUCT_SKYPE_SE, "skype-se")

#define PRODUCT_ENUM_ROW(constant, name) constant,

/* What a deployment runs; picks the catalogues unless they are named. */
enum product {
	PRODUCT_TABLE(PRODUCT_ENUM_ROW) PRODUCTS,
};

typedef uint8_t product_set; /* of them, one bit each */

#define PRODUCT_BIT(product) ((product_set)(1U << (product)))

_Static_assert(PRODUCTS <= 8 * sizeof(product_set), "a set has a bit for each");

/** The oldest of @products that is not empty. */
static inline enum product product_oldest(product_set products)
{
	return (enum product)__builtin_ctz(products);
}

/** What a site runs that does not say what. */
static inline enum product product_or_default(enum product product)
{
	return product ? product : PRODUCT_LYNC_2013;
}

/** "lync-2013", …, which is also the name of its catalogue; "unstated". Static. */
const char *product_name(enum product product);

/** Add a line of a site file that leaves the choice to its reader: "# product: A | B | C". */
void product_add_choice(struct text *out);

#endif
