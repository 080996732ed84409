/* SPDX-License-Identifier: BSD-2-Clause */
#include "cause_words.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/say.h"
#include "base/text.h"

#include "cause_faults.h"
#include "cause_hosts.h"
#include "explain_words.h"
#include "judge_private.h"

#define MOST_WHY  5
#define MOST_SAID 3

static_assert(MOST_WHY <= 1 + CAUSE_FAULTS, "the list of why has room for both");

/*
 * One way to say it in each language, whole and for a cell. In them stands %s for what
 * is spoken, %p for the ports, %l for who listens, %f for who came, %d for the roles
 * that the near row documents.
 */
struct template
{
	const char *title[LANGUAGES], *brief[LANGUAGES];
};

static const struct template kinds[FINDING_KINDS] = {
	[FINDING_CLEARTEXT] = { { "%s in clear text on %p of %l, where TLS is documented",
	                          "%s en clair sur %p de %l, où TLS est documenté" },
	                        { "%s in clear text on %p", "%s en clair sur %p" } },
	[VERDICT_WRONG_PROTOCOL] = { { "%s on %p of %l, where something else is documented",
	                               "%s sur %p de %l, où autre chose est documenté" },
	                             { "%s on %p, another protocol",
	                               "%s sur %p, autre protocole" } },
	[FINDING_NO_CLIENT_CERTIFICATE] = { { "Mutual TLS on %p of %l without a certificate "
	                                      "of %f",
	                                      "TLS mutuel sur %p de %l sans certificat de %f" },
	                                    { "MTLS without a certificate",
	                                      "MTLS sans certificat client" } },
	[VERDICT_WRONG_INTERFACE] = { { "%p of %l, opened by %f, documented for another "
	                                "interface",
	                                "%p de %l, ouvert par %f, documenté pour une autre "
	                                "interface" },
	                              { "%p on another interface",
	                                "%p, autre interface" } },
	[VERDICT_WRONG_SOURCE] = { { "%p of %l, opened by %f, for whom no document has it",
	                             "%p de %l, ouvert par %f, pour qui aucun document ne le "
	                             "prévoit" },
	                           { "%p from another source",
	                             "%p d’une autre source" } },
	[VERDICT_WRONG_ROLE] = { { "%s on %p of %l, a port that is documented for %d",
	                           "%s sur %p de %l, un port documenté pour %d" },
	                         { "%p on another role", "%p sur un autre rôle" } },
	[VERDICT_UNAPPROVED_PORT] = { { "%s listens on %p of %l, in no document",
	                                "%s écoute sur %p de %l, dans aucun document" },
	                              { "%s on %p, in no document",
	                                "%s sur %p, sans document" } },
	[VERDICT_UNEXPECTED_PEER] = { { "%f: connections to %p of %l, which no document names",
	                                "%f : connexions vers %p de %l, qu’aucun document ne "
	                                "cite" },
	                              { "%s to %p of others", "%s vers %p d’autres" } },
	[FINDING_SCAN] = { { "%l tried listener after listener, in vain",
	                     "%l a essayé un port après l’autre, en vain" },
	                   { "scan", "balayage de ports" } },
	[FINDING_WEAK_TLS] = { { "Weak TLS on %p of %l", "TLS faible sur %p de %l" },
	                       { "weak TLS on %p", "TLS faible sur %p" } },
	[FINDING_WEAK_CERTIFICATE] = { { "A weak certificate on %p of %l",
	                                 "Un certificat faible sur %p de %l" },
	                               { "weak certificate on %p",
	                                 "certificat faible sur %p" } },
	[FINDING_EXPIRED_CERTIFICATE] = { { "A certificate out of its time, or soon to be, on "
	                                    "%p of %l",
	                                    "Un certificat hors de validité, ou près de l’être, "
	                                    "sur %p de %l" },
	                                  { "certificate dates on %p",
	                                    "dates de certificat sur %p" } },
	[FINDING_UNDECLARED_SERVER] = { { "%l serves as a Lync server and is not declared",
	                                  "%l se comporte en serveur Lync, sans être déclaré" },
	                                { "undeclared server", "serveur non déclaré" } },
	[VERDICT_UNVERIFIED] = { { "%p of %l, in a media range and no media to be seen",
	                           "%p de %l, dans une plage de médias, sans média visible" },
	                         { "%p, no media seen", "%p, sans média visible" } },
	[VERDICT_KNOWN] = { { "%s on %p of %l, known and in no document",
	                      "%s sur %p de %l, connu et dans aucun document" },
	                    { "%s on %p, known only", "%s sur %p, connu seulement" } },
};

/* What many ports, or many hosts, have in common says more than the kind. */
static const struct template shapes[CAUSE_SHAPES] = {
	[CAUSE_MEDIA] = { { "%s on %p of %l, outside the documented ranges",
	                    "%s sur %p de %l, hors des plages documentées" },
	                  { "%s on %p, outside ranges", "%s sur %p, hors plages" } },
	[CAUSE_HOST] = { { "%s on %p of %l, in no document",
	                   "%s sur %p de %l, dans aucun document" },
	                 { "%s on %p of one host", "%s sur %p d’un hôte" } },
	[CAUSE_SOURCE] = { { "%f comes to %p of %l, for which no document has it",
	                     "%f vient sur %p de %l, sans document" },
	                   { "%p from one source", "%p d’une même source" } },
	[CAUSE_GUARDED] = { { "%p of %l, kept for Lync, opened by %f",
	                      "%p de %l, réservé à Lync, ouvert par %f" },
	                    { "%p of a kept host", "%p d’un hôte réservé" } },
	[CAUSE_SCANS] = { { "Hosts of the Internet try listener after listener",
	                    "Des hôtes d’Internet essaient un port après l’autre" },
	                  { "scans from the Internet", "balayages depuis Internet" } },
};

/* Of one host's TLS several kinds of things are wrong. */
static const struct template several = {
	{ "TLS and certificates to be put right on %p of %l",
	  "TLS et certificats à corriger sur %p de %l" },
	{ "TLS, certificates on %p", "TLS, certificats sur %p" }
};

static const struct template otherwise = { { "%s on %p of %l", "%s sur %p de %l" },
	                                   { "%s on %p", "%s sur %p" } };

static const struct template *template_of(const struct cause_key *key,
                                          const struct audit_cause *cause)
{
	if (key->matter == MATTER_LISTENER && shapes[key->shape].title[0])
		return &shapes[key->shape];
	if (key->shape == CAUSE_SCANS)
		return &shapes[CAUSE_SCANS];
	if (key->matter == MATTER_TLS && cause_faults_differ(cause))
		return &several;
	return kinds[cause->kind].title[0] ? &kinds[cause->kind] : &otherwise;
}

/* What the words of a template stand for, once for all languages. */
struct parts {
	const struct judge *judge;
	const struct audit_cause *cause;
	const struct cause_key *key;
	struct cause_hosts listening, coming;
	struct cause_ports ports;
};

/* Short names of protocols are written in capitals: SSH, but kerberos. */
static void add_payload(struct text *out, const struct parts *parts,
                        enum language language)
{
	static const char *const unknown[LANGUAGES] = { "Something unknown",
		                                        "Un inconnu" };
	static const char *const media[LANGUAGES] = { "Media", "Des médias" };
	char word[CAUSE_PAYLOAD + 1] = { 0 };
	size_t len;

	memcpy(word, parts->key->payload, CAUSE_PAYLOAD);
	len = strlen(word);
	if (parts->key->shape == CAUSE_MEDIA)
		text_add(out, media[language]);
	else if (len == 0)
		text_add(out, unknown[language]);
	else
		for (size_t i = 0; i < len; i++)
			text_add_char(out, len <= 5
			                           ? (char)toupper((unsigned char)word[i])
			                           : word[i]);
}

static void add_part(struct text *out, const struct parts *parts, char part,
                     enum language language)
{
	const struct rule *nearest = parts->cause->findings[0]->nearest;

	switch (part) {
	case 's':
		add_payload(out, parts, language);
		break;
	case 'p':
		cause_ports_add(out, &parts->ports, language);
		break;
	case 'l':
		cause_hosts_add(out, parts->judge, &parts->listening, language);
		break;
	case 'f':
		cause_hosts_add(out, parts->judge, &parts->coming, language);
		break;
	case 'd':
		if (nearest)
			text_say_roles(out, language, nearest->row->roles, ", ");
		break;
	default:
		text_add_char(out, part);
	}
}

static const char *expand(struct arena *arena, const struct parts *parts,
                          const char *template, enum language language)
{
	struct text text = { 0 };
	const char *copy;

	for (; *template; template ++) {
		if (*template == '%')
			add_part(&text, parts, *++template, language);
		else
			text_add_char(&text, *template);
	}
	copy = text_copy(&text, arena);
	text_fini(&text);
	return copy;
}

/* "site.yaml:61 allowed this until 2026-10-31 (CHG-1042, admin jump host)" */
static const char *ended(struct arena *arena, const struct audit_expired *expired,
                         enum language language)
{
	struct text text = { 0 }, place = { 0 }, why = { 0 };
	const char *copy;

	text_addf(&place, "%s:%u", expired->file, expired->line);
	text_addf(&why, "%s%s%s", expired->ticket,
	          *expired->ticket && *expired->reason ? ", " : "", expired->reason);
	say_add(&text, language,
	        expired->is_accept ? "%1 accepted this until %2 (%3)"
	                           : "%1 allowed this until %2 (%3)",
	        (const char *[]){ text_string(&place), expired->until, text_string(&why),
	                          NULL });
	text.failed |= place.failed || why.failed;
	copy = text_copy(&text, arena);
	text_fini(&text);
	text_fini(&place);
	text_fini(&why);
	return copy;
}

/* What has ended comes first. The reasons of its worst finding stand for all, but for TLS. */
static bool fill_why(struct arena *arena, const struct cause_key *key,
                     struct audit_cause *cause, enum language language)
{
	const struct audit_finding *worst = cause->findings[0];
	const struct sentence_list *reasons = &worst->reasons[language];
	struct sentence_list *why = &cause->why[language];

	why->at = arena_alloc(arena, 1 + CAUSE_FAULTS, sizeof(*why->at));
	if (!why->at)
		return false;
	if (worst->expired) {
		why->at[why->count] = ended(arena, worst->expired, language);
		if (!why->at[why->count++])
			return false;
	}
	if (key->matter == MATTER_TLS)
		return cause_faults_add(arena, cause, language, why);
	for (size_t i = 0; i < reasons->count && why->count < MOST_WHY; i++)
		why->at[why->count++] = reasons->at[i];
	return true;
}

/* All sentences in all languages. */
static bool expand_all(struct arena *arena, const struct parts *parts,
                       struct audit_cause *cause)
{
	const struct template *template = template_of(parts->key, cause);

	for (unsigned i = 0; i < LANGUAGES; i++) {
		enum language language = (enum language)i;

		cause->title[i] = expand(arena, parts, template->title[i], language);
		cause->brief[i] = expand(arena, parts, template->brief[i], language);
		cause->where[i] = expand(arena, parts, "%l", language);
		cause->from[i] =
			parts->coming.count ? expand(arena, parts, "%f", language) : "";
		if (!fill_why(arena, parts->key, cause, language))
			return false;
		if (!cause->title[i] || !cause->brief[i] || !cause->where[i] ||
		    !cause->from[i])
			return false;
	}
	return true;
}

static bool is_said(const struct audit_cause *cause, const struct audit_said *said)
{
	for (size_t i = 0; i < cause->said_count; i++)
		if (strcmp(cause->said[i].label, said->label) == 0 &&
		    strcmp(cause->said[i].text, said->text) == 0)
			return true;
	return false;
}

/* The first different things that were said. */
static bool fill_said(struct arena *arena, struct audit_cause *cause)
{
	cause->said = arena_alloc(arena, MOST_SAID, sizeof(*cause->said));
	if (!cause->said)
		return false;
	for (size_t i = 0; i < cause->finding_count; i++) {
		const struct audit_finding *finding = cause->findings[i];

		for (size_t j = 0; j < finding->said_count; j++) {
			if (cause->said_count == MOST_SAID)
				return true;
			if (!is_said(cause, &finding->said[j]))
				cause->said[cause->said_count++] = finding->said[j];
		}
	}
	return true;
}

bool cause_words_fill(const struct judge *judge, struct arena *arena,
                      const struct cause_key *key, struct audit_cause *cause)
{
	struct parts parts = { .judge = judge, .cause = cause, .key = key };
	bool ok = cause_hosts_listening(&parts.listening, judge, cause) &&
	          cause_hosts_coming(&parts.coming, judge, cause) &&
	          cause_ports_of(&parts.ports, cause) &&
	          expand_all(arena, &parts, cause) && fill_said(arena, cause);

	cause_hosts_fini(&parts.listening);
	cause_hosts_fini(&parts.coming);
	cause_ports_fini(&parts.ports);
	return ok;
}
