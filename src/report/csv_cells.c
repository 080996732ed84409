/* SPDX-License-Identifier: BSD-2-Clause */
#include "csv_cells.h"

#include <string.h>

#include "base/address.h"

static void begin_cell(struct csv *csv)
{
	if (csv->in_line)
		text_add_char(csv->out, ',');
	csv->in_line = true;
}

void csv_end_line(struct csv *csv)
{
	text_add(csv->out, "\r\n");
	csv->in_line = false;
}

void csv_add_plain(struct csv *csv, const char *value)
{
	begin_cell(csv);
	text_add(csv->out, value);
}

void csv_add_number(struct csv *csv, uint64_t value)
{
	begin_cell(csv);
	text_add_unsigned(csv->out, value);
}

void csv_add_cell(struct csv *csv)
{
	struct text clean = { 0 };

	begin_cell(csv);
	text_add_printable(&clean, csv->cell.len ? csv->cell.at : "", csv->cell.len);
	if (clean.len > 0) {
		text_add_char(csv->out, '"');
		if (strchr("=+-@\t\r", clean.at[0]))
			text_add_char(csv->out, '\'');
		for (const char *at = clean.at; *at; at++)
			text_add(csv->out,
			         (const char[]){ *at, *at == '"' ? '"' : '\0', '\0' });
		text_add_char(csv->out, '"');
	}
	csv->out->failed |= clean.failed || csv->cell.failed;
	text_fini(&clean);
	text_clear(&csv->cell);
}

void csv_add_text(struct csv *csv, const char *value)
{
	text_add(&csv->cell, value ? value : "");
	csv_add_cell(csv);
}

void csv_add_address(struct csv *csv, const struct address *address)
{
	char text[ADDRESS_TEXT_SIZE];

	csv_add_plain(csv, address_format(address, text));
}

void csv_add_blanks(struct csv *csv, unsigned count)
{
	while (count-- > 0)
		csv_add_plain(csv, "");
}

void csv_add_head(struct csv *csv, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		csv_add_plain(csv, names[i]);
	csv_end_line(csv);
}

bool csv_write_out(struct csv *csv, FILE *out)
{
	bool written = !csv->out->failed &&
	               fwrite(csv->out->at, 1, csv->out->len, out) == csv->out->len;

	text_clear(csv->out);
	return written;
}
