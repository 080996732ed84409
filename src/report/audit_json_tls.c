/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_json.h"

#include "base/text.h"
#include "base/transport.h"
#include "judge/audit.h"
#include "policy/tls_policy.h"

#include "json.h"
#include "words.h"

static void add_versions(struct text *out, const char *key, unsigned versions)
{
	struct text words = { 0 };

	words_add_tls_versions(&words, versions);
	json_add_plain(out, key, words.len ? words.at : "");
	text_fini(&words);
}

static void add_text(struct text *out, const char *key, const char *text)
{
	json_add_nullable(out, key, text[0] ? text : NULL);
}

static void add_certificate(struct text *out, const struct audit_tls *tls)
{
	add_text(out, "subject", tls->subject);
	add_text(out, "issuer", tls->issuer);
	add_text(out, "not_after", tls->not_after);
	json_key(out, "days_left");
	text_addf(out, tls->has_certificate ? "%ld" : "null", tls->days_left);
	add_text(out, "key", tls->key);
	add_text(out, "signature", tls->signature);
	add_text(out, "client_certificate", tls->client_certificate);
}

void audit_json_add_tls(struct text *out, const struct audit_tls *tls)
{
	char address[ADDRESS_TEXT_SIZE];

	json_add_string(out, "host",
	                tls->name ? tls->name : address_format(&tls->address, address));
	json_add_address(out, "address", &tls->address);
	json_add_unsigned(out, "port", tls->port);
	json_add_plain(out, "transport", transport_name(tls->transport));
	json_add_plain(out, "row", tls->rule->row->id);
	add_versions(out, "versions", tls->versions);
	add_versions(out, "offered", tls->offered);
	add_certificate(out, tls);
	json_add_unsigned(out, "complete", tls->complete);
	json_add_unsigned(out, "failed", tls->failed);
	json_add_unsigned(out, "unseen", tls->unseen);
	json_add_nullable(out, "finding", tls->finding);
	json_add_string(out, "remark", tls->remark[LANGUAGE_EN]);
}
