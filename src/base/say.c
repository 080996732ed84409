/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/say.h"

#include <stdlib.h>
#include <string.h>

#include "messages.h"

/* Which has what is a question of its subject only. */
static const struct message_table *const tables[] = {
	&messages_capture,  &messages_labels, &messages_names, &messages_page,
	&messages_remedies, &messages_roles,  &messages_why,
};

static int compare_messages(const void *key, const void *element)
{
	return strcmp(key, ((const struct message *)element)->english);
}

const char *say(enum language language, const char *english)
{
	const struct message *found = NULL;

	if (language == LANGUAGE_EN)
		return english;
	for (size_t i = 0; i < ARRAY_LEN(tables) && !found; i++)
		found = bsearch(english, tables[i]->messages, tables[i]->count,
		                sizeof(*tables[i]->messages), compare_messages);
	return found && found->other[language] ? found->other[language] : english;
}

/* Where a language has a plural of its own: French counts 0 as one. */
static bool is_one(const char *number)
{
	return strcmp(number, "0") == 0 || strcmp(number, "1") == 0;
}

void say_add(struct text *out, enum language language, const char *english,
             const char *const *values)
{
	const char *at = say(language, english), *last = "";

	while (*at) {
		size_t plain = strcspn(at, "%[");

		text_add_bytes(out, at, plain);
		at += plain;
		if (at[0] == '%' && at[1] >= '1' && at[1] <= '9') {
			last = values[at[1] - '1'];
			text_add(out, last);
			at += 2;
		} else if (*at == '[') {
			plain = strcspn(++at, "]");
			text_add_bytes(out, at, is_one(last) ? 0 : plain);
			at += plain + (at[plain] == ']');
		} else if (*at == '%') {
			text_add_char(out, *at++);
		}
	}
}

const char *say_number(enum language language, uint64_t number,
                       char text[static SAY_NUMBER_SIZE])
{
	/* A narrow no-break space where there is no comma. */
	const char *gap = language == LANGUAGE_FR ? "\xe2\x80\xaf" : ",";
	char digits[24], *at = text;
	size_t count = 0;

	do
		digits[count++] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	while (count-- > 0) {
		*at++ = digits[count];
		if (count > 0 && count % 3 == 0)
			at = stpcpy(at, gap);
	}
	*at = '\0';
	return text;
}

void say_add_number(struct text *out, enum language language, uint64_t number)
{
	char text[SAY_NUMBER_SIZE];

	text_add(out, say_number(language, number, text));
}

void say_count(struct text *out, enum language language, uint64_t count,
               const char *singular, const char *plural)
{
	char number[SAY_NUMBER_SIZE];
	/* French counts 0 as one. */
	bool one = count == 1 || (language == LANGUAGE_FR && count == 0);

	say_add(out, language, one ? singular : plural,
	        (const char *[]){ say_number(language, count, number), NULL });
}
