/* SPDX-License-Identifier: BSD-2-Clause */
#include "readers.h"

#include <stddef.h>

const struct reader_spec *const reader_table[] = {
	&tls_reader, /* first: a hello is claimed at once */
	&http_reader,
	&sip_reader,
	NULL,
};
