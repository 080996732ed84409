/* SPDX-License-Identifier: BSD-2-Clause */
#include "records/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "capture/byte_stream.h"
#include "capture/capture.h"
#include "store/store.h"

#include "fold_log.h"
#include "half_flows.h"
#include "joined_facts.h"
#include "json_stream.h"
#include "log.h"
#include "store_log.h"
#include "waiting_flows.h"
#include "words_kept.h"

#define PULSE 4096 /* objects between two */

/* One kind a row. */
static const struct log_kind *const kinds[] = { &eve_log, &zeek_log, &nfdump_log,
	                                        &fold_log };

/* What records were lost by, behind the reasons of enum json_stream_loss. */
enum loss {
	LOSS_FIELD = JSON_STREAM_LOSSES, /* of a known kind, and not as it has to be */
	LOSS_KIND,                       /* an object of no known kind of log */
	LOSSES,
};

static const char *const loss_names[LOSSES] = {
	[JSON_STREAM_TOO_LONG] = "too long",
	[JSON_STREAM_NO_JSON] = "no JSON",
	[JSON_STREAM_SAME_KEY] = "with a key twice",
	[JSON_STREAM_NO_OBJECT] = "no object",
	[LOSS_FIELD] = "with a member that is missing, of another type or out of range",
	[LOSS_KIND] = "of no known kind",
};

struct taken_input {
	uint16_t number;
	struct store *store; /* borrowed; NULL: it is a log */
	struct store_filter filter;
	const struct fold_site *folds; /* borrowed; may be NULL */
	char *broken;                  /* owned; NULL while nothing is */
};

struct records {
	struct capture *capture;    /* borrowed */
	struct taken_input *inputs; /* owned */
	size_t count, capacity;
	struct log log;
};

/* Logs among the inputs, in their order. @return false when out of memory */
static bool find_logs(struct records *records)
{
	size_t count;
	const struct capture_input *inputs = capture_inputs(records->capture, &count);

	for (size_t i = 0; i < count; i++) {
		if (!inputs[i].records || inputs[i].elsewhere)
			continue;
		if (!array_reserve(&records->inputs, &records->capacity, records->count,
		                   sizeof(*records->inputs)))
			return false;
		records->inputs[records->count++] =
			(struct taken_input){ .number = (uint16_t)i };
	}
	return true;
}

struct records *records_create(struct capture *capture)
{
	struct records *records = calloc(1, sizeof(*records));

	if (!records)
		return NULL;
	records->capture = capture;
	records->log.words = words_kept_create();
	records->log.joined = joined_facts_create();
	records->log.waiting = waiting_flows_create();
	records->log.halves = half_flows_create();
	if (records->log.words && records->log.joined && records->log.waiting &&
	    records->log.halves && find_logs(records))
		return records;
	records_destroy(records);
	return NULL;
}

void records_destroy(struct records *records)
{
	if (!records)
		return;
	for (size_t i = 0; i < records->count; i++)
		free(records->inputs[i].broken);
	free(records->inputs);
	words_kept_destroy(records->log.words);
	waiting_flows_destroy(records->log.waiting);
	half_flows_destroy(records->log.halves);
	joined_facts_destroy(records->log.joined);
	free(records);
}

bool records_add_store(struct records *records, struct store *store, uint16_t number,
                       const struct store_filter *filter, const struct fold_site *folds)
{
	if (!array_reserve(&records->inputs, &records->capacity, records->count,
	                   sizeof(*records->inputs)))
		return false;
	records->inputs[records->count++] = (struct taken_input){
		.number = number,
		.store = store,
		.filter = *filter,
		.folds = folds,
	};
	return true;
}

size_t records_count(const struct records *records)
{
	return records->count;
}

/* --- Reading one ----------------------------------------------------------------- */

/* One log while it is read. */
struct reading {
	struct records *records;
	struct capture_input *input;
	struct json_stream stream;
	const struct log_kind *kind; /* NULL: not known yet */
	uint64_t lost[LOSSES];
	uint64_t first_lost; /* number of the line; 0: none was */
	uint64_t forgotten;  /* facts, by what was read before */
};

static void lose(struct reading *reading, unsigned why)
{
	reading->lost[why]++;
	if (reading->first_lost == 0)
		reading->first_lost = reading->stream.number;
}

static void read_object(struct reading *reading, const json_t *object)
{
	reading->input->read++;
	for (size_t i = 0; !reading->kind && i < ARRAY_LEN(kinds); i++)
		if (kinds[i]->recognises(object))
			reading->kind = kinds[i];
	if (!reading->kind) {
		lose(reading, LOSS_KIND);
		return;
	}
	switch (reading->kind->read(&reading->records->log, object)) {
	case LOG_TAKEN:
		reading->input->frames++;
		break;
	case LOG_PASSED:
		break;
	case LOG_LOST:
		lose(reading, LOSS_FIELD);
		break;
	}
}

static bool pulse(const struct reading *reading)
{
	const struct record_taker *taker = reading->records->log.taker;

	return !capture_was_stopped(reading->records->capture) &&
	       (!taker->pulse || taker->pulse(taker->context));
}

/* @return whether the end was reached; else the stream broke or nobody wants more */
static bool read_all(struct reading *reading)
{
	struct json_stream *stream = &reading->stream;
	json_t *object;
	enum json_stream_loss why;

	for (;;) {
		switch (json_stream_next(stream, &object, &why)) {
		case JSON_STREAM_OBJECT:
			read_object(reading, object);
			json_decref(object);
			break;
		case JSON_STREAM_LOST:
			lose(reading, why);
			break;
		case JSON_STREAM_QUIET:
			if (!pulse(reading))
				return false;
			break;
		case JSON_STREAM_END:
			return true;
		case JSON_STREAM_BROKEN:
			return false;
		}
		if (stream->number % PULSE == 0 && !pulse(reading))
			return false;
	}
}

/* --- What is missing of it ------------------------------------------------------- */

/* "3 records were lost, the first is line 17: 2 no JSON, 1 too long" */
static void say_losses(const struct reading *reading, struct text *out)
{
	uint64_t lost = 0;
	const char *gap = "";

	for (size_t i = 0; i < LOSSES; i++)
		lost += reading->lost[i];
	if (lost == 0)
		return;
	text_addf(out, "%llu of %llu records %s lost, the first is %s %llu: ",
	          (unsigned long long)lost, (unsigned long long)reading->stream.number,
	          lost == 1 ? "was" : "were",
	          reading->stream.is_array ? "number" : "line",
	          (unsigned long long)reading->first_lost);
	for (size_t i = 0; i < LOSSES; i++) {
		if (reading->lost[i] == 0)
			continue;
		text_addf(out, "%s%llu %s", gap, (unsigned long long)reading->lost[i],
		          loss_names[i]);
		gap = ", ";
	}
	if (!reading->kind)
		text_add(out,
		         "; what is read is EVE, Zeek's JSON and nfdump -o json, and of "
		         "packets the capture itself, not an export of it");
}

/* What came so long before its flow that it was let go. */
static void say_forgotten(const struct reading *reading, struct text *out)
{
	const uint64_t count =
		joined_facts_forgotten(reading->records->log.joined) - reading->forgotten;

	if (count > 0)
		text_addf(out,
		          "%sof %llu connections what was spoken came more than %d "
		          "records before the flow and was forgotten: they are judged "
		          "by port",
		          out->len ? "; " : "", (unsigned long long)count,
		          JOINED_FACTS_MOST);
}

/* One way of a flow each: whoever writes them can have both in one event. */
static void say_one_way(const struct log *log, struct text *out)
{
	if (log->suricata_netflows > 0 && log->suricata_flows == 0)
		text_addf(out,
		          "%s%llu netflow events are not read, which tell of one way of "
		          "a flow: have Suricata write flow events (eve-log, types: "
		          "flow instead of netflow)",
		          out->len ? "; " : "",
		          (unsigned long long)log->suricata_netflows);
}

static void say_broken(struct taken_input *taken, const struct reading *reading)
{
	struct text out = { 0 };
	const struct log *log = &reading->records->log;

	say_losses(reading, &out);
	say_forgotten(reading, &out);
	say_one_way(log, &out);
	if (*reading->stream.err.text)
		text_addf(&out, "%s%s", out.len ? "; " : "", reading->stream.err.text);
	if (log->without_account > 0)
		text_addf(&out,
		          "%sthe sensor's account of itself (event_type stats) is not "
		          "behind its records: some may be missing",
		          out.len ? "; " : "");
	if (fold_log_missing(log))
		text_addf(&out, "%s%s", out.len ? "; " : "", fold_log_missing(log));
	if (out.len > 0)
		taken->broken = strdup(out.at);
	text_fini(&out);
}

static void say_store(struct taken_input *taken, const struct store_log_answer *answer,
                      const struct error *err)
{
	struct text out = { 0 };

	if (answer->lost > 0)
		text_addf(&out, "%llu of %llu records were lost",
		          (unsigned long long)answer->lost,
		          (unsigned long long)answer->read);
	if (answer->unfinished > 0)
		text_addf(
			&out,
			"%s%llu of its runs go on or were killed, and what they had not "
			"committed is missing: the first is %llu%s%s",
			out.len ? "; " : "", (unsigned long long)answer->unfinished,
			(unsigned long long)answer->first_unfinished,
			answer->its_sensor && *answer->its_sensor ? " of " : "",
			answer->its_sensor ? answer->its_sensor : "");
	if (*err->text)
		text_addf(&out, "%s%s", out.len ? "; " : "", err->text);
	if (out.len > 0)
		taken->broken = strdup(out.at);
	text_fini(&out);
}

static bool read_store(struct records *records, struct taken_input *taken)
{
	struct capture_input *input = capture_log(records->capture, taken->number);
	struct store_log_answer answer = { .read = 0 };
	struct error err = { .text = "" };

	input->ended = store_log_read(&records->log, taken->store, &taken->filter,
	                              taken->folds, &answer, &err);
	input->read = answer.read;
	input->frames = answer.taken;
	say_store(taken, &answer, &err);
	input->broken = taken->broken;
	return !capture_was_stopped(records->capture);
}

/* @return whether to go on with the next one */
static bool read_log(struct records *records, struct taken_input *taken)
{
	struct reading reading = {
		.records = records,
		.input = capture_log(records->capture, taken->number),
		.forgotten = joined_facts_forgotten(records->log.joined),
	};
	struct error err = { .text = "" };
	struct byte_stream *bytes =
		capture_records(records->capture, taken->number, &err);

	if (bytes && json_stream_init(&reading.stream, bytes)) {
		reading.input->ended = read_all(&reading);
		reading.input->bytes = byte_stream_done(bytes);
	} else {
		reading.stream.err = err;
		if (bytes)
			error_set(&reading.stream.err, "out of memory");
	}
	say_broken(taken, &reading);
	reading.input->broken = taken->broken;
	fold_log_end(&records->log);
	json_stream_fini(&reading.stream);
	byte_stream_close(bytes);
	return pulse(&reading);
}

static bool read_one(struct records *records, struct taken_input *taken)
{
	struct capture_input *input = capture_log(records->capture, taken->number);
	bool more;

	records->log.input = taken->number;
	records->log.without_account = 0;
	records->log.suricata_flows = records->log.suricata_netflows = 0;
	records->log.first_us = records->log.last_us = 0;
	more = taken->store ? read_store(records, taken) : read_log(records, taken);
	input->first_us = records->log.first_us;
	input->last_us = records->log.last_us;
	return more;
}

void records_read(struct records *records, const struct record_taker *taker)
{
	records->log.taker = taker;
	for (size_t i = 0; i < records->count; i++)
		if (!read_one(records, &records->inputs[i]))
			break;
	half_flows_drain(&records->log);
	waiting_flows_drain(&records->log);
}
