/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "../../../src/load/loaders.h"
#include "base/array.h"
#include "base/error.h"
#include "base/transport.h"
#include "inspect/label_map.h"
#include "inspect/signature_set.h"
#include "load/signature_file.h"

static void signatures_are_loaded_and_match(void **state)
{
	static const char yaml[] =
		"signatures:\n"
		"  - id: msturn-udp\n    hint: msturn\n    transport: udp\n"
		"    direction: any\n    offset: 2\n    bytes: \"72c64bc6\"\n"
		"    min-length: 8\n    source: MS-TURN 2.2.2.8\n"
		"  - {id: ssh, hint: ssh, transport: tcp, direction: responder, "
		"bytes: 5353480A, mask: FFFFFF0f, source: RFC 4253}\n";
	struct error err = { "" };
	struct signature_set *set =
		signature_file_load_bytes("p.yaml", yaml, strlen(yaml), &err);
	const struct signature *found;

	(void)state;
	assert_non_null(set);

	found = signature_set_match(set, TRANSPORT_UDP,
	                            (const uint8_t *)"ab\x72\xc6\x4b\xc6yz", 8);
	assert_non_null(found);
	assert_string_equal(found->id, "msturn-udp");
	assert_int_equal(found->hint, HINT_MSTURN);
	assert_int_equal(found->sender, SIGNATURE_ANY);
	assert_int_equal(found->offset, 2);
	assert_int_equal(found->min_len, 8);
	assert_null(signature_set_match(set, TRANSPORT_UDP,
	                                (const uint8_t *)"ab\x72\xc6\x4b\xc6y", 7));
	assert_null(signature_set_match(set, TRANSPORT_TCP,
	                                (const uint8_t *)"ab\x72\xc6\x4b\xc6yz", 8));

	found = signature_set_match(set, TRANSPORT_TCP, (const uint8_t *)"SSHJ", 4);
	assert_non_null(found);
	assert_int_equal(found->hint, HINT_SSH);
	assert_int_equal(found->sender, SIGNATURE_SERVER);
	assert_null(signature_set_match(set, TRANSPORT_TCP, (const uint8_t *)"SSHK", 4));
	signature_set_destroy(set);
}

#define HEX64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void the_longest_pattern_is_taken(void **state)
{
	static const char yaml[] =
		"signatures:\n  - {id: a123456789b123456789c123456789d, "
		"hint: other, transport: udp, bytes: " HEX64 HEX64 ", source: x}\n";
	struct error err = { "" };
	struct signature_set *set =
		signature_file_load_bytes("p.yaml", yaml, strlen(yaml), &err);

	(void)state;
	assert_string_equal(err.text, "");
	assert_non_null(set);
	signature_set_destroy(set);
}

static void a_wrong_signature_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *keys, *reason;
	} rows[] = {
		{ "bytes: ''",
		  "3: 'bytes' takes 1 to 64 bytes, two hexadecimal digits each" },
		{ "bytes: abc",
		  "3: 'bytes' takes 1 to 64 bytes, two hexadecimal digits each" },
		{ "bytes: " HEX64 HEX64 "00",
		  "3: 'bytes' takes 1 to 64 bytes, two hexadecimal digits each" },
		{ "bytes: 00zz", "3: 'zz' in 'bytes' is not hexadecimal" },
		{ "bytes: 00, mask: ffff", "3: 'mask' has 2 bytes and 'bytes' 1" },
		{ "bytes: 0003, mask: ff02", "3: byte 2 of 'bytes' has bits that 'mask' "
		                             "clears" },
		{ "bytes: 00, mask: 00", "2: signature 'a' would match everything" },
		{ "bytes: 0000, offset: 6, min-length: 7",
		  "3: 'min-length' is less than 'offset' and the bytes together, 8" },
		{ "bytes: 00, min-length: 0", "3: '0' is not a number from 1 to 65535" },
		{ "bytes: 00, offset: -1", "3: '-1' is not a number from 0 to 65471" },
		{ "bytes: 00, direction: in",
		  "3: unknown direction 'in', it is one of any, initiator or responder" },
		{ "mask: 00", "2: 'bytes' is missing" },
	};
	static const struct {
		const char *yaml, *reason;
	} files[] = {
		{ "signatures: []", "1: 'signatures' is empty" },
		{ "signatures:\n  - {id: a, hint: sip, transport: sctp, bytes: 00, "
		  "source: s}",
		  "2: unknown transport 'sctp', it is one of tcp or udp" },
		{ "signatures:\n  - {id: a, hint: tsl, transport: tcp, bytes: 00, "
		  "source: s}",
		  "2: unknown hint 'tsl', did you mean 'tls'?" },
		{ "signatures:\n  - {id: a, hint: sip, transport: tcp, bytes: 00}",
		  "2: 'source' is missing" },
		{ "signatures:\n  - {id: a123456789b123456789c123456789d1, hint: sip, "
		  "transport: tcp, bytes: 00, source: s}",
		  "2: id 'a123456789b123456789c123456789d1' has more than 31 letters" },
		{ "signatures:\n  - {id: a, hint: sip, transport: tcp, bytes: 00, "
		  "source: s}\n"
		  "  - {id: a, hint: sip, transport: udp, bytes: 00, source: s}",
		  "3: signature 'a' is defined twice" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct error err = { "" };
		char yaml[400], expected[200];

		snprintf(
			yaml, sizeof(yaml),
			"signatures:\n  - {id: a, hint: sip, transport: tcp, source: s,\n"
			"     %s}\n",
			rows[i].keys);
		snprintf(expected, sizeof(expected), "p.yaml:%s", rows[i].reason);
		assert_null(
			signature_file_load_bytes("p.yaml", yaml, strlen(yaml), &err));
		assert_string_equal(err.text, expected);
	}
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct error err = { "" };
		char expected[200];

		snprintf(expected, sizeof(expected), "p.yaml:%s", files[i].reason);
		assert_null(signature_file_load_bytes("p.yaml", files[i].yaml,
		                                      strlen(files[i].yaml), &err));
		assert_string_equal(err.text, expected);
	}
}

static void labels_are_loaded_and_found(void **state)
{
	static const char yaml[] = "protocols:\n  - {ndpi: SIP, hint: sip}\n"
				   "  - {ndpi: Tor, hint: other}\n"
				   "ignore:\n  - Unknown\n  - Sina(Weibo)\n";
	struct error err = { "" };
	struct label_map *map = label_file_load_bytes("n.yaml", yaml, strlen(yaml), &err);
	enum hint hint = HINT_TLS;

	(void)state;
	assert_non_null(map);
	assert_int_equal(label_map_find(map, "SIP", &hint), LABEL_HINT);
	assert_int_equal(hint, HINT_SIP);
	assert_int_equal(label_map_find(map, "Sina(Weibo)", &hint), LABEL_IGNORED);
	assert_int_equal(label_map_find(map, "BitTorrent", &hint), LABEL_OTHER);
	label_map_destroy(map);
}

static void wrong_labels_are_refused_with_their_line(void **state)
{
	static const struct {
		const char *yaml, *reason;
	} rows[] = {
		{ "protocols:\n  - {ndpi: SIP, hint: spi}",
		  "n.yaml:2: unknown hint 'spi', did you mean 'sip'?" },
		{ "protocols:\n  - {ndpi: SIP}", "n.yaml:2: 'hint' is missing" },
		{ "protocols:\n  - {ndpi: SIP, hint: sip}\nignore:\n  - a\n  - SIP",
		  "n.yaml:5: label 'SIP' is listed twice" },
		{ "protocols:\n  - {ndpi: SIP, hint: sip}\nignore:\n  - {a: b}",
		  "n.yaml:4: each item here takes one text" },
		{ "ignore: [a]", "n.yaml:1: 'protocols' is missing" },
		{ "protocols: []", "n.yaml:1: 'protocols' is empty" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct error err = { "" };

		assert_null(label_file_load_bytes("n.yaml", rows[i].yaml,
		                                  strlen(rows[i].yaml), &err));
		assert_string_equal(err.text, rows[i].reason);
	}
}

static void missing_files_are_named(void **state)
{
	struct error err = { "" };

	(void)state;
	assert_null(signature_file_load("/nonexistent/p.yaml", &err));
	assert_string_equal(err.text, "/nonexistent/p.yaml: No such file or directory");
	assert_null(label_file_load("/nonexistent/n.yaml", &err));
	assert_string_equal(err.text, "/nonexistent/n.yaml: No such file or directory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signatures_are_loaded_and_match),
		cmocka_unit_test(the_longest_pattern_is_taken),
		cmocka_unit_test(a_wrong_signature_is_refused_with_its_line),
		cmocka_unit_test(labels_are_loaded_and_found),
		cmocka_unit_test(wrong_labels_are_refused_with_their_line),
		cmocka_unit_test(missing_files_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
