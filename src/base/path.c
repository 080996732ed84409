/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/path.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

#define MOST_LINKS 40 /* in a row, as path_resolution(7) has it */

int path_directory_len(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (int)(slash - path) + 1 : 0;
}

bool path_directory(const char *path, char directory[static PATH_MAX])
{
	return snprintf(directory, PATH_MAX, "%.*s./", path_directory_len(path), path) <
	       PATH_MAX;
}

/* As proc_sys_fs(5) has it of protected_symlinks. */
static bool may_follow(const char *path, const struct stat *link)
{
	char directory[PATH_MAX];
	struct stat about;

	if (!path_directory(path, directory) || stat(directory, &about) != 0 ||
	    !(about.st_mode & S_ISVTX) || !(about.st_mode & S_IWOTH))
		return true;
	return link->st_uid == geteuid() || link->st_uid == about.st_uid;
}

/* Replace @path by what the link there says. @return false with errno */
static bool step(char path[static PATH_MAX])
{
	char target[PATH_MAX], next[PATH_MAX];
	ssize_t len = readlink(path, target, sizeof(target));
	int written;

	if (len < 0)
		return false;
	written = snprintf(next, sizeof(next), "%.*s%.*s",
	                   len > 0 && target[0] == '/' ? 0 : path_directory_len(path),
	                   path, (int)len, target);
	if (len == (ssize_t)sizeof(target) || written >= (int)sizeof(next)) {
		errno = ENAMETOOLONG;
		return false;
	}
	memcpy(path, next, (size_t)written + 1);
	return true;
}

bool path_follow(const char *path, char final[static PATH_MAX], struct error *err)
{
	struct stat about;
	int error = ELOOP;

	if (snprintf(final, PATH_MAX, "%s", path) >= PATH_MAX)
		return error_set(err, "%s: %s", path, strerror(ENAMETOOLONG));
	for (unsigned links = 0; links < MOST_LINKS; links++) {
		/* What is not there can be made there. */
		if (lstat(final, &about) != 0 || !S_ISLNK(about.st_mode))
			return true;
		if (!may_follow(final, &about))
			return error_set(err,
			                 "%s: a link that somebody else made where "
			                 "everybody may; name the file that is meant",
			                 final);
		if (!step(final)) {
			error = errno;
			break;
		}
	}
	return error_set(err, "%s: %s", path, strerror(error));
}
