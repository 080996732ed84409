/* SPDX-License-Identifier: BSD-2-Clause */
#include "nft_rules.h"

#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "base/transport.h"

#define COMMENT_MOST 120 /* bytes; the kernel keeps 128 */

const struct nft_words nft_families[NFT_FAMILIES] = {
	{ NFT_IPV4, "ip", "ipv4_addr", "v4" },
	{ NFT_IPV6, "ip6", "ipv6_addr", "v6" },
};

/* --- Sets --------------------------------------------------------------------------------- */

static bool same_side(const struct firewall_side *a, const struct firewall_side *b)
{
	return a->end_count == b->end_count && a->range_count == b->range_count &&
	       a->ranges == b->ranges && a->others == b->others &&
	       (a->end_count == 0 ||
	        memcmp(a->ends, b->ends, a->end_count * sizeof(*a->ends)) == 0);
}

static void write_set(struct nft_table *table, struct nft_peers *peers, size_t number)
{
	struct text elements = { 0 };

	text_add(&table->sets, "\n\t# ");
	firewall_add_side(&table->sets, table->firewall, &peers->side);
	text_add_char(&table->sets, '\n');
	for (size_t i = 0; i < NFT_FAMILIES; i++) {
		text_clear(&elements);
		if (firewall_add_addresses(&elements, table->firewall, &peers->side,
		                           nft_families[i].family == NFT_IPV4,
		                           ",\n\t\t             ") == 0)
			continue;
		peers->families |= nft_families[i].family;
		text_addf(&table->sets,
		          "\tset peers_%zu_%s {\n\t\ttype %s\n\t\tflags interval\n"
		          "\t\telements = { %s }\n\t}\n",
		          number, nft_families[i].suffix, nft_families[i].type,
		          elements.at);
	}
	table->sets.failed |= elements.failed;
	text_fini(&elements);
}

/* The number of the sets with the addresses of @side. Its ends live as long as the table. */
static size_t peers_of(struct nft_table *table, const struct firewall_side *side)
{
	size_t number = 0;

	while (number < table->peer_count && !same_side(&table->peers[number].side, side))
		number++;
	if (number < table->peer_count)
		return number;
	if (!array_reserve(&table->peers, &table->peer_capacity, table->peer_count,
	                   sizeof(*table->peers))) {
		table->out->failed = true;
		return 0;
	}
	table->peers[table->peer_count++] = (struct nft_peers){ .side = *side };
	write_set(table, &table->peers[number], number);
	return number;
}

/* --- Rules ----------------------------------------------------------------------------------- */

static bool is_anybody(const struct firewall_side *side)
{
	return !side || side->end_count + side->range_count == 0;
}

/* The families that hosts of @side have addresses of. @number: of its sets */
static unsigned families_of(struct nft_table *table, const struct firewall_side *side,
                            size_t *number)
{
	if (is_anybody(side))
		return NFT_BOTH;
	*number = peers_of(table, side);
	if (side->others)
		return NFT_BOTH;
	return table->peer_count ? table->peers[*number].families : 0;
}

static void add_comment(struct text *out, const char *comment)
{
	if (!*comment)
		return;
	text_add(out, " comment \"");
	for (size_t i = 0; comment[i] && i < COMMENT_MOST; i++)
		text_add_char(out, strchr("\"\\", comment[i]) ? '\'' : comment[i]);
	text_add_char(out, '"');
}

static void add_address(struct nft_table *table, size_t family, const char *key,
                        const struct firewall_side *side, size_t number)
{
	/* Of a family that none of them has, all are others. */
	bool has_set = !is_anybody(side) && number < table->peer_count &&
	               table->peers[number].families & nft_families[family].family;

	if (has_set)
		text_addf(table->out, "%s %s %s@peers_%zu_%s ",
		          nft_families[family].match, key, side->others ? "!= " : "",
		          number, nft_families[family].suffix);
}

void nft_write_line(struct nft_table *table, const struct nft_line *line,
                    const char *verdict)
{
	size_t from = 0, to = 0;
	unsigned left = line->families & families_of(table, line->from, &from) &
	                families_of(table, line->to, &to);

	if (is_anybody(line->from) && is_anybody(line->to) && left == NFT_BOTH)
		left = NFT_IPV4; /* and says nothing of it */
	for (size_t i = 0; i < NFT_FAMILIES; i++) {
		if (!(left & nft_families[i].family))
			continue;
		text_add(table->out, "\t\t");
		add_address(table, i, "saddr", line->from, from);
		add_address(table, i, "daddr", line->to, to);
		text_addf(table->out, "%s%s%s", line->match, *line->match ? " " : "",
		          verdict);
		add_comment(table->out, line->comment);
		text_add_char(table->out, '\n');
	}
}

/* Is another of the spans wider, or the same and earlier? nft(8) refuses what overlaps. */
static bool is_within_another(const struct port_span *spans, size_t count, size_t number)
{
	const struct port_span *span = &spans[number];

	for (size_t i = 0; i < count; i++)
		if (i != number && spans[i].transport == span->transport &&
		    spans[i].low <= span->low && span->high <= spans[i].high &&
		    (i < number || spans[i].low != span->low ||
		     spans[i].high != span->high))
			return true;
	return false;
}

bool nft_add_ports(struct text *out, const struct port_span *spans, size_t count,
                   uint8_t transport, const char *key)
{
	size_t written = 0;

	for (size_t i = 0; i < count; i++) {
		if (spans[i].transport != transport || is_within_another(spans, count, i))
			continue;
		if (written++ == 0)
			text_addf(out, "%s %s { ", transport_name(transport), key);
		text_addf(out, "%s%u", written > 1 ? ", " : "", spans[i].low);
		if (spans[i].high > spans[i].low)
			text_addf(out, "-%u", spans[i].high);
	}
	text_add(out, written ? " }" : "");
	return written > 0;
}

void nft_write_ports(struct nft_table *table, struct nft_line line,
                     const struct port_span *spans, size_t count, const char *verdict)
{
	static const uint8_t ported[] = { TRANSPORT_TCP, TRANSPORT_UDP };
	struct text match = { 0 };

	line.match = "";
	if (count == 0)
		nft_write_line(table, &line, verdict);
	for (size_t i = 0; i < ARRAY_LEN(ported); i++) {
		text_clear(&match);
		if (!nft_add_ports(&match, spans, count, ported[i], "dport") ||
		    match.failed)
			continue;
		line.match = match.at;
		nft_write_line(table, &line, verdict);
	}
	for (size_t i = 0; i < count; i++) {
		if (transport_has_ports(spans[i].transport))
			continue;
		text_clear(&match);
		text_addf(&match, "meta l4proto %u", spans[i].transport);
		line.match = match.at ? match.at : "";
		nft_write_line(table, &line, verdict);
	}
	table->out->failed |= match.failed;
	text_fini(&match);
}
