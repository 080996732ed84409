/* SPDX-License-Identifier: BSD-2-Clause */
#include "server_rows.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/text.h"
#include "http/http.h"

#include "options.h"
#include "server_confining.h"

#define COLUMNS_MOST 64
#define FORMAT       " FORMAT TabSeparatedWithNames"
#define SPACE        " \t\r\n;"

struct rows {
	void (*visit)(const char *const *cells, size_t count, void *context);
	void *context;
	struct text line; /* what of the next row has come */
};

/* What stands for a byte behind a backslash, as the server writes it. */
static char unescaped(char letter)
{
	static const char letters[] = "bfnrt0", bytes[] = "\b\f\n\r\t";
	const char *at = strchr(letters, letter);

	return at ? bytes[at - letters] : letter;
}

/* Write the text as it was over itself. */
static void unescape(char *text)
{
	char *to = text;

	for (; *text; text++)
		*to++ = *text == '\\' && text[1] ? unescaped(*++text) : *text;
	*to = '\0';
}

static void visit_row(struct rows *rows)
{
	const char *cells[COLUMNS_MOST];
	size_t count = 0;
	char *rest = rows->line.at, *cell;

	while (rest && count < COLUMNS_MOST && (cell = strsep(&rest, "\t"))) {
		unescape(cell);
		cells[count++] = cell;
	}
	rows->visit(cells, count, rows->context);
	text_clear(&rows->line);
}

static bool take(const char *bytes, size_t len, void *context)
{
	struct rows *rows = context;

	while (len > 0) {
		const char *end = memchr(bytes, '\n', len);
		size_t part = end ? (size_t)(end - bytes) : len;

		text_add_bytes(&rows->line, bytes, part);
		if (end && rows->line.at)
			visit_row(rows);
		bytes += part + (end != NULL);
		len -= part + (end != NULL);
	}
	return !rows->line.failed;
}

/* Behind comments: only these change nothing, whoever asks. */
static bool is_question(const char *sql)
{
	sql += strspn(sql, SPACE);
	while (strncmp(sql, "--", 2) == 0) {
		sql += strcspn(sql, "\n");
		sql += strspn(sql, SPACE);
	}
	return strncasecmp(sql, "select", 6) == 0 || strncasecmp(sql, "with", 4) == 0;
}

bool server_rows_visit(const char *url, const struct options *options, const char *sql,
                       void (*visit)(const char *const *cells, size_t count,
                                     void *context),
                       void *context, struct error *err)
{
	struct rows rows = { .visit = visit, .context = context };
	struct text whole = { 0 };
	size_t len = strlen(sql);
	struct http *http;
	bool ok = false;

	if (!is_question(sql))
		return error_set(err, "it is no question");
	while (len > 0 && strchr(SPACE, sql[len - 1]))
		len--;
	text_add_bytes(&whole, sql, len);
	text_add(&whole, FORMAT);
	http = http_open(url, options->credentials, err);
	if (http && server_confine(url, options, err))
		ok = whole.failed ? error_set(err, "out of memory")
		                  : http_ask(http, whole.at, take, &rows, err);
	http_close(http);
	text_fini(&rows.line);
	text_fini(&whole);
	return ok;
}
