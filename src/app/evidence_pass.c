/* SPDX-License-Identifier: BSD-2-Clause */
#include "evidence_pass.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "decode/packet.h"
#include "report/evidence.h"

#include "finding_index.h"
#include "run.h"

#define FRAGMENT_MEMORY ((size_t)16 << 20)

struct evidence_pass {
	struct evidence *evidence; /* owned until written */
	struct evidence *kept;     /* owned; NULL when the inputs can be read again */
	char *kept_path;           /* owned */
	bool failed;
};

static bool can_be_read_again(const struct options *options)
{
	for (size_t i = 0; i < options->files.count; i++)
		if (strcmp(options->files.items[i], "-") == 0)
			return false;
	return options->interfaces.count == 0;
}

struct evidence_pass *evidence_pass_open(struct run *run)
{
	struct evidence_pass *pass = calloc(1, sizeof(*pass));
	const char *path = run->options->evidence;
	struct error err;

	if (!pass) {
		run_complain("out of memory");
		return NULL;
	}
	pass->evidence = evidence_open(path, &err);
	if (!pass->evidence)
		goto fail;
	if (can_be_read_again(run->options))
		return pass;
	if (asprintf(&pass->kept_path, "%s.all", path) < 0) {
		pass->kept_path = NULL;
		error_set(&err, "out of memory");
		goto fail;
	}
	pass->kept = evidence_open(pass->kept_path, &err);
	if (pass->kept)
		return pass;

fail:
	run_complain("%s", err.text);
	evidence_pass_close(pass);
	return NULL;
}

bool evidence_pass_keeps(const struct evidence_pass *pass)
{
	return pass->kept != NULL;
}

void evidence_pass_keep(struct evidence_pass *pass, const struct frame *frame)
{
	struct error err;

	if (!pass->failed && !evidence_add(pass->kept, frame, "kept", &err))
		pass->failed = true;
}

static bool add_inputs(struct evidence_pass *pass, struct capture *capture,
                       const struct options *options, struct error *err)
{
	bool added = false;

	if (pass->kept_path)
		return capture_add_path(capture, pass->kept_path, err);
	/* What could not be opened the first time has been said. */
	for (size_t i = 0; i < options->files.count; i++)
		added |= capture_add_path(capture, options->files.items[i], err);
	return added;
}

static bool copy_packets(struct evidence_pass *pass, struct capture *capture,
                         const struct audit *audit, struct error *err)
{
	struct decoder *decoder = decoder_create(FRAGMENT_MEMORY);
	struct finding_index *findings = finding_index_create(audit);
	struct frame frame;
	enum capture_status status;
	bool ok = (decoder && findings) || error_set(err, "out of memory");

	while (ok && (status = capture_next(capture, &frame)) != CAPTURE_END) {
		struct packet packet;

		if (status != CAPTURE_FRAME ||
		    decoder_decode(decoder, &frame, &packet) != DECODE_OK ||
		    !finding_index_find(findings, &packet))
			continue;
		ok = evidence_add(pass->evidence, &frame,
		                  capture_input(capture, frame.input)->name, err);
	}
	finding_index_destroy(findings);
	decoder_destroy(decoder);
	return ok;
}

static bool close_kept(struct evidence_pass *pass, struct error *err)
{
	struct evidence *kept = pass->kept;

	pass->kept = NULL;
	return !kept || evidence_close(kept, err);
}

void evidence_pass_write(struct evidence_pass *pass, struct run *run,
                         const struct audit *audit)
{
	struct error err = { .text = "cannot be written" };
	struct capture_options again = run->options->capture;
	struct capture *capture = NULL;
	struct evidence *evidence;
	bool ok = !pass->failed && close_kept(pass, &err);

	if (ok)
		ok = (capture = capture_create(&again, &err)) != NULL;
	ok = ok && add_inputs(pass, capture, run->options, &err) &&
	     copy_packets(pass, capture, audit, &err);
	capture_close(capture);
	if (pass->kept_path)
		unlink(pass->kept_path);
	if (ok) {
		evidence = pass->evidence;
		pass->evidence = NULL;
		ok = evidence_close(evidence, &err);
	}
	if (!ok)
		run_incomplete(run, "%s: %s", run->options->evidence, err.text);
}

void evidence_pass_close(struct evidence_pass *pass)
{
	if (!pass)
		return;
	evidence_abandon(pass->evidence);
	evidence_abandon(pass->kept);
	free(pass->kept_path);
	free(pass);
}
