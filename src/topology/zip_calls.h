/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zip_calls - what is called of libzip, which is loaded by who reads an archive.
 *
 * Private to topology. calls.fread() is zip_fread(), and so on.
 */
#ifndef TOPOLOGY_ZIP_CALLS_H
#define TOPOLOGY_ZIP_CALLS_H

#include <stdbool.h>
#include <zip.h>

#include "base/attributes.h"

struct error;

#define ZIP_CALLS(CALL)                                                                  \
	CALL(discard)                                                                    \
	CALL(fclose)                                                                     \
	CALL(fopen_index)                                                                \
	CALL(fread)                                                                      \
	CALL(get_name)                                                                   \
	CALL(get_num_entries)                                                            \
	CALL(open_from_source)                                                           \
	CALL(source_buffer_create)                                                       \
	CALL(source_free)

struct zip_calls {
#define ZIP_CALL(name) __typeof__(&zip_##name) name;
	ZIP_CALLS(ZIP_CALL)
#undef ZIP_CALL
};

/** Load libzip. @return false with @err when this machine has none */
MUST_CHECK bool zip_calls_load(struct zip_calls *calls, struct error *err);

#endif
