/* SPDX-License-Identifier: BSD-2-Clause */
#include "saved_state.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/sum.h"
#include "capture/capture.h"
#include "report/output.h"

#define HEAD "lynctap-state 1"

/* --- Reading ------------------------------------------------------------------------- */

static bool read_file(struct saved_state *state, const char *rest,
                      struct capture *capture, struct error *err)
{
	struct capture_position position;
	unsigned done;
	int at = 0;

	(void)state;
	if (sscanf(rest,
	           "%" SCNu64 " %" SCNu64 " %" SCNd64 " %" SCNu64 " %" SCNu64 " %u %n",
	           &position.device, &position.inode, &position.born_ns, &position.frames,
	           &position.size, &done, &at) != 6 ||
	    !rest[at])
		return error_set(err, "not six numbers and a path");
	position.done = done;
	return capture_resume(capture, rest + at, &position, err);
}

static bool read_count(uint64_t *count, const char *rest, struct error *err)
{
	char *end;

	errno = 0;
	*count = strtoull(rest, &end, 10);
	return (*rest >= '0' && *rest <= '9' && !*end && errno == 0) ||
	       error_set(err, "not a number");
}

static bool read_missed(struct saved_state *state, const char *rest,
                        struct capture *capture, struct error *err)
{
	(void)capture;
	return read_count(&state->missed, rest, err);
}

static bool read_open(struct saved_state *state, const char *rest,
                      struct capture *capture, struct error *err)
{
	(void)capture;
	return read_count(&state->missed_before, rest, err);
}

static bool read_gone(struct saved_state *state, const char *rest,
                      struct capture *capture, struct error *err)
{
	(void)capture;
	return read_count(&state->gone, rest, err);
}

static bool read_alert(struct saved_state *state, const char *rest,
                       struct capture *capture, struct error *err)
{
	char id[ALERT_ID_SIZE];
	int64_t first_us, last_us;
	int at = 0;

	(void)capture;
	if (sscanf(rest, "%23s %" SCNd64 " %" SCNd64 "%n", id, &first_us, &last_us,
	           &at) != 3 ||
	    rest[at])
		return error_set(err, "not an id and two times");
	return alert_table_restore(&state->alerts, id, first_us, last_us) ||
	       error_set(err, "out of memory");
}

static const struct {
	const char *word;
	bool (*read)(struct saved_state *state, const char *rest, struct capture *capture,
	             struct error *err);
} lines[] = {
	{ "file ", read_file }, { "missed ", read_missed }, { "open ", read_open },
	{ "gone ", read_gone }, { "alert ", read_alert },
};

static bool read_line(struct saved_state *state, const char *line,
                      struct capture *capture, struct error *err)
{
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		const size_t len = strlen(lines[i].word);

		if (strncmp(line, lines[i].word, len) == 0)
			return lines[i].read(state, line + len, capture, err);
	}
	return error_set(err, "unknown line '%.40s'", line);
}

static bool read_lines(struct saved_state *state, FILE *file, struct capture *capture,
                       struct error *err)
{
	struct error why;
	char *line = NULL;
	size_t size = 0, number = 0;
	ssize_t len;
	bool ok = true;

	while (ok && (len = getline(&line, &size, file)) > 0) {
		number++;
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		ok = number == 1 ? strcmp(line, HEAD) == 0 ||
		                           error_set(&why, "not a state of lynctap")
		                 : read_line(state, line, capture, &why);
	}
	free(line);
	return ok || error_set(err, "%s:%zu: %s", state->path, number, why.text);
}

bool saved_state_read(struct saved_state *state, FILE *file, struct capture *capture,
                      struct error *err)
{
	if (!read_lines(state, file, capture, err))
		return false;
	state->missed = sum_saturated(state->missed, state->missed_before);
	return true;
}

bool saved_state_load(struct saved_state *state, const char *path,
                      struct capture *capture, struct error *err)
{
	FILE *file;
	bool ok;

	*state = (struct saved_state){ .path = path };
	if (!path)
		return true;
	file = fopen(path, "re");
	if (!file)
		return errno == ENOENT || error_set(err, "%s: %s", path, strerror(errno));
	ok = saved_state_read(state, file, capture, err);
	fclose(file);
	return ok;
}

/* --- Writing --------------------------------------------------------------------------- */

static void write_position(const char *path, const struct capture_position *position,
                           void *context)
{
	/* A name with a newline would be two lines: such a file is read again. */
	if (strchr(path, '\n'))
		return;
	fprintf(context,
	        "file %" PRIu64 " %" PRIu64 " %" PRId64 " %" PRIu64 " %" PRIu64
	        " %u %s\n",
	        position->device, position->inode, position->born_ns, position->frames,
	        position->size, position->done, path);
}

static void write_alert(const struct alert *alert, void *context)
{
	fprintf(context, "alert %s %" PRId64 " %" PRId64 "\n", alert->id, alert->first_us,
	        alert->last_us);
}

static uint64_t count_gone(struct capture *capture)
{
	size_t count;
	const struct capture_input *inputs = capture_inputs(capture, &count);
	uint64_t gone = 0;

	for (size_t i = 0; i < count; i++)
		gone += inputs[i].missed;
	return gone;
}

void saved_state_write(const struct saved_state *state, struct capture *capture,
                       FILE *stream)
{
	fputs(HEAD "\n", stream);
	fprintf(stream, "missed %" PRIu64 "\nopen %" PRIu64 "\ngone %" PRIu64 "\n",
	        state->missed, state->open, state->gone + count_gone(capture));
	capture_visit_positions(capture, write_position, stream);
	alert_table_visit(&state->alerts, write_alert, stream);
}

bool saved_state_save(const struct saved_state *state, struct capture *capture,
                      struct error *err)
{
	struct output output;

	if (!state->path)
		return true;
	if (!output_open(&output, state->path, err))
		return false;
	saved_state_write(state, capture, output.stream);
	return output_close(&output, err);
}

void saved_state_fini(struct saved_state *state)
{
	alert_table_fini(&state->alerts);
}
