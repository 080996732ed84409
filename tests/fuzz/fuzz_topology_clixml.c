/* SPDX-License-Identifier: BSD-2-Clause */
/* Output of cmdlets as CLIXML; the corpus makes the difference. */
#include "topology_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return topology_fuzz(data, size);
}
