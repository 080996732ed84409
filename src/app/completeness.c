/* SPDX-License-Identifier: BSD-2-Clause */
#include "completeness.h"

#include <stdio.h>
#include <stdlib.h>

#include "signals.h"

#define MOST_PERCENT   1.0 /* design section 6: above it, and above */
#define MOST_FRAMES    10  /* so many frames, what is lost may hide something */
#define MOST_NAMED     3   /* inputs or types in a sentence */
#define PERCENT(n, of) (100.0 * (double)(n) / (double)(of))

static unsigned long long number(uint64_t value)
{
	return value;
}

/* --- Inputs ----------------------------------------------------------------------- */

/* A README beside the captures takes nothing away from them. */
static void note_stranger(const struct run *run, const struct capture_input *input)
{
	if (!run->options->quiet)
		run_complain("%s: %s, left out", input->name, input->broken);
}

/* The last file of a ring. */
static void note_unfinished(const struct run *run, const struct capture_input *input)
{
	if (!run->options->quiet)
		run_complain("%s: still being written: %s", input->name,
		             input->unfinished);
}

static void check_inputs(struct run *run, const struct capture_input *inputs,
                         size_t count)
{
	size_t strangers = 0;

	for (size_t i = 0; i < count; i++) {
		strangers += inputs[i].stranger;
		if (inputs[i].stranger)
			note_stranger(run, &inputs[i]);
		else if (inputs[i].unfinished)
			note_unfinished(run, &inputs[i]);
		else if (inputs[i].broken)
			run_incomplete(run, "%s: %s", inputs[i].name, inputs[i].broken);
	}
	for (size_t i = 0; i < count; i++)
		if (inputs[i].missed > 0)
			run_incomplete(
				run,
				"%s: %llu files were gone before they were read to their end",
				inputs[i].name, number(inputs[i].missed));
	if (strangers == count) {
		run_complain("there is no capture among the inputs");
		run->unreadable = true;
	}
}

/* A file that a signal left unread; what broke or is no capture has been said. */
static bool was_cut_off(const struct capture_input *input)
{
	return input->size > 0 && !input->ended && !input->broken;
}

/* "core.pcap was read to 62 %" */
static void add_cut_off(struct text *out, const struct capture_input *input)
{
	if (input->frames + input->read == 0)
		text_addf(out, "%s was not read", input->name);
	else
		text_addf(out, "%s was read to %.0f %%", input->name,
		          PERCENT(input->done, input->size));
}

/* A pipe or an interface that a signal ended is whole: nobody knows of more. */
static void check_stop(struct run *run, const struct capture_input *inputs, size_t count)
{
	struct text files = { 0 };
	uint64_t size = 0, done = 0;
	size_t cut_off = 0;

	for (size_t i = 0; i < count; i++) {
		size += inputs[i].size;
		done += inputs[i].ended ? inputs[i].size : inputs[i].done;
		if (!was_cut_off(&inputs[i]) || cut_off++ >= MOST_NAMED)
			continue;
		text_add(&files, files.len ? ", " : "");
		add_cut_off(&files, &inputs[i]);
	}
	if (cut_off > MOST_NAMED)
		text_addf(&files, ", and %zu more", cut_off - MOST_NAMED);
	if (cut_off > 0)
		run_incomplete(run, "stopped by %s after %.0f %% of the input: %s",
		               signals_stop_name(), PERCENT(done, size),
		               files.at ? files.at : "");
	text_fini(&files);
}

/* A file tells of losses that it was written with: each for itself. */
static void check_stated_drops(struct run *run, const struct capture_input *inputs,
                               size_t count)
{
	struct text files = { 0 };
	size_t named = 0;

	for (size_t i = 0; i < count; i++) {
		const uint64_t lost = capture_input_dropped(&inputs[i]);
		const uint64_t all = inputs[i].kernel_received;

		/* What a sensor dropped it says itself. */
		if (inputs[i].live || inputs[i].records || lost == 0 ||
		    PERCENT(lost, all) <= MOST_PERCENT || named++ >= MOST_NAMED)
			continue;
		text_addf(&files, "%s%s: %llu of %llu packets (%.1f %%)",
		          files.len ? ", " : "", inputs[i].name, number(lost),
		          number(all), PERCENT(lost, all));
	}
	if (named > MOST_NAMED)
		text_addf(&files, ", and %zu more files", named - MOST_NAMED);
	if (named > 0)
		run_incomplete(run,
		               "packets were lost when they were captured, as the file "
		               "itself says: %s",
		               files.at ? files.at : "more than 1 %");
	text_fini(&files);
}

static void check_live_drops(struct run *run, const struct capture_input *inputs,
                             size_t count)
{
	bool any = false;

	for (size_t i = 0; i < count; i++)
		any |= inputs[i].live && capture_input_dropped(&inputs[i]) > 0;
	if (any && run_dropped_percent(run) > MOST_PERCENT)
		run_incomplete(
			run, "%.1f %% of the packets were dropped before they were seen",
			run_dropped_percent(run));
}

/* --- Frames ----------------------------------------------------------------------- */

/* "400 of Ethernet type 0x88e5 (MACsec)", the most frequent first; @others have no place there */
static void add_types(struct text *out, const struct decode_unknown *unknown,
                      size_t count, uint64_t others)
{
	struct decode_unknown types[DECODE_UNKNOWN_MAX];
	uint64_t left = others;
	char name[96];

	for (size_t i = 0; i < count; i++) {
		size_t at = i;

		for (; at > 0 && types[at - 1].frames < unknown[i].frames; at--)
			types[at] = types[at - 1];
		types[at] = unknown[i];
	}
	for (size_t i = 0; i < count; i++) {
		if (i >= MOST_NAMED) {
			left += types[i].frames;
			continue;
		}
		decode_unknown_describe(&types[i], name, sizeof(name));
		text_addf(out, "%s%llu of %s", out->len ? ", " : "",
		          number(types[i].frames), name);
	}
	if (left > 0)
		text_addf(out, ", %llu of other types", number(left));
}

static bool are_many(uint64_t lost, uint64_t frames)
{
	return lost > MOST_FRAMES && PERCENT(lost, frames) > MOST_PERCENT;
}

/* Their packets were judged, as datagrams; what is in them was not. */
static void check_tunnels(struct run *run)
{
	const struct decode_counters *counters = pipeline_decode_counters(run->pipeline);
	struct text types = { 0 };
	uint64_t unread = 0;

	for (size_t i = 0; i < counters->unread_count; i++)
		unread += counters->unread[i].frames;
	if (!are_many(unread, pipeline_counters(run->pipeline)->frames))
		return;
	add_types(&types, counters->unread, counters->unread_count, 0);
	run_incomplete(run, "what tunnels carry was not read: %s",
	               types.at ? types.at : "");
	text_fini(&types);
}

static void check_decoding(struct run *run)
{
	const struct decode_counters *counters = pipeline_decode_counters(run->pipeline);
	const uint64_t frames = pipeline_counters(run->pipeline)->frames;
	const uint64_t lost = decode_counters_lost(counters);
	struct text reasons = { 0 };

	if (!are_many(lost, frames))
		return;
	add_types(&reasons, counters->unknown, counters->unknown_count,
	          counters->unknown_others);
	for (int i = 0; i < DECODE_VERDICTS; i++) {
		const enum decode_verdict verdict = (enum decode_verdict)i;

		if (counters->verdicts[i] == 0 || !decode_verdict_is_loss(verdict) ||
		    verdict == DECODE_LINK_TYPE || verdict == DECODE_UNKNOWN_TYPE)
			continue;
		text_addf(&reasons, "%s%llu %s", reasons.len ? ", " : "",
		          number(counters->verdicts[i]), decode_verdict_name(verdict));
	}
	run_incomplete(run, "%llu of %llu frames could not be decoded: %s", number(lost),
	               number(frames), reasons.at ? reasons.at : "");
	text_fini(&reasons);
}

/* --- Memory ------------------------------------------------------------------------ */

static void check_memory(struct run *run)
{
	const struct flow_table_counters *flows = pipeline_flow_counters(run->pipeline);
	const struct inspector_counters *inspector =
		pipeline_inspector_counters(run->pipeline);
	uint64_t evicted = flows->evicted, refused = flows->refused;
	uint64_t fragments =
		pipeline_decode_counters(run->pipeline)->verdicts[DECODE_FRAGMENT_MEMORY];
	/* Whose inspections matter is known when the site file says so. */
	uint64_t given_up = run->knowledge.site ? inspector->given_up_of_interest
	                                        : inspector->given_up;

	if (evicted > 0)
		run_incomplete(
			run,
			"the flow table was full: %llu flows were ended early; raise "
			"--memcap",
			number(evicted));
	if (refused > 0)
		run_incomplete(run,
		               "the system refused memory: %llu packets belong to flows "
		               "that could not begin",
		               number(refused));
	if (given_up > 0)
		run_incomplete(
			run,
			"memory was full: the inspection of %llu flows was given up, "
			"which were judged by port only; raise --memcap",
			number(given_up));
	if (fragments > 0)
		run_incomplete(run,
		               "memory was full: %llu fragments of datagrams that wait "
		               "for the rest were lost; raise --memcap",
		               number(fragments));
}

void completeness_collect(struct run *run)
{
	size_t count;
	const struct capture_input *inputs = capture_inputs(run->capture, &count);

	progress_clear(&run->progress);
	check_inputs(run, inputs, count);
	if (capture_was_stopped(run->capture))
		check_stop(run, inputs, count);
	check_live_drops(run, inputs, count);
	check_stated_drops(run, inputs, count);
	check_decoding(run);
	check_tunnels(run);
	check_memory(run);
}

/* --- Was anything judged? ------------------------------------------------------------ */

static void say_no_flow(struct run *run, struct text *sentence)
{
	uint64_t frames = pipeline_counters(run->pipeline)->frames + run->account.frames;
	size_t count;
	const struct capture_input *inputs = capture_inputs(run->capture, &count);
	uint64_t read = run->account.read, records = 0;

	for (size_t i = 0; i < count; i++)
		*(inputs[i].records ? &records : &read) += inputs[i].read;
	if (frames > 0)
		text_addf(sentence, "none of %llu packets belongs to a conversation",
		          number(frames));
	else if (read > 0)
		text_addf(sentence, "the filter took none of %llu packets", number(read));
	else
		text_add(sentence, records > 0 ? "no record is of a conversation"
		                               : "no packet came");
}

static void say_out_of_scope(struct run *run, struct text *sentence,
                             const struct judged_flows *counts)
{
	text_addf(sentence, "none of %llu flow%s has a known Lync server at an end",
	          number(counts->all), counts->all == 1 ? "" : "s");
	if (!run->options->site_file)
		text_add(sentence, "; declare the servers in a site file (-c)");
}

void completeness_judged(struct run *run, enum judged judged,
                         const struct judged_flows *counts)
{
	bool idle = run->options->idle_ok &&
	            (pipeline_counters(run->pipeline)->frames > 0 || counts->all > 0);
	struct text sentence = { 0 };

	switch (judged) {
	case JUDGED_TRAFFIC:
		return;
	case JUDGED_NO_FLOW:
		say_no_flow(run, &sentence);
		break;
	case JUDGED_OUT_OF_SCOPE:
		say_out_of_scope(run, &sentence, counts);
		break;
	case JUDGED_SILENT_SERVERS:
		text_add(&sentence, "none of the site's Lync servers was heard, and no "
		                    "payload confirmed a documented row");
		idle = false;
		break;
	}
	if (!idle)
		run_incomplete(run, "nothing was judged: %s",
		               sentence.at ? sentence.at : "out of memory");
	else if (asprintf(&run->idle, "nothing was judged: %s",
	                  sentence.at ? sentence.at : "out of memory") < 0)
		run->idle = NULL;
	text_fini(&sentence);
}

void completeness_concluded(struct run *run, const struct audit *audit)
{
	const struct audit_left_out *out = &audit->left_out;

	if (audit->forgotten > 0)
		run_incomplete(
			run,
			"memory was full: %llu conversations were judged before the end; "
			"raise --memcap",
			number(audit->forgotten));
	if (out->findings > 0)
		run_incomplete(run,
		               "memory was full: %llu findings are left out; raise "
		               "--memcap",
		               number(out->findings));
	if (out->hosts + out->services > 0)
		run_incomplete(run,
		               "memory was full: %llu hosts and services are left out; "
		               "raise --memcap",
		               number(out->hosts + out->services));
	completeness_judged(run, audit->judged, &audit->judged_flows);
}
