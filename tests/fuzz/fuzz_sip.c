/* SPDX-License-Identifier: BSD-2-Clause */
/* The SIP reader sets no hints but its own, and reads nothing but the payloads. */
#include "fuzzed_reader.h"

#include "../../src/inspect/readers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint64_t allowed = HINT_BIT(HINT_SIP) | HINT_BIT(HINT_SIPCOMP);

	(void)fuzz_reader(&sip_reader, TRANSPORT_TCP, allowed, data, size);
	(void)fuzz_reader(&sip_reader, TRANSPORT_UDP, allowed, data, size);
	return 0;
}
