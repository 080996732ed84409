/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/finding.h"

#include <stdio.h>

#include "base/hash.h"

#define LAST_RANK UINT8_MAX

/*
 * What there is to know of a kind: its name unless it is a verdict's, what is the matter,
 * and which of equal severity says the most about a listener: the lowest.
 */
static const struct kind {
	const char *name;
	enum finding_matter matter;
	uint8_t rank;
} kinds[FINDING_KINDS] = {
	[FINDING_CLEARTEXT] = { "cleartext", MATTER_WIRE, 1 },
	[VERDICT_WRONG_PROTOCOL] = { NULL, MATTER_WIRE, 2 },
	[FINDING_NO_CLIENT_CERTIFICATE] = { "no-client-certificate", MATTER_WIRE, 3 },
	[VERDICT_WRONG_INTERFACE] = { NULL, MATTER_LISTENER, 4 },
	[VERDICT_WRONG_SOURCE] = { NULL, MATTER_LISTENER, 5 },
	[VERDICT_WRONG_ROLE] = { NULL, MATTER_LISTENER, 6 },
	[VERDICT_UNAPPROVED_PORT] = { NULL, MATTER_LISTENER, 7 },
	[VERDICT_UNEXPECTED_PEER] = { NULL, MATTER_LISTENER, 8 },
	[FINDING_WEAK_TLS] = { "weak-tls", MATTER_TLS, 11 },
	[FINDING_WEAK_CERTIFICATE] = { "weak-certificate", MATTER_TLS, 12 },
	[FINDING_EXPIRED_CERTIFICATE] = { "expired-certificate", MATTER_TLS, 13 },
	[FINDING_UNDECLARED_SERVER] = { "undeclared-server", MATTER_SERVER, 9 },
	[FINDING_SCAN] = { "scan", MATTER_SCAN, 10 },
	[VERDICT_KNOWN] = { NULL, MATTER_LISTENER, 11 },
	[VERDICT_UNVERIFIED] = { NULL, MATTER_LISTENER, 12 },
};

const char *finding_kind_name(enum finding_kind kind)
{
	return kinds[kind].name ? kinds[kind].name
	                        : verdict_kind_name((enum verdict_kind)kind);
}

enum finding_matter finding_kind_matter(enum finding_kind kind)
{
	return kinds[kind].matter;
}

unsigned finding_kind_rank(enum finding_kind kind)
{
	return kinds[kind].rank ? kinds[kind].rank : LAST_RANK;
}

const char *finding_matter_name(enum finding_matter matter)
{
	static const char *const names[MATTERS] = {
		[MATTER_LISTENER] = "listener", [MATTER_WIRE] = "wire",
		[MATTER_TLS] = "tls",           [MATTER_SCAN] = "scan",
		[MATTER_SERVER] = "server",
	};

	return names[matter];
}

void finding_id(char id[static FINDING_ID_SIZE], const struct address *listener,
                uint16_t port, uint8_t transport, enum finding_matter matter)
{
	static const struct hash_key fixed = { UINT64_C(0x66696e64696e67), 2 };
	char address[ADDRESS_TEXT_SIZE], identity[128];
	int len = snprintf(identity, sizeof(identity), "%s %u/%u %s",
	                   address_format(listener, address), port, transport,
	                   finding_matter_name(matter));

	snprintf(id, FINDING_ID_SIZE, "F-%08x",
	         (unsigned)hash_bytes(&fixed, identity, (size_t)len));
}
