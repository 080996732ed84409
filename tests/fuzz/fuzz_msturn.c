/* SPDX-License-Identifier: BSD-2-Clause */
#include "reader_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct reader_spec *const specs[] = { &msturn_reader, &stun_reader,
		                                           NULL };

	return reader_fuzz_all(specs, data, size);
}
