/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/hash.h"

#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

struct hash_key hash_key_random(void)
{
	struct hash_key key;

	if (getrandom(&key, sizeof(key), 0) != (ssize_t)sizeof(key)) {
		/* Only before Linux 3.17: weaker, still different in every process. */
		struct timespec now;

		clock_gettime(CLOCK_REALTIME, &now);
		key.k0 = (uint64_t)now.tv_sec << 32 ^ (uint64_t)now.tv_nsec;
		key.k1 = (uint64_t)getpid() * HASH_GOLDEN;
	}
	return key;
}
