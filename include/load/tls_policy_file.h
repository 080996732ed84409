/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tls_policy_file - signatures/tls.yaml, read into what judge asks of TLS.
 *
 * Room: load. The grammar is docs/catalogues.md.
 */
#ifndef LOAD_TLS_POLICY_FILE_H
#define LOAD_TLS_POLICY_FILE_H

#include "base/attributes.h"

struct error;
struct tls_policy;

/** Owned: tls_policy_destroy(). NULL on failure, "FILE:LINE: reason". */
MUST_CHECK struct tls_policy *tls_policy_load(const char *path, struct error *err);
void tls_policy_destroy(struct tls_policy *policy);

#endif
