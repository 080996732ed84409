/* SPDX-License-Identifier: BSD-2-Clause */
#include "frame_reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"

#define BEGINNING_LEN 12

/* In the order they are asked; the last one takes what the others leave. */
static const struct frame_format *const formats[] = {
	&pcap_format, &pcapng_format, &netmon_format, &snoop_format, &libpcap_format,
};

#define CONVERT "convert it with: editcap -F pcapng IN OUT.pcapng"
#define UNPACK  "unpack it first"

/* What people have and cannot be read here, with the way out. */
static const struct {
	const char *magic;
	size_t len;
	const char *is, *way_out;
} foreign[] = {
	{ "TRSNIFF data", 12, "a Sniffer capture", CONVERT },
	{ "XCP", 4, "a NetXRay capture", CONVERT },
	{ "\x7fver", 4, "an OmniPeek capture", CONVERT },
	{ "iptrace ", 8, "an AIX iptrace capture", CONVERT },
	{ "BZh", 3, "compressed with bzip2", UNPACK },
	{ "\x04\x22\x4d\x18", 4, "compressed with lz4", UNPACK },
	{ "PK\x03\x04", 4, "a zip archive", UNPACK },
	{ "7z\xbc\xaf\x27\x1c", 6, "a 7z archive", UNPACK },
	{ "MSCF", 4, "a Microsoft cabinet", UNPACK },
};

/* Event traces of Windows begin with nothing that could be told from other files. */
static bool ends_in_etl(const char *path)
{
	size_t len = strlen(path);

	return len > 4 && strcasecmp(path + len - 4, ".etl") == 0;
}

static bool check_foreign(const uint8_t *beginning, size_t len, const char *path,
                          struct error *err)
{
	for (size_t i = 0; i < ARRAY_LEN(foreign); i++)
		if (len >= foreign[i].len &&
		    memcmp(beginning, foreign[i].magic, foreign[i].len) == 0)
			return error_set(err, "%s, %s", foreign[i].is,
			                 foreign[i].way_out);
	if (ends_in_etl(path))
		return error_set(err, "a Windows event trace, convert it with: "
		                      "etl2pcapng IN OUT.pcapng");
	return true;
}

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
	if (check_foreign(source->at, len, path, err))
		error_set(err, "%s", no_capture);
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

enum read_status frame_reader_broken(struct frame_reader *reader, const char *format, ...)
{
	va_list arguments;
	char reason[256];

	va_start(arguments, format);
	vsnprintf(reason, sizeof(reason), format, arguments);
	va_end(arguments);
	error_set(&reader->why, "at byte %llu: %s",
	          (unsigned long long)byte_source_offset(reader->source), reason);
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
	if (reader->source->to_skip > 0) {
		/* Nothing was there of what was stepped over last. */
		reader->source->to_skip = 0;
		return frame_reader_broken(reader,
		                           "the file is cut short in the middle of "
		                           "a block");
	}
	if (may_end && byte_source_loaded(reader->source) == 0)
		return READ_END;
	return frame_reader_broken(reader, "the file is cut short in the middle of a %s",
	                           what);
}
