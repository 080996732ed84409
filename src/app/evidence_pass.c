/* SPDX-License-Identifier: BSD-2-Clause */
#include "evidence_pass.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "decode/packet.h"
#include "judge/audit.h"
#include "policy/row.h"
#include "policy/rule.h"
#include "report/evidence.h"

#include "finding_index.h"
#include "held_frames.h"
#include "run.h"

/* What one input delivered that cannot be read again: a pipe or an interface. */
struct spool {
	FILE *file;              /* owned; without a name. NULL: it can be read again */
	struct evidence *frames; /* owned; what writes it */
};

struct evidence_pass {
	struct run *run;           /* borrowed */
	struct evidence *evidence; /* owned until written */
	struct spool *spools;      /* owned; one for each input */
	size_t spool_count;
	bool failed; /* a spool did, and it was said */
};

static bool open_spools(struct evidence_pass *pass, struct error *err)
{
	const struct capture_input *inputs =
		capture_inputs(pass->run->capture, &pass->spool_count);

	pass->spools = calloc(pass->spool_count + 1, sizeof(*pass->spools));
	if (!pass->spools) {
		pass->spool_count = 0;
		return error_set(err, "out of memory");
	}
	for (size_t i = 0; i < pass->spool_count; i++) {
		struct spool *spool = &pass->spools[i];

		if (inputs[i].stranger || capture_is_file(pass->run->capture, i))
			continue;
		spool->file = output_open_nameless(pass->run->options->evidence, err);
		if (!spool->file)
			return false;
		spool->frames = evidence_over_stream(spool->file);
		if (!spool->frames)
			return error_set(err, "out of memory");
	}
	return true;
}

struct evidence_pass *evidence_pass_open(struct run *run)
{
	struct evidence_pass *pass = calloc(1, sizeof(*pass));
	struct error err;

	if (!pass) {
		run_complain("out of memory");
		return NULL;
	}
	pass->run = run;
	pass->evidence = evidence_open(run->options->evidence, &err);
	if (pass->evidence)
		return pass;
	run_explain_denial(run, &err);
	run_complain("%s", err.text);
	evidence_pass_close(pass);
	return NULL;
}

bool evidence_pass_begin(struct evidence_pass *pass)
{
	struct error err;

	if (open_spools(pass, &err))
		return true;
	run_explain_denial(pass->run, &err);
	run_complain("%s", err.text);
	return false;
}

void evidence_pass_keep(struct evidence_pass *pass, const struct frame *frame)
{
	struct spool *spool = &pass->spools[frame->input];
	struct error err;

	if (pass->failed || !spool->frames)
		return;
	if (evidence_add(spool->frames, frame, "kept", NULL, &err))
		return;
	/* At once: a live capture may go on for weeks. */
	pass->failed = true;
	run_incomplete(pass->run, "%s: packets cannot be kept for it any more",
	               pass->run->options->evidence);
}

/* --- The second time ---------------------------------------------------------------- */

static bool reread_spool(struct spool *spool, struct capture *capture, const char *name,
                         struct error *err)
{
	struct evidence *frames = spool->frames;
	int fd;

	spool->frames = NULL;
	if (!evidence_close(frames, err))
		return false;
	fd = dup(fileno(spool->file));
	return fd >= 0 && lseek(fd, 0, SEEK_SET) == 0
	               ? capture_add_descriptor(capture, fd, name, NULL, err)
	               : error_set(err, "cannot be read again");
}

/* Those that delivered anything, in the same order. */
static bool add_inputs(struct evidence_pass *pass, struct capture *capture,
                       struct error *err)
{
	size_t count;
	const struct capture_input *inputs = capture_inputs(pass->run->capture, &count);

	for (size_t i = 0; i < count; i++) {
		struct spool *spool = &pass->spools[i];

		if (inputs[i].frames == 0)
			continue;
		if (!(spool->file ? reread_spool(spool, capture, inputs[i].name, err)
		                  : run_reread_file(pass->run, i, capture, err)))
			return false;
	}
	return true;
}

/* The packets of findings on their way from the inputs into the evidence. */
struct copying {
	struct evidence *evidence;
	const struct decoder *decoder;
	struct capture *capture;
	struct finding_index *findings; /* owned */
	struct held_frames *fragments;  /* owned */
	const struct audit_finding *commented;
	struct text comment; /* of the finding before */
	struct error *err;
	bool ok; /* so far */
};

/* "F-3f2a9c01 high wrong-role server-27": the row that has it, else the nearest. */
static void write_comment(struct text *comment, const struct audit_finding *finding)
{
	const struct rule *rule = finding->rule ? finding->rule : finding->nearest;

	text_clear(comment);
	text_addf(comment, "%s %s %s %s", finding->id, severity_name(finding->severity),
	          finding_kind_name(finding->kind), rule ? rule->row->id : "no row");
}

static void copy_frame(const struct frame *frame, const struct audit_finding *finding,
                       void *context)
{
	struct copying *copying = context;

	if (!copying->ok)
		return;
	if (finding != copying->commented)
		write_comment(&copying->comment, finding);
	copying->commented = finding;
	copying->ok = evidence_add(copying->evidence, frame,
	                           capture_input(copying->capture, frame->input)->name,
	                           copying->comment.at, copying->err);
	if (!copying->ok)
		capture_stop(copying->capture);
}

/* A frame is evidence for each of the conversations that it is part of. */
static const struct audit_finding *find_of_carriers(const struct copying *copying)
{
	const struct audit_finding *found = NULL;
	size_t count;
	const struct packet *carriers = decoder_carriers(copying->decoder, &count);

	for (size_t i = 0; i < count && !found; i++)
		found = finding_index_find(copying->findings, &carriers[i]);
	return found;
}

static void sift_frame(const struct frame *frame, const struct packet *packet,
                       void *context)
{
	struct copying *copying = context;
	const struct audit_finding *finding =
		packet ? finding_index_find(copying->findings, packet) : NULL;

	if (!finding && frame)
		finding = find_of_carriers(copying);
	held_frames_follow(copying->fragments, frame, packet, finding);
}

static void say_left_out(struct run *run, uint64_t count)
{
	if (count > 0)
		run_incomplete(run,
		               "%s: %llu fragments are left out: memory was full before "
		               "their datagrams were whole; raise --memcap",
		               run->options->evidence, (unsigned long long)count);
}

/* The hosts of the audit, so that the file says who is who without the site file. */
static bool name_hosts(struct evidence *evidence, const struct audit *audit,
                       struct error *err)
{
	for (size_t i = 0; i < audit->host_count; i++) {
		const struct audit_host *host = &audit->hosts[i];

		if (host->name_count > 0 &&
		    !evidence_name(evidence, &host->address, host->names[0], err))
			return false;
	}
	return true;
}

static bool copy_packets(struct evidence_pass *pass, struct capture *capture,
                         const struct audit *audit, struct error *err)
{
	struct run *run = pass->run;
	struct decoder *decoder = decoder_create(run->memory.fragments);
	struct copying copying = { .evidence = pass->evidence,
		                   .decoder = decoder,
		                   .capture = capture,
		                   .findings = finding_index_create(audit),
		                   .err = err };

	/* No flow is followed any more: what they had is there for the frames. */
	if (decoder)
		copying.fragments = held_frames_create(decoder, run->memory.flows,
		                                       copy_frame, &copying);
	copying.ok = copying.findings && copying.fragments
	                     ? name_hosts(pass->evidence, audit, err)
	                     : error_set(err, "out of memory");
	if (copying.ok) {
		pipeline_reread(run->pipeline, capture, decoder, sift_frame, &copying);
		say_left_out(run, held_frames_left_out(copying.fragments));
	}
	held_frames_destroy(copying.fragments);
	text_fini(&copying.comment);
	finding_index_destroy(copying.findings);
	decoder_destroy(decoder);
	return copying.ok;
}

/* What was read after the first pass ended, by a signal for example, is not of it. */
static bool read_again(struct evidence_pass *pass, const struct audit *audit,
                       struct error *err)
{
	struct capture_options again = pass->run->options->capture;
	struct capture *capture;
	bool ok;

	again.read_again = false;
	again.frame_limit = pipeline_counters(pass->run->pipeline)->frames;
	if (again.frame_limit == 0)
		return true;
	capture = capture_create(&again, err);
	ok = capture && add_inputs(pass, capture, err) &&
	     copy_packets(pass, capture, audit, err);
	capture_close(capture);
	return ok;
}

void evidence_pass_write(struct evidence_pass *pass, const struct audit *audit)
{
	struct evidence *evidence;
	struct error err;

	if (pass->failed)
		return;
	bool ok = read_again(pass, audit, &err);

	if (ok) {
		evidence = pass->evidence;
		pass->evidence = NULL;
		ok = evidence_close(evidence, &err);
	}
	if (!ok)
		run_incomplete(pass->run, "%s: %s", pass->run->options->evidence,
		               err.text);
}

void evidence_pass_close(struct evidence_pass *pass)
{
	if (!pass)
		return;
	evidence_abandon(pass->evidence);
	for (size_t i = 0; i < pass->spool_count; i++) {
		evidence_abandon(pass->spools[i].frames);
		if (pass->spools[i].file)
			fclose(pass->spools[i].file);
	}
	free(pass->spools);
	free(pass);
}
