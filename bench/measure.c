/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * measure - runs a command and prints what it cost.
 *
 * usage: measure COMMAND [ARGUMENT...]
 *
 * The command's output goes to /dev/null, its complaints to our stderr. One line comes out:
 * wall seconds, processor seconds (user and system), peak resident KiB, exit status. A
 * command that a signal ended has the status 128 + signal, as in a shell.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds_now(void)
{
	struct timespec now;

	/* CLOCK_MONOTONIC exists on every system that has wait4(). */
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds_of(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

_Noreturn static void become(char **command)
{
	const int null = open("/dev/null", O_RDWR);

	if (null >= 0 && dup2(null, STDIN_FILENO) >= 0 && dup2(null, STDOUT_FILENO) >= 0)
		execvp(command[0], command);
	fprintf(stderr, "measure: %s: %s\n", command[0], strerror(errno));
	_exit(127);
}

int main(int argc, char **argv)
{
	struct rusage used;
	int status;

	if (argc < 2) {
		fputs("usage: measure COMMAND [ARGUMENT...]\n", stderr);
		return 2;
	}
	const double start = seconds_now();
	const pid_t child = fork();
	if (child == 0)
		become(argv + 1);
	if (child < 0 || wait4(child, &status, 0, &used) != child) {
		fprintf(stderr, "measure: %s\n", strerror(errno));
		return 2;
	}
	printf("%.4f %.4f %ld %d\n", seconds_now() - start,
	       seconds_of(used.ru_utime) + seconds_of(used.ru_stime), used.ru_maxrss,
	       WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
	return 0;
}
