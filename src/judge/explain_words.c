/* SPDX-License-Identifier: BSD-2-Clause */
#include "explain_words.h"

#include "base/say.h"
#include "base/text.h"
#include "inspect/hint.h"
#include "judge/conversation.h"
#include "policy/rule.h"

/* " for front-end, director": what a load balancer stands for. */
static void add_balanced(struct text *out, enum language language, role_set balanced)
{
	if (!balanced)
		return;
	text_add(out, say(language, " for "));
	text_say_roles(out, language, balanced, ", ");
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

/* Whom the row's own role calls. */
static void add_peers(struct text *out, enum language language, const struct row *row)
{
	if (row->any_peer)
		text_add(out, say(language, "anybody"));
	else
		text_say_roles(out, language, row->peers, " or ");
}

void explain_add_rule(struct text *out, enum language language, const struct rule *rule)
{
	const struct row *row = rule->row;
	struct text roles = { 0 }, peers = { 0 };

	text_say_roles(&roles, language, row->roles, " with ");
	add_balanced(&roles, language, row->balances);
	if (!rule->role_listens)
		add_peers(&peers, language, row);
	say_add(out, language,
	        rule->role_listens ? "%1 on %2 (%3, %4)" : "%1 from %2 to %5 (%3, %4)",
	        (const char *[]){ row_title(row, language), text_string(&roles), row->id,
	                          row->service, text_string(&peers), NULL });
	out->failed |= roles.failed || peers.failed;
	text_fini(&roles);
	text_fini(&peers);
}

void explain_add_host(struct text *out, enum language language,
                      const struct address *address, role_set roles, bool declared)
{
	char host[ADDRESS_TEXT_SIZE];
	struct text names = { 0 };
	const char *values[] = { address_format(address, host), "", NULL };

	if (roles) {
		text_say_roles(&names, language, roles, " and ");
		add_balanced(&names, language, role_set_balanced(roles));
		values[1] = text_string(&names);
	}
	say_add(out, language,
	        roles == 0 ? "%1 has no known role"
	        : declared ? "%1 is declared %2"
	                   : "%1 is taken to be %2",
	        values);
	out->failed |= names.failed;
	text_fini(&names);
}
