/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * library - a library that few commands need, loaded by those that do.
 *
 * Room: base. Every start of a program loads what it is linked with, and all that these
 * libraries need in turn: more than a small audit takes. So who needs a large library
 * lists the functions it calls, is compiled against the library's own headers, and asks
 * for them here. It stays loaded until the program ends.
 *
 * A confined process can open no file: load before that.
 */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct error;

struct library_call {
	const char *name; /* of the function in the library */
	size_t offset;    /* of the pointer to it in the caller's struct of calls */
};

/**
 * Load the library of that file name, and point @calls at its functions.
 *
 * @calls  the struct that the @count offsets of @wanted are in; whole on success alone
 * @err    which library or function there is none of
 */
MUST_CHECK bool library_load(const char *soname, const struct library_call *wanted,
                             size_t count, void *calls, struct error *err);

#endif
