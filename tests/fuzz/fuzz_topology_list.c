/* SPDX-License-Identifier: BSD-2-Clause */
/* Output of cmdlets as Format-List text; the corpus makes the difference. */
#include "topology_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return topology_fuzz(data, size);
}
