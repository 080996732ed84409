/* SPDX-License-Identifier: BSD-2-Clause */
#include "option_types.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/spelling.h"
#include "base/text.h"
#include "base/transport.h"

#include "options.h"

#define MOST_FILTER 65536

static bool parse_number(const char *text, uint64_t least, uint64_t most,
                         uint64_t *number)
{
	char *end;

	errno = 0;
	if (*text < '0' || *text > '9')
		return false;
	unsigned long long value = strtoull(text, &end, 10);
	if (errno || *end || value < least || value > most)
		return false;
	*number = value;
	return true;
}

static bool parse_size(const char *text, size_t *size)
{
	static const struct {
		const char *suffix;
		unsigned shift;
	} units[] = { { "", 0 },    { "B", 0 },    { "K", 10 },   { "KiB", 10 },
		      { "kb", 10 }, { "M", 20 },   { "MiB", 20 }, { "mb", 20 },
		      { "G", 30 },  { "GiB", 30 }, { "gb", 30 } };
	char *end;

	errno = 0;
	if (*text < '0' || *text > '9')
		return false;
	unsigned long long value = strtoull(text, &end, 10);
	while (*end == ' ')
		end++;
	for (size_t i = 0; !errno && i < ARRAY_LEN(units); i++) {
		if (strcasecmp(end, units[i].suffix) == 0 &&
		    value <= SIZE_MAX >> units[i].shift) {
			*size = (size_t)value << units[i].shift;
			return true;
		}
	}
	return false;
}

bool option_ignored(const struct option_spec *spec, const char *value, void *field,
                    struct error *err)
{
	(void)spec, (void)value, (void)field, (void)err;
	return true;
}

bool option_flag(const struct option_spec *spec, const char *value, void *field,
                 struct error *err)
{
	(void)spec, (void)value, (void)err;
	*(bool *)field = true;
	return true;
}

bool option_counted(const struct option_spec *spec, const char *value, void *field,
                    struct error *err)
{
	(void)spec, (void)value, (void)err;
	++*(unsigned *)field;
	return true;
}

bool option_text(const struct option_spec *spec, const char *value, void *field,
                 struct error *err)
{
	(void)spec, (void)err;
	*(const char **)field = value;
	return true;
}

bool option_listed(const struct option_spec *spec, const char *value, void *field,
                   struct error *err)
{
	struct option_list *list = field;

	(void)spec;
	if (!array_reserve(&list->items, &list->capacity, list->count,
	                   sizeof(*list->items)))
		return error_set(err, "out of memory");
	list->items[list->count++] = value;
	return true;
}

bool option_input(const struct option_spec *spec, const char *value, void *field,
                  struct error *err)
{
	(void)spec;
	return input_list_add(field, value, err);
}

/* --- Numbers -------------------------------------------------------------------- */

bool option_number64(const struct option_spec *spec, const char *value, void *field,
                     struct error *err)
{
	const char *unit = strcmp(spec->value, "N") == 0 ? "" : " of ";

	if (parse_number(value, spec->low, spec->high, field))
		return true;
	if (spec->high == UINT64_MAX)
		return error_set(err, "%s '%s' is not a number of at least %llu",
		                 spec->name, value, (unsigned long long)spec->low);
	return error_set(err, "%s '%s' is not a number%s%s from %llu to %llu", spec->name,
	                 value, unit, *unit ? spec->value : "",
	                 (unsigned long long)spec->low, (unsigned long long)spec->high);
}

bool option_number32(const struct option_spec *spec, const char *value, void *field,
                     struct error *err)
{
	uint64_t number;

	if (!option_number64(spec, value, &number, err))
		return false;
	*(uint32_t *)field = (uint32_t)number;
	return true;
}

bool option_time(const struct option_spec *spec, const char *value, void *field,
                 struct error *err)
{
	static const struct {
		char unit;
		uint64_t seconds;
	} units[] = {
		{ '\0', 1 }, { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }
	};
	const size_t digits = strspn(value, "0123456789");
	uint64_t number = strtoull(value, NULL, 10);

	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (digits == 0 || digits > 9 || value[digits] != units[i].unit ||
		    (units[i].unit && value[digits + 1]))
			continue;
		number *= units[i].seconds;
		if (number < spec->low || number > spec->high)
			break;
		*(uint64_t *)field = number * 1000000;
		return true;
	}
	return error_set(err,
	                 "%s '%s' is not a time from %llu to %llu seconds, as in 90s, "
	                 "5m, 2h or 7d",
	                 spec->name, value, (unsigned long long)spec->low,
	                 (unsigned long long)spec->high);
}

bool option_size(const struct option_spec *spec, const char *value, void *field,
                 struct error *err)
{
	size_t size;

	if (!parse_size(value, &size) || size < spec->low || size > spec->high)
		return error_set(err,
		                 "%s '%s' is not a size of at least %llu MiB, as in "
		                 "256MiB",
		                 spec->name, value, (unsigned long long)spec->low >> 20);
	*(size_t *)field = size;
	return true;
}

/* --- Words there are only some of ------------------------------------------------- */

bool option_severity(const struct option_spec *spec, const char *value, void *field,
                     struct error *err)
{
	return severity_parse(field, value) ||
	       error_set(err, "%s '%s' is not low, medium or high", spec->name, value);
}

bool option_sandbox(const struct option_spec *spec, const char *value, void *field,
                    struct error *err)
{
	static const char *const names[] = {
		[CONFINEMENT_ENFORCE] = "enforce",
		[CONFINEMENT_WARN] = "warn",
		[CONFINEMENT_OFF] = "off",
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(value, names[i]) == 0) {
			*(enum confinement_mode *)field = (enum confinement_mode)i;
			return true;
		}
	}
	return error_set(err, "%s '%s' is not enforce, warn or off", spec->name, value);
}

bool option_colour(const struct option_spec *spec, const char *value, void *field,
                   struct error *err)
{
	static const char *const words[] = { [COLOUR_AUTO] = "auto",
		                             [COLOUR_ALWAYS] = "always",
		                             [COLOUR_NEVER] = "never" };

	for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(value, words[i]) == 0) {
			*(enum colour *)field = (enum colour)i;
			return true;
		}
	}
	return error_set(err, "--%s is auto, always or never, not '%s'", spec->name,
	                 value);
}

bool option_language(const struct option_spec *spec, const char *value, void *field,
                     struct error *err)
{
	if (strcmp(value, "en") == 0)
		*(enum language *)field = LANGUAGE_EN;
	else if (strcmp(value, "fr") == 0)
		*(enum language *)field = LANGUAGE_FR;
	else
		return error_set(err, "--%s is en or fr, not '%s'", spec->name, value);
	return true;
}

bool option_moment(const struct option_spec *spec, const char *value, void *field,
                   struct error *err)
{
	int64_t *time_us = field;

	if (clock_parse(time_us, value))
		return true;
	if (!clock_parse_date(time_us, value))
		return error_set(err, "%s '%s' is no time as 2026-11-22T18:28:20Z or day",
		                 spec->name, value);
	*time_us -= INT64_C(86400) * US_PER_SECOND - 1; /* it gives the day's end */
	return true;
}

bool option_copies(const struct option_spec *spec, const char *value, void *field,
                   struct error *err)
{
	bool *keep = field;

	*keep = strcmp(value, "keep") == 0;
	return *keep || strcmp(value, "once") == 0 ||
	       error_set(err, "%s '%s' is not once or keep", spec->name, value);
}

bool option_role(const struct option_spec *spec, const char *value, void *field,
                 struct error *err)
{
	struct spelling spelling = spelling_of(value);
	char hint[SPELLING_HINT_SIZE];
	enum role role;

	if (role_parse(&role, value))
		return option_text(spec, value, field, err);
	for (size_t i = 0; i < ROLES; i++)
		spelling_consider(&spelling, role_name((enum role)i));
	return error_set(err, "there is no role '%s'%s", value,
	                 spelling_hint(&spelling, "; lynctap(1) lists them", hint));
}

/* "5070" for both transports, or what a row's list of ports may say of one port: "5070/tcp", "esp" */
bool option_port(const struct option_spec *spec, const char *value, void *field,
                 struct error *err)
{
	struct report_rows_filter *rows = field;
	struct port_span span = { 0 };
	uint64_t number;

	if (parse_number(value, spec->low, spec->high, &number))
		span.low = span.high = (uint16_t)number;
	else if (!port_span_parse(&span, value) || span.low != span.high)
		return error_set(err,
		                 "%s '%s' is not N, N/tcp, N/udp or a protocol as esp",
		                 spec->name, value);
	rows->transport = span.transport;
	rows->by_port = true;
	rows->port = span.low;
	return true;
}

/* --- Filters ------------------------------------------------------------------------ */

bool option_filter(const struct option_spec *spec, const char *value, void *field,
                   struct error *err)
{
	char **filter = field;
	struct text joined = { 0 };

	(void)spec;
	/* A frame has to pass each. */
	if (*filter)
		text_addf(&joined, "(%s) and (%s)", *filter, value);
	else
		text_add(&joined, value);
	if (joined.failed)
		return error_set(err, "out of memory");
	free(*filter);
	*filter = joined.at;
	return true;
}

bool option_filter_file(const struct option_spec *spec, const char *path, void *field,
                        struct error *err)
{
	FILE *file = fopen(path, "r");
	char *text;

	if (!file)
		return error_set(err, "%s: %s", path, strerror(errno));
	text = calloc(1, MOST_FILTER + 1);
	size_t len = text ? fread(text, 1, MOST_FILTER, file) : 0;
	bool whole = text && !ferror(file) && fgetc(file) == EOF;

	fclose(file);
	for (size_t i = 0; i < len; i++)
		if (text[i] == '\n')
			text[i] = ' ';
	bool added = whole ? option_filter(spec, text, field, err)
	                   : error_set(err, "%s: cannot be read as a filter", path);

	free(text);
	return added;
}
