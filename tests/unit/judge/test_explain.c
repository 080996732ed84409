/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include "as_lines.h"
#include "shipped.h"

#include "base/array.h"

#define TLS    HINT_BIT(HINT_TLS)
#define NO_CC  HINT_BIT(HINT_TLS_NO_CLIENT_CERTIFICATE)
#define INSIDE "what is inside TLS is inferred from port and roles, not seen"
#define HIDDEN "whether the initiator showed a certificate is not visible"
#define NEVER  "psom is inferred from port and roles, never seen"

static void reasons_of(struct shipped *shipped, const struct conversation *flow,
                       struct sentences *reasons)
{
	struct verdict verdict = judge_decide(shipped->judge, flow);

	assert_int_equal(verdict.kind, VERDICT_EXPECTED);
	judge_explain(shipped->judge, flow, &verdict, reasons);
	assert_non_null(reasons->text.at);
}

static void what_cannot_be_seen_is_said(void **state)
{
	static const struct {
		uint8_t host;
		uint16_t port;
		uint64_t hints;
		const char *said, *unsaid;
	} rows[] = {
		/* Web Conferencing: PSOM in TLS, and PSOM by port only. */
		{ 11, 8057, TLS | NO_CC, INSIDE ": psom\n", NEVER },
		{ 11, 8057, 0, NEVER, INSIDE },
		/* SIP in TLS is as hidden, but could have been seen without. */
		{ 11, 5061, TLS | HINT_BIT(HINT_MTLS), INSIDE ": sip", HIDDEN },
		{ 11, 5061, TLS | NO_CC, INSIDE, HIDDEN },
		{ 11, 5061, 0, "by port only", INSIDE },
		/* ALPN told what is inside. */
		{ 11, 443, TLS | NO_CC | HINT_BIT(HINT_HTTPS), "shows tls, https",
		  INSIDE },
		/* Nothing is hidden in clear text. */
		{ 11, 80, HINT_BIT(HINT_HTTP), "shows http\n", INSIDE },
	};
	struct shipped shipped;

	(void)state;
	shipped_setup(&shipped);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct conversation flow = shipped_flow(true, rows[i].host, TRANSPORT_TCP,
		                                        rows[i].port, rows[i].hints);
		struct sentences reasons = { 0 };

		reasons_of(&shipped, &flow, &reasons);
		assert_non_null(strstr(as_lines(&reasons), rows[i].said));
		assert_null(strstr(as_lines(&reasons), rows[i].unsaid));
		sentences_fini(&reasons);
	}
	shipped_teardown(&shipped);
}

/* TLS 1.3 encrypts the certificate that a row with mutual TLS asks for. */
static void a_hidden_client_certificate_is_unknown_not_missing(void **state)
{
	struct shipped shipped;
	struct sentences reasons = { 0 };
	struct conversation flow = shipped_flow(true, 11, TRANSPORT_TCP, 8061, TLS);

	(void)state;
	shipped_setup(&shipped);
	flow.initiator = address_from_ipv4((const uint8_t[]){ 10, 1, 1, 12 });
	reasons_of(&shipped, &flow, &reasons);
	assert_non_null(strstr(as_lines(&reasons), HIDDEN));
	sentences_fini(&reasons);

	flow.hints[FLOW_INITIATOR] |= HINT_BIT(HINT_MTLS);
	reasons_of(&shipped, &flow, &reasons);
	assert_null(strstr(as_lines(&reasons), HIDDEN));
	sentences_fini(&reasons);
	shipped_teardown(&shipped);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_be_seen_is_said),
		cmocka_unit_test(a_hidden_client_certificate_is_unknown_not_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
