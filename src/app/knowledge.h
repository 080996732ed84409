/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * knowledge - everything that is read before the first packet: catalogues,
 * site, role evidence, payload signatures, nDPI's labels.
 *
 * Room: app, private. All or nothing.
 */
#ifndef KNOWLEDGE_H
#define KNOWLEDGE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "policy/catalogue.h"
#include "policy/policy.h"
#include "policy/role_evidence.h"
#include "policy/site.h"

struct error;
struct label_map;
struct signature_set;
struct tls_policy;

#define KNOWLEDGE_MAX_CATALOGUES 32

/* What there was before another product was chosen; it may still be asked. */
struct knowledge_past {
	struct catalogue *catalogues[KNOWLEDGE_MAX_CATALOGUES];
	size_t catalogue_count;
	struct policy *policy;
	struct knowledge_past *before;
};

struct knowledge {
	char directory[PATH_MAX]; /* of the catalogues */
	struct site *site;        /* NULL without a site file */
	/* whose catalogues these are, but for those of pools; 0: the site names them */
	product_set products, refused; /* the latter cannot be read */
	struct catalogue *catalogues[KNOWLEDGE_MAX_CATALOGUES];
	/* of catalogues, NULL-terminated */
	const char *names[KNOWLEDGE_MAX_CATALOGUES + 1];
	size_t catalogue_count;
	struct policy *policy;
	struct role_evidence_list *evidence;
	struct tls_policy *tls;
	struct signature_set *signatures;
	struct label_map *labels;
	struct knowledge_past
		*past; /* owned; NULL: the products are those of the start */
	bool shares;   /* all but site and policy is another's */
};

/** Where to read from: @directory, or when it is NULL the one beside the program, or the installed one. */
MUST_CHECK bool knowledge_find_directory(const char *directory,
                                         char found[static PATH_MAX], struct error *err);

/** @directory and @site_file may be NULL: the installed catalogues, no site. */
MUST_CHECK bool knowledge_load(struct knowledge *knowledge, const char *directory,
                               const char *site_file, struct error *err);

/**
 * What @first read, with the catalogues of @tables, which may be the same, and @site, which
 * is moved, instead of its own. Both stay until this is gone. On failure knowledge_fini() is due as well.
 */
MUST_CHECK bool knowledge_share(struct knowledge *knowledge,
                                const struct knowledge *first,
                                const struct knowledge *tables, struct site *site,
                                struct error *err);

/** The catalogues of @product alone, those of Lync Server 2013 when it is not stated. */
MUST_CHECK bool knowledge_load_product(struct knowledge *knowledge, const char *directory,
                                       enum product product, struct error *err);

/** Does nobody state what product it is, so that it is for what is seen to tell? */
bool knowledge_wants_products(const struct knowledge *knowledge);

/**
 * Have the catalogues of @products instead, and a policy of them. The former ones stay
 * until knowledge_forget_past(). On failure nothing changed.
 */
MUST_CHECK bool knowledge_take_products(struct knowledge *knowledge, product_set products,
                                        struct error *err);

/** Free what was before: nobody asks it any more. */
void knowledge_forget_past(struct knowledge *knowledge);

void knowledge_fini(struct knowledge *knowledge);

#endif
