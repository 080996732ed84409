/* SPDX-License-Identifier: BSD-2-Clause */
#include "knowledge.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/spelling.h"
#include "base/text.h"
#include "inspect/label_map.h"
#include "inspect/signature_set.h"
#include "load/catalogue_file.h"
#include "load/evidence_file.h"
#include "load/signature_file.h"
#include "load/site_file.h"
#include "load/tls_policy_file.h"

/* Does @directory look like ours? The source document's tables are always shipped. */
static bool has_catalogues(const char *directory)
{
	char probe[PATH_MAX];
	int len = snprintf(probe, sizeof(probe), "%s/lync-2013.yaml", directory);

	return len > 0 && len < PATH_MAX && access(probe, R_OK) == 0;
}

/* Beside the program, as in a build tree, or where make install put them. */
static const char *find_directory(char path[static PATH_MAX])
{
	ssize_t len = readlink("/proc/self/exe", path, PATH_MAX - 1);

	if (len > 0) {
		path[len] = '\0';
		char *slash = strrchr(path, '/');

		if (slash && (size_t)(slash - path) + sizeof("/signatures") < PATH_MAX) {
			memcpy(slash, "/signatures", sizeof("/signatures"));
			if (has_catalogues(path))
				return path;
		}
	}
	return SIGNATURES_DIR;
}

static bool make_path(char path[static PATH_MAX], const char *directory, const char *name,
                      struct error *err)
{
	int len = snprintf(path, PATH_MAX, "%s/%s.yaml", directory, name);

	return (len > 0 && len < PATH_MAX) ||
	       error_set(err, "%s: the path is too long", directory);
}

/* The catalogue that an earlier product has as well. */
static struct catalogue *find_catalogue(const struct knowledge *knowledge,
                                        const char *name)
{
	for (size_t i = 0; i < knowledge->catalogue_count; i++)
		if (strcmp(knowledge->names[i], name) == 0)
			return knowledge->catalogues[i];
	return NULL;
}

static bool load_catalogue(struct knowledge *knowledge, const char *directory,
                           const char *name, struct error *err)
{
	char path[PATH_MAX];

	if (knowledge->catalogue_count == KNOWLEDGE_MAX_CATALOGUES)
		return error_set(err, "more than %d catalogues",
		                 KNOWLEDGE_MAX_CATALOGUES);
	/* A name, never a path: what a site file names stays inside the directory. */
	if (strchr(name, '/') || name[0] == '.')
		return error_set(err, "'%s' is no catalogue name", name);
	if (!make_path(path, directory, name, err))
		return false;

	struct catalogue *catalogue = catalogue_load(path, err);

	if (!catalogue)
		return false;
	knowledge->names[knowledge->catalogue_count] = catalogue->name;
	knowledge->catalogues[knowledge->catalogue_count++] = catalogue;
	return true;
}

static bool is_there(const char *directory, const char *name)
{
	struct error ignored;
	char path[PATH_MAX];

	return make_path(path, directory, name, &ignored) && access(path, F_OK) == 0;
}

/* The catalogues of a product that are in @directory, for who asks for another. */
static bool refuse_product(const char *directory, enum product product, struct error *err)
{
	struct text there = { 0 };

	for (unsigned i = PRODUCT_LYNC_2013; i < PRODUCTS; i++) {
		const char *name = product_name((enum product)i);

		if (is_there(directory, name))
			text_addf(&there, "%s%s", there.len ? ", " : "", name);
	}
	error_set(err, "there is no catalogue '%s' in %s, there is %s",
	          product_name(product), directory,
	          there.at ? there.at : "none that can be read");
	text_fini(&there);
	return false;
}

/* Load @name for @product as well. */
static bool load_for(struct knowledge *knowledge, const char *directory,
                     enum product product, const char *name, struct error *err)
{
	struct catalogue *catalogue = find_catalogue(knowledge, name);

	if (!catalogue) {
		if (!load_catalogue(knowledge, directory, name, err))
			return false;
		catalogue = knowledge->catalogues[knowledge->catalogue_count - 1];
	}
	catalogue->products |= (uint8_t)(1U << product);
	return true;
}

/* The catalogue of @product that is called PRODUCT-@kind, or @otherwise where it has none. */
static bool load_kind(struct knowledge *knowledge, const char *directory,
                      enum product product, const char *kind, const char *otherwise,
                      struct error *err)
{
	char name[64];

	snprintf(name, sizeof(name), "%s-%s", product_name(product), kind);
	return load_for(knowledge, directory, product,
	                is_there(directory, name) ? name : otherwise, err);
}

/* A product's own tables, and what explains traffic beside them. */
static bool load_product(struct knowledge *knowledge, const char *directory,
                         enum product product, struct error *err)
{
	if (!is_there(directory, product_name(product)))
		return refuse_product(directory, product, err);
	return load_for(knowledge, directory, product, product_name(product), err) &&
	       load_kind(knowledge, directory, product, "edge", "lync-2013-edge", err) &&
	       load_kind(knowledge, directory, product, "undocumented", "undocumented",
	                 err) &&
	       load_for(knowledge, directory, product, "windows-domain", err) &&
	       load_for(knowledge, directory, product, "internet-services", err);
}

/* The site's own products first, oldest first, then those that only pools have. */
static bool load_products(struct knowledge *knowledge, const char *directory,
                          product_set products, struct error *err)
{
	const struct site *site = knowledge->site;

	knowledge->products = products;
	for (; products; products &= (product_set)(products - 1))
		if (!load_product(knowledge, directory, product_oldest(products), err))
			return false;
	for (size_t i = 0; site && i < site->pool_count; i++)
		if (site->pools[i].product &&
		    !load_product(knowledge, directory, site->pools[i].product, err))
			return false;
	return true;
}

/* One that the site file names. */
static bool load_named(struct knowledge *knowledge, const char *directory,
                       const struct site_catalogue *named, struct error *err)
{
	struct spelling spelling = spelling_of(named->name);
	char hint[SPELLING_HINT_SIZE];

	if (is_there(directory, named->name))
		return load_catalogue(knowledge, directory, named->name, err);
	catalogue_consider_names(&spelling, directory);
	return error_set(err, "%s:%u: there is no catalogue '%s' in %s%s",
	                 knowledge->site->file, named->line, named->name, directory,
	                 spelling_hint(&spelling, "", hint));
}

static bool load_catalogues(struct knowledge *knowledge, const char *directory,
                            struct error *err)
{
	const struct site *site = knowledge->site;

	if (!site || site->catalogue_count == 0)
		return load_products(knowledge, directory,
		                     PRODUCT_BIT(product_or_default(
					     site ? site->product : PRODUCT_UNSTATED)),
		                     err);
	for (size_t i = 0; i < site->catalogue_count; i++)
		if (!load_named(knowledge, directory, &site->catalogues[i], err))
			return false;
	return true;
}

static bool load_signatures(struct knowledge *knowledge, const char *directory,
                            struct error *err)
{
	char path[PATH_MAX];

	if (!make_path(path, directory, "roles", err))
		return false;
	knowledge->evidence = role_evidence_load(path, err);
	if (!knowledge->evidence || !make_path(path, directory, "tls", err))
		return false;
	knowledge->tls = tls_policy_load(path, err);
	if (!knowledge->tls || !make_path(path, directory, "payload", err))
		return false;
	knowledge->signatures = signature_file_load(path, err);
	if (!knowledge->signatures || !make_path(path, directory, "ndpi", err))
		return false;
	knowledge->labels = label_file_load(path, err);
	return knowledge->labels != NULL;
}

static bool load_site(struct knowledge *knowledge, const char *site_file,
                      struct error *err)
{
	if (site_file)
		knowledge->site = site_load(site_file, err);
	return knowledge->site || !site_file;
}

static bool compile(struct knowledge *knowledge, struct error *err)
{
	knowledge->policy =
		policy_create((const struct catalogue *const *)knowledge->catalogues,
	                      knowledge->catalogue_count, knowledge->site, err);
	return knowledge->policy != NULL;
}

static bool load(struct knowledge *knowledge, const char *directory, struct error *err)
{
	return load_catalogues(knowledge, directory, err) &&
	       load_signatures(knowledge, directory, err) && compile(knowledge, err);
}

/* @return false with errno */
static bool is_directory(const char *path)
{
	struct stat about;

	if (stat(path, &about) != 0)
		return false;
	errno = ENOTDIR;
	return S_ISDIR(about.st_mode);
}

bool knowledge_find_directory(const char *directory, char found[static PATH_MAX],
                              struct error *err)
{
	char beside[PATH_MAX];
	const char *chosen = directory ? directory : find_directory(beside);
	int len = snprintf(found, PATH_MAX, "%s", chosen);

	if (len >= PATH_MAX)
		return error_set(err, "%s: the path is too long", chosen);
	if (directory && !is_directory(directory))
		return error_set(err, "%s: %s; -S takes the directory of catalogues",
		                 directory, strerror(errno));
	return directory || has_catalogues(chosen) ||
	       error_set(err,
	                 "there are no catalogues in %s; name their directory with -S",
	                 chosen);
}

bool knowledge_load(struct knowledge *knowledge, const char *directory,
                    const char *site_file, struct error *err)
{
	*knowledge = (struct knowledge){ 0 };
	if (knowledge_find_directory(directory, knowledge->directory, err) &&
	    load_site(knowledge, site_file, err) &&
	    load(knowledge, knowledge->directory, err))
		return true;
	knowledge_fini(knowledge);
	return false;
}

bool knowledge_share(struct knowledge *knowledge, const struct knowledge *first,
                     const struct knowledge *tables, struct site *site, struct error *err)
{
	*knowledge = *first;
	knowledge->products = tables->products;
	memcpy(knowledge->catalogues, tables->catalogues, sizeof(knowledge->catalogues));
	memcpy(knowledge->names, tables->names, sizeof(knowledge->names));
	knowledge->catalogue_count = tables->catalogue_count;
	knowledge->site = site;
	knowledge->past = NULL;
	knowledge->shares = true;
	return compile(knowledge, err);
}

bool knowledge_load_product(struct knowledge *knowledge, const char *directory,
                            enum product product, struct error *err)
{
	*knowledge = (struct knowledge){ 0 };
	if (knowledge_find_directory(directory, knowledge->directory, err) &&
	    load_product(knowledge, knowledge->directory,
	                 product ? product : PRODUCT_LYNC_2013, err))
		return true;
	knowledge_fini(knowledge);
	return false;
}

/* --- Products that are chosen by what is seen -------------------------------------------- */

bool knowledge_wants_products(const struct knowledge *knowledge)
{
	const struct site *site = knowledge->site;

	/* Who shares tables has them as the first has settled them. */
	if (!site || knowledge->shares)
		return !knowledge->shares;
	for (size_t i = 0; i < site->pool_count; i++)
		if (site->pools[i].product)
			return false;
	return !site->product && site->catalogue_count == 0;
}

static void destroy_catalogues(struct catalogue **catalogues, size_t count)
{
	for (size_t i = 0; i < count; i++)
		catalogue_destroy(catalogues[i]);
}

/* Put the tables away, so that others can be loaded. @return NULL: out of memory */
static struct knowledge_past *put_away(struct knowledge *knowledge)
{
	struct knowledge_past *past = calloc(1, sizeof(*past));

	if (!past)
		return NULL;
	memcpy(past->catalogues, knowledge->catalogues, sizeof(past->catalogues));
	past->catalogue_count = knowledge->catalogue_count;
	past->policy = knowledge->policy;
	past->before = knowledge->past;
	knowledge->catalogue_count = 0;
	knowledge->policy = NULL;
	return past;
}

static void take_back(struct knowledge *knowledge, struct knowledge_past *past)
{
	destroy_catalogues(knowledge->catalogues, knowledge->catalogue_count);
	memcpy(knowledge->catalogues, past->catalogues, sizeof(past->catalogues));
	knowledge->catalogue_count = past->catalogue_count;
	knowledge->policy = past->policy;
	free(past);
}

static void name_catalogues(struct knowledge *knowledge)
{
	for (size_t i = 0; i < knowledge->catalogue_count; i++)
		knowledge->names[i] = knowledge->catalogues[i]->name;
	knowledge->names[knowledge->catalogue_count] = NULL;
}

bool knowledge_take_products(struct knowledge *knowledge, product_set products,
                             struct error *err)
{
	product_set before = knowledge->products;
	struct knowledge_past *past = put_away(knowledge);
	bool taken;

	if (!past)
		return error_set(err, "out of memory");
	taken = load_products(knowledge, knowledge->directory, products, err) &&
	        compile(knowledge, err);
	if (taken) {
		knowledge->past = past;
	} else {
		take_back(knowledge, past);
		knowledge->products = before;
		knowledge->refused = products;
	}
	name_catalogues(knowledge);
	return taken;
}

void knowledge_forget_past(struct knowledge *knowledge)
{
	while (knowledge->past) {
		struct knowledge_past *past = knowledge->past;

		knowledge->past = past->before;
		policy_destroy(past->policy);
		destroy_catalogues(past->catalogues, past->catalogue_count);
		free(past);
	}
}

static void forget_files(struct knowledge *knowledge)
{
	label_map_destroy(knowledge->labels);
	signature_set_destroy(knowledge->signatures);
	tls_policy_destroy(knowledge->tls);
	role_evidence_destroy(knowledge->evidence);
	destroy_catalogues(knowledge->catalogues, knowledge->catalogue_count);
}

void knowledge_fini(struct knowledge *knowledge)
{
	knowledge_forget_past(knowledge);
	policy_destroy(knowledge->policy);
	site_destroy(knowledge->site);
	if (!knowledge->shares)
		forget_files(knowledge);
	*knowledge = (struct knowledge){ 0 };
}
