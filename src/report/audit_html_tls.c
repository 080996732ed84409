/* SPDX-License-Identifier: BSD-2-Clause */
/* TLS of documented listeners: what breaks next. */
#include "html.h"

#include "base/say.h"

#include "audit_facts.h"
#include "words.h"

#define LISTENERS 60

static void add_certificate(struct html *html, const struct audit_tls *tls)
{
	html_td(html, "nb", *tls->not_after ? tls->not_after : "\xe2\x80\x93");
	html_td(html, NULL, *tls->subject ? tls->subject : "\xe2\x80\x93");
	html_td(html, NULL, *tls->issuer ? tls->issuer : "\xe2\x80\x93");
	html_td(html, "nb", *tls->key ? tls->key : "\xe2\x80\x93");
}

/* Where nothing is remarked, its column goes to the names. */
static bool has_remarks(const struct audit *audit)
{
	for (size_t i = 0; i < audit->tls_count; i++)
		if (*audit->tls[i].remark[LANGUAGE_EN])
			return true;
	return false;
}

static void add_listener(struct html *html, const struct audit_tls *tls, bool remarks)
{
	html_raw(html, "<tr>");
	audit_facts_add_listener(&html->cell, tls->name, &tls->address, tls->port,
	                         tls->port, tls->transport);
	html_td_cell(html, NULL);
	html_td_row(html, tls->rule);
	words_add_tls_versions(&html->cell, tls->versions);
	html_td_cell(html, "nb");
	add_certificate(html, tls);
	html_td(html, NULL,
	        *tls->client_certificate ? say(html->language, tls->client_certificate)
	                                 : "\xe2\x80\x93");
	html_td_number(html, tls->complete);
	html_td_number(html, tls->failed);
	if (remarks)
		html_td(html, *tls->remark[html->language] ? "st medium wrap" : NULL,
		        tls->remark[html->language]);
	html_raw(html, "</tr>\n");
}

/* Those with a remark come first. */
static size_t add_listeners(struct html *html, bool remarks)
{
	const struct audit *audit = html->audit;
	size_t shown = 0;

	for (unsigned remarked = 2; remarked-- > 0;)
		for (size_t i = 0; i < audit->tls_count && shown < LISTENERS; i++)
			if ((*audit->tls[i].remark[LANGUAGE_EN] != '\0') == remarked) {
				add_listener(html, &audit->tls[i], remarks);
				shown++;
			}
	return audit->tls_count - shown;
}

void audit_html_tls(struct html *html)
{
	bool remarks = has_remarks(html->audit);
	const char *const columns[] = { "Listener",
		                        "Row",
		                        "Versions",
		                        "Ends",
		                        "Subject",
		                        "Issuer",
		                        "Key",
		                        "Client certificate",
		                        "#Complete",
		                        "#Failed",
		                        remarks ? "Remark" : NULL,
		                        NULL };

	html_section(html, "tls", "TLS and certificates",
	             "Of documented listeners whose handshakes were seen.");
	if (html->audit->tls_count == 0) {
		html_raw(html, "<p>");
		html_say(html, "No handshake of a documented listener was seen.");
		html_raw(html, "</p></section>\n");
		return;
	}
	html_table(html, "small tls", "Listeners", columns);
	html_end_table(html, add_listeners(html, remarks));
}
