/* SPDX-License-Identifier: BSD-2-Clause */
#include "source.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"

bool source_error(const char *file, struct error *err, const char *format, ...)
{
	struct text line = { 0 }, shown = { 0 };
	char reason[400];
	va_list args;

	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	text_add_printable(&shown, file, strlen(file));
	text_add_printable(&line, reason, strlen(reason));
	error_set(err, "%.300s: %s", shown.at ? shown.at : "?", line.at ? line.at : "");
	text_fini(&shown);
	text_fini(&line);
	return false;
}

void source_fini(struct source *source)
{
	free(source->bytes);
	*source = (struct source){ 0 };
}

/* --- Reading ---------------------------------------------------------------------- */

/* All there is, and no more than the limit and one byte: a pipe has no size. */
static bool read_all(int fd, struct source *source)
{
	size_t capacity = (size_t)64 << 10;

	source->bytes = malloc(capacity + 1);
	while (source->bytes && source->len <= SOURCE_FILE_MAX) {
		ssize_t got =
			read(fd, source->bytes + source->len, capacity - source->len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			source->bytes[source->len] = '\0';
			return got == 0;
		}
		source->len += (size_t)got;
		if (source->len < capacity)
			continue;
		capacity *= 2;
		char *more = realloc(source->bytes, capacity + 1);

		if (!more)
			return false;
		source->bytes = more;
	}
	errno = source->bytes ? EFBIG : ENOMEM;
	return false;
}

static bool refuse_size(const char *path, struct error *err)
{
	return source_error(path, err, "larger than %zu MiB, no export is",
	                    SOURCE_FILE_MAX >> 20);
}

bool source_read(struct source *source, int fd, const char *path, struct error *err)
{
	struct stat status;

	*source = (struct source){ .file = path };
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	    (uintmax_t)status.st_size > SOURCE_FILE_MAX)
		return refuse_size(path, err);
	if (read_all(fd, source))
		return true;

	const int reason = errno;

	source_fini(source);
	return reason == EFBIG ? refuse_size(path, err)
	                       : source_error(path, err, "%s", strerror(reason));
}

/* --- Characters ------------------------------------------------------------------- */

enum encoding {
	ENCODING_UTF8,
	ENCODING_UTF16LE,
	ENCODING_UTF16BE,
};

/* By the mark, else by where the zero of the first ASCII character is. */
static enum encoding find_encoding(const uint8_t *bytes, size_t len, size_t *mark)
{
	*mark = 0;
	if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		*mark = 3;
		return ENCODING_UTF8;
	}
	if (len < 2)
		return ENCODING_UTF8;
	*mark = 2;
	if (bytes[0] == 0xff && bytes[1] == 0xfe)
		return ENCODING_UTF16LE;
	if (bytes[0] == 0xfe && bytes[1] == 0xff)
		return ENCODING_UTF16BE;
	*mark = 0;
	if (bytes[0] != 0 && bytes[1] == 0)
		return ENCODING_UTF16LE;
	return bytes[0] == 0 && bytes[1] != 0 ? ENCODING_UTF16BE : ENCODING_UTF8;
}

/* RFC 3629 section 3. @return what follows it */
static char *put_character(char *at, uint32_t c)
{
	if (c < 0x80) {
		*at++ = (char)c;
	} else if (c < 0x800) {
		*at++ = (char)(0xc0 | c >> 6);
		*at++ = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		*at++ = (char)(0xe0 | c >> 12);
		*at++ = (char)(0x80 | (c >> 6 & 0x3f));
		*at++ = (char)(0x80 | (c & 0x3f));
	} else {
		*at++ = (char)(0xf0 | c >> 18);
		*at++ = (char)(0x80 | (c >> 12 & 0x3f));
		*at++ = (char)(0x80 | (c >> 6 & 0x3f));
		*at++ = (char)(0x80 | (c & 0x3f));
	}
	return at;
}

/* RFC 2781 section 2.2. @return whether every surrogate had its other half */
static bool copy_utf16(struct source *source, const uint8_t *bytes, size_t units,
                       bool big)
{
	char *at = source->bytes;

	for (size_t i = 0; i < units; i++) {
		uint32_t unit = big ? (uint32_t)bytes[2 * i] << 8 | bytes[2 * i + 1]
		                    : (uint32_t)bytes[2 * i + 1] << 8 | bytes[2 * i];

		if (unit >= 0xd800 && unit < 0xe000) {
			const uint8_t *next = bytes + 2 * (i + 1);

			if (unit >= 0xdc00 || i + 1 == units)
				return false;
			uint32_t low = big ? (uint32_t)next[0] << 8 | next[1]
			                   : (uint32_t)next[1] << 8 | next[0];

			if (low < 0xdc00 || low >= 0xe000)
				return false;
			unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
			i++;
		}
		at = put_character(at, unit);
	}
	source->len = (size_t)(at - source->bytes);
	return true;
}

/* Bytes of the character at @at, 0 when it is broken. RFC 3629 section 4. */
static size_t character_len(const uint8_t *at, size_t left)
{
	size_t len = *at < 0x80   ? 1
	             : *at < 0xc2 ? 0
	             : *at < 0xe0 ? 2
	             : *at < 0xf0 ? 3
	                          : 4;

	if (len == 0 || len > left || *at > 0xf4)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 0;
	if ((*at == 0xe0 && at[1] < 0xa0) || (*at == 0xed && at[1] > 0x9f) ||
	    (*at == 0xf0 && at[1] < 0x90) || (*at == 0xf4 && at[1] > 0x8f))
		return 0;
	return len;
}

static bool check_utf8(const struct source *source, struct error *err)
{
	const uint8_t *bytes = (const uint8_t *)source->bytes;

	for (size_t at = 0; at < source->len;) {
		size_t len = character_len(bytes + at, source->len - at);

		if (len == 0)
			return source_error(source->file, err,
			                    "neither UTF-8 nor UTF-16 at byte %zu: write "
			                    "it with -Encoding UTF8",
			                    at);
		if (bytes[at] == '\0')
			return source_error(source->file, err,
			                    "a zero at byte %zu: this is no text", at);
		at += len;
	}
	return true;
}

static bool decode_utf16(struct source *source, const uint8_t *bytes, size_t len,
                         enum encoding encoding, struct error *err)
{
	if (len % 2 != 0)
		return source_error(source->file, err,
		                    "cut: it ends inside a UTF-16 character");
	if (!copy_utf16(source, bytes, len / 2, encoding == ENCODING_UTF16BE))
		return source_error(source->file, err, "broken UTF-16");
	return true;
}

bool source_decode(struct source *source, const char *file, const char *bytes, size_t len,
                   struct error *err)
{
	const uint8_t *at = (const uint8_t *)bytes;
	size_t mark;
	enum encoding encoding = find_encoding(at, len, &mark);
	bool wide = encoding != ENCODING_UTF8;

	*source = (struct source){ .file = file };
	at += mark;
	len -= mark;
	/* A unit of two bytes is at most three in UTF-8. */
	source->bytes = malloc((wide ? len / 2 * 3 : len) + 1);
	if (!source->bytes)
		return error_set(err, "out of memory");
	if (!wide) {
		memcpy(source->bytes, at, len);
		source->len = len;
	}
	bool good = (!wide || decode_utf16(source, at, len, encoding, err)) &&
	            check_utf8(source, err);

	if (good && source->len > SOURCE_TEXT_MAX)
		good = source_error(file, err, "more than %zu MiB of text, no export has",
		                    SOURCE_TEXT_MAX >> 20);
	if (!good)
		source_fini(source);
	else
		source->bytes[source->len] = '\0';
	return good;
}
