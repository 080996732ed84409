/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_text.h"

#include "words.h"

#define LABEL_WIDTH 10
#define INDENT      8
#define MOST_PEERS  5

/* What a person calls each kind of finding. */
static const char *const kind_words[FINDING_KINDS] = {
	[VERDICT_WRONG_PROTOCOL] = "another protocol than the documented one",
	[VERDICT_WRONG_SOURCE] = "opened by a host that is not documented for it",
	[VERDICT_WRONG_ROLE] = "a documented port on a host that should not have it",
	[VERDICT_UNAPPROVED_PORT] = "a port that no document lists",
	[VERDICT_UNEXPECTED_PEER] = "a Lync server talks to a host no document names",
	[VERDICT_KNOWN] = "known traffic that no document lists (--strict)",
	[FINDING_CLEARTEXT] = "clear text where TLS is documented",
	[FINDING_NO_CLIENT_CERTIFICATE] = "mutual TLS without a client certificate",
	[FINDING_SCAN] = "one host tried many listeners",
	[FINDING_UNDECLARED_SERVER] =
		"acts a Lync server, and the site file does not have it",
};

static enum layout_tone severity_tone(enum severity severity)
{
	switch (severity) {
	case SEVERITY_HIGH:
		return TONE_BAD;
	case SEVERITY_MEDIUM:
		return TONE_WARNING;
	case SEVERITY_NONE:
	case SEVERITY_LOW:
		break;
	}
	return TONE_STRONG;
}

static void add_field(struct audit_text *text, const char *label)
{
	layout_field(&text->layout, INDENT, LABEL_WIDTH, label, audit_text_cell(text));
	text_clear(&text->cell);
}

static void add_head(struct audit_text *text, const struct audit_finding *finding)
{
	struct layout *layout = &text->layout;
	const char *words = kind_words[finding->kind];

	layout_add_padded(layout, severity_name(finding->severity), INDENT,
	                  severity_tone(finding->severity));
	words_add_listener(&text->cell, &finding->address, finding->port,
	                   finding->port_high, finding->transport);
	text_addf(&text->cell, "  %s: %s [%s]", finding_kind_name(finding->kind),
	          words ? words : finding_kind_name(finding->kind), finding->id);
	layout_wrap(layout, INDENT, INDENT, audit_text_cell(text), TONE_STRONG);
	text_clear(&text->cell);
}

static void add_peers(struct audit_text *text, const struct audit_finding *finding)
{
	struct text *cell = &text->cell;
	size_t most = text->context->verbose ? finding->peer_count : MOST_PEERS;
	size_t shown = finding->peer_count < most ? finding->peer_count : most;

	for (size_t i = 0; i < shown; i++) {
		char address[ADDRESS_TEXT_SIZE];
		role_set roles = finding->peers[i].roles;

		text_addf(cell, "%s%s", i ? "; " : "",
		          address_format(&finding->peers[i].address, address));
		if (roles) {
			text_add(cell, " (");
			words_add_roles(cell, roles);
			text_add_char(cell, ')');
		}
		text_add_char(cell, ' ');
		words_add_count(cell, finding->peers[i].flows, "flow", "flows");
	}
	if (finding->peers_total > shown) {
		text_add(cell, shown ? "; and " : "");
		words_add_count(cell, finding->peers_total - shown, "other", "others");
	}
	if (cell->len)
		add_field(text, "who");
}

static void add_finding(struct audit_text *text, const struct audit_finding *finding)
{
	struct text *cell = &text->cell;

	add_head(text, finding);
	for (size_t i = 0; i < finding->reason_count; i++) {
		text_add(cell, finding->reasons[i]);
		add_field(text, i ? "" : "why");
	}
	add_peers(text, finding);
	words_add_count(cell, finding->flows, "flow", "flows");
	text_add(cell, ", ");
	words_add_bytes(cell, finding->bytes);
	add_field(text, "how much");
	words_add_period(cell, finding->first_us, finding->last_us);
	add_field(text, "when");
	if (finding->remedy) {
		text_add(cell, finding->remedy);
		add_field(text, "remedy");
	}
}

static void add_suppressed(struct audit_text *text)
{
	const struct audit *audit = text->audit;
	struct text *cell = &text->cell;

	if (audit->suppressed_count == 0)
		return;
	layout_heading(&text->layout, "Allowed by the site file");
	for (size_t i = 0; i < audit->suppressed_count; i++) {
		const struct audit_finding *finding = &audit->suppressed[i];

		words_add_listener(cell, &finding->address, finding->port,
		                   finding->port_high, finding->transport);
		text_add(cell, "  ");
		words_add_count(cell, finding->flows, "flow", "flows");
		text_add(cell, ", ");
		words_add_bytes(cell, finding->bytes);
		for (size_t j = 0; j < finding->reason_count; j++)
			text_addf(cell, "%s%s", j ? "; " : ": ", finding->reasons[j]);
		layout_add_spaces(text->layout.out, 2);
		layout_wrap(&text->layout, 2, 4, audit_text_cell(text), TONE_PLAIN);
		text_clear(cell);
	}
}

void audit_text_findings(struct audit_text *text)
{
	const struct audit *audit = text->audit;

	layout_heading(&text->layout, "Unexpected traffic");
	if (audit->judged != JUDGED_TRAFFIC && audit->finding_count == 0)
		layout_paragraph(&text->layout, 2,
		                 "Nothing was judged, so nothing can be said.");
	else if (audit->finding_count == 0)
		layout_paragraph(&text->layout, 2,
		                 text->context->incomplete_count > 0
		                         ? "No unexpected traffic in what was seen."
		                         : "No unexpected traffic.");
	for (size_t i = 0; i < audit->finding_count; i++) {
		if (i > 0)
			layout_newline(&text->layout);
		add_finding(text, &audit->findings[i]);
	}
	add_suppressed(text);
}
