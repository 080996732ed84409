/* SPDX-License-Identifier: BSD-2-Clause */
#include "run_confining.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "capture/capture.h"

#include "command_confining.h"
#include "run.h"
#include "watch_outputs.h"

/* While files are allowed by name; the first failure stays. */
struct allowing {
	struct confinement *confinement;
	struct error *err;
	bool ok;
};

static void allow_name(const char *path, void *context)
{
	struct allowing *allowing = context;

	allowing->ok = allowing->ok && confinement_allow(allowing->confinement, path,
	                                                 LANDLOCK_READ, allowing->err);
}

/* libpcap asks the system how many packets an interface lost. */
static bool allow_counters(struct run *run, const char *interface, struct error *err)
{
	char path[128];

	if (strchr(interface, '/'))
		return true;
	snprintf(path, sizeof(path), "/sys/class/net/%s/statistics/", interface);
	return confinement_allow(&run->confinement, path, LANDLOCK_READ, err);
}

static bool allow_inputs(struct run *run, struct error *err)
{
	const struct options *options = run->options;
	struct allowing allowing = { &run->confinement, err, true };

	capture_visit_names(run->capture, allow_name, &allowing);
	for (size_t i = 0; options->capture.follow && i < options->files.count; i++)
		allowing.ok = allowing.ok && confinement_allow_followed(
						     &run->confinement,
						     options->files.items[i].path, err);
	for (size_t i = 0; allowing.ok && i < options->interfaces.count; i++)
		allowing.ok = allow_counters(run, options->interfaces.items[i], err);
	return allowing.ok;
}

static bool allow_outputs(struct run *run, struct error *err)
{
	const struct options *options = run->options;
	struct confinement *confinement = &run->confinement;
	char place[PATH_MAX];

	for (size_t i = 0; i < run->outputs.count; i++) {
		const struct output *output = &run->outputs.items[i].output;

		if (output->temporary &&
		    !confinement_allow_beside(confinement, output->path, LANDLOCK_REPLACE,
		                              err))
			return false;
	}
	if (options->state &&
	    !confinement_allow_beside(confinement, options->state, LANDLOCK_REPLACE, err))
		return false;
	if (run->outputs.store &&
	    !confinement_allow_beside(confinement, run->outputs.store, LANDLOCK_REPLACE,
	                              err))
		return false;
	if (!options->evidence)
		return true;
	/* And where packets are kept that cannot be read again. */
	return confinement_allow_beside(confinement, options->evidence, LANDLOCK_REPLACE,
	                                err) &&
	       output_place_of_nameless(place, options->evidence, err) &&
	       confinement_allow(confinement, place, LANDLOCK_REPLACE, err);
}

/* An interface that is taken away comes back to its own socket. */
static bool allow_return(struct run *run, struct error *err)
{
	size_t count;

	(void)capture_inputs(run->capture, &count);
	for (size_t i = 0; i < count; i++)
		if (!confinement_allow_binding(
			    &run->confinement,
			    capture_interface_descriptor(run->capture, i), err))
			return false;
	return true;
}

/* What is seen may tell of a product whose tables were not read yet. */
static bool allow_catalogues(struct run *run, struct error *err)
{
	const char *directory = run->knowledge.directory;

	return !knowledge_wants_products(&run->knowledge) ||
	       access(directory, R_OK | X_OK) != 0 ||
	       confinement_allow(&run->confinement, directory, LANDLOCK_READ_DIR, err);
}

/* What a watch will open while it goes on: its outputs, and what it reloads. */
static bool allow_watch(struct run *run, struct error *err)
{
	const struct options *options = run->options;
	struct confinement *confinement = &run->confinement;

	for (size_t i = 0; i < options->outputs.count; i++) {
		const char *path = watch_output_path(options->outputs.items[i]);

		if (path &&
		    !confinement_allow_beside(confinement, path, LANDLOCK_REPLACE, err))
			return false;
	}
	if (options->site_file &&
	    !confinement_allow_beside(confinement, options->site_file, LANDLOCK_READ,
	                              err))
		return false;
	return confinement_allow(confinement, run->knowledge.directory, LANDLOCK_READ_DIR,
	                         err) &&
	       allow_return(run, err);
}

bool run_confine(struct run *run, struct error *err)
{
	struct confinement *confinement = &run->confinement;
	const struct options *options = run->options;

	err->text[0] = '\0';
	if (!confinement_init(confinement, options->sandbox, err) ||
	    !allow_inputs(run, err) || !allow_outputs(run, err) ||
	    !allow_catalogues(run, err) ||
	    (run->kind == REPORT_WATCH && !allow_watch(run, err)) ||
	    !confinement_enter(confinement, err))
		return false;
	if (err->text[0] && options->sandbox == CONFINEMENT_WARN)
		run_complain("%s", err->text);
	confining_describe(&run->privilege, confinement, run->sandbox,
	                   sizeof(run->sandbox));
	if (options->verbose > 0 && !options->quiet)
		run_complain("sandbox: %s", run->sandbox);
	return true;
}
