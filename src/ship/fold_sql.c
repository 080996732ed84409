/* SPDX-License-Identifier: BSD-2-Clause */
#include "fold_sql.h"

#include "base/text.h"
#include "store/fold_site.h"

/* Both read any text in every version; what is of the other kind is nobody's. */
#define NUMBER_4                                                                         \
	"IPv4StringToNum(if(position(init_ip, ':') = 0, init_ip, '255.255.255.255'))"
#define NUMBER_6 "hex(IPv6StringToNum(if(position(init_ip, ':') > 0, init_ip, '::')))"

/* The last address of @range. */
static struct address last_of(const struct address_range *range)
{
	struct address last = range->base;

	for (unsigned bit = range->prefix_len; bit < 128; bit++)
		last.bytes[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	return last;
}

static void add_number(struct text *sql, const struct address *address, bool is_ipv4)
{
	const uint8_t *bytes = address->bytes;

	if (is_ipv4) {
		text_addf(sql, "%lu",
		          (unsigned long)bytes[12] << 24 |
		                  (unsigned long)bytes[13] << 16 |
		                  (unsigned long)bytes[14] << 8 | bytes[15]);
		return;
	}
	text_add_char(sql, '\'');
	for (size_t i = 0; i < sizeof(address->bytes); i++)
		text_addf(sql, "%02X", bytes[i]);
	text_add_char(sql, '\'');
}

/* Is the initiator of @range? */
static void add_is_of(struct text *sql, const struct address_range *range)
{
	bool is_ipv4 = address_is_ipv4(&range->base) && range->prefix_len >= 96;
	struct address last = last_of(range);

	text_add(sql, is_ipv4 ? "(" NUMBER_4 " BETWEEN " : "(" NUMBER_6 " BETWEEN ");
	add_number(sql, &range->base, is_ipv4);
	text_add(sql, " AND ");
	add_number(sql, &last, is_ipv4);
	text_add_char(sql, ')');
}

/* The network of the initiator, else @other. */
static void add_network_of(struct text *sql, const struct fold_site *site,
                           const char *other)
{
	char address[ADDRESS_TEXT_SIZE];

	text_add(sql, "multiIf(");
	for (size_t i = 0; i < site->network_count; i++) {
		add_is_of(sql, &site->networks[i]);
		text_addf(sql, ", '%s', ",
		          address_format(&site->networks[i].base, address));
	}
	text_addf(sql, "%s)", other);
}

static void add_is_apart(struct text *sql, const struct fold_site *site)
{
	text_add(sql, "(0");
	for (size_t i = 0; i < site->apart_count; i++) {
		text_add(sql, " OR ");
		add_is_of(sql, &site->apart[i]);
	}
	text_add_char(sql, ')');
}

/* Is the text that the kind has as @member one of @words? */
static void add_is_one_of(struct text *sql, const char *member,
                          const struct fold_words *words)
{
	text_addf(sql, "visitParamExtractString(kind, '%s') IN (", member);
	for (size_t i = 0; i < words->count; i++)
		text_addf(sql, "%s'%s'", i > 0 ? ", " : "", words->items[i]);
	text_add_char(sql, ')');
}

static void add_may_fold(struct text *sql)
{
	add_is_one_of(sql, "verdict", &fold_site_verdicts);
	text_add(sql, " AND ");
	add_is_one_of(sql, "flow_state", &fold_site_states);
	text_add(sql, " AND position(visitParamExtractRaw(kind, 'hints_initiator'), "
	              "'\"" FOLD_SITE_APART "\"') = 0");
}

void fold_sql_add_initiator(struct text *sql, const struct fold_site *site)
{
	if (!site || site->network_count == 0) {
		text_add(sql, "init_ip");
		return;
	}
	text_add(sql, "if(");
	add_may_fold(sql);
	text_add(sql, " AND NOT ");
	add_is_apart(sql, site);
	text_add(sql, ", ");
	add_network_of(sql, site, "init_ip");
	text_add(sql, ", init_ip)");
}

void fold_sql_add_network(struct text *sql, const struct fold_site *site)
{
	add_network_of(sql, site, "''");
}
