/* SPDX-License-Identifier: BSD-2-Clause */
#include "explain_words.h"

#include "base/text.h"
#include "inspect/hint.h"
#include "judge/conversation.h"
#include "policy/row.h"

/* " for front-end for director": what a load balancer stands for. */
static void add_balanced(struct text *out, role_set balanced)
{
	if (!balanced)
		return;
	text_add(out, " for ");
	text_add_roles(out, balanced, " for ");
}

static void add_roles(struct text *out, role_set roles)
{
	text_add_roles(out, roles, " and ");
	add_balanced(out, role_set_balanced(roles));
}

static void add_row_roles(struct text *out, const struct row *row)
{
	text_add_roles(out, row->roles, " with ");
	add_balanced(out, row->balances);
}

void explain_add_hints(struct text *out, uint64_t hints, const char *protocol)
{
	bool first = true;

	hints &= ~HINTS_OF(HINT_ABOUT_TLS);
	for (; hints; hints &= hints - 1) {
		unsigned hint = (unsigned)__builtin_ctzll(hints);

		text_add(out, first ? "" : ", ");
		if (hint == HINT_OTHER && protocol && protocol[0])
			text_add(out, protocol);
		else
			text_add(out, hint_name((enum hint)hint));
		first = false;
	}
}

void explain_add_port(struct text *out, const struct conversation *conversation)
{
	port_add(out, conversation->responder_port, conversation->transport);
}

void explain_add_row(struct text *out, const struct row *row)
{
	text_add(out, row_title(row, LANGUAGE_EN));
	text_add(out, " on ");
	add_row_roles(out, row);
	text_add(out, " (");
	text_add(out, row->id);
	text_add(out, ", ");
	text_add(out, row->service);
	text_add_char(out, ')');
}

void explain_add_host(struct text *out, const struct address *address, role_set roles,
                      bool declared)
{
	char text[ADDRESS_TEXT_SIZE];

	text_add(out, address_format(address, text));
	if (roles == 0) {
		text_add(out, " has no known role");
		return;
	}
	text_add(out, declared ? " is declared " : " is taken to be ");
	add_roles(out, roles);
}
