/* SPDX-License-Identifier: BSD-2-Clause */
#include "frame_reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"

#include "foreign_file.h"

#define BEGINNING_LEN 12
#define DAMAGE_LEN    16384 /* looked at to find out what happened to a file */

/* In the order they are asked; the last one takes what the others leave. */
static const struct frame_format *const formats[] = {
	&pcap_format, &pcapng_format, &netmon_format, &snoop_format, &libpcap_format,
};

enum byte_status frame_reader_await(struct byte_source *source, size_t len,
                                    const volatile sig_atomic_t *stop)
{
	enum byte_status status;

	do
		status = byte_source_need(source, len);
	while (status == BYTES_WAIT && !(stop && *stop));
	return status;
}

static const char no_capture[] = "not a capture file";

/* Say what it is, if anybody knows: more of it may have to come first. */
static void say_what_it_is(struct byte_source *source, const char *path,
                           const volatile sig_atomic_t *stop, struct error *err)
{
	size_t len;

	(void)frame_reader_await(source, FOREIGN_FILE_LEN,
	                         stop); /* as much as there is */
	len = byte_source_loaded(source);
	if (len > FOREIGN_FILE_LEN)
		len = FOREIGN_FILE_LEN;
	if (!foreign_file_name(source->at, len, path, err))
		error_set(err, "%s", no_capture);
}

struct frame_reader *frame_reader_open(struct byte_source *source, const char *path,
                                       const volatile sig_atomic_t *stop,
                                       struct error *err)
{
	enum byte_status status = frame_reader_await(source, BEGINNING_LEN, stop);
	size_t len = byte_source_loaded(source);

	if (status == BYTES_BROKEN) {
		*err = source->why;
		return NULL;
	}
	if (status == BYTES_WAIT) {
		error_set(err, "stopped before it began");
		return NULL;
	}
	if (len == 0) {
		error_set(err, "empty file");
		return NULL;
	}
	len = len < BEGINNING_LEN ? len : BEGINNING_LEN;
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		if (formats[i]->recognises(source->at, len))
			return formats[i]->open(source, stop, err);
	}
	say_what_it_is(source, path, stop, err);
	return NULL;
}

bool frame_reader_found_a_stranger(const struct error *reason)
{
	return strcmp(reason->text, no_capture) == 0;
}

void frame_reader_close(struct frame_reader *reader)
{
	if (reader)
		reader->format->close(reader);
}

/* What became of the file, if it shows. Sections of pcapng may follow each other. */
static const char *what_happened(const struct frame_reader *reader)
{
	struct byte_source *source = reader->source;
	size_t len;

	/* As much as is there: what is pinned has to stay, and is asked for again. */
	(void)byte_source_need(source, DAMAGE_LEN);
	len = byte_source_loaded(source);
	if (reader->format == &pcapng_format && pcapng_format.recognises(source->at, len))
		return NULL;
	return foreign_file_damage(source->at, len < DAMAGE_LEN ? len : DAMAGE_LEN);
}

enum read_status frame_reader_broken(struct frame_reader *reader, const char *format, ...)
{
	va_list arguments;
	char reason[256];

	va_start(arguments, format);
	vsnprintf(reason, sizeof(reason), format, arguments);
	va_end(arguments);

	const char *damage = what_happened(reader);

	error_set(&reader->why, "at byte %llu: %s%s%s",
	          (unsigned long long)byte_source_offset(reader->source), reason,
	          damage ? "; " : "", damage ? damage : "");
	return READ_BROKEN;
}

enum read_status frame_reader_short(struct frame_reader *reader, enum byte_status status,
                                    const char *what, bool may_end)
{
	if (status == BYTES_WAIT)
		return READ_WAIT;
	if (status == BYTES_BROKEN) {
		reader->why = reader->source->why;
		return READ_BROKEN;
	}
	reader->cut_short = true;
	if (reader->source->to_skip > 0) {
		/* Nothing was there of what was stepped over last. */
		reader->source->to_skip = 0;
		return frame_reader_broken(reader,
		                           "the file is cut short in the middle of "
		                           "a block");
	}
	if (may_end && byte_source_loaded(reader->source) == 0) {
		reader->cut_short = false;
		return READ_END;
	}
	return frame_reader_broken(reader, "the file is cut short in the middle of a %s",
	                           what);
}
