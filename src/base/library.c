/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

#include "base/error.h"

bool library_load(const char *soname, const struct library_call *wanted, size_t count,
                  void *calls, struct error *err)
{
	void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);

	if (!library)
		return error_set(err, "cannot load what this needs: %s", dlerror());
	for (size_t i = 0; i < count; i++) {
		void *function = dlsym(library, wanted[i].name);

		if (!function)
			return error_set(err, "%s has no %s()", soname, wanted[i].name);
		/* A pointer to an object is no pointer to a function in C. */
		memcpy((char *)calls + wanted[i].offset, &function, sizeof(function));
	}
	return true;
}
