/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/transport.h"

#include <stddef.h>
#include <string.h>

#include "base/array.h"

/* Source: the IANA registry of protocol numbers; EVE's spelling is Suricata's, 7.0. */
static const struct {
	uint8_t number;
	const char *name, *eve;
} protocols[] = {
	{ TRANSPORT_TCP, "tcp", "TCP" },
	{ TRANSPORT_UDP, "udp", "UDP" },
	{ 4, "ipip", "IP-in-IP" },
	{ 8, "egp", "EGP" },
	{ 9, "igp", "IGP" },
	{ 33, "dccp", "DCCP" },
	{ 41, "ipv6", "IPv6" }, /* in IP: RFC 4213 section 3 */
	{ 46, "rsvp", "RSVP" },
	{ 47, "gre", "GRE" },
	{ 50, "esp", "ESP" },
	{ 51, "ah", "AH" },
	{ 55, "mobile", "MOBILE" },
	{ 88, "eigrp", "EIGRP" },
	{ 89, "ospf", "OSPF" },
	{ 97, "etherip", "ETHERIP" },
	{ 103, "pim", "PIM" },
	{ 108, "ipcomp", "IPComp" },
	{ 112, "vrrp", "VRRP" }, /* and CARP */
	{ 113, "pgm", "PGM" },
	{ 115, "l2tp", "L2TP" },
	{ 132, "sctp", "SCTP" },
	{ 136, "udplite", "UDPLite" },
	{ 137, "mpls-in-ip", "MPLS-in-IP" },
	{ 139, "hip", "HIP" },
};

#define TEN(tens)                                                                        \
	{                                                                                \
		"ip-" #tens "0", "ip-" #tens "1", "ip-" #tens "2", "ip-" #tens "3",      \
			"ip-" #tens "4", "ip-" #tens "5", "ip-" #tens "6",               \
			"ip-" #tens "7", "ip-" #tens "8", "ip-" #tens "9"                \
	}

static const char numbers[26][10][8] = {
	TEN(),   TEN(1),  TEN(2),  TEN(3),  TEN(4),  TEN(5),  TEN(6),  TEN(7),  TEN(8),
	TEN(9),  TEN(10), TEN(11), TEN(12), TEN(13), TEN(14), TEN(15), TEN(16), TEN(17),
	TEN(18), TEN(19), TEN(20), TEN(21), TEN(22), TEN(23), TEN(24), TEN(25),
};

static size_t find(uint8_t transport)
{
	size_t i = 0;

	while (i < ARRAY_LEN(protocols) && protocols[i].number != transport)
		i++;
	return i;
}

const char *transport_name(uint8_t transport)
{
	size_t i = find(transport);

	return i < ARRAY_LEN(protocols) ? protocols[i].name
	                                : numbers[transport / 10][transport % 10];
}

const char *transport_eve_name(uint8_t transport)
{
	size_t i = find(transport);

	return i < ARRAY_LEN(protocols) ? protocols[i].eve
	                                : numbers[transport / 10][transport % 10];
}

/* The protocol that @name_of calls @name. */
static bool find_named(uint8_t *transport, const char *name,
                       const char *(*name_of)(uint8_t transport))
{
	for (unsigned number = 0; number <= UINT8_MAX; number++) {
		if (strcmp(name, name_of((uint8_t)number)) != 0)
			continue;
		*transport = (uint8_t)number;
		return true;
	}
	return false;
}

bool transport_parse(uint8_t *transport, const char *name)
{
	return find_named(transport, name, transport_name);
}

bool transport_parse_eve(uint8_t *transport, const char *name)
{
	*transport = strcmp(name, "TCP") == 0 ? TRANSPORT_TCP : TRANSPORT_UDP;
	return *transport == TRANSPORT_TCP || strcmp(name, "UDP") == 0 ||
	       find_named(transport, name, transport_eve_name);
}
