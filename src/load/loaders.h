/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * loaders - the files of this room, read from memory.
 *
 * Private to load and its tests: the loaders of the contracts without the
 * file system. @file is what errors call the @len bytes.
 */
#ifndef LOAD_LOADERS_H
#define LOAD_LOADERS_H

#include <stddef.h>

#include "base/attributes.h"

struct catalogue;
struct error;
struct label_map;
struct role_evidence_list;
struct signature_set;
struct site;
struct text;
struct tls_policy;

/** Owned: catalogue_destroy(). */
MUST_CHECK struct catalogue *catalogue_load_bytes(const char *file, const char *bytes,
                                                  size_t len, struct error *err);

/** The same as site_load_all(). */
MUST_CHECK struct site *site_load_all_bytes(const char *file, const char *bytes,
                                            size_t len, struct text *mistakes,
                                            struct error *err);

/** Owned: role_evidence_destroy(). */
MUST_CHECK struct role_evidence_list *role_evidence_load_bytes(const char *file,
                                                               const char *bytes,
                                                               size_t len,
                                                               struct error *err);

/** Owned: signature_set_destroy(). */
MUST_CHECK struct signature_set *signature_file_load_bytes(const char *file,
                                                           const char *bytes, size_t len,
                                                           struct error *err);

/** Owned: tls_policy_destroy(). */
MUST_CHECK struct tls_policy *tls_policy_load_bytes(const char *file, const char *bytes,
                                                    size_t len, struct error *err);

/** Owned: label_map_destroy(). */
MUST_CHECK struct label_map *label_file_load_bytes(const char *file, const char *bytes,
                                                   size_t len, struct error *err);

#endif
