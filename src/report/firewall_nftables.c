/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A table of nftables. What opens a host is a chain of its own, reached by the address
 * that is opened, the most specific one alone; what no chain accepts, and has a server at
 * an end, is dropped. Answers pass by what conntrack(8) knows.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/transport.h"
#include "policy/passage.h"
#include "policy/rule.h"
#include "policy/site.h"
#include "report/audit_file.h"
#include "report/firewall.h"

#include "firewall_words.h"
#include "nft_rules.h"

#define NAME_MOST 80 /* bytes of a chain's name that are the site's */

/* --- Passages ----------------------------------------------------------------------------------- */

/* "server-3 server-7; never seen: server-9" */
static void add_rows(struct text *out, const struct firewall *firewall,
                     const struct passage *passage)
{
	struct text never = { 0 };
	bool any = firewall_add_rows(out, firewall, passage, false) > 0;

	if (firewall_add_rows(&never, firewall, passage, true) > 0)
		text_addf(out, "%snever seen: %s", any ? "; " : "",
		          never.at ? never.at : "");
	out->failed |= never.failed;
	text_fini(&never);
}

static void write_title(struct nft_table *table, const struct passage *passage)
{
	const struct row *row = passage->rules[0]->row;

	text_addf(table->out, "\t\t# %s%s\n", row_title(row, LANGUAGE_EN),
	          row->asked_count > 0
	                  ? ": for certain names alone, which no packet filter can tell"
	                  : "");
}

static void write_passage(struct nft_table *table, const struct passage *passage,
                          unsigned reached)
{
	const struct firewall_side from = firewall_initiators(table->firewall, passage);
	const struct firewall_side to = firewall_listeners(table->firewall, passage);
	struct text comment = { 0 };

	write_title(table, passage);
	add_rows(&comment, table->firewall, passage);
	nft_write_ports(table,
	                (struct nft_line){
				.from = &from,
				.to = passage->to_reach == PASSAGE_DECLARED ? NULL : &to,
				.families = reached,
				.comment = comment.at ? comment.at : "" },
	                passage->spans, passage->span_count, "accept");
	table->out->failed |= comment.failed;
	text_fini(&comment);
}

static void write_missing(struct nft_table *table, const struct passage *passage)
{
	text_add(table->out, "\t\t# nobody is declared who would open ");
	add_rows(table->out, table->firewall, passage);
	text_add(table->out, ": ");
	firewall_add_missing(table->out, passage);
	text_add_char(table->out, '\n');
}

/* --- Chains --------------------------------------------------------------------------------------- */

/* A name that nothing else has: what the site calls it, and its number. */
static void add_chain_name(struct text *out, const struct firewall *firewall,
                           uint32_t number)
{
	const struct passage_end *end = &firewall->passages->ends[number];

	text_add(out, "to_");
	for (size_t i = 0; end->name[i] && i < NAME_MOST; i++)
		text_add_char(out, isalnum((unsigned char)end->name[i])
		                           ? (char)tolower((unsigned char)end->name[i])
		                           : '_');
	if (end->side != ROW_INTERFACE_UNSTATED)
		text_addf(out, "_%s", row_interface_name(end->side));
	text_addf(out, "_%u", number);
}

static unsigned families_at(const struct passage_end *end)
{
	unsigned found = 0;

	for (size_t i = 0; i < end->range_count; i++)
		found |= address_is_ipv4(&end->ranges[i].base) ? NFT_IPV4 : NFT_IPV6;
	return found;
}

/* Strangers and users are kept from what the rows of a guarded host list; others are its administrator's. */
static void write_guard(struct nft_table *table, const struct passage *passages,
                        size_t count, const struct firewall_side *own, unsigned reached)
{
	nft_write_line(
		table,
		&(struct nft_line){ .from = own,
	                            .families = reached,
	                            .match = "",
	                            .comment = "declared hosts are its administrator's" },
		"return");
	for (size_t i = 0; i < count; i++)
		if (!passages[i].rules[0]->wide)
			nft_write_ports(table,
			                (struct nft_line){ .families = reached,
			                                   .comment = "guarded" },
			                passages[i].spans, passages[i].span_count,
			                "counter drop");
}

static void write_chain(struct nft_table *table, uint32_t number,
                        const struct passage *passages, size_t count,
                        const struct firewall_side *own)
{
	const struct passage_end *end = &table->firewall->passages->ends[number];
	unsigned reached = families_at(end);

	text_add(table->out, "\n\t# ");
	firewall_add_end(table->out, end);
	text_add(table->out, ": ");
	text_add_roles(table->out, end->roles, ", ");
	text_add(table->out, "\n\tchain ");
	add_chain_name(table->out, table->firewall, number);
	text_add(table->out, " {\n");
	for (size_t i = 0; i < count; i++)
		if (!passage_has_nobody(&passages[i]))
			write_passage(table, &passages[i], reached);
	for (size_t i = 0; i < count; i++)
		if (passage_has_nobody(&passages[i]))
			write_missing(table, &passages[i]);
	if (end->guarded)
		write_guard(table, passages, count, own, reached);
	text_add(table->out, "\t}\n");
}

/* How many of the passages from @first on are to the same end. */
static size_t count_of(const struct passage_list *list, size_t first)
{
	size_t last = first;

	while (last < list->passage_count &&
	       list->passages[last].to == list->passages[first].to)
		last++;
	return last - first;
}

static void write_chains(struct nft_table *table, const struct firewall_side *own)
{
	const struct passage_list *list = table->firewall->passages;
	size_t count;

	for (size_t i = 0; i < list->passage_count; i += count) {
		count = count_of(list, i);
		if (list->passages[i].to_reach == PASSAGE_DECLARED) {
			write_chain(table, list->passages[i].to, &list->passages[i],
			            count, own);
			continue;
		}
		text_add(table->out, "\n\t# What servers open to anybody.\n"
		                     "\tchain to_anybody {\n");
		for (size_t j = i; j < i + count; j++)
			write_passage(table, &list->passages[j], NFT_BOTH);
		text_add(table->out, "\t}\n");
	}
}

static bool has_chain(const struct passage_list *list, uint32_t end)
{
	for (size_t i = 0; i < list->passage_count; i++)
		if (list->passages[i].to == end)
			return true;
	return false;
}

/* Hosts stand before the networks that they are in. */
static void write_listeners(struct nft_table *table)
{
	const struct passage_list *list = table->firewall->passages;

	text_add(table->out, "\n\t# The most specific counts, alone.\n"
	                     "\tchain listeners {\n");
	for (uint32_t i = 0; i < list->end_count; i++) {
		const struct firewall_side to = { .ends = &i, .end_count = 1 };

		for (size_t j = 0; j < NFT_FAMILIES; j++) {
			if (!(families_at(&list->ends[i]) & nft_families[j].family))
				continue;
			text_addf(table->out, "\t\t%s daddr { ", nft_families[j].match);
			firewall_add_addresses(table->out, table->firewall, &to,
			                       nft_families[j].family == NFT_IPV4, ", ");
			text_add(table->out, " } ");
			if (has_chain(list, i)) {
				text_add(table->out, "goto ");
				add_chain_name(table->out, table->firewall, i);
			} else {
				text_add(table->out, "return");
			}
			text_add_char(table->out, '\n');
		}
	}
	text_add(table->out, "\t}\n");
}

/* Nobody initiates media over UDP: the port that the row lists may speak first. */
static void write_media_of(struct nft_table *table, const struct passage *passage)
{
	const struct firewall_side to = firewall_initiators(table->firewall, passage);
	const struct firewall_side from = firewall_listeners(table->firewall, passage);
	struct text comment = { 0 }, match = { 0 };

	add_rows(&comment, table->firewall, passage);
	if (nft_add_ports(&match, passage->spans, passage->span_count, TRANSPORT_UDP,
	                  "sport"))
		nft_write_line(
			table,
			&(struct nft_line){ .from = &from,
		                            .to = &to,
		                            .families = NFT_BOTH,
		                            .match = match.at ? match.at : "",
		                            .comment = comment.at ? comment.at : "" },
			"accept");
	table->out->failed |= comment.failed || match.failed;
	text_fini(&comment);
	text_fini(&match);
}

static void write_media(struct nft_table *table)
{
	const struct passage_list *list = table->firewall->passages;

	text_add(table->out, "\n\t# Media: either end may speak first.\n"
	                     "\tchain media {\n");
	for (size_t i = 0; i < list->passage_count; i++)
		if (list->passages[i].either_first &&
		    !passage_has_nobody(&list->passages[i]))
			write_media_of(table, &list->passages[i]);
	text_add(table->out, "\t}\n");
}

static void write_allows(struct nft_table *table)
{
	const struct passage_list *list = table->firewall->passages;

	text_add(table->out, "\n\t# What the site file allows besides.\n"
	                     "\tchain allowed {\n");
	for (size_t i = 0; i < list->allow_count; i++) {
		const struct passage_allow *made = &list->allows[i];
		const struct site_allow *allow = made->allow;
		const struct firewall_side from = firewall_allowed_from(made);
		const struct firewall_side to = firewall_allowed_to(made);
		char comment[40];

		snprintf(comment, sizeof(comment), "allow, line %u", allow->line);
		text_add(table->out, "\t\t# ");
		text_add_printable(table->out, allow->reason, strlen(allow->reason));
		if (*allow->until)
			text_addf(table->out, ", until %s", allow->until);
		text_add_char(table->out, '\n');
		nft_write_ports(table,
		                (struct nft_line){ .from = &from,
		                                   .to = &to,
		                                   .families = NFT_BOTH,
		                                   .comment = comment },
		                allow->ports, allow->port_count, "accept");
	}
	text_add(table->out, "\t}\n");
}

/* --- All of it -------------------------------------------------------------------------------------- */

/* The numbers of the ends that are no users. Owned. */
static uint32_t *find_own(const struct passage_list *list, size_t *count)
{
	uint32_t *numbers = calloc(list->end_count + 1, sizeof(*numbers));

	*count = 0;
	for (uint32_t i = 0; numbers && i < list->end_count; i++)
		if (!list->ends[i].network && !(list->ends[i].roles & ROLE_USERS))
			numbers[(*count)++] = i;
	return numbers;
}

static void write_entrance(struct nft_table *table, const struct firewall_side *servers)
{
	static const char head[] =
		"\n\t# Between networks. On a host of its own: hook input, and output "
		"likewise.\n"
		"\tchain forward {\n"
		"\t\ttype filter hook forward priority filter; policy accept;\n"
		"\t\tjump site\n"
		"\t}\n"
		"\n\t# What has no server at an end is not judged, and passes; neither are "
		"ICMP, IGMP and groups.\n"
		"\tchain site {\n"
		"\t\tct state established,related accept\n"
		"\t\tmeta l4proto { icmp, ipv6-icmp, igmp } accept\n"
		"\t\tip daddr { 224.0.0.0/4, 255.255.255.255 } accept\n"
		"\t\tip6 daddr ff00::/8 accept\n"
		"\t\tjump listeners\n";

	text_add(table->out, head);
	if (has_chain(table->firewall->passages,
	              (uint32_t)table->firewall->passages->end_count))
		text_add(table->out, "\t\tjump to_anybody\n");
	text_add(table->out, "\t\tjump media\n\t\tjump allowed\n");
	if (servers->end_count > 0) {
		const struct nft_line from = {
			.from = servers,
			.families = NFT_BOTH,
			.match = "",
			.comment = "a server opens what no row lists"
		};
		const struct nft_line to = {
			.to = servers,
			.families = NFT_BOTH,
			.match = "",
			.comment = "a server is opened as no row lists"
		};

		nft_write_line(table, &from, "counter drop");
		nft_write_line(table, &to, "counter drop");
	}
	text_add(table->out, "\t}\n");
}

static void write_head(struct text *out, const struct firewall *firewall)
{
	const struct site *site = firewall->site;

	text_add(out, "#!/usr/sbin/nft -f\n# What the rows that ");
	text_add_printable(out, site->file, strlen(site->file));
	text_add(out, " implies let through. Written by lynctap rows --firewall: change "
	              "the site file, not this.\n");
	if (firewall->report) {
		text_add(out, "# Never seen: not in the audit of ");
		text_add_printable(out, firewall->report->path,
		                   strlen(firewall->report->path));
		text_add_char(out, '\n');
	}
	text_add(out, "\ntable inet lynctap\ndelete table inet lynctap\n"
	              "table inet lynctap {");
}

bool firewall_write_nftables(struct text *out, const struct firewall *firewall)
{
	const struct firewall_side servers = { .ends = firewall->passages->servers,
		                               .end_count =
		                                       firewall->passages->server_count };
	struct firewall_side own = { 0 };
	uint32_t *numbers = find_own(firewall->passages, &own.end_count);
	struct text chains = { 0 };
	struct nft_table table = { .firewall = firewall, .out = &chains };

	own.ends = numbers;
	chains.failed = !numbers;
	if (!chains.failed) {
		write_chains(&table, &own);
		write_listeners(&table);
		write_media(&table);
		write_allows(&table);
		write_entrance(&table, &servers);
	}
	write_head(out, firewall);
	text_add_bytes(out, table.sets.at, table.sets.len);
	text_add_bytes(out, chains.at, chains.len);
	text_add(out, "}\n");
	out->failed |= table.sets.failed || chains.failed;
	text_fini(&table.sets);
	text_fini(&chains);
	free(table.peers);
	free(numbers);
	return !out->failed;
}
