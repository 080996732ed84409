/* SPDX-License-Identifier: BSD-2-Clause */
/* A topology as XML, published or of Topology Builder; the corpus makes the difference. */
#include "topology_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return topology_fuzz(data, size);
}
