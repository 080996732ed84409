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

/* Say what it is, if anybody knows: more of it may have to come first. */
static enum file_opening say_what_it_is(struct byte_source *source, const char *path,
                                        const volatile sig_atomic_t *stop,
                                        struct error *err)
{
	size_t len;

	(void)frame_reader_await(source, FOREIGN_FILE_LEN,
	                         stop); /* as much as there is */
	len = byte_source_loaded(source);
	if (len > FOREIGN_FILE_LEN)
		len = FOREIGN_FILE_LEN;
	switch (foreign_file_name(source->at, len, path, err)) {
	case FOREIGN_FILE_CAPTURE:
		return FILE_REFUSED;
	case FOREIGN_FILE_OTHER:
		return FILE_OTHER;
	case FOREIGN_FILE_UNKNOWN:
		break;
	}
	error_set(err, "not a capture file");
	return FILE_STRANGER;
}

/* Wait for its beginning. @return whether there is one */
static bool has_begun(struct byte_source *source, const volatile sig_atomic_t *stop,
                      struct error *err)
{
	enum byte_status status = frame_reader_await(source, BEGINNING_LEN, stop);

	if (status == BYTES_BROKEN) {
		*err = source->why;
		return false;
	}
	if (status == BYTES_WAIT)
		return error_set(err, "stopped before it began");
	return byte_source_loaded(source) > 0 || error_set(err, "empty file");
}

enum file_opening frame_reader_open(struct frame_reader **reader,
                                    struct byte_source *source, const char *path,
                                    const volatile sig_atomic_t *stop, struct error *err)
{
	size_t len;

	if (!has_begun(source, stop, err))
		return FILE_REFUSED;
	len = byte_source_loaded(source);
	len = len < BEGINNING_LEN ? len : BEGINNING_LEN;
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		struct frame_reader *opened;

		if (!formats[i]->recognises(source->at, len))
			continue;
		opened = formats[i]->open(source, stop, err);
		if (opened)
			*reader = opened;
		return opened ? FILE_OPENED : FILE_REFUSED;
	}
	return say_what_it_is(source, path, stop, err);
}

void frame_reader_close(struct frame_reader *reader)
{
	if (!reader)
		return;
	file_labels_fini(&reader->labels);
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
