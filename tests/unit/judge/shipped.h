/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * shipped - a judge for tests that knows the shipped tables and this site:
 * front end 10.1.1.11 and .12, mediation server 10.1.1.31, clients 10.100.0.0/16.
 */
#ifndef JUDGE_SHIPPED_H
#define JUDGE_SHIPPED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit.h"

#include "../../../src/load/loaders.h"
#include "base/error.h"
#include "base/transport.h"
#include "inspect/hint.h"
#include "judge/judge.h"
#include "load/catalogue_file.h"
#include "load/site_file.h"
#include "policy/catalogue.h"
#include "policy/policy.h"
#include "policy/role_evidence.h"
#include "policy/site.h"

struct shipped {
	struct catalogue *catalogue;
	struct site *site;
	struct policy *policy;
	struct role_evidence_list evidence; /* none */
	struct judge *judge;
};

static inline void shipped_setup(struct shipped *shipped)
{
	static const char site[] =
		"site: test\n"
		"hosts:\n"
		"  - {name: fe, addresses: [10.1.1.11, 10.1.1.12], roles: [front-end]}\n"
		"  - {name: med, addresses: [10.1.1.31], roles: [mediation]}\n"
		"networks:\n"
		"  - {name: staff, range: 10.100.0.0/16, roles: [client]}\n";
	static const struct judge_options options = { .strict = false };
	const char *srcdir = getenv("srcdir");
	struct error err = { "" };
	char path[1024];

	memset(shipped, 0, sizeof(*shipped));
	snprintf(path, sizeof(path), "%s/signatures/lync-2013.yaml",
	         srcdir ? srcdir : ".");
	shipped->catalogue = catalogue_load(path, &err);
	shipped->site = site_load_bytes("test.yaml", site, sizeof(site) - 1, &err);
	if (!shipped->catalogue || !shipped->site)
		fail_msg("%s", err.text);

	const struct catalogue *const catalogues[] = { shipped->catalogue };

	shipped->policy = policy_create(catalogues, 1, shipped->site, &err);
	if (!shipped->policy)
		fail_msg("%s", err.text);
	shipped->judge = judge_create(shipped->policy, &shipped->evidence, &options);
	assert_non_null(shipped->judge);
}

static inline void shipped_teardown(struct shipped *shipped)
{
	judge_destroy(shipped->judge);
	policy_destroy(shipped->policy);
	site_destroy(shipped->site);
	catalogue_destroy(shipped->catalogue);
}

/* An established flow of a client to @host, the last number of 10.1.1.x, or of 10.100.0.x. */
static inline struct conversation shipped_flow(bool server, uint8_t host,
                                               uint8_t transport, uint16_t port,
                                               uint64_t hints)
{
	return (struct conversation){
		.initiator = address_from_ipv4((const uint8_t[]){ 10, 100, 0, 7 }),
		.responder =
			server ? address_from_ipv4((const uint8_t[]){ 10, 1, 1, host })
			       : address_from_ipv4((const uint8_t[]){ 10, 100, 0, host }),
		.initiator_port = 50000,
		.responder_port = port,
		.transport = transport,
		.state = FLOW_ESTABLISHED,
		.direction_by = FLOW_BY_SYN,
		.hints = { hints, hints },
		.spoke = 3,
		.flows = 1,
		.packets = { 100, 100 },
		.bytes = { 10000, 10000 },
	};
}

#endif
