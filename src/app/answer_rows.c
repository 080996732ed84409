/* SPDX-License-Identifier: BSD-2-Clause */
#include "answer_rows.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

#define TIME_SUFFIX "_us"

static void print_part(const char *text, size_t len)
{
	struct text safe = { 0 };

	text_add_printable(&safe, text, len);
	fputs(safe.at ? safe.at : "", stdout);
	text_fini(&safe);
}

void answer_rows_print_text(const char *text)
{
	print_part(text, strlen(text));
}

static void print_name(struct answer_rows *rows, size_t column, const char *name)
{
	const size_t suffix = strlen(TIME_SUFFIX);
	size_t len = strlen(name);

	if (len > suffix && strcmp(name + len - suffix, TIME_SUFFIX) == 0) {
		rows->times |= UINT64_C(1) << column;
		len -= suffix;
	}
	print_part(name, len);
}

/* What is no number, or of no year, comes as it is. */
static void print_time(const char *cell)
{
	char text[CLOCK_TEXT_SIZE], *end;
	int64_t time_us, back;

	errno = 0;
	time_us = strtoll(cell, &end, 10);
	if (errno == 0 && end > cell && !*end &&
	    clock_parse(&back, clock_format(time_us, text)) && back == time_us)
		fputs(text, stdout);
	else
		answer_rows_print_text(cell);
}

void answer_rows_print(const char *const *cells, size_t count, void *context)
{
	struct answer_rows *rows = context;

	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			putchar('\t');
		if (!rows->has_head)
			print_name(rows, i, cells[i]);
		else if (rows->times >> i & 1)
			print_time(cells[i]);
		else
			answer_rows_print_text(cells[i]);
	}
	putchar('\n');
	rows->has_head = true;
}
