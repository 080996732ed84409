/* SPDX-License-Identifier: BSD-2-Clause */
#include "sql.h"

#include "base/text.h"

void sql_add_quoted(struct text *sql, const char *value)
{
	text_add_char(sql, '\'');
	for (; *value; value++) {
		if (*value == '\'' || *value == '\\')
			text_add_char(sql, '\\');
		text_add_char(sql, *value);
	}
	text_add_char(sql, '\'');
}
