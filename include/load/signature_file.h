/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signature_file - signatures/payload.yaml and signatures/ndpi.yaml, read for inspect.
 *
 * Room: load. What inspect recognises of payloads is data, as what policy knows is.
 */
#ifndef LOAD_SIGNATURE_FILE_H
#define LOAD_SIGNATURE_FILE_H

struct error;
struct label_map;
struct signature_set;

/** Owned: signature_set_destroy(). NULL on failure, "FILE:LINE: reason". */
struct signature_set *signature_file_load(const char *path, struct error *err);

/** Owned: label_map_destroy(). NULL on failure, "FILE:LINE: reason". */
struct label_map *label_file_load(const char *path, struct error *err);

#endif
