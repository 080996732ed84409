/* SPDX-License-Identifier: BSD-2-Clause */
#include "vocabulary.h"

#include <string.h>

#include "base/clock.h"
#include "inspect/hint.h"
#include "inspect/modality.h"
#include "policy/origin.h"
#include "policy/role.h"
#include "policy/row.h"

#define DSCP_MAX 63 /* RFC 2474 section 3 */

static const char *role_word(size_t index)
{
	return role_name((enum role)index);
}

static const char *hint_word(size_t index)
{
	return hint_name((enum hint)index);
}

static const char *certainty_word(size_t index)
{
	return certainty_name((enum certainty)(index + CERTAINTY_DOCUMENTED));
}

static const char *modality_word(size_t index)
{
	return modality_name((enum modality)(index + MODALITY_AUDIO));
}

static const struct yaml_words role_words = { "role", role_word, ROLES };
static const struct yaml_words hint_words = { "hint", hint_word, HINTS };

/* Letters, digits and, not in front, dashes, dots and underscores. */
static bool is_slug(const char *text)
{
	if (*text == '-' || *text == '.' || *text == '_' || *text == '\0')
		return false;
	for (; *text; text++)
		if (!(*text >= 'a' && *text <= 'z') && !(*text >= 'A' && *text <= 'Z') &&
		    !(*text >= '0' && *text <= '9') && !strchr("-._", *text))
			return false;
	return true;
}

bool vocabulary_read_slug(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *field)
{
	if (!is_slug(value->text))
		return yaml_tree_error(tree, value->line,
		                       "'%.60s' is not a short name: use letters, digits "
		                       "and dashes",
		                       value->text);
	return yaml_read_text(tree, value, field);
}

bool vocabulary_read_role(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *field)
{
	role_set *roles = field;
	size_t role;

	if (!yaml_read_word(tree, value, &role_words, &role))
		return false;
	if (*roles & ROLE_BIT(role))
		return yaml_tree_error(tree, value->line, "role '%s' is listed twice",
		                       value->text);
	*roles |= ROLE_BIT(role);
	return true;
}

bool vocabulary_read_roles(const struct yaml_tree *tree, const struct yaml_value *value,
                           void *field)
{
	return yaml_read_each(tree, value, YAML_KIND_TEXT, vocabulary_read_role, field);
}

static bool read_host_role(const struct yaml_tree *tree, const struct yaml_value *value,
                           void *field)
{
	size_t role;

	if (!yaml_read_word(tree, value, &role_words, &role))
		return false;
	if (role >= ROLE_HOST_ROLES)
		return yaml_tree_error(tree, value->line,
		                       "'%s' is for rows of a catalogue, a host is one "
		                       "of them: say which",
		                       value->text);
	return vocabulary_read_role(tree, value, field);
}

bool vocabulary_read_host_roles(const struct yaml_tree *tree,
                                const struct yaml_value *value, void *field)
{
	return yaml_read_each(tree, value, YAML_KIND_TEXT, read_host_role, field);
}

bool vocabulary_read_hint(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *field)
{
	enum hint *hint = field;
	size_t index;

	if (!yaml_read_word(tree, value, &hint_words, &index))
		return false;
	*hint = (enum hint)index;
	return true;
}

static bool add_hint(const struct yaml_tree *tree, const struct yaml_value *value,
                     void *field)
{
	uint64_t *hints = field;
	enum hint hint;

	if (!vocabulary_read_hint(tree, value, &hint))
		return false;
	if (hint == HINT_OTHER)
		return yaml_tree_error(tree, value->line,
		                       "hint 'other' is what nothing here speaks");
	if (*hints & HINT_BIT(hint))
		return yaml_tree_error(tree, value->line, "hint '%s' is listed twice",
		                       value->text);
	*hints |= HINT_BIT(hint);
	return true;
}

bool vocabulary_read_hints(const struct yaml_tree *tree, const struct yaml_value *value,
                           void *field)
{
	return yaml_read_each(tree, value, YAML_KIND_TEXT, add_hint, field);
}

bool vocabulary_read_certainty(const struct yaml_tree *tree,
                               const struct yaml_value *value, void *field)
{
	static const struct yaml_words words = { "certainty", certainty_word,
		                                 CERTAINTIES - CERTAINTY_DOCUMENTED };
	enum certainty *certainty = field;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	*certainty = (enum certainty)(index + CERTAINTY_DOCUMENTED);
	return true;
}

bool vocabulary_read_modality(const struct yaml_tree *tree,
                              const struct yaml_value *value, void *field)
{
	static const struct yaml_words words = { "modality", modality_word,
		                                 MODALITIES - MODALITY_AUDIO };
	enum modality *modality = field;
	size_t index;

	if (!yaml_read_word(tree, value, &words, &index))
		return false;
	*modality = (enum modality)(index + MODALITY_AUDIO);
	return true;
}

bool vocabulary_read_dscp(const struct yaml_tree *tree, const struct yaml_value *value,
                          long least, uint8_t *dscp)
{
	long number;

	if (!yaml_read_number(tree, value, least, DSCP_MAX, &number))
		return false;
	*dscp = (uint8_t)number;
	return true;
}

bool vocabulary_read_port(const struct yaml_tree *tree, const struct yaml_value *value,
                          void *field)
{
	if (port_span_parse(field, value->text))
		return true;
	return yaml_tree_error(tree, value->line,
	                       "'%.60s' is not a port: write 5061/tcp, or "
	                       "49152-57500/udp with the lower end first",
	                       value->text);
}

bool vocabulary_read_ports(const struct yaml_tree *tree, const struct yaml_value *value,
                           struct port_span **ports, size_t *count)
{
	if (!yaml_item_first(value))
		return yaml_tree_error(tree, value->line, "'%.60s' is empty", value->key);
	return yaml_read_items(tree, value, YAML_KIND_TEXT, sizeof(**ports),
	                       vocabulary_read_port, ports, count);
}

bool vocabulary_read_day(const struct yaml_tree *tree, const struct yaml_value *value,
                         int64_t *until_us)
{
	return clock_parse_date(until_us, value->text) ||
	       yaml_tree_error(tree, value->line,
	                       "'%.60s' is not a date: write 2027-01-31", value->text);
}
