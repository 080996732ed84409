/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_remedy.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/say.h"
#include "base/text.h"

#include "judge_private.h"
#include "naming.h"
#include "settling.h"
#include "site_lines.h"

/* What to do about a kind of finding, when the site file has nothing better to say. */
static const char *const acts[FINDING_KINDS] = {
	[FINDING_CLEARTEXT] = "Turn TLS on at both ends.",
	[FINDING_NO_CLIENT_CERTIFICATE] =
		"Give the initiator a certificate that the listener trusts.",
	[FINDING_WEAK_TLS] =
		"Turn old versions and suites off once no client needs them.",
	[FINDING_WEAK_CERTIFICATE] =
		"Replace the certificate: 2048 bits or more, SHA-2, of an authority, for "
		"the names that are asked for.",
	[FINDING_EXPIRED_CERTIFICATE] =
		"Renew the certificate, and assign it to the service.",
	[VERDICT_WRONG_PROTOCOL] = "Find out what runs there and stop it.",
	[VERDICT_WRONG_SOURCE] =
		"Keep this source away by firewall, or declare what it is.",
	[VERDICT_WRONG_ROLE] = "Stop the listener, or declare what the host really is.",
	[VERDICT_UNAPPROVED_PORT] = "Find out what runs there and stop it.",
	[VERDICT_UNEXPECTED_PEER] =
		"Find out why the server talks to it, or declare what the peer is.",
	[VERDICT_WRONG_INTERFACE] =
		"Keep it away from this side by firewall, or say which addresses of the "
		"host are external.",
	[FINDING_SCAN] = "Find out who scans, and stop it.",
	[VERDICT_UNVERIFIED] = "Find out what it is.",
	[VERDICT_KNOWN] = "Find out whether the site needs it.",
};

static const char act_otherwise[] = "Find out what runs there.";
static const char act_close[] = "Close the port to the Internet.";
static const char act_who[] = "Find out who that is, and keep it away.";
static const char act_guarded[] =
	"Keep this source away, or say dedicated: false of the host where others have "
	"business with it.";
static const char act_balanced[] =
	"Let this traffic reach the servers directly, or state "
	"the load balancing mode in the site file.";

static bool copy(struct arena *arena, struct text *text, const char **out)
{
	*out = text_copy(text, arena);
	text_fini(text);
	return *out != NULL;
}

static void put(struct audit_cause *cause, const char *act, const char *lang)
{
	for (unsigned i = 0; i < LANGUAGES; i++)
		cause->remedy.text[i] = say((enum language)i, act);
	cause->remedy.lang = lang;
}

/* The allow that would cover every finding of @cause, had it not ended; NULL: not every one. */
static const struct audit_expired *expired_of(const struct audit_cause *cause)
{
	for (size_t i = 0; i < cause->finding_count; i++)
		if (!cause->findings[i]->expired ||
		    cause->findings[i]->expired->is_accept)
			return NULL;
	return cause->findings[0]->expired;
}

/* An act that names something. */
static bool put_named(struct arena *arena, struct audit_cause *cause, const char *act,
                      const char *const *values)
{
	for (unsigned i = 0; i < LANGUAGES; i++) {
		struct text text = { 0 };

		say_add(&text, (enum language)i, act, values);
		if (!copy(arena, &text, &cause->remedy.text[i]))
			return false;
	}
	return true;
}

static bool renew(const struct judge *judge, struct arena *arena,
                  struct audit_cause *cause, const struct audit_expired *expired)
{
	struct text place = { 0 }, code = { 0 };
	bool has_code = site_lines_allow(&code, judge, cause, expired), ok;

	cause->remedy.lang = has_code ? "site file, allow:" : NULL;
	if (has_code && !copy(arena, &code, &cause->remedy.code))
		return false;
	text_fini(&code);
	text_addf(&place, "%s:%u", expired->file, expired->line);
	ok = !place.failed &&
	     put_named(arena, cause,
	               "Renew the allow at %1, which ended on %2, or stop the traffic.",
	               (const char *[]){ text_string(&place), expired->until, NULL });
	text_fini(&place);
	return ok;
}

/* A setting that was moved: the rows follow once the site file says so. */
static bool move(const struct judge *judge, struct arena *arena,
                 struct audit_cause *cause, const struct rule *rule)
{
	bool has_ports =
		policy_site(judge->policy) && policy_site(judge->policy)->ports.count > 0;
	struct text code = { 0 };
	struct cause_ports ports;

	if (!cause_ports_of(&ports, cause))
		return false;
	text_add(&code, has_ports ? "" : "ports:\n  ");
	site_lines_ports(&code, judge, rule, &ports);
	cause_ports_fini(&ports);
	cause->remedy.lang = has_ports ? "site file, ports:" : "site file";
	return copy(arena, &code, &cause->remedy.code) &&
	       put_named(arena, cause,
	                 "If the ports of %1 were moved, say so in the site file; the "
	                 "rows then follow.",
	                 (const char *[]){ rule->row->service, NULL });
}

/* A name for the site file: not one that it has for another host. */
static const char *free_name(const struct judge *judge, const struct address *address)
{
	const struct site *site = policy_site(judge->policy);
	const char *name = naming_of(judge, address);

	for (size_t i = 0; name && site && i < site->host_count; i++)
		if (strcasecmp(site->hosts[i].name, name) == 0)
			return NULL;
	for (size_t i = 0; name && site && i < site->network_count; i++)
		if (strcasecmp(site->networks[i].name, name) == 0)
			return NULL;
	return name;
}

static bool declare(const struct judge *judge, struct arena *arena,
                    struct audit_cause *cause, const struct address *address,
                    role_set roles, role_set balanced)
{
	struct text code = { 0 };

	put(cause,
	    balanced ? "If these are the probes of a load balancer, declare it."
	             : "Find out what it is; if it belongs to the site, declare it.",
	    "site file, hosts:");
	site_lines_host(&code, address, free_name(judge, address), roles, balanced);
	return copy(arena, &code, &cause->remedy.code);
}

static role_set undeclared_roles(const struct audit_cause *cause)
{
	for (size_t i = 0; i < cause->finding_count; i++)
		if (cause->findings[i]->matter == MATTER_SERVER)
			return role_set_own(cause->findings[i]->roles);
	return 0;
}

/* Ports are moved by a setting where media, or a host that is no Lync server, listens. */
static bool may_be_moved(const struct cause_key *key, const struct audit_cause *cause)
{
	return key->matter == MATTER_LISTENER && !cause->is_public &&
	       (key->shape == CAUSE_MEDIA ||
	        (key->shape == CAUSE_PORT && key->side == CAUSE_PRIVATE &&
	         cause->findings[0]->roles != 0));
}

/* Is nothing known of any who opened it? Outsiders are given no certificate. */
static bool is_by_strangers(const struct audit_finding *finding)
{
	for (size_t i = 0; i < finding->peer_count; i++)
		if (finding->peers[i].roles)
			return false;
	return true;
}

static const char *act_of(const struct audit_cause *cause)
{
	const struct audit_finding *worst = cause->findings[0];

	if (worst->twist == TWIST_LOAD_BALANCER)
		return act_balanced;
	if (worst->twist == TWIST_GUARDED)
		return act_guarded;
	if (cause->is_public && (unsigned)cause->kind != VERDICT_UNEXPECTED_PEER &&
	    !address_is_public(&worst->address))
		return act_close;
	if (cause->is_public && cause->kind == FINDING_NO_CLIENT_CERTIFICATE)
		return act_close;
	if (cause->kind == FINDING_NO_CLIENT_CERTIFICATE && is_by_strangers(worst))
		return act_who;
	return acts[cause->kind] ? acts[cause->kind] : act_otherwise;
}

/* Of one host's TLS several things may be wrong, and each is put right in its own way. */
static bool put_tls(struct arena *arena, struct audit_cause *cause)
{
	static const enum finding_kind kinds[] = { FINDING_WEAK_TLS,
		                                   FINDING_WEAK_CERTIFICATE,
		                                   FINDING_EXPIRED_CERTIFICATE };
	bool has[FINDING_KINDS] = { false };

	for (size_t i = 0; i < cause->finding_count; i++)
		has[cause->findings[i]->kind] = true;
	for (unsigned language = 0; language < LANGUAGES; language++) {
		struct text text = { 0 };

		for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
			if (!has[kinds[i]])
				continue;
			text_add(&text, text.len ? " " : "");
			text_add(&text, say((enum language)language, acts[kinds[i]]));
		}
		if (!copy(arena, &text, &cause->remedy.text[language]))
			return false;
	}
	return true;
}

/* What is readable or has no certificate is to be put right, and no scan is an allow of every port. */
static bool may_be_meant(const struct audit_cause *cause)
{
	const struct audit_finding *worst = cause->findings[0];

	return (worst->matter == MATTER_LISTENER || worst->matter == MATTER_WIRE) &&
	       worst->kind != FINDING_CLEARTEXT &&
	       worst->kind != FINDING_NO_CLIENT_CERTIFICATE;
}

/* What cannot be allowed can be borne, finding by finding. */
static bool fill_allow(const struct judge *judge, struct arena *arena,
                       struct audit_cause *cause)
{
	struct text lines = { 0 };

	if (may_be_meant(cause) && site_lines_allow(&lines, judge, cause, NULL))
		return copy(arena, &lines, &cause->allow);
	if (site_lines_accept(&lines, cause))
		return copy(arena, &lines, &cause->accept);
	text_fini(&lines);
	return true;
}

bool audit_remedy_fill(const struct judge *judge, struct arena *arena,
                       const struct cause_key *key, struct audit_cause *cause)
{
	const struct audit_expired *expired = expired_of(cause);
	const struct rule *moved =
		may_be_moved(key, cause) ? settling_service(judge, cause) : NULL;
	role_set balanced = key->shape == CAUSE_SOURCE && key->matter == MATTER_LISTENER
	                            ? settling_balanced(judge, &key->host, cause)
	                            : 0;

	if (expired)
		return renew(judge, arena, cause, expired);
	if (key->shape == CAUSE_SERVER)
		return declare(judge, arena, cause, &key->host, undeclared_roles(cause),
		               0);
	if (balanced)
		return declare(judge, arena, cause, &key->host,
		               ROLE_BIT(ROLE_LOAD_BALANCER), balanced);
	if (moved)
		return move(judge, arena, cause, moved);
	if (key->matter != MATTER_TLS)
		put(cause, act_of(cause), NULL);
	else if (!put_tls(arena, cause))
		return false;
	return fill_allow(judge, arena, cause);
}

/* Lines as part of a sentence. */
static void add_lines(struct text *out, const char *lines)
{
	for (size_t len; *lines; lines += len + (lines[len] == '\n')) {
		len = strcspn(lines, "\n");
		text_add_char(out, ' ');
		text_add_bytes(out, lines, len);
	}
}

const char *audit_remedy_in_words(struct arena *arena, const struct audit_cause *cause)
{
	const struct audit_remedy *remedy = &cause->remedy;
	struct text words = { 0 };
	const char *all;

	text_add(&words, remedy->text[LANGUAGE_EN]);
	if (remedy->code) {
		text_addf(&words, " In the %s", remedy->lang);
		add_lines(&words, remedy->code);
	}
	if (cause->allow) {
		text_add(&words, " If it is meant to be, in the site file, allow:");
		add_lines(&words, cause->allow);
	}
	all = text_copy(&words, arena);
	text_fini(&words);
	return all;
}
