/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signature_file - signatures/payload.yaml and signatures/ndpi.yaml, read for inspect.
 *
 * Room: policy, because it is the only one that knows libyaml.
 */
#ifndef POLICY_SIGNATURE_FILE_H
#define POLICY_SIGNATURE_FILE_H

struct error;
struct label_map;
struct signature_set;

/** Owned: signature_set_destroy(). NULL on failure, "FILE:LINE: reason". */
struct signature_set *signature_file_load(const char *path, struct error *err);

/** Owned: label_map_destroy(). NULL on failure, "FILE:LINE: reason". */
struct label_map *label_file_load(const char *path, struct error *err);

#endif
