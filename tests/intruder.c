/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * intruder - what a file could do to a program that it took over while being read.
 *
 * Preloaded by tests/confined.sh: at the first read of a file in a folder named "in" it
 * tries $INTRUDER, says on standard error what became of it, and lets the program go on.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void tell(const char *what, int result)
{
	dprintf(STDERR_FILENO, "intruder: %s: %s\n", what,
	        result < 0 ? strerror(errno) : "done");
}

static void try_it(const char *what)
{
	char *const arguments[] = { (char[]){ "true" }, NULL };

	if (strcmp(what, "read") == 0)
		tell(what, open("/etc/passwd", O_RDONLY));
	else if (strcmp(what, "write") == 0)
		tell(what, open("elsewhere/planted", O_WRONLY | O_CREAT, 0666));
	else if (strcmp(what, "socket") == 0)
		tell(what, socket(AF_INET, SOCK_STREAM, 0));
	else if (strcmp(what, "exec") == 0)
		tell(what, execve("/bin/true", arguments, NULL));
	else if (strcmp(what, "root") == 0)
		tell(what, (int)syscall(SYS_setuid, 0));
}

static void look(int fd)
{
	static int done;
	const char *what = getenv("INTRUDER");
	char link[64], path[4096];
	ssize_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, sizeof(path) - 1);
	if (done || !what || len <= 0)
		return;
	path[len] = '\0';
	if (!strstr(path, "/in/"))
		return;
	done = 1;
	try_it(what);
}

ssize_t read(int fd, void *into, size_t size)
{
	look(fd);
	return syscall(SYS_read, fd, into, size);
}

ssize_t pread64(int fd, void *into, size_t size, off64_t at)
{
	look(fd);
	return syscall(SYS_pread64, fd, into, size, at);
}

size_t fread(void *into, size_t size, size_t count, FILE *stream)
{
	size_t (*real)(void *, size_t, size_t, FILE *);

	look(fileno(stream));
	*(void **)&real = dlsym(RTLD_NEXT, "fread");
	return real(into, size, count, stream);
}
