/* SPDX-License-Identifier: BSD-2-Clause */
#include "json.h"

#include "base/clock.h"
#include "base/sentences.h"
#include "inspect/hint.h"
#include "policy/role.h"

void json_add_plain(struct text *out, const char *key, const char *value)
{
	json_key(out, key);
	text_add_char(out, '"');
	text_add(out, value);
	text_add_char(out, '"');
}

void json_add_time(struct text *out, const char *key, int64_t time_us)
{
	char text[CLOCK_TEXT_SIZE];

	json_add_plain(out, key, clock_format(time_us, text));
}

void json_add_time_or_null(struct text *out, const char *key, int64_t time_us, bool given)
{
	if (given)
		json_add_time(out, key, time_us);
	else
		json_add_nullable(out, key, NULL);
}

void json_add_address(struct text *out, const char *key, const struct address *address)
{
	char text[ADDRESS_TEXT_SIZE];

	json_add_plain(out, key, address_format(address, text));
}

void json_add_strings(struct text *out, const char *key, const char *const *strings,
                      size_t count)
{
	json_open(out, key, '[');
	for (size_t i = 0; i < count; i++)
		json_string(out, strings[i]);
	json_close(out, ']');
}

void json_role_strings(struct text *out, uint64_t roles)
{
	roles = role_set_own(roles);
	for (; roles; roles &= roles - 1)
		json_string(out, role_name((enum role)__builtin_ctzll(roles)));
}

void json_add_roles(struct text *out, const char *key, uint64_t roles)
{
	json_open(out, key, '[');
	json_role_strings(out, roles);
	json_close(out, ']');
}

void json_add_hints(struct text *out, const char *key, uint64_t hints)
{
	json_open(out, key, '[');
	hints &= (HINT_BIT(HINTS) - 1) & ~HINTS_OF(HINT_OUTCOME);
	for (; hints; hints &= hints - 1)
		json_string(out, hint_name((enum hint)__builtin_ctzll(hints)));
	json_close(out, ']');
}

void json_add_sentences(struct text *out, const char *key,
                        const struct sentences *sentences)
{
	const char *sentence = NULL;

	json_open(out, key, '[');
	while ((sentence = sentences_next(sentences, sentence)))
		json_string(out, sentence);
	json_close(out, ']');
}
