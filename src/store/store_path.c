/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/store.h"

#include <string.h>

#define SCHEME "sqlite:"

const char *store_path(const char *word)
{
	return strncmp(word, SCHEME, sizeof(SCHEME) - 1) == 0 && word[sizeof(SCHEME) - 1]
	               ? word + sizeof(SCHEME) - 1
	               : NULL;
}
