/* SPDX-License-Identifier: BSD-2-Clause */
/* A judge over the shipped catalogues and a site file given as text. */
#ifndef MADE_JUDGE_H
#define MADE_JUDGE_H

#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "base/transport.h"
#include "inspect/hint.h"
#include "judge/judge.h"
#include "load/catalogue_file.h"
#include "load/evidence_file.h"
#include "load/site_file.h"
#include "policy/catalogue.h"
#include "policy/policy.h"
#include "policy/role_evidence.h"
#include "policy/site.h"

#define MADE_CATALOGUES 4
#define MADE_START      INT64_C(1795334400000000) /* 2026-11-22T08:00:00Z */
#define MADE_SECOND     INT64_C(1000000)

struct made_judge {
	struct catalogue *catalogues[MADE_CATALOGUES];
	struct role_evidence_list *evidence;
	struct site *site; /* NULL without a site file */
	struct policy *policy;
	struct judge *judge;
};

static inline struct address made_address(const char *text)
{
	struct address address;

	assert_true(address_parse(&address, text));
	return address;
}

static inline struct site *made_site(const char *text)
{
	struct error err = { "" };
	char path[] = "/tmp/lynctap-made-site.XXXXXX";
	int fd = mkstemp(path);
	struct site *site;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	site = site_load(path, &err);
	unlink(path);
	if (!site)
		fail_msg("%s", err.text);
	return site;
}

/** @site is a site file's text, NULL for none; @memory as in struct judge_options. */
static inline void made_judge_init(struct made_judge *made, const char *site, bool strict,
                                   size_t memory)
{
	static const char *const names[MADE_CATALOGUES] = { "lync-2013", "lync-2013-edge",
		                                            "undocumented",
		                                            "windows-domain" };
	const char *srcdir = getenv("srcdir") ? getenv("srcdir") : ".";
	struct error err = { "" };
	char path[1024];

	*made = (struct made_judge){ 0 };
	for (size_t i = 0; i < MADE_CATALOGUES; i++) {
		snprintf(path, sizeof(path), "%s/signatures/%s.yaml", srcdir, names[i]);
		made->catalogues[i] = catalogue_load(path, &err);
		if (!made->catalogues[i])
			fail_msg("%s", err.text);
	}
	snprintf(path, sizeof(path), "%s/signatures/roles.yaml", srcdir);
	made->evidence = role_evidence_load(path, &err);
	assert_non_null(made->evidence);
	if (site)
		made->site = made_site(site);
	made->policy = policy_create((const struct catalogue *const *)made->catalogues,
	                             MADE_CATALOGUES, made->site, &err);
	if (!made->policy)
		fail_msg("%s", err.text);
	made->judge = judge_create(
		made->policy, made->evidence,
		&(struct judge_options){ .strict = strict, .memory = memory });
	assert_non_null(made->judge);
}

static inline void made_judge_fini(struct made_judge *made)
{
	judge_destroy(made->judge);
	policy_destroy(made->policy);
	site_destroy(made->site);
	role_evidence_destroy(made->evidence);
	for (size_t i = 0; i < MADE_CATALOGUES; i++)
		catalogue_destroy(made->catalogues[i]);
}

/** A flow that was opened by SYN and closed, or for UDP answered. */
static inline struct conversation made_conversation(const char *initiator,
                                                    const char *responder, uint16_t port,
                                                    uint8_t transport, uint64_t hints)
{
	return (struct conversation){
		.initiator = made_address(initiator),
		.responder = made_address(responder),
		.initiator_port = 40000,
		.responder_port = port,
		.transport = transport,
		.state = transport == TRANSPORT_TCP ? FLOW_CLOSED : FLOW_ESTABLISHED,
		.direction_by = FLOW_BY_SYN,
		.hints = { hints, hints },
		.spoke = 3,
		.flows = 1,
		.packets = { 12, 12 },
		.bytes = { 1200, 2400 },
		.first_us = MADE_START,
		.last_us = MADE_START + MADE_SECOND,
	};
}

/** The first finding of @kind; the test fails when there is none. */
static inline const struct audit_finding *made_finding(const struct audit *audit,
                                                       enum finding_kind kind)
{
	for (size_t i = 0; audit && i < audit->finding_count; i++)
		if (audit->findings[i].kind == kind)
			return &audit->findings[i];
	fail_msg("no finding is a %s", finding_kind_name(kind));
	abort(); /* cmocka has jumped away */
}

static inline bool made_has_reason(const struct audit_finding *finding, const char *part)
{
	const struct sentence_list *reasons = &finding->reasons[LANGUAGE_EN];

	for (size_t i = 0; i < reasons->count; i++)
		if (strstr(reasons->at[i], part))
			return true;
	return false;
}

#endif
