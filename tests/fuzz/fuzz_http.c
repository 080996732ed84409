/* SPDX-License-Identifier: BSD-2-Clause */
/* The HTTP reader sets no hints but its own, and reads nothing but the payloads. */
#include "fuzzed_reader.h"

#include "../../src/inspect/readers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	(void)fuzz_reader(&http_reader, TRANSPORT_TCP, HINT_BIT(HINT_HTTP), data, size);
	return 0;
}
