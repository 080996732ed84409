/* SPDX-License-Identifier: BSD-2-Clause */
#include "store_log.h"

#include <stdlib.h>

#include "base/error.h"
#include "inspect/detail.h"
#include "store/store.h"

#include "client_fold.h"
#include "common_ends.h"
#include "eve_own.h"
#include "kind_flow.h"
#include "words_kept.h"

#define KINDS 4096 /* read and remembered; a power of two */

/* What a kind was read to, to be copied for every record of it. */
struct known_kind {
	uint64_t id;
	bool is_none;              /* it could not be read */
	bool may_fold;             /* clients of it come as one */
	struct record_flow record; /* its details owned */
};

struct store_reading {
	struct log *log;
	struct store *store;      /* borrowed */
	struct known_kind *kinds; /* owned: KINDS places, by id */
	struct store_log_answer *answer;
	struct client_fold *fold; /* owned; NULL: other inputs may have seen the same */
	struct common_ends
		*common;  /* owned; NULL: of one sensor, or none could be noted */
	bool is_surveyed; /* there are several */
};

static json_t *parse(const char *text, size_t len)
{
	json_error_t reason;

	return json_loadb(text, len, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &reason);
}

static void read_kind(struct store_reading *reading, struct known_kind *kind, uint64_t id)
{
	size_t len;
	const char *text = store_kind(reading->store, id, &len);

	detail_list_destroy(kind->record.flow.details);
	*kind = (struct known_kind){ .id = id };
	kind->is_none = !text || !kind_flow_read(reading->log, text, len, &kind->record);
	kind->may_fold =
		reading->fold && !kind->is_none && client_fold_takes_kind(text, len);
}

static const struct known_kind *kind_of(struct store_reading *reading,
                                        const struct store_record *record)
{
	struct known_kind *kind = &reading->kinds[record->kind_id % KINDS];

	if (kind->id != record->kind_id || record->kind_id == 0)
		read_kind(reading, kind, record->kind_id);
	return kind;
}

/* --- Several sensors ----------------------------------------------------------------- */

static void take_survey(const struct store_record *record, uint64_t count, void *context)
{
	struct store_reading *reading = context;

	if (!reading->is_surveyed)
		reading->common = common_ends_create(count);
	reading->is_surveyed = true;
	if (reading->common)
		common_ends_note(reading->common, record);
}

/* Did nobody else see it, for certain? */
static bool is_alone(const struct store_reading *reading,
                     const struct store_record *record)
{
	if (!reading->fold)
		return false;
	if (!reading->is_surveyed)
		return true;
	return reading->common && !common_ends_have(reading->common, record);
}

/* --- Records --------------------------------------------------------------------------- */

static void take_record(const struct store_record *record, void *context)
{
	struct store_reading *reading = context;
	const struct known_kind *kind = kind_of(reading, record);
	const struct record_flow like = {
		.stands_for = kind->record.stands_for,
		.is_alone = is_alone(reading, record),
	};
	struct store_record own = *record;

	reading->answer->read++;
	if (kind->is_none) {
		reading->answer->lost++;
		return;
	}
	reading->answer->taken++;
	if (reading->fold)
		client_fold_take(reading->fold, &own, kind->may_fold && like.is_alone);
	kind_flow_give(reading->log, &kind->record, &own, &like);
}

static void take_event(const char *eve, size_t len, void *context)
{
	struct store_reading *reading = context;
	json_t *object = parse(eve, len);
	enum log_answer answer = LOG_LOST;

	if (json_is_object(object))
		answer = json_object_get(object, "learned")
		                 ? eve_own_learned(reading->log, object)
		                 : eve_own_account(reading->log, object);
	reading->answer->lost += answer == LOG_LOST;
	json_decref(object);
}

static void take_unfinished(uint64_t number, const char *sensor, void *context)
{
	struct store_reading *reading = context;

	if (reading->answer->unfinished++ > 0)
		return;
	reading->answer->first_unfinished = number;
	reading->answer->its_sensor = words_kept_add(reading->log->words, sensor);
}

static bool take_pulse(void *context)
{
	struct store_reading *reading = context;
	const struct record_taker *taker = reading->log->taker;

	return !taker->pulse || taker->pulse(taker->context);
}

static bool begin(struct store_reading *reading, const struct fold_site *folds)
{
	reading->kinds = calloc(KINDS, sizeof(*reading->kinds));
	if (folds)
		reading->fold = client_fold_create(folds);
	return reading->kinds && (reading->fold || !folds);
}

static void end(struct store_reading *reading)
{
	if (reading->fold)
		client_fold_tell(reading->fold, reading->log->taker);
	for (size_t i = 0; reading->kinds && i < KINDS; i++)
		detail_list_destroy(reading->kinds[i].record.flow.details);
	free(reading->kinds);
	client_fold_destroy(reading->fold);
	common_ends_destroy(reading->common);
}

bool store_log_read(struct log *log, struct store *store,
                    const struct store_filter *filter, const struct fold_site *folds,
                    struct store_log_answer *answer, struct error *err)
{
	struct store_reading reading = { .log = log, .store = store, .answer = answer };
	const struct store_reader reader = {
		.survey = folds ? take_survey : NULL,
		.record = take_record,
		.event = take_event,
		.unfinished = take_unfinished,
		.pulse = take_pulse,
		.context = &reading,
	};
	bool ok = begin(&reading, folds) ? store_read(store, filter, &reader, err)
	                                 : error_set(err, "out of memory");

	end(&reading);
	return ok;
}
