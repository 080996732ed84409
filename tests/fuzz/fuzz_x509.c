/* SPDX-License-Identifier: BSD-2-Clause */
/* Every text found in a certificate lies within the certificate. */
#include <stdlib.h>

#include "../../src/inspect/x509.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct x509_text *text, const uint8_t *data, size_t size)
{
	const uint8_t *at = (const uint8_t *)text->at;

	if (text->len &&
	    (at < data || text->len > size || (size_t)(at - data) > size - text->len))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct x509_certificate certificate;
	struct x509_text name;

	if (!x509_parse(&certificate, data, size))
		return 0;
	check(&certificate.subject, data, size);
	check(&certificate.issuer, data, size);
	check(&certificate.serial, data, size);
	if (certificate.key_bits > size * 8 && certificate.key_bits > 521)
		abort();
	while (x509_next_name(&certificate.names, &name))
		check(&name, data, size);
	return 0;
}
