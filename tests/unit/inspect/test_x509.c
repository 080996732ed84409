/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

#include "../../../src/inspect/x509.h"

#define MOST 4096

/* The fuzzer's corpus; what is in it is what `openssl x509 -text` says. */
static const struct {
	const char *file, *subject, *key;
	unsigned bits;
	const char *signature;
	uint8_t serial[3]; /* the first bytes */
} certificates[] = {
	{ "ca",
	  "contoso-CA",
	  "RSA",
	  1024,
	  "sha256WithRSAEncryption",
	  { 0x6f, 0x59, 0x3f } },
	{ "ec256",
	  "ec256.contoso.example",
	  "EC",
	  256,
	  "ecdsa-with-SHA256",
	  { 0x22, 0x2f, 0x36 } },
	{ "ec521",
	  "ec521.contoso.example",
	  "EC",
	  521,
	  "ecdsa-with-SHA512",
	  { 0x5f, 0x81, 0xbe } },
	{ "ed25519",
	  "ed25519.contoso.example",
	  "ED25519",
	  256,
	  "ED25519",
	  { 0x5d, 0x74, 0x35 } },
	{ "rsa-pss",
	  "pss.contoso.example",
	  "RSA",
	  2048,
	  "rsassaPss",
	  { 0x6e, 0xdd, 0xb4 } },
	{ "rsa1024-sha1",
	  "Contoso",
	  "RSA",
	  1024,
	  "sha1WithRSAEncryption",
	  { 0x10, 0xa7, 0x1b } },
};

static size_t read_file(const char *name, uint8_t bytes[static MOST])
{
	const char *srcdir = getenv("srcdir");
	char path[1024];
	size_t len;
	FILE *file;

	snprintf(path, sizeof(path), "%s/tests/fuzz/corpus/x509/%s",
	         srcdir ? srcdir : ".", name);
	file = fopen(path, "rb");
	assert_non_null(file);
	len = fread(bytes, 1, MOST, file);
	fclose(file);
	assert_in_range(len, 1, MOST - 1);
	return len;
}

static void key_and_signature_are_those_of_openssl(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(certificates); i++) {
		struct x509_certificate certificate;
		uint8_t bytes[MOST];
		size_t len = read_file(certificates[i].file, bytes);

		assert_true(x509_parse(&certificate, bytes, len));
		assert_int_equal(certificate.subject.len,
		                 strlen(certificates[i].subject));
		assert_memory_equal(certificate.subject.at, certificates[i].subject,
		                    certificate.subject.len);
		assert_string_equal(certificate.key, certificates[i].key);
		assert_int_equal(certificate.key_bits, certificates[i].bits);
		assert_string_equal(certificate.signature, certificates[i].signature);
		assert_int_equal(certificate.serial.len, 20);
		assert_memory_equal(certificate.serial.at, certificates[i].serial, 3);
	}
}

/* Whatever is missing at the end: no certificate, or the same one. */
static void a_cut_certificate_is_none_or_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(certificates); i++) {
		uint8_t bytes[MOST];
		size_t len = read_file(certificates[i].file, bytes);

		for (size_t cut = 0; cut < len; cut++) {
			struct x509_certificate certificate;
			uint8_t *copy = malloc(cut ? cut : 1);

			assert_non_null(copy);
			memcpy(copy, bytes, cut);
			if (x509_parse(&certificate, copy, cut)) {
				assert_string_equal(certificate.key, certificates[i].key);
				assert_int_equal(certificate.key_bits,
				                 certificates[i].bits);
			}
			free(copy);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(key_and_signature_are_those_of_openssl),
		cmocka_unit_test(a_cut_certificate_is_none_or_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
