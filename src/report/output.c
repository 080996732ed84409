/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
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
	if (asprintf(&opened.temporary, "%s.XXXXXX", path) < 0)
		return error_set(err, "out of memory");
	fd = mkstemp(opened.temporary);
	opened.stream = fd < 0 ? NULL : fdopen(fd, "w");
	if (!opened.stream) {
		error_set(err, "%s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		free(opened.temporary);
		return false;
	}
	temporary_note(opened.temporary);
	/* mkstemp() makes it private; a report is as readable as any file made here. */
	mode_t mask = umask(0);

	umask(mask);
	(void)fchmod(fd,
	             0666 & ~mask); /* a file system without modes is no reason to fail */
	*output = opened;
	return true;
}

static bool finish_file(struct output *output, struct error *err)
{
	bool ok = fflush(output->stream) == 0;

	if (output->temporary)
		ok = ok && fsync(fileno(output->stream)) == 0;
	if (fclose(output->stream) != 0)
		ok = false;
	if (ok && output->temporary)
		ok = rename(output->temporary, output->path) == 0;
	if (!ok) {
		error_set(err, "%s: %s", output->path, strerror(errno));
		if (output->temporary)
			unlink(output->temporary);
	}
	return ok;
}

bool output_close(struct output *output, struct error *err)
{
	bool ok = true;

	if (output->path)
		ok = finish_file(output, err);
	else if (fflush(output->stream) != 0)
		ok = error_set(err, "standard output: %s", strerror(errno));
	temporary_forget(output->temporary);
	free(output->temporary);
	*output = (struct output){ 0 };
	return ok;
}
