/* SPDX-License-Identifier: BSD-2-Clause */
#include "baseline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "report/audit_file.h"
#include "report/diff.h"

#include "options.h"
#include "run.h"

struct baseline {
	struct audit_file *before, *after; /* owned; after is NULL until compared */
	struct diff diff;
	bool compared;
};

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Named inputs are only known once they were read: those of the baseline stand for them. */
static bool check_sensors(const struct run *run, const struct audit_file *before,
                          struct audit_scope *scope, struct error *err)
{
	const struct option_list *interfaces = &run->options->interfaces;
	const char **names = NULL;
	bool same;

	scope->sensors = before->scope.sensors;
	scope->sensor_count = before->scope.sensor_count;
	if (interfaces->count > 0) {
		names = calloc(interfaces->count, sizeof(*names));
		if (!names)
			return error_set(err, "out of memory");
		for (size_t i = 0; i < interfaces->count; i++)
			names[i] = interfaces->items[i];
		array_sort(names, interfaces->count, sizeof(*names), compare_names);
		scope->sensors = names;
		scope->sensor_count = interfaces->count;
	}
	same = diff_check_scopes(&before->scope, scope, err);
	free(names);
	return same;
}

static bool check_scope(const struct run *run, const struct audit_file *before,
                        struct error *err)
{
	const struct options *options = run->options;
	struct audit_scope_catalogue catalogues[2 * KNOWLEDGE_MAX_CATALOGUES];
	size_t count;
	const struct provenance_file *files =
		provenance_collector_catalogues(run->provenance, &count);
	struct audit_scope scope = {
		.site = run->knowledge.site ? run->knowledge.site->name : NULL,
		.filter = options->filter,
		.count = options->capture.frame_limit,
		.snaplen = options->capture.snaplen,
		.strict = options->strict,
		.catalogues = catalogues,
	};
	struct error reason;

	for (; scope.catalogue_count < count &&
	       scope.catalogue_count < ARRAY_LEN(catalogues);
	     scope.catalogue_count++)
		catalogues[scope.catalogue_count] = (struct audit_scope_catalogue){
			files[scope.catalogue_count].name,
			files[scope.catalogue_count].sha256,
		};
	return check_sensors(run, before, &scope, &reason) ||
	       error_set(err, "%s is no baseline for this: %s", before->path,
	                 reason.text);
}

struct baseline *baseline_open(const struct run *run, struct error *err)
{
	struct baseline *baseline = calloc(1, sizeof(*baseline));

	if (!baseline) {
		error_set(err, "out of memory");
		return NULL;
	}
	baseline->before = audit_file_read(run->baseline, run->options->baseline, err);
	if (baseline->before && check_scope(run, baseline->before, err))
		return baseline;
	baseline_close(baseline);
	return NULL;
}

struct audit_file *baseline_read_back(const struct report_context *context,
                                      const struct audit *audit, struct error *err)
{
	char *bytes = NULL;
	size_t len = 0;
	FILE *stream = open_memstream(&bytes, &len);
	struct audit_file *file = NULL;
	bool ok = stream && report_audit_compared(stream, context, audit);

	if (stream)
		ok = fclose(stream) == 0 && ok;
	if (ok)
		file = audit_file_parse(bytes, len, "this report", err);
	else
		error_set(err, "out of memory");
	free(bytes);
	return file;
}

const struct diff *baseline_compare(struct baseline *baseline,
                                    const struct report_context *context,
                                    const struct audit *audit, struct error *err)
{
	struct error reason;

	baseline->after = baseline_read_back(context, audit, err);
	if (!baseline->after)
		return NULL;
	if (!diff_check_scopes(&baseline->before->scope, &baseline->after->scope,
	                       &reason)) {
		error_set(err, "%s is no baseline for this: %s", baseline->before->path,
		          reason.text);
		return NULL;
	}
	baseline->compared =
		diff_init(&baseline->diff, baseline->before, baseline->after);
	if (!baseline->compared)
		error_set(err, "out of memory");
	return baseline->compared ? &baseline->diff : NULL;
}

bool baseline_has_news(const struct diff *diff, const struct options *options)
{
	return diff->worst != SEVERITY_NONE && diff->worst >= options->fail_on &&
	       !options->no_fail;
}

void baseline_close(struct baseline *baseline)
{
	if (!baseline)
		return;
	if (baseline->compared)
		diff_fini(&baseline->diff);
	audit_file_close(baseline->after);
	audit_file_close(baseline->before);
	free(baseline);
}
