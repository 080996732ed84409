/* SPDX-License-Identifier: BSD-2-Clause */
/* The TLS reader sets no hints but its own, and reads nothing but the payloads. */
#include "fuzzed_reader.h"

#include "../../src/inspect/readers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	(void)fuzz_reader(&tls_reader, TRANSPORT_TCP,
	                  HINT_BIT(HINT_TLS) | HINT_BIT(HINT_MTLS) |
	                          HINT_BIT(HINT_TLS_NO_CLIENT_CERTIFICATE) |
	                          HINT_BIT(HINT_PSEUDOTLS) | HINT_BIT(HINT_HTTPS) |
	                          HINTS_OF(HINT_OUTCOME),
	                  data, size);
	return 0;
}
