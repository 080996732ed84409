/* SPDX-License-Identifier: BSD-2-Clause */
#include "asker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "ship/fold.h"

#include "options.h"
#include "server_confining.h"

#define PIPE_BYTES (1 << 20)
#define READY      "ok"

/* --- There -------------------------------------------------------------------------- */

/* @return whether all of it went; not when nobody reads any more */
static bool put(const char *bytes, size_t len, void *context)
{
	const int *fd = context;

	while (len > 0) {
		ssize_t written = write(*fd, bytes, len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		bytes += written;
		len -= (size_t)written;
	}
	return true;
}

/* @return whether the whole answer went into @fd */
static bool ask(int fd, const char *url, const struct options *options,
                const struct fold_site *site)
{
	const struct fold_filter filter = {
		.from_us = options->from_us,
		.to_us = options->to_us,
		.sensor = options->from_sensor,
		.site = site,
	};
	struct error err;
	/* The password is read with the rights of who began it. */
	struct http *http = http_open(url, options->credentials, &err);
	char line[sizeof(err.text) + 2];
	bool asked = false;

	/* Whoever reads the answer is gone: so is the question. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!http || !server_confine(url, options, &err) || !fold_probe(http, &err)) {
		snprintf(line, sizeof(line), "%s\n", err.text);
		(void)put(line, strlen(line), &fd);
	} else if (put(READY "\n", sizeof(READY), &fd)) {
		asked = fold_ask(http, &filter, put, &fd, &err);
	}
	http_close(http);
	return asked;
}

/* --- Here --------------------------------------------------------------------------- */

/* The first line, and nothing behind it. @return whether it is that the answer follows */
static bool wait_for_it(int fd, struct error *err)
{
	char line[sizeof(err->text)];
	size_t len = 0;

	while (len < sizeof(line) - 1) {
		ssize_t got = read(fd, &line[len], 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || line[len] == '\n')
			break;
		len++;
	}
	line[len] = '\0';
	return strcmp(line, READY) == 0 ||
	       error_set(err, "%s", len ? line : "whoever asks the server ended");
}

static int fail(const char *what, struct error *err)
{
	error_set(err, "%s: %s", what, strerror(errno));
	return -1;
}

int asker_begin(const char *url, const struct options *options,
                const struct fold_site *site, struct error *err)
{
	int ends[2];
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return fail("pipe", err);
	(void)fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES);
	fflush(NULL);
	child = fork();
	if (child == 0) {
		signal(SIGPIPE, SIG_IGN);
		/* Nothing of what is open here is its business. */
		if (dup2(ends[1], STDERR_FILENO + 1) < 0)
			_exit(1);
		close_range(STDERR_FILENO + 2, ~0U, 0);
		_exit(ask(STDERR_FILENO + 1, url, options, site) ? 0 : 1);
	}
	close(ends[1]);
	if (child > 0 && wait_for_it(ends[0], err))
		return ends[0];
	if (child < 0)
		(void)fail("fork", err);
	else
		waitpid(child, NULL, 0);
	close(ends[0]);
	return -1;
}
