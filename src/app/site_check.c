/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_check.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/attributes.h"
#include "base/error.h"
#include "base/text.h"
#include "policy/site.h"
#include "report/audit_file.h"
#include "report/digest.h"

#define SOON_US                                                                          \
	(INT64_C(30) * 86400 * 1000000) /* design section 5: announced 30 days before */

struct remarks {
	const struct site *site;
	struct text lines;
};

static void add(struct remarks *remarks, unsigned line, const char *format, ...)
	PRINTF_LIKE(3, 4);

static void add(struct remarks *remarks, unsigned line, const char *format, ...)
{
	char remark[300];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(remark, sizeof(remark), format, arguments);
	va_end(arguments);
	text_add(&remarks->lines, "  ");
	text_add_printable(&remarks->lines, remarks->site->file,
	                   strlen(remarks->site->file));
	if (line > 0)
		text_addf(&remarks->lines, ":%u", line);
	text_add(&remarks->lines, ": ");
	text_add_printable(&remarks->lines, remark, strlen(remark));
	text_add_char(&remarks->lines, '\n');
}

/* --- What is allowed ---------------------------------------------------------------- */

static bool is_any(const struct site_end *end)
{
	return end->roles == 0 && end->range_count == 0;
}

static void look_at_end(struct remarks *remarks, unsigned line, const char *what,
                        int64_t until_us, const char *until)
{
	int64_t now_us = (int64_t)time(NULL) * 1000000;

	if (!until[0])
		add(remarks, line, "%s without 'until' holds for ever", what);
	else if (until_us < now_us)
		add(remarks, line, "%s is over since %s", what, until);
	else if (until_us - now_us < SOON_US)
		add(remarks, line, "%s ends soon, on %s", what, until);
}

static void look_at_allows(struct remarks *remarks)
{
	const struct site *site = remarks->site;

	for (size_t i = 0; i < site->allow_count; i++) {
		const struct site_allow *allow = &site->allows[i];

		if (is_any(&allow->from) && is_any(&allow->to))
			add(remarks, allow->line,
			    "an allow from any to any is too wide: name the hosts");
		else if (allow->port_count == 0 && allow->speaks == 0)
			add(remarks, allow->line,
			    "an allow of every port and protocol is wide: name them");
		if (!allow->reason[0])
			add(remarks, allow->line, "an allow without 'reason'");
		look_at_end(remarks, allow->line, "an allow", allow->until_us,
		            allow->until);
	}
	for (size_t i = 0; i < site->accept_count; i++) {
		const struct site_accept *accept = &site->accepts[i];

		if (!accept->reason[0])
			add(remarks, accept->line, "an accept without 'reason'");
		look_at_end(remarks, accept->line, "an accept", accept->until_us,
		            accept->until);
	}
}

/* --- What is missing ---------------------------------------------------------------- */

static bool is_declared(const struct site *site, const char *name)
{
	for (size_t i = 0; i < site->host_count; i++)
		if (strcasecmp(site->hosts[i].name, name) == 0)
			return true;
	return false;
}

static void look_at_hosts(struct remarks *remarks)
{
	const struct site *site = remarks->site;
	role_set networks = 0;

	for (size_t i = 0; i < site->host_count; i++)
		if (site->hosts[i].roles & ROLE_BIT(ROLE_EDGE) &&
		    site->hosts[i].external_count == 0)
			add(remarks, site->hosts[i].line,
			    "edge server %.100s has no 'external' address",
			    site->hosts[i].name);
	for (size_t i = 0; i < site->pool_count; i++) {
		const struct site_pool *pool = &site->pools[i];

		for (size_t j = 0; j < pool->member_count; j++)
			if (!is_declared(site, pool->members[j]))
				add(remarks, pool->line,
				    "member %.100s of pool %.100s is no host here: its "
				    "address is unknown",
				    pool->members[j], pool->name);
		if (pool->member_count == 0)
			add(remarks, pool->line, "pool %.100s has no members",
			    pool->name);
	}
	for (size_t i = 0; i < site->network_count; i++)
		networks |= site->networks[i].roles;
	if (site->host_count > 0 && !(networks & ROLE_BIT(ROLE_CLIENT)))
		add(remarks, 0,
		    "no network has role client: where users are is not said");
}

/* --- Hosts that are comments ---------------------------------------------------------- */

/* "# - {name: X" or "# - name: X". @return the name's first byte and @len, NULL when it is none */
static const char *find_draft(const char *line, size_t *len)
{
	line += strspn(line, " \t");
	if (*line++ != '#')
		return NULL;
	line += strspn(line, " \t");
	if (*line++ != '-')
		return NULL;
	line += strspn(line, " \t{");
	if (strncmp(line, "name:", 5) != 0)
		return NULL;
	line += 5;
	line += strspn(line, " \t\"'");
	*len = strcspn(line, ",}\"' \t\r\n");
	return *len > 0 ? line : NULL;
}

static void look_at_drafts(struct remarks *remarks)
{
	FILE *file = fopen(remarks->site->file, "re");
	char *line = NULL;
	size_t size = 0, len;

	/* It was read a moment ago; when it is gone by now there is nothing to add. */
	for (unsigned number = 1; file && getline(&line, &size, file) >= 0; number++) {
		const char *name = find_draft(line, &len);

		if (name)
			add(remarks, number, "the address of %.*s is unknown",
			    (int)(len < 100 ? len : 100), name);
	}
	free(line);
	if (file)
		fclose(file);
}

/* --- Against a report ------------------------------------------------------------------- */

static bool was_heard(const struct audit_file *report, const struct site_host *host)
{
	struct address address;

	for (size_t i = 0; i < report->server_count; i++)
		for (size_t j = 0; j < host->address_count; j++)
			if (report->servers[i].address &&
			    address_parse(&address, report->servers[i].address) &&
			    address_equal(&address, &host->addresses[j]))
				return true;
	return false;
}

static bool declares(const struct site *site, const char *text)
{
	struct address address;

	if (!address_parse(&address, text))
		return true;
	for (size_t i = 0; i < site->host_count; i++)
		for (size_t j = 0; j < site->hosts[i].address_count; j++)
			if (address_equal(&address, &site->hosts[i].addresses[j]))
				return true;
	return false;
}

/* Lines are only those of this file when the report was made with it. */
static void look_at_unused(struct remarks *remarks, const struct audit_file *report)
{
	char sha256[DIGEST_TEXT_SIZE];
	struct error ignored;

	digest_prepare();
	if (!report->site_sha256 ||
	    !digest_file(remarks->site->file, NULL, sha256, &ignored) ||
	    strcmp(sha256, report->site_sha256) != 0) {
		add(remarks, 0,
		    "%.200s was made with another site file: whether entries "
		    "were used is not said",
		    report->path);
		return;
	}
	for (size_t i = 0; i < report->exception_count; i++)
		if (strcmp(report->exceptions[i].state, "unused") == 0)
			add(remarks, report->exceptions[i].line,
			    "an %.20s that nothing in %.200s matched",
			    report->exceptions[i].type, report->path);
}

static void look_at_report(struct remarks *remarks, const struct audit_file *report)
{
	const struct site *site = remarks->site;

	for (size_t i = 0; i < site->host_count; i++)
		if (site->hosts[i].roles & ROLE_LYNC_SERVERS &&
		    !was_heard(report, &site->hosts[i]))
			add(remarks, site->hosts[i].line,
			    "%.100s was not heard in %.200s", site->hosts[i].name,
			    report->path);
	for (size_t i = 0; i < report->server_count; i++)
		if (report->servers[i].address &&
		    !declares(site, report->servers[i].address))
			add(remarks, 0,
			    "%.60s was a Lync server in %.200s, and is not "
			    "declared",
			    report->servers[i].address, report->path);
	for (size_t i = 0; i < report->finding_count; i++)
		if (strcmp(report->findings[i].kind, "undeclared-server") == 0)
			add(remarks, 0,
			    "%.60s behaves as a Lync server in %.200s (%s), and "
			    "is not declared",
			    report->findings[i].listener.address, report->path,
			    report->findings[i].id);
	look_at_unused(remarks, report);
}

void site_check_remarks(const struct site *site, const struct audit_file *report)
{
	struct remarks remarks = { .site = site };

	look_at_drafts(&remarks);
	look_at_hosts(&remarks);
	look_at_allows(&remarks);
	if (report)
		look_at_report(&remarks, report);
	if (remarks.lines.len > 0)
		printf("to look at\n%s", remarks.lines.at);
	text_fini(&remarks.lines);
}
