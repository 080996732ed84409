/* SPDX-License-Identifier: BSD-2-Clause */
#include "evidence_pass.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "decode/packet.h"
#include "judge/audit.h"
#include "policy/row.h"
#include "policy/rule.h"
#include "report/evidence.h"

#include "finding_index.h"
#include "frame_spool.h"
#include "held_frames.h"
#include "run.h"

#define MOST_KEPT ((uint64_t)4 << 30) /* bytes, unless --spool-max says */

struct evidence_pass {
	struct run *run;           /* borrowed */
	struct evidence *evidence; /* owned until written */
	/* owned; one for each input, open where it cannot be read again */
	struct frame_spool *spools;
	size_t spool_count;
	bool failed; /* a spool did, and it was said */
};

static bool is_to_be_kept(const struct evidence_pass *pass, size_t number)
{
	return !capture_input(pass->run->capture, number)->stranger &&
	       !capture_is_file(pass->run->capture, number);
}

static uint64_t most_of_each(const struct evidence_pass *pass)
{
	const uint64_t most = pass->run->options->spool_most;
	size_t kept = 0;

	for (size_t i = 0; i < pass->spool_count; i++)
		kept += is_to_be_kept(pass, i);
	return (most ? most : MOST_KEPT) / (kept ? kept : 1);
}

static bool open_spools(struct evidence_pass *pass, struct error *err)
{
	uint64_t most;

	(void)capture_inputs(pass->run->capture, &pass->spool_count);
	pass->spools = calloc(pass->spool_count + 1, sizeof(*pass->spools));
	if (!pass->spools) {
		pass->spool_count = 0;
		return error_set(err, "out of memory");
	}
	most = most_of_each(pass);
	for (size_t i = 0; i < pass->spool_count; i++)
		if (is_to_be_kept(pass, i) &&
		    !frame_spool_open(&pass->spools[i], pass->run->options->evidence,
		                      most, err))
			return false;
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
	privilege_explain_denial(&run->privilege, &err);
	run_complain("%s", err.text);
	evidence_pass_close(pass);
	return NULL;
}

bool evidence_pass_begin(struct evidence_pass *pass)
{
	struct error err;

	if (open_spools(pass, &err))
		return true;
	privilege_explain_denial(&pass->run->privilege, &err);
	run_complain("%s", err.text);
	return false;
}

/* At once, once for each input: a live capture may go on for weeks. */
static void say_full(const struct evidence_pass *pass, size_t number)
{
	run_complain("%s: %s sent more than is kept for it; from here on its oldest "
	             "packets are let go, --spool-max sets how much is kept",
	             pass->run->options->evidence,
	             capture_input(pass->run->capture, number)->name);
}

/* Where the file of @frame says that it was captured; all NULL: it does not. */
static struct evidence_place own_place(struct capture *capture, const struct frame *frame)
{
	const struct capture_interface *own = capture_interface(capture, frame);

	return own ? (struct evidence_place){ own->name, own->description }
	           : (struct evidence_place){ NULL, NULL };
}

void evidence_pass_keep(struct evidence_pass *pass, const struct frame *frame)
{
	struct frame_spool *spool = &pass->spools[frame->input];
	const uint64_t before = spool->let_go;
	struct evidence_place place;
	struct error err;

	if (pass->failed || !frame_spool_is_open(spool))
		return;
	place = own_place(pass->run->capture, frame);
	if (!frame_spool_keep(spool, frame, &place, &err)) {
		pass->failed = true;
		run_incomplete(pass->run,
		               "%s: packets cannot be kept for it any more: %s",
		               pass->run->options->evidence, err.text);
	} else if (before == 0 && spool->let_go > 0) {
		say_full(pass, frame->input);
	}
}

/* --- The second time ---------------------------------------------------------------- */

/* Those that delivered anything, in the same order. */
static bool add_inputs(struct evidence_pass *pass, struct capture *capture,
                       struct error *err)
{
	size_t count;
	const struct capture_input *inputs = capture_inputs(pass->run->capture, &count);

	for (size_t i = 0; i < count; i++) {
		struct frame_spool *spool = &pass->spools[i];

		if (inputs[i].frames == 0)
			continue;
		if (!(frame_spool_is_open(spool)
		              ? frame_spool_reread(spool, capture, inputs[i].name, err)
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

/* An input stands for the interface that it does not name, and is named beside it. */
static struct evidence_place place_of(struct capture *capture, const struct frame *frame)
{
	const struct capture_input *input = capture_input(capture, frame->input);
	const char *whose = input->sensor ? input->sensor : input->name;
	struct evidence_place place = own_place(capture, frame);

	if (!place.description && (place.name || input->sensor))
		place.description = whose;
	if (!place.name)
		place.name = input->name;
	return place;
}

static void copy_frame(const struct frame *frame, const struct audit_finding *finding,
                       void *context)
{
	struct copying *copying = context;
	struct evidence_place place;

	if (!copying->ok)
		return;
	if (finding != copying->commented)
		write_comment(&copying->comment, finding);
	copying->commented = finding;
	place = place_of(copying->capture, frame);
	copying->ok = evidence_add(copying->evidence, frame, &place, copying->comment.at,
	                           copying->err);
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

/* Whether findings lost packets by it nobody can tell any more. */
static void say_let_go(const struct evidence_pass *pass)
{
	for (size_t i = 0; i < pass->spool_count; i++)
		if (pass->spools[i].let_go > 0)
			run_incomplete(
				pass->run,
				"%s: the first %llu packets of %s are not in it: more came "
				"than was kept, raise --spool-max",
				pass->run->options->evidence,
				(unsigned long long)pass->spools[i].let_go,
				capture_input(pass->run->capture, i)->name);
}

void evidence_pass_write(struct evidence_pass *pass, const struct audit *audit)
{
	struct evidence *evidence;
	struct error err;

	if (pass->failed)
		return;
	say_let_go(pass);
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
	for (size_t i = 0; i < pass->spool_count; i++)
		frame_spool_close(&pass->spools[i]);
	free(pass->spools);
	free(pass);
}
