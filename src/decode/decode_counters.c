/* SPDX-License-Identifier: BSD-2-Clause */
#include "decode/decode_counters.h"

#include <inttypes.h>
#include <stdio.h>

const char *decode_verdict_name(enum decode_verdict verdict)
{
	static const char *const names[DECODE_VERDICTS] = {
		[DECODE_OK] = "decoded",
		[DECODE_HELD] = "fragment",
		[DECODE_LINK_TYPE] = "unknown link type",
		[DECODE_UNKNOWN_TYPE] = "unknown type",
		[DECODE_MISLABELLED] = "raw IP labelled Ethernet (editcap -T rawip)",
		[DECODE_NOT_IP] = "not IP",
		[DECODE_COPY] = "copy",
		[DECODE_OTHER_TRANSPORT] = "neither TCP nor UDP",
		[DECODE_TRUNCATED] = "truncated header",
		[DECODE_MALFORMED] = "malformed header",
		[DECODE_TOO_DEEP] = "too many layers",
		[DECODE_FRAGMENT_LOST] = "fragment lost",
		[DECODE_FRAGMENT_MEMORY] = "fragment lost to memory",
	};

	return names[verdict];
}

const char *decode_verdict_key(enum decode_verdict verdict)
{
	static const char *const keys[DECODE_VERDICTS] = {
		[DECODE_LINK_TYPE] = "link_type",
		[DECODE_UNKNOWN_TYPE] = "unknown_type",
		[DECODE_MISLABELLED] = "mislabelled",
		[DECODE_TRUNCATED] = "truncated_header",
		[DECODE_MALFORMED] = "malformed",
		[DECODE_TOO_DEEP] = "too_deep",
		[DECODE_FRAGMENT_LOST] = "fragment_lost",
		[DECODE_FRAGMENT_MEMORY] = "fragment_memory",
	};

	return keys[verdict];
}

bool decode_verdict_is_loss(enum decode_verdict verdict)
{
	return verdict >= DECODE_LINK_TYPE;
}

uint64_t decode_counters_lost(const struct decode_counters *counters)
{
	uint64_t lost = 0;

	for (int i = DECODE_LINK_TYPE; i < DECODE_VERDICTS; i++)
		lost += counters->verdicts[i];
	return lost;
}

#define WORDS -1 /* all of its numbers are ours and have names */

int decode_unknown_describe(const struct decode_unknown *unknown, char *text, size_t size)
{
	static const struct {
		const char *words;
		int digits; /* hexadecimal; 0: decimal, as people write it; or WORDS */
	} spaces[DECODE_SPACES] = {
		[DECODE_SPACE_LINK] = { "link type", 0 },
		[DECODE_SPACE_ETHERTYPE] = { "Ethernet type", 4 },
		[DECODE_SPACE_SAP] = { "LLC SAP", 2 },
		[DECODE_SPACE_SNAP] = { "SNAP protocol", 10 },
		[DECODE_SPACE_PPP] = { "PPP protocol", 4 },
		[DECODE_SPACE_LINUX] = { "Linux packet type", 4 },
		[DECODE_SPACE_FAMILY] = { "address family", 0 },
		[DECODE_SPACE_GRE] = { "GRE protocol", 4 },
		[DECODE_SPACE_NSH] = { "NSH next protocol", 0 },
		[DECODE_SPACE_ERF] = { "ERF record type", 0 },
		[DECODE_SPACE_UDP] = { "UDP port", 0 },
		[DECODE_SPACE_WIFI] = { "802.11 data,", WORDS },
	};
	const int digits = spaces[unknown->space].digits;
	const char *words = spaces[unknown->space].words;
	const char *name = unknown->name;
	char number[32];

	if (digits == WORDS)
		return snprintf(text, size, "%s %s", words, name);
	if (digits)
		snprintf(number, sizeof(number), "0x%0*" PRIx64, digits, unknown->number);
	else
		snprintf(number, sizeof(number), "%" PRIu64, unknown->number);
	if (!name)
		return snprintf(text, size, "%s %s", words, number);
	return snprintf(text, size, "%s %s (%s)", words, number, name);
}
