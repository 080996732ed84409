/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_check.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/array.h"
#include "base/attributes.h"
#include "base/error.h"
#include "base/text.h"
#include "policy/site.h"
#include "policy/site_end.h"
#include "policy/site_words.h"
#include "report/audit_file.h"
#include "report/digest.h"
#include "report/site_remarks.h"

#define SOON_US                                                                          \
	(INT64_C(30) * 86400 * 1000000) /* design section 5: announced 30 days before */

/* While one looks. */
struct remarks {
	const struct site *site;
	FILE *file; /* that it was read from */
	struct site_remarks *found;
	role_set drafted; /* roles that lines name which lack an address */
};

static void add(struct remarks *remarks, enum site_remark_kind kind, unsigned line,
                const char *format, ...) PRINTF_LIKE(4, 5);

static void add(struct remarks *remarks, enum site_remark_kind kind, unsigned line,
                const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	site_remarks_add(remarks->found, kind, line, format, arguments);
	va_end(arguments);
}

/* --- What is allowed ---------------------------------------------------------------- */

static void look_at_end(struct remarks *remarks, unsigned line, const char *what,
                        int64_t until_us, const char *until)
{
	int64_t now_us = (int64_t)time(NULL) * 1000000;

	if (!until[0])
		add(remarks, SITE_REMARK_ENDLESS, line,
		    "%s without 'until' holds for ever", what);
	else if (until_us < now_us)
		add(remarks, SITE_REMARK_OVER, line, "%s is over since %s", what, until);
	else if (until_us - now_us < SOON_US)
		add(remarks, SITE_REMARK_ENDING, line, "%s ends soon, on %s", what,
		    until);
}

/* A declared host stands for itself in the roles that it has. */
static role_set roles_at(const struct site *site, const struct address_range *range)
{
	for (size_t i = 0; range->prefix_len == 128 && i < site->host_count; i++)
		for (size_t j = 0; j < site->hosts[i].address_count; j++)
			if (address_equal(&site->hosts[i].addresses[j], &range->base))
				return site->hosts[i].roles;
	return 0;
}

static bool range_within(const struct site *site, const struct address_range *range,
                         const struct site_end *outer)
{
	for (size_t i = 0; i < outer->range_count; i++)
		if (outer->ranges[i].prefix_len <= range->prefix_len &&
		    address_range_contains(&outer->ranges[i], &range->base))
			return true;
	return roles_at(site, range) & outer->roles;
}

static bool end_within(const struct site *site, const struct site_end *inner,
                       const struct site_end *outer)
{
	if (site_end_is_any(outer) || site_end_is_any(inner))
		return site_end_is_any(outer);
	for (size_t i = 0; i < inner->range_count; i++)
		if (!range_within(site, &inner->ranges[i], outer))
			return false;
	return (inner->roles & ~outer->roles) == 0;
}

static bool ports_within(const struct site_allow *inner, const struct site_allow *outer)
{
	for (size_t i = 0; i < inner->port_count; i++) {
		bool found = false;

		for (size_t j = 0; j < outer->port_count && !found; j++)
			found = outer->ports[j].transport == inner->ports[i].transport &&
			        outer->ports[j].low <= inner->ports[i].low &&
			        inner->ports[i].high <= outer->ports[j].high;
		if (!found)
			return outer->port_count == 0;
	}
	return inner->port_count > 0 || outer->port_count == 0;
}

static bool speaks_within(uint64_t inner, uint64_t outer)
{
	return outer == 0 || (inner != 0 && (inner & ~outer) == 0);
}

/* Does the other one allow all of it, for as long? */
static bool is_shadowed(const struct site *site, const struct site_allow *allow,
                        const struct site_allow *other)
{
	return end_within(site, &allow->from, &other->from) &&
	       end_within(site, &allow->to, &other->to) && ports_within(allow, other) &&
	       speaks_within(allow->speaks, other->speaks) &&
	       allow->until_us <= other->until_us;
}

/* Of two that are the same the later one is too many. */
static void look_for_shadow(struct remarks *remarks, size_t number)
{
	const struct site_allow *allows = remarks->site->allows;

	for (size_t i = 0; i < remarks->site->allow_count; i++)
		if (i != number &&
		    is_shadowed(remarks->site, &allows[number], &allows[i]) &&
		    (i < number ||
		     !is_shadowed(remarks->site, &allows[i], &allows[number]))) {
			add(remarks, SITE_REMARK_SHADOWED, allows[number].line,
			    "the allow of line %u allows all of this", allows[i].line);
			return;
		}
}

/* Of the entries that fit the first one counts. */
static void look_at_marks(struct remarks *remarks)
{
	const struct site *site = remarks->site;

	for (size_t i = 0; i < site->mark_count; i++) {
		const struct site_mark *mark = &site->marks[i], *earlier = site->marks;

		while (earlier < mark &&
		       (earlier->modality != mark->modality ||
		        !end_within(site, &mark->from, &earlier->from) ||
		        !end_within(site, &mark->to, &earlier->to)))
			earlier++;
		if (earlier < mark)
			add(remarks, SITE_REMARK_SHADOWED, mark->line,
			    "the entry of line %u in 'qos' comes before this one and "
			    "fits all that it does",
			    earlier->line);
	}
}

static void look_at_allows(struct remarks *remarks)
{
	const struct site *site = remarks->site;

	for (size_t i = 0; i < site->allow_count; i++) {
		const struct site_allow *allow = &site->allows[i];

		if (site_allow_is_any(allow))
			add(remarks, SITE_REMARK_WIDE, allow->line,
			    "an allow from any to any is too wide: name the hosts");
		else if (allow->port_count == 0 && allow->speaks == 0)
			add(remarks, SITE_REMARK_WIDE, allow->line,
			    "an allow of every port and protocol is wide: name them");
		look_for_shadow(remarks, i);
		if (!allow->reason[0])
			add(remarks, SITE_REMARK_UNREASONED, allow->line,
			    "an allow without 'reason'");
		look_at_end(remarks, allow->line, "an allow", allow->until_us,
		            allow->until);
	}
	for (size_t i = 0; i < site->accept_count; i++) {
		const struct site_accept *accept = &site->accepts[i];

		if (!accept->reason[0])
			add(remarks, SITE_REMARK_UNREASONED, accept->line,
			    "an accept without 'reason'");
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
			add(remarks, SITE_REMARK_MISSING, site->hosts[i].line,
			    "edge server %.100s has no 'external' address",
			    site->hosts[i].name);
	for (size_t i = 0; i < site->pool_count; i++) {
		const struct site_pool *pool = &site->pools[i];

		for (size_t j = 0; j < pool->member_count; j++)
			if (!is_declared(site, pool->members[j]))
				add(remarks, SITE_REMARK_MISSING, pool->line,
				    "member %.100s of pool %.100s is no host here: its "
				    "address is unknown",
				    pool->members[j], pool->name);
		if (pool->member_count == 0)
			add(remarks, SITE_REMARK_MISSING, pool->line,
			    "pool %.100s has no members", pool->name);
	}
	for (size_t i = 0; i < site->network_count; i++)
		networks |= site->networks[i].roles;
	if (site->host_count > 0 && !(networks & ROLE_BIT(ROLE_CLIENT)))
		add(remarks, SITE_REMARK_MISSING, 0,
		    "no network has role client: where users are is not said");
}

/* --- What cannot be ------------------------------------------------------------------- */

/* A server in a network of users is judged as a server, and its neighbours as users. */
static void look_for_server_among_users(struct remarks *remarks,
                                        const struct site_network *network)
{
	const struct site *site = remarks->site;

	if (!(network->roles & ROLE_USERS))
		return;
	for (size_t i = 0; i < site->host_count; i++) {
		const struct site_host *host = &site->hosts[i];

		if (!(host->roles & ROLE_LYNC_SERVERS))
			continue;
		for (size_t j = 0; j < host->address_count; j++)
			if (address_range_contains(&network->range, &host->addresses[j]))
				add(remarks, SITE_REMARK_CONTRADICTORY, network->line,
				    "network %.100s of users holds server %.100s",
				    network->name, host->name);
	}
}

static bool has_member(const struct site_pool *pool, const char *name)
{
	for (size_t i = 0; i < pool->member_count; i++)
		if (strcasecmp(pool->members[i], name) == 0)
			return true;
	return false;
}

/* A host runs a role for one pool. */
static void look_for_two_pools(struct remarks *remarks, size_t number)
{
	const struct site *site = remarks->site;
	const struct site_pool *pool = &site->pools[number];

	for (size_t i = 0; i < number; i++) {
		const struct site_pool *other = &site->pools[i];

		if (!(pool->roles & other->roles))
			continue;
		for (size_t j = 0; j < pool->member_count; j++)
			if (has_member(other, pool->members[j]))
				add(remarks, SITE_REMARK_CONTRADICTORY, pool->line,
				    "%.100s is in pool %.100s and in pool %.100s, of the "
				    "same role",
				    pool->members[j], other->name, pool->name);
	}
}

static void look_for_contradictions(struct remarks *remarks)
{
	for (size_t i = 0; i < remarks->site->network_count; i++)
		look_for_server_among_users(remarks, &remarks->site->networks[i]);
	for (size_t i = 0; i < remarks->site->pool_count; i++)
		look_for_two_pools(remarks, i);
}

/* --- Roles that others cannot do without ------------------------------------------------- */

static role_set roles_of(const struct site *site)
{
	role_set roles = 0;

	for (size_t i = 0; i < site->host_count; i++)
		roles |= role_set_own(site->hosts[i].roles);
	for (size_t i = 0; i < site->pool_count; i++)
		roles |= site->pools[i].roles;
	return roles;
}

/* A pool of several has its databases and its files elsewhere. */
static bool has_enterprise_pool(const struct site *site)
{
	for (size_t i = 0; i < site->pool_count; i++)
		if (site->pools[i].roles & ROLE_BIT(ROLE_FRONT_END) &&
		    site->pools[i].member_count > 1)
			return true;
	return false;
}

static void look_for_roles(struct remarks *remarks)
{
	static const struct {
		role_set of;
		role_set needs;  /* one of these */
		bool enterprise; /* only where a pool has several members */
		const char *why;
	} needed[] = {
		{ ROLE_RUNS_LYNC, ROLE_BIT(ROLE_DOMAIN_CONTROLLER), false,
		  "no host is a domain controller, which every server talks to" },
		{ ROLE_BIT(ROLE_FRONT_END), ROLE_BIT(ROLE_SQL_SERVER), true,
		  "no host is the SQL Server of a pool of several front ends" },
		{ ROLE_BIT(ROLE_FRONT_END), ROLE_BIT(ROLE_FILE_SERVER), true,
		  "no host is the file server of a pool of several front ends" },
		{ ROLE_BIT(ROLE_PERSISTENT_CHAT), ROLE_BIT(ROLE_SQL_SERVER), false,
		  "no host is the SQL Server of Persistent Chat" },
		{ ROLE_BIT(ROLE_EDGE) | ROLE_BIT(ROLE_DIRECTOR), ROLE_BIT(ROLE_FRONT_END),
		  false,
		  "no host is a front end, which edge servers and Directors are for" },
		{ ROLE_BIT(ROLE_SBA), ROLE_BIT(ROLE_GATEWAY), false,
		  "no host is the gateway of a branch appliance" },
	};
	const role_set roles = roles_of(remarks->site) | remarks->drafted;
	const bool enterprise = has_enterprise_pool(remarks->site);

	for (size_t i = 0; i < ARRAY_LEN(needed); i++)
		if (roles & needed[i].of && !(roles & needed[i].needs) &&
		    (enterprise || !needed[i].enterprise))
			add(remarks, SITE_REMARK_MISSING, 0, "%s", needed[i].why);
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
	char *line = NULL;
	size_t size = 0, len;

	for (unsigned number = 1; getline(&line, &size, remarks->file) >= 0; number++) {
		const char *name = find_draft(line, &len);

		for (size_t i = 0; name && i < ROLE_HOST_ROLES; i++)
			if (strstr(name + len, role_name((enum role)i)))
				remarks->drafted |= ROLE_BIT(i);
		if (name)
			add(remarks, SITE_REMARK_ADDRESS, number,
			    "the address of %.*s is unknown",
			    (int)(len < 100 ? len : 100), name);
	}
	free(line);
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

	if (!report->site_sha256 ||
	    !digest_descriptor(fileno(remarks->file), NULL, sha256, &ignored) ||
	    strcmp(sha256, report->site_sha256) != 0) {
		add(remarks, SITE_REMARK_UNUSED, 0,
		    "%.200s was made with another site file: whether entries "
		    "were used is not said",
		    report->path);
		return;
	}
	for (size_t i = 0; i < report->exception_count; i++)
		if (strcmp(report->exceptions[i].state, "unused") == 0)
			add(remarks, SITE_REMARK_UNUSED, report->exceptions[i].line,
			    "an %.20s that nothing in %.200s matched",
			    report->exceptions[i].type, report->path);
}

static void look_at_report(struct remarks *remarks, const struct audit_file *report)
{
	const struct site *site = remarks->site;

	for (size_t i = 0; i < site->host_count; i++)
		if (site->hosts[i].roles & ROLE_LYNC_SERVERS &&
		    !was_heard(report, &site->hosts[i]))
			add(remarks, SITE_REMARK_UNHEARD, site->hosts[i].line,
			    "%.100s was not heard in %.200s", site->hosts[i].name,
			    report->path);
	for (size_t i = 0; i < report->server_count; i++)
		if (report->servers[i].address &&
		    !declares(site, report->servers[i].address))
			add(remarks, SITE_REMARK_UNDECLARED, 0,
			    "%.60s was a Lync server in %.200s, and is not "
			    "declared",
			    report->servers[i].address, report->path);
	for (size_t i = 0; i < report->finding_count; i++)
		if (strcmp(report->findings[i].kind, "undeclared-server") == 0)
			add(remarks, SITE_REMARK_UNDECLARED, 0,
			    "%.60s behaves as a Lync server in %.200s (%s), and "
			    "is not declared",
			    report->findings[i].listener.address, report->path,
			    report->findings[i].id);
	look_at_unused(remarks, report);
}

void site_check_collect(struct site_remarks *found, const struct site *site, FILE *file,
                        const struct audit_file *report)
{
	struct remarks remarks = { .site = site, .file = file, .found = found };

	look_at_drafts(&remarks);
	look_at_hosts(&remarks);
	look_for_roles(&remarks);
	look_for_contradictions(&remarks);
	look_at_allows(&remarks);
	look_at_marks(&remarks);
	if (report)
		look_at_report(&remarks, report);
}
