/* SPDX-License-Identifier: BSD-2-Clause */
#include "../source_file.h"
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "inspect/hint.h"

#define SET(...) set_of((const enum hint[]){ __VA_ARGS__, HINTS })

static uint64_t set_of(const enum hint *hints)
{
	uint64_t set = 0;

	for (; *hints != HINTS; hints++)
		set |= HINT_BIT(*hints);
	return set;
}

static void every_hint_is_in_the_documents_that_list_them(void **state)
{
	static const struct {
		const char *file;
		char quote;
	} lists[] = {
		{ "docs/hints.md", '`' },
		{ "docs/common.schema.json", '"' },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		char *text = source_file_read(lists[i].file);

		for (unsigned hint = 0; hint < HINTS; hint++) {
			char quoted[64];

			/* What became of a handshake is told by tls.outcome. */
			if (HINTS_OF(HINT_OUTCOME) & HINT_BIT(hint))
				continue;

			snprintf(quoted, sizeof(quoted), "%c%s%c", lists[i].quote,
			         hint_name((enum hint)hint), lists[i].quote);
			if (!strstr(text, quoted))
				fail_msg("%s does not name hint %s", lists[i].file,
				         quoted);
		}
		free(text);
	}
}

static void no_two_hints_have_one_name(void **state)
{
	(void)state;
	for (unsigned one = 0; one < HINTS; one++)
		for (unsigned other = 0; other < one; other++)
			assert_string_not_equal(hint_name((enum hint)one),
			                        hint_name((enum hint)other));
}

static void a_class_is_the_hints_of_that_kind(void **state)
{
	(void)state;
	assert_int_equal(HINTS_OF(HINT_ENCRYPTED), SET(HINT_TLS, HINT_MTLS, HINT_HTTPS));
	assert_int_equal(HINTS_OF(HINT_SHELL),
	                 SET(HINT_TLS, HINT_MTLS, HINT_TLS_NO_CLIENT_CERTIFICATE) |
	                         HINTS_OF(HINT_OUTCOME));
	assert_int_equal(HINTS_OF(HINT_OUTCOME),
	                 SET(HINT_TLS_COMPLETE, HINT_TLS_FAILED, HINT_TLS_UNANSWERED,
	                     HINT_TLS_ABANDONED));
	assert_int_equal(HINTS_OF(HINT_MEDIA), SET(HINT_RTP, HINT_RTCP, HINT_RFC4571));
	assert_int_equal(HINTS_OF(HINT_UNSEEN), SET(HINT_PSOM, HINT_SCOM));
	assert_int_equal(HINTS_OF(0), 0);
	assert_int_equal(HINTS_OF(HINT_MEDIA | HINT_UNSEEN),
	                 SET(HINT_RTP, HINT_RTCP, HINT_RFC4571, HINT_PSOM, HINT_SCOM));
}

static void what_is_inside_names_the_flow_before_what_carries_it(void **state)
{
	static const struct {
		enum hint hints[3];
		const char *name;
	} flows[] = {
		{ { HINT_TLS, HINT_MTLS, HINTS }, "tls" },
		{ { HINT_TLS, HINT_SIP, HINTS }, "sip" },
		{ { HINT_STUN, HINT_MSTURN, HINTS }, "msturn" },
		{ { HINT_STUN, HINT_RTP, HINTS }, "rtp" },
		{ { HINT_RFC4571, HINT_RTCP, HINTS }, "rtp" },
		{ { HINT_DCERPC, HINT_SMB, HINTS }, "smb" },
		{ { HINT_DCERPC, HINT_EPM, HINTS }, "dcerpc" },
		{ { HINT_KERBEROS, HINTS }, "krb5" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(flows); i++)
		assert_string_equal(hint_app_proto(set_of(flows[i].hints)),
		                    flows[i].name);
	assert_null(hint_app_proto(0));
	assert_null(hint_app_proto(HINT_BIT(HINT_OTHER)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_hint_is_in_the_documents_that_list_them),
		cmocka_unit_test(no_two_hints_have_one_name),
		cmocka_unit_test(a_class_is_the_hints_of_that_kind),
		cmocka_unit_test(what_is_inside_names_the_flow_before_what_carries_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
