/* SPDX-License-Identifier: BSD-2-Clause */
#include "option_values.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "decode/packet.h"

#include "options.h"

#define MOST_THREADS 64
#define MOST_FILTER  65536

static bool append(struct option_list *list, const char *value, const char *what,
                   struct error *err)
{
	if (list->count == OPTIONS_MAX_LIST)
		return error_set(err, "more than %d %s", OPTIONS_MAX_LIST, what);
	list->items[list->count++] = value;
	return true;
}

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

bool option_set_interface(struct options *options, const char *value, struct error *err)
{
	return append(&options->interfaces, value, "interfaces", err);
}

bool option_set_file(struct options *options, const char *value, struct error *err)
{
	return append(&options->files, value, "inputs", err);
}

bool option_set_output(struct options *options, const char *value, struct error *err)
{
	return append(&options->outputs, value, "outputs", err);
}

bool option_set_site(struct options *options, const char *value, struct error *err)
{
	(void)err;
	options->site_file = value;
	return true;
}

bool option_set_signatures(struct options *options, const char *value, struct error *err)
{
	(void)err;
	options->signatures = value;
	return true;
}

bool option_set_evidence(struct options *options, const char *value, struct error *err)
{
	(void)err;
	options->evidence = value;
	return true;
}

/* Several filters are joined: a frame has to pass each. */
bool option_add_filter(struct options *options, const char *value, struct error *err)
{
	struct text joined = { 0 };

	if (options->filter)
		text_addf(&joined, "(%s) and (%s)", options->filter, value);
	else
		text_add(&joined, value);
	if (joined.failed)
		return error_set(err, "out of memory");
	free(options->filter);
	options->filter = joined.at;
	return true;
}

bool option_set_filter(struct options *options, const char *value, struct error *err)
{
	return option_add_filter(options, value, err);
}

bool option_set_filter_file(struct options *options, const char *path, struct error *err)
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
	bool added = whole ? option_add_filter(options, text, err)
	                   : error_set(err, "%s: cannot be read as a filter", path);

	free(text);
	return added;
}

bool option_set_snaplen(struct options *options, const char *value, struct error *err)
{
	uint64_t number;

	if (!parse_number(value, 0, 262144, &number))
		return error_set(err, "snaplen '%s' is not a number from 0 to 262144",
		                 value);
	options->capture.snaplen = (uint32_t)number;
	return true;
}

bool option_set_buffer(struct options *options, const char *value, struct error *err)
{
	uint64_t number;

	if (!parse_number(value, 1, 2047, &number))
		return error_set(err, "buffer '%s' is not a number of MiB from 1 to 2047",
		                 value);
	options->capture.buffer_mib = (uint32_t)number;
	return true;
}

bool option_set_count(struct options *options, const char *value, struct error *err)
{
	if (!parse_number(value, 1, UINT64_MAX, &options->capture.frame_limit))
		return error_set(err, "count '%s' is not a positive number", value);
	return true;
}

bool option_set_user(struct options *options, const char *value, struct error *err)
{
	(void)err;
	options->user = value;
	return true;
}

bool option_set_group(struct options *options, const char *value, struct error *err)
{
	(void)err;
	options->group = value;
	return true;
}

bool option_set_memcap(struct options *options, const char *value, struct error *err)
{
	if (!parse_size(value, &options->memory) || options->memory < (size_t)8 << 20)
		return error_set(
			err, "memcap '%s' is not a size of at least 8 MiB, as in 256MiB",
			value);
	return true;
}

bool option_set_threads(struct options *options, const char *value, struct error *err)
{
	uint64_t number;

	if (!parse_number(value, 1, MOST_THREADS, &number))
		return error_set(err, "threads '%s' is not a number from 1 to %d", value,
		                 MOST_THREADS);
	options->threads = (unsigned)number;
	return true;
}

bool option_set_fail_on(struct options *options, const char *value, struct error *err)
{
	return severity_parse(&options->fail_on, value) ||
	       error_set(err, "fail-on '%s' is not low, medium or high", value);
}

bool option_set_strict(struct options *options, const char *value, struct error *err)
{
	(void)value, (void)err;
	options->strict = true;
	return true;
}

bool option_set_no_fail(struct options *options, const char *value, struct error *err)
{
	(void)value, (void)err;
	options->no_fail = true;
	return true;
}

bool option_set_numeric(struct options *options, const char *value, struct error *err)
{
	(void)options, (void)value, (void)err;
	return true;
}

bool option_set_quiet(struct options *options, const char *value, struct error *err)
{
	(void)value, (void)err;
	options->quiet = true;
	return true;
}

bool option_set_verbose(struct options *options, const char *value, struct error *err)
{
	(void)value, (void)err;
	options->verbose++;
	return true;
}

bool option_set_version(struct options *options, const char *value, struct error *err)
{
	(void)value, (void)err;
	options->version = true;
	return true;
}

bool option_set_help(struct options *options, const char *value, struct error *err)
{
	(void)value, (void)err;
	options->help = true;
	return true;
}

bool option_set_list_interfaces(struct options *options, const char *value,
                                struct error *err)
{
	(void)value, (void)err;
	options->list_interfaces = true;
	return true;
}

/* "5070" or "5070/tcp" */
bool option_set_port(struct options *options, const char *value, struct error *err)
{
	char digits[6] = "";
	const char *slash = strchr(value, '/');
	size_t len = slash ? (size_t)(slash - value) : strlen(value);
	uint64_t number;

	if (len > 0 && len < sizeof(digits))
		memcpy(digits, value, len);
	if (!parse_number(digits, 0, 65535, &number))
		return error_set(err, "port '%s' is not N, N/tcp or N/udp", value);
	if (slash && strcmp(slash, "/tcp") == 0)
		options->rows.transport = TRANSPORT_TCP;
	else if (slash && strcmp(slash, "/udp") == 0)
		options->rows.transport = TRANSPORT_UDP;
	else if (slash)
		return error_set(err, "port '%s' is not N, N/tcp or N/udp", value);
	options->rows.by_port = true;
	options->rows.port = (uint16_t)number;
	return true;
}

bool option_set_role(struct options *options, const char *value, struct error *err)
{
	enum role role;

	if (!role_parse(&role, value))
		return error_set(err, "there is no role '%s'; lynctap(1) lists them",
		                 value);
	options->rows.role = value;
	return true;
}

bool option_set_service(struct options *options, const char *value, struct error *err)
{
	(void)err;
	options->rows.service = value;
	return true;
}

bool option_set_id(struct options *options, const char *value, struct error *err)
{
	(void)err;
	options->rows.id = value;
	return true;
}
