/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_text.h"

#include "base/array.h"
#include "base/say.h"
#include "base/transport.h"

#include "table.h"
#include "words.h"

#define SOON 60 /* days in which a certificate ends that is shown */

/* Without -v those with a remark, and those of which the certificate ends before long. */
static bool is_shown(const struct audit_text *text, const struct audit_tls *tls)
{
	return text->context->verbose || *tls->remark[LANGUAGE_EN] ||
	       (tls->has_certificate && tls->days_left < SOON);
}

static void add_handshakes(struct text *cell, enum language language,
                           const struct audit_tls *tls)
{
	say_add_number(cell, language, tls->complete);
	if (!tls->failed)
		return;
	text_add(cell, ", ");
	say_count(cell, language, tls->failed, "%1 failed", "%1 failed");
}

/* What is wrong, and whether initiators proved themselves, where that was seen. */
static void add_remark(struct text *cell, enum language language,
                       const struct audit_tls *tls)
{
	text_add(cell, tls->remark[language]);
	if (!*tls->client_certificate)
		return;
	text_addf(cell, "%s%s: %s", *tls->remark[language] ? "; " : "",
	          say(language, "client certificate"),
	          say(language, tls->client_certificate));
}

/* Where it is known, the host's own label is enough: "fe01:443/tcp". */
static void add_place(struct text *cell, const struct audit_tls *tls)
{
	if (!tls->name) {
		words_add_listener(cell, &tls->address, tls->port, tls->port,
		                   tls->transport);
		return;
	}
	words_add_short_name(cell, tls->name);
	text_addf(cell, ":%u/%s", tls->port, transport_name(tls->transport));
}

static void add_listener(struct audit_text *text, struct table *table,
                         const struct audit_tls *tls)
{
	struct text *cell = &text->cell;

	add_place(cell, tls);
	table_add_text(table, cell);
	words_add_tls_versions(cell, tls->versions);
	table_add_text(table, cell);
	add_handshakes(cell, text->context->language, tls);
	table_add_text(table, cell);
	table_add(table, tls->not_after);
	table_add(table, tls->subject);
	add_remark(cell, text->context->language, tls);
	table_add_text(table, cell);
}

static size_t count_shown(const struct audit_text *text)
{
	size_t count = 0;

	for (size_t i = 0; i < text->audit->tls_count; i++)
		count += is_shown(text, &text->audit->tls[i]);
	return count;
}

static void write_listeners(struct audit_text *text)
{
	const bool wide = text->layout.width >= LAYOUT_WIDE;
	const struct table_column columns[] = {
		{ .title = "listener" },
		{ .title = "versions" },
		{ .title = "handshakes" },
		{ .title = "until" },
		{ .title = "certificate", .most = wide ? 48 : 26 },
		{ .title = "remark" },
	};
	struct table table;

	table_init(&table, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < text->audit->tls_count; i++)
		if (is_shown(text, &text->audit->tls[i]))
			add_listener(text, &table, &text->audit->tls[i]);
	table_write(&table, &text->layout, 2, true);
	table_fini(&table);
}

void audit_text_tls(struct audit_text *text)
{
	size_t shown = count_shown(text);

	if (text->audit->tls_count == 0)
		return;
	layout_heading(&text->layout, "TLS and certificates");
	if (shown > 0)
		write_listeners(text);
	if (shown == text->audit->tls_count)
		return;
	say_count(&text->cell, text->context->language, text->audit->tls_count - shown,
	          "%1 listener with nothing to remark (-v)",
	          "%1 listeners with nothing to remark (-v)");
	layout_paragraph(&text->layout, 2, audit_text_cell(text));
	text_clear(&text->cell);
}
