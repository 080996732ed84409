/* SPDX-License-Identifier: BSD-2-Clause */
#include "store_log.h"

#include <stdlib.h>

#include "base/error.h"
#include "inspect/detail.h"
#include "store/store.h"

#include "eve_own.h"
#include "kind_flow.h"
#include "words_kept.h"

#define KINDS 4096 /* read and remembered; a power of two */

/* What a kind was read to, to be copied for every record of it. */
struct known_kind {
	uint64_t id;
	bool is_none;              /* it could not be read */
	struct record_flow record; /* its details owned */
};

struct store_reading {
	struct log *log;
	struct known_kind *kinds; /* owned: KINDS places, by id */
	struct store_log_answer *answer;
};

static json_t *parse(const char *text, size_t len)
{
	json_error_t reason;

	return json_loadb(text, len, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &reason);
}

static void read_kind(struct store_reading *reading, struct known_kind *kind,
                      const struct store_record *record)
{
	detail_list_destroy(kind->record.flow.details);
	*kind = (struct known_kind){ .id = record->kind_id };
	kind->is_none = !kind_flow_read(reading->log, record->kind, record->kind_len,
	                                &kind->record);
}

static const struct known_kind *kind_of(struct store_reading *reading,
                                        const struct store_record *record)
{
	struct known_kind *kind = &reading->kinds[record->kind_id % KINDS];

	if (kind->id != record->kind_id || record->kind_id == 0)
		read_kind(reading, kind, record);
	return kind;
}

static void take_record(const struct store_record *record, void *context)
{
	struct store_reading *reading = context;
	const struct known_kind *kind = kind_of(reading, record);
	const struct record_flow like = { .stands_for = kind->record.stands_for };

	reading->answer->read++;
	if (kind->is_none) {
		reading->answer->lost++;
		return;
	}
	reading->answer->taken++;
	kind_flow_give(reading->log, &kind->record, record, &like);
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

bool store_log_read(struct log *log, struct store *store,
                    const struct store_filter *filter, struct store_log_answer *answer,
                    struct error *err)
{
	struct store_reading reading = {
		.log = log,
		.kinds = calloc(KINDS, sizeof(*reading.kinds)),
		.answer = answer,
	};
	const struct store_reader reader = {
		.record = take_record,
		.event = take_event,
		.unfinished = take_unfinished,
		.pulse = take_pulse,
		.context = &reading,
	};
	bool ok = reading.kinds ? store_read(store, filter, &reader, err)
	                        : error_set(err, "out of memory");

	for (size_t i = 0; reading.kinds && i < KINDS; i++)
		detail_list_destroy(reading.kinds[i].record.flow.details);
	free(reading.kinds);
	return ok;
}
