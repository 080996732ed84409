/* SPDX-License-Identifier: BSD-2-Clause */
#include "confinement.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/error.h"
#include "base/path.h"

/* Sanitizers and coverage open files and start threads of their own. */
#ifdef INSTRUMENTED
static const bool possible = false;
#else
static const bool possible = true;
#endif

bool confinement_is_off(enum confinement_mode mode)
{
	return !possible || mode == CONFINEMENT_OFF;
}

static bool is_off(const struct confinement *confinement)
{
	return confinement_is_off(confinement->mode);
}

bool confinement_init(struct confinement *confinement, enum confinement_mode mode,
                      struct error *err)
{
	*confinement = (struct confinement){ .mode = mode, .landlock.ruleset = -1 };
	/* The last that the C library wants to read of the time zone. */
	tzset();
	return is_off(confinement) || landlock_init(&confinement->landlock, err) ||
	       mode == CONFINEMENT_WARN;
}

bool confinement_allow(struct confinement *confinement, const char *path,
                       enum landlock_right right, struct error *err)
{
	return landlock_allow(&confinement->landlock, path, right, err) ||
	       confinement->mode == CONFINEMENT_WARN;
}

static bool allow_directory_of(struct confinement *confinement, const char *path,
                               enum landlock_right right, struct error *err)
{
	char directory[PATH_MAX];

	if (!path_directory(path, directory))
		return error_set(err, "%s: the path is too long", path);
	return confinement_allow(confinement, directory, right, err);
}

bool confinement_allow_beside(struct confinement *confinement, const char *path,
                              enum landlock_right right, struct error *err)
{
	char final[PATH_MAX];

	return path_follow(path, final, err) &&
	       allow_directory_of(confinement, path, right, err) &&
	       (strcmp(path, final) == 0 ||
	        allow_directory_of(confinement, final, right, err));
}

bool confinement_allow_followed(struct confinement *confinement, const char *path,
                                struct error *err)
{
	struct stat about;

	if (stat(path, &about) == 0 && S_ISDIR(about.st_mode))
		return confinement_allow(confinement, path, LANDLOCK_READ_DIR, err);
	return confinement_allow_beside(confinement, path, LANDLOCK_READ, err);
}

bool confinement_allow_binding(struct confinement *confinement, int fd, struct error *err)
{
	struct bound_descriptors *bound = &confinement->bound;

	if (fd < 0)
		return true;
	if (bound->count == SYSTEM_CALLS_BOUND_MOST)
		return error_set(err, "more than %d interfaces", SYSTEM_CALLS_BOUND_MOST);
	bound->items[bound->count++] = fd;
	return true;
}

bool confinement_enter(struct confinement *confinement, struct error *err)
{
	const bool warns = confinement->mode == CONFINEMENT_WARN;

	if (is_off(confinement))
		return true;
	if (!landlock_enforce(&confinement->landlock, err)) {
		if (!warns)
			return false;
		landlock_fini(&confinement->landlock);
	}
	confinement->filters = system_calls_restrict(warns, &confinement->bound, err);
	return confinement->filters || warns;
}

void confinement_describe(const struct confinement *confinement, char *text, size_t size)
{
	const bool locked = confinement->landlock.ruleset >= 0;
	char files[32] = "no Landlock in this kernel";

	if (!possible) {
		snprintf(text, size, "none: an instrumented build");
		return;
	}
	if (confinement->mode == CONFINEMENT_OFF) {
		snprintf(text, size, "none: --sandbox off");
		return;
	}
	if (locked)
		snprintf(files, sizeof(files), "Landlock ABI %d",
		         confinement->landlock.abi);
	snprintf(text, size, "%s, %s%s", files,
	         confinement->filters ? "seccomp" : "no seccomp",
	         confinement->filters && confinement->mode == CONFINEMENT_WARN
	                 ? " that only logs"
	                 : "");
}

void confinement_describe_possible(char *text, size_t size)
{
	const int abi = landlock_abi();
	char files[32] = "no Landlock in this kernel";

	if (abi > 0)
		snprintf(files, sizeof(files), "Landlock ABI %d", abi);
	snprintf(text, size, "%s%s, %s", possible ? "" : "none in this build; ", files,
	         system_calls_backend());
}

void confinement_fini(struct confinement *confinement)
{
	landlock_fini(&confinement->landlock);
}
