/* SPDX-License-Identifier: BSD-2-Clause */
#include "command_confining.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/path.h"
#include "report/output.h"

#include "confinement.h"
#include "file_clash.h"
#include "options.h"
#include "run.h"

FILE *command_open(const char *path, struct error *err)
{
	FILE *stream = fopen(path, "re");

	if (!stream)
		error_set(err, "%s: %s", path, strerror(errno));
	return stream;
}

/* --- Who it is ------------------------------------------------------------------------ */

#define OWNER_SIZE 16

static const char *owner_of_file(const char *path, char owner[static OWNER_SIZE])
{
	struct stat about;

	if (stat(path, &about) != 0)
		return NULL;
	snprintf(owner, OWNER_SIZE, "%u", (unsigned)about.st_uid);
	return owner;
}

/*
 * A draft is written where its author keeps his files, and takes its name by rename(2),
 * for which root without capabilities has no more rights than others. Of a link that is
 * the link's place: whoever could make it has to be able to write where it leads.
 */
static const char *owner_of_place(const char *path, char owner[static OWNER_SIZE])
{
	char place[PATH_MAX];

	return path_directory(path, place) ? owner_of_file(place, owner) : NULL;
}

/* @owner_of says whom root becomes for @path, unless it is told; no path: as others do. */
static bool become(const struct options *options, const char *path,
                   const char *(*owner_of)(const char *path,
                                           char owner[static OWNER_SIZE]),
                   struct privilege *now, struct error *err)
{
	const char *user = options->user;
	char owner[OWNER_SIZE];

	if (!user && path && geteuid() == 0)
		user = owner_of(path, owner);
	return privilege_drop(user, options->group, now, err);
}

/* --- What it can reach ------------------------------------------------------------------ */

void confining_describe(const struct privilege *who,
                        const struct confinement *confinement, char *text, size_t size)
{
	char state[96];

	confinement_describe(confinement, state, sizeof(state));
	snprintf(text, size, "user %s without capabilities; %s", who->user, state);
}

/* @path is the file whose folder stays; NULL: none does. */
static bool enter(struct confinement *confinement, const struct options *options,
                  const char *path, struct error *err)
{
	return confinement_init(confinement, options->sandbox, err) &&
	       (!path ||
	        confinement_allow_beside(confinement, path, LANDLOCK_REPLACE, err)) &&
	       confinement_enter(confinement, err);
}

static bool shut_in(const struct options *options, const struct privilege *who,
                    const char *path, struct error *err)
{
	struct confinement confinement;
	char state[192];
	bool entered;

	err->text[0] = '\0';
	entered = enter(&confinement, options, path, err);
	if (entered && err->text[0])
		run_complain("%s", err->text);
	confining_describe(who, &confinement, state, sizeof(state));
	if (entered && options->verbose > 0 && !options->quiet)
		run_complain("sandbox: %s", state);
	confinement_fini(&confinement);
	return entered;
}

static const char *path_of(const struct output *output)
{
	return output->temporary ? output->path : NULL;
}

/* --- Both --------------------------------------------------------------------------------- */

bool command_confine_file(const struct options *options, const char *path,
                          struct output *output, struct error *err)
{
	struct privilege who;

	if (!become(options, path, owner_of_place, &who, err))
		return false;
	output_over_stream(output, stdout);
	if (path && !output_open(output, path, err)) {
		privilege_explain_denial(&who, err);
		return false;
	}
	return shut_in(options, &who, path_of(output), err);
}

bool command_confine(const struct options *options, enum report_kind kind,
                     struct outputs *outputs, struct error *err)
{
	const char *path = options->outputs.count > 0 ? outputs_path(options, 0) : NULL;
	struct privilege who;

	*outputs = (struct outputs){ .count = 0 };
	if (!become(options, path, owner_of_place, &who, err) ||
	    !file_clash_refuse(options, NULL, err))
		return false;
	if (!outputs_open(outputs, kind, &options->outputs, err)) {
		privilege_explain_denial(&who, err);
		return false;
	}
	if (shut_in(options, &who, path_of(&outputs->items[0].output), err))
		return true;
	outputs_abandon(outputs);
	return false;
}

bool command_confine_beside(const struct options *options, const char *path,
                            struct error *err)
{
	char real[PATH_MAX];
	struct privilege who;

	/* A library that opens a link opens what it leads to, and files beside that. */
	return path_follow(path, real, err) &&
	       become(options, real, owner_of_file, &who, err) &&
	       shut_in(options, &who, real, err);
}
