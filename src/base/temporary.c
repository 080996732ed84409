/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/temporary.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

/* A handler has no argument to find them by. */
static _Atomic(char *) noted[TEMPORARY_MOST];

void temporary_note(char *path)
{
	for (size_t i = 0; i < TEMPORARY_MOST; i++) {
		char *none = NULL;

		if (atomic_compare_exchange_strong(&noted[i], &none, path))
			return;
	}
}

int temporary_make(char *path)
{
	sigset_t all, before;
	int fd, error;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	fd = mkstemp(path);
	error = errno;
	if (fd >= 0)
		temporary_note(path);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return fd;
}

void temporary_forget(const char *path)
{
	for (size_t i = 0; path && i < TEMPORARY_MOST; i++)
		if (atomic_load(&noted[i]) == path)
			atomic_store(&noted[i], NULL);
}

void temporary_remove_all(void)
{
	for (size_t i = 0; i < TEMPORARY_MOST; i++) {
		const char *path = atomic_load(&noted[i]);

		if (path)
			unlink(path);
	}
}
