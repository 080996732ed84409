/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/path.h"
#include "base/temporary.h"

void output_over_stream(struct output *output, FILE *stream)
{
	*output = (struct output){ .stream = stream };
}

static bool is_special(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

/* Where it will be, which is where a link leads to, and where it is until then. */
static bool choose_places(struct output *output, struct error *err)
{
	char final[PATH_MAX];

	if (!path_follow(output->path, final, err))
		return false;
	output->final = strdup(final);
	if (output->final && asprintf(&output->temporary, "%s.XXXXXX", final) >= 0)
		return true;
	free(output->final);
	return error_set(err, "out of memory");
}

static void release(struct output *output)
{
	temporary_forget(output->temporary);
	free(output->temporary);
	free(output->final);
	*output = (struct output){ 0 };
}

bool output_open(struct output *output, const char *path, struct error *err)
{
	struct output opened = { .path = path };
	int fd;

	if (is_special(path)) {
		opened.stream = fopen(path, "w");
		if (!opened.stream)
			return error_set(err, "%s: %s", path, strerror(errno));
		*output = opened;
		return true;
	}
	if (!choose_places(&opened, err))
		return false;
	fd = temporary_make(opened.temporary);
	opened.stream = fd < 0 ? NULL : fdopen(fd, "w");
	if (!opened.stream) {
		error_set(err, "%s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		release(&opened);
		return false;
	}
	/* mkstemp() makes it private; a report is as readable as any file made here. */
	mode_t mask = umask(0);

	umask(mask);
	(void)fchmod(fd,
	             0666 & ~mask); /* a file system without modes is no reason to fail */
	*output = opened;
	return true;
}

bool output_place_of_nameless(char directory[static PATH_MAX], const char *beside,
                              struct error *err)
{
	const char *general = getenv("TMPDIR");
	char final[PATH_MAX];
	bool fits;

	if (is_special(beside))
		fits = snprintf(directory, PATH_MAX, "%s/",
		                general && *general ? general : "/var/tmp") < PATH_MAX;
	else if (path_follow(beside, final, err))
		fits = path_directory(final, directory);
	else
		return false;
	return (fits && strlen(directory) < PATH_MAX - 32) ||
	       error_set(err, "%s: the path is too long", beside);
}

FILE *output_open_nameless(const char *beside, struct error *err)
{
	char path[PATH_MAX];
	int fd;

	if (!output_place_of_nameless(path, beside, err))
		return NULL;
	fd = open(path, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd <
	    0) { /* a file system that cannot: a name that nobody has, gone at once */
		strcat(path, ".lynctap.XXXXXX");
		fd = mkostemp(path, O_CLOEXEC);
		if (fd >= 0)
			unlink(path);
	}
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w+");

	if (!file) {
		error_set(err, "%s: %s", beside, strerror(errno));
		if (fd >= 0)
			close(fd);
	}
	return file;
}

void output_abandon(struct output *output)
{
	if (output->path)
		fclose(output->stream);
	if (output->temporary)
		unlink(output->temporary);
	release(output);
}

/* Asked of the pipe itself: stdio has forgotten why it failed. */
bool output_is_deserted(const struct output *output)
{
	struct pollfd stream = { .fd = output->path ? -1 : fileno(output->stream) };

	return poll(&stream, 1, 0) == 1 && stream.revents & (POLLERR | POLLHUP);
}

/* What stdio could not write once it has forgotten; only the mark is left. */
static bool is_whole(struct output *output, struct error *err)
{
	if (output->spoilt || ferror(output->stream))
		return error_set(err, "%s: could not be written whole",
		                 output->path ? output->path : "standard output");
	return true;
}

bool output_flush(struct output *output, struct error *err)
{
	if (output_is_deserted(output))
		return true;
	if (!is_whole(output, err))
		return false;
	return (fflush(output->stream) == 0 &&
	        (!output->temporary || fsync(fileno(output->stream)) == 0)) ||
	       error_set(err, "%s: %s", output->path ? output->path : "standard output",
	                 strerror(errno));
}

bool output_can_rewind(const struct output *output)
{
	return output->temporary != NULL;
}

bool output_rewind(struct output *output, struct error *err)
{
	rewind(output->stream);
	return ftruncate(fileno(output->stream), 0) == 0 ||
	       error_set(err, "%s: %s", output->path, strerror(errno));
}

static bool finish_file(struct output *output, struct error *err)
{
	bool ok = output_flush(output, err);

	if (fclose(output->stream) != 0 && ok)
		ok = error_set(err, "%s: %s", output->path, strerror(errno));
	if (ok && output->temporary && rename(output->temporary, output->final) != 0)
		ok = error_set(err, "%s: %s", output->path, strerror(errno));
	if (!ok && output->temporary)
		unlink(output->temporary);
	return ok;
}

bool output_close(struct output *output, struct error *err)
{
	bool ok = output->path ? finish_file(output, err) : output_flush(output, err);

	release(output);
	return ok;
}
