/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random bytes are nothing. Encrypted media and unknown protocols look like
 * this, on the very ports the tables list; a claim here is a false one.
 *
 * Everything that is asked about a payload takes part: the readers, the shipped
 * signatures and nDPI with the shipped meanings of its names. RANDOM_PAYLOADS
 * sets how many payloads each test makes, and has the counts printed.
 */
#include "../unit.h"

#include "feed.h"

#include "base/array.h"
#include "inspect/label_map.h"
#include "inspect/signature_set.h"
#include "load/signature_file.h"

#define DEFAULT_PAYLOADS 600000
#define PAYLOADS_A_FLOW  3
#define LONGEST          200
#define OTHER_NAMES      64
#define IMITATED         8 /* bytes at most */

/* nDPI is believed about what no reader of ours knows, and errs this often at most. */
#define PAYLOADS_AN_ERROR 100000

static const uint64_t ndpi_hints =
	HINT_BIT(HINT_OTHER) | HINT_BIT(HINT_SSH) | HINT_BIT(HINT_FTP) |
	HINT_BIT(HINT_SMTP) | HINT_BIT(HINT_SNMP) | HINT_BIT(HINT_TELNET) |
	HINT_BIT(HINT_XMPP) | HINT_BIT(HINT_SSDP) | HINT_BIT(HINT_H323) |
	HINT_BIT(HINT_MGCP) | HINT_BIT(HINT_NETBIOS);

/* What a protocol begins with, and what is no more than that. */
struct imitation {
	const char *name;
	uint8_t transport;
	const char *hex; /* "??" is a random byte */
};

static const struct imitation imitations[] = {
	{ "STUN binding request", TRANSPORT_UDP, "0001" },
	{ "STUN binding response", TRANSPORT_UDP, "0101" },
	{ "MS-TURN allocate", TRANSPORT_UDP, "0003" },
	{ "TURN channel", TRANSPORT_UDP, "4000" },
	{ "multiplexed TURN", TRANSPORT_UDP, "ff10" },
	{ "DTLS 1.0", TRANSPORT_UDP, "16feff00" },
	{ "DTLS 1.2 data", TRANSPORT_UDP, "17fefd00" },
	{ "RTP, x-msrta", TRANSPORT_UDP, "8072" },
	{ "RTP, PCMU", TRANSPORT_UDP, "8000" },
	{ "RTCP sender report", TRANSPORT_UDP, "80c8" },
	{ "QUIC initial", TRANSPORT_UDP, "c0000000" },
	{ "DNS query", TRANSPORT_UDP, "????0100" },
	{ "DNS answer", TRANSPORT_UDP, "????8180" },
	{ "SQL Browser answer", TRANSPORT_UDP, "05" },
	{ "SQL Browser query", TRANSPORT_UDP, "04" },
	{ "Kerberos AS-REQ", TRANSPORT_UDP, "6a82" },
	{ "Kerberos AS-REP", TRANSPORT_UDP, "6b82" },
	{ "kpasswd", TRANSPORT_UDP, "????ff80" },
	{ "LDAP", TRANSPORT_UDP, "3084" },
	{ "SNMP", TRANSPORT_UDP, "302c0201" },
	{ "NTP", TRANSPORT_UDP, "23" },
	{ "DHCP", TRANSPORT_UDP, "01010600" },
	{ "MGCP", TRANSPORT_UDP, "52534950" },
	{ "SSDP", TRANSPORT_UDP, "4d2d5345" },
	{ "SIP request", TRANSPORT_UDP, "4f505449" },
	{ "SIP response", TRANSPORT_UDP, "5349502f" },
	{ "TLS 1.0", TRANSPORT_TCP, "160301" },
	{ "TLS 1.2", TRANSPORT_TCP, "160303" },
	{ "TLS data", TRANSPORT_TCP, "170303" },
	{ "TLS alert", TRANSPORT_TCP, "15030300" },
	{ "SSL 2", TRANSPORT_TCP, "802e0103" },
	{ "framed MS-TURN", TRANSPORT_TCP, "0200" },
	{ "framed MS-TURN data", TRANSPORT_TCP, "0300" },
	{ "framed STUN", TRANSPORT_TCP, "00140001" },
	{ "framed RTP", TRANSPORT_TCP, "00308072" },
	{ "DCE/RPC bind", TRANSPORT_TCP, "05000b03" },
	{ "DCE/RPC request", TRANSPORT_TCP, "05000003" },
	{ "SMB", TRANSPORT_TCP, "00000055" },
	{ "NetBIOS session", TRANSPORT_TCP, "81000044" },
	{ "TDS prelogin", TRANSPORT_TCP, "1201" },
	{ "TDS login", TRANSPORT_TCP, "1001" },
	{ "TDS answer", TRANSPORT_TCP, "0401" },
	{ "TPKT", TRANSPORT_TCP, "0300" },
	{ "X.224 request", TRANSPORT_TCP, "0300001306e00000" },
	{ "RDP over UDP", TRANSPORT_UDP, "ffffffff00401201" },
	{ "LDAP modification", TRANSPORT_TCP, "300c02010766" },
	{ "sealed LDAP", TRANSPORT_TCP, "00000120050406ff" },
	{ "LDAP over NTLM", TRANSPORT_TCP, "0000012001000000" },
	{ "LDAP", TRANSPORT_TCP, "3084" },
	{ "LDAP bind", TRANSPORT_TCP, "300c0201" },
	{ "Kerberos", TRANSPORT_TCP, "000000c8" },
	{ "DNS", TRANSPORT_TCP, "0020" },
	{ "HTTP GET", TRANSPORT_TCP, "47455420" },
	{ "HTTP POST", TRANSPORT_TCP, "504f5354" },
	{ "HTTP response", TRANSPORT_TCP, "48545450" },
	{ "SIP INVITE", TRANSPORT_TCP, "494e5649" },
	{ "SIP NEGOTIATE", TRANSPORT_TCP, "4e45474f" },
	{ "SIP response", TRANSPORT_TCP, "5349502f" },
	{ "MSN file transfer", TRANSPORT_TCP, "56455220" },
	{ "FTP or SMTP greeting", TRANSPORT_TCP, "323230" },
	{ "SMTP", TRANSPORT_TCP, "45484c4f" },
	{ "SSH", TRANSPORT_TCP, "5353482d" },
	{ "Telnet", TRANSPORT_TCP, "fffb" },
	{ "XMPP", TRANSPORT_TCP, "3c737472" },
	{ "VNC", TRANSPORT_TCP, "52464220" },
	{ "IMAP", TRANSPORT_TCP, "2a204f4b" },
	{ "POP3", TRANSPORT_TCP, "2b4f4b" },
	{ "BGP", TRANSPORT_TCP, "ffffffff" },
	{ "PostgreSQL", TRANSPORT_TCP, "00000008" },
	{ "BitTorrent", TRANSPORT_TCP, "13426974" },
	{ "RTSP", TRANSPORT_TCP, "52545350" },
};

/* What the payloads were taken for, by hint and transport. */
struct claims {
	uint64_t payloads[2], flows[2], by_hint[HINTS][2];
	struct other_name {
		char text[256];
		uint64_t flows;
	} others[OTHER_NAMES];
};

struct knowledge {
	struct signature_set *signatures;
	struct label_map *labels;
	struct inspector *inspector;
};

static uint64_t next_random(uint64_t *state)
{
	/* xorshift64*, Vigna 2016: the same on every run. */
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * UINT64_C(2685821657736338717);
}

static void fill(uint8_t *bytes, size_t len, uint64_t *state)
{
	for (size_t i = 0; i < len; i += 8) {
		uint64_t word = next_random(state);

		memcpy(bytes + i, &word, 8);
	}
}

static uint64_t payloads_wanted(void)
{
	const char *text = getenv("RANDOM_PAYLOADS");

	return text ? strtoull(text, NULL, 10) : DEFAULT_PAYLOADS;
}

static const char *shipped(char path[static 1024], const char *name)
{
	const char *srcdir = getenv("srcdir");

	snprintf(path, 1024, "%s/signatures/%s.yaml", srcdir ? srcdir : ".", name);
	return path;
}

static void load(struct knowledge *knowledge)
{
	struct error err = { "" };
	char path[1024];

	knowledge->signatures = signature_file_load(shipped(path, "payload"), &err);
	if (!knowledge->signatures)
		fail_msg("%s", err.text);
	knowledge->labels = label_file_load(shipped(path, "ndpi"), &err);
	if (!knowledge->labels)
		fail_msg("%s", err.text);

	struct inspector_options options = { .signatures = knowledge->signatures,
		                             .labels = knowledge->labels };

	knowledge->inspector = inspector_create(&options, &err);
	if (!knowledge->inspector)
		fail_msg("%s", err.text);
}

static void unload(struct knowledge *knowledge)
{
	inspector_destroy(knowledge->inspector);
	label_map_destroy(knowledge->labels);
	signature_set_destroy(knowledge->signatures);
}

static void count_other(struct claims *claims, const char *name)
{
	for (size_t i = 0; i < OTHER_NAMES; i++) {
		struct other_name *other = &claims->others[i];

		if (other->flows && strcmp(other->text, name) != 0)
			continue;
		snprintf(other->text, sizeof(other->text), "%s", name);
		other->flows++;
		return;
	}
}

static void count(struct claims *claims, const struct feed *feed)
{
	size_t udp = feed->flow.transport == TRANSPORT_UDP;
	/* That it is no TLS is right, and no name of a protocol. */
	uint64_t hints = flow_hints(&feed->flow) &
	                 ~(HINT_BIT(HINT_NOT_TLS) | HINT_BIT(HINT_UNKNOWN));
	char name[256];

	claims->flows[udp]++;
	claims->payloads[udp] += PAYLOADS_A_FLOW;
	for (size_t hint = 0; hint < HINTS; hint++)
		claims->by_hint[hint][udp] += hints >> hint & 1;
	if (hints & HINT_BIT(HINT_OTHER))
		count_other(claims, feed_detail(feed, DETAIL_PROTOCOL, name));
}

/* The first bytes of @bytes as @imitation has them. */
static void imitate(uint8_t *bytes, const struct imitation *imitation)
{
	unsigned byte;

	for (const char *hex = imitation->hex; *hex; hex += 2, bytes++) {
		if (sscanf(hex, "%2x", &byte) == 1)
			*bytes = (uint8_t)byte;
	}
}

static void one_flow(struct inspector *inspector, const struct imitation *imitation,
                     uint64_t *random, struct claims *claims)
{
	static const uint16_t ports[] = {
		443,  3478, 5061, 5060, 50000, 135, 1433, 8057,
		3389, 389,  53,   5353, 67,    123, 88,   3268
	};
	uint8_t bytes[LONGEST + 8];
	uint64_t choice = next_random(random);
	uint8_t transport = choice & 1 ? TRANSPORT_TCP : TRANSPORT_UDP;
	struct feed feed;

	if (imitation)
		transport = imitation->transport;
	feed_init(&feed, inspector, transport, ports[choice >> 1 & 15],
	          choice & 32 ? FLOW_BY_SYN : FLOW_BY_FIRST);
	for (int i = 0; i < PAYLOADS_A_FLOW; i++) {
		size_t len = 1 + next_random(random) % LONGEST;

		if (imitation && len < IMITATED)
			len = IMITATED;
		fill(bytes, len, random);
		/* Each datagram, or the first bytes of each end of a connection. */
		if (imitation && (transport == TRANSPORT_UDP || i < 2))
			imitate(bytes, imitation);
		feed_bytes(&feed, i != 1, bytes, len);
	}
	feed_end(&feed);
	count(claims, &feed);
	feed_fini(&feed);
}

static void print_claims(const struct claims *claims, const char *title)
{
	print_message("# %s: %llu UDP, %llu TCP payloads\n", title,
	              (unsigned long long)claims->payloads[1],
	              (unsigned long long)claims->payloads[0]);
	for (size_t hint = 0; hint < HINTS; hint++) {
		if (claims->by_hint[hint][0] + claims->by_hint[hint][1])
			print_message("#   %s: %llu UDP, %llu TCP flows\n",
			              hint_name((enum hint)hint),
			              (unsigned long long)claims->by_hint[hint][1],
			              (unsigned long long)claims->by_hint[hint][0]);
	}
	for (size_t i = 0; i < OTHER_NAMES && claims->others[i].flows; i++)
		print_message("#   other is %s: %llu\n", claims->others[i].text,
		              (unsigned long long)claims->others[i].flows);
}

static uint64_t claims_of(const struct claims *claims, uint64_t hints)
{
	uint64_t total = 0;

	for (size_t hint = 0; hint < HINTS; hint++)
		if (hints & HINT_BIT(hint))
			total += claims->by_hint[hint][0] + claims->by_hint[hint][1];
	return total;
}

static void random_bytes_get_no_hints(void **state)
{
	struct knowledge knowledge;
	struct claims claims = { .payloads = { 0 } };
	uint64_t random = 20261122, payloads = payloads_wanted();

	(void)state;
	load(&knowledge);
	for (uint64_t i = 0; i < payloads; i += PAYLOADS_A_FLOW)
		one_flow(knowledge.inspector, NULL, &random, &claims);
	unload(&knowledge);
	if (getenv("RANDOM_PAYLOADS") || claims_of(&claims, ~UINT64_C(0)))
		print_claims(&claims, "random bytes");
	assert_int_equal(claims_of(&claims, ~ndpi_hints), 0);
	assert_true(claims_of(&claims, ndpi_hints) <= payloads / PAYLOADS_AN_ERROR);
}

/* One protocol's first bytes are not yet that protocol, nor any other. */
static void first_bytes_of_a_protocol_are_not_enough(void **state)
{
	struct knowledge knowledge;
	uint64_t random = 20261123, each = payloads_wanted() / ARRAY_LEN(imitations);
	uint64_t wrong = 0;

	(void)state;
	load(&knowledge);
	for (size_t i = 0; i < ARRAY_LEN(imitations); i++) {
		struct claims claims = { .payloads = { 0 } };

		for (uint64_t made = 0; made < each; made += PAYLOADS_A_FLOW)
			one_flow(knowledge.inspector, &imitations[i], &random, &claims);
		if (claims_of(&claims, ~UINT64_C(0)))
			print_claims(&claims, imitations[i].name);
		wrong += claims_of(&claims, ~ndpi_hints);
	}
	unload(&knowledge);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_bytes_get_no_hints),
		cmocka_unit_test(first_bytes_of_a_protocol_are_not_enough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
