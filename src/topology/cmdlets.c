/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects of the cmdlets. Which cmdlet it was is told by the properties, because
 * pipelines mix them and Select-Object leaves some out.
 */
#include "exports.h"

#include <ctype.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/text.h"
#include "base/transport.h"

#include "deployment.h"
#include "records.h"
#include "services.h"

/* What follows the colon of "Registrar:pool01.contoso.example"; else all of it. */
static const char *after_colon(const char *identity)
{
	const char *colon = strchr(identity, ':');

	return colon ? colon + 1 : identity;
}

static const char *either_text(const struct record *record, const char *first,
                               const char *second)
{
	const char *text = record_text(record, first);

	return *text ? text : record_text(record, second);
}

static void note_cut(struct deployment *deployment, const struct record *record)
{
	for (const struct record_field *field = record->fields; field;
	     field = field->next)
		if (field->cut)
			deployment_remark(deployment,
			                  "values were cut by PowerShell and are not "
			                  "complete: %.60s; export with ConvertTo-Json "
			                  "-Depth 5, or Export-Clixml -Depth 5, or raise "
			                  "$FormatEnumerationLimit",
			                  field->name);
}

static void set_site(struct deployment *deployment, struct topo_pool *pool,
                     const char *site)
{
	const char *name = after_colon(site);

	if (!*name)
		return;
	pool->site = deployment_text(deployment, name, strlen(name));
	if (strcasecmp(name, "BackCompatSite") == 0)
		pool->marks |= TOPO_LEGACY;
	else
		deployment_add_name(deployment, &deployment->sites, name);
}

/* --- Get-CsService --------------------------------------------------------------------- */

/* "Registrar" of "Registrar:pool", in @role; false when the identity is none of a service. */
static bool role_of(const struct record *record, struct text *role)
{
	const char *said = record_text(record, "Role");
	const char *identity = record_text(record, "Identity");
	size_t len = strcspn(identity, ":");

	text_clear(role);
	/* A number is what JSON makes of a constant. */
	if (*said && !isdigit((unsigned char)*said))
		text_add(role, said);
	else if (identity[len] == ':')
		text_add_bytes(role, identity, len);
	return role->len > 0;
}

static bool is_service(const struct record *record, struct text *role)
{
	if (!role_of(record, role))
		return false;
	if (record_field(record, "ServiceId") ||
	    (record_field(record, "PoolFqdn") && record_field(record, "Role")))
		return true;
	return service_kind_find(role->at) &&
	       strchr(record_text(record, "Identity"), ':');
}

/* Both ends of a range are properties; the count is called in more ways than one. */
static unsigned long count_of(const struct record *record, const char *pattern)
{
	for (const struct record_field *field = record->fields; field;
	     field = field->next)
		if (fnmatch(pattern, field->name, FNM_CASEFOLD) == 0)
			return record_field_number(field);
	return 0;
}

static void add_property(struct deployment *deployment, struct topo_pool *pool,
                         const struct record *record, const struct property_kind *kind)
{
	unsigned long count = kind->count ? count_of(record, kind->count) : 1;

	for (const struct record_field *field = record->fields; field;
	     field = field->next) {
		if (fnmatch(kind->property, field->name, FNM_CASEFOLD) != 0)
			continue;
		if (kind->transports & PROPERTY_TCP)
			deployment_add_ports(deployment, &pool->ports, kind->service,
			                     TRANSPORT_TCP, record_field_number(field),
			                     count);
		if (kind->transports & PROPERTY_UDP)
			deployment_add_ports(deployment, &pool->ports, kind->service,
			                     TRANSPORT_UDP, record_field_number(field),
			                     count);
	}
}

/* A service names the stores it needs: "UserDatabase:sql01" and its mirror. */
static void add_stores(struct deployment *deployment, const struct record *record)
{
	for (const struct record_field *field = record->fields; field;
	     field = field->next) {
		const char *text = field->values ? field->values->text : "";
		bool database = fnmatch("*Database:*", text, 0) == 0;

		if (!database && strncasecmp(text, "FileStore:", 10) != 0)
			continue;
		if (strcasecmp(field->name, "Identity") == 0 || field->values->next)
			continue;
		struct topo_pool *pool = deployment_pool(deployment, after_colon(text));

		if (pool)
			pool->roles |=
				ROLE_BIT(database ? ROLE_SQL_SERVER : ROLE_FILE_SERVER);
	}
}

/* A Persistent Chat service lists its machines, those in use and those in reserve. */
static void add_chat_servers(struct deployment *deployment, struct topo_pool *pool,
                             const struct record *record)
{
	static const char *const lists[] = { "ActiveServers", "InactiveServers" };

	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		const struct record_field *field = record_field(record, lists[i]);

		if (field && field->cut)
			pool->marks |= TOPO_MEMBERS_CUT;
		for (const struct record_value *server = field ? field->values : NULL;
		     server; server = server->next)
			deployment_add_member(deployment, pool,
			                      after_colon(server->text));
	}
}

static void add_service(struct deployment *deployment, const struct record *record,
                        const char *role)
{
	const char *fqdn = record_text(record, "PoolFqdn");
	struct topo_pool *pool = deployment_pool(
		deployment, *fqdn ? fqdn : after_colon(record_text(record, "Identity")));
	const char *active = either_text(record, "Active", "IsActive");

	if (!pool)
		return;
	if (strcasecmp(active, "false") == 0)
		pool->marks |= TOPO_STANDBY_CMS | TOPO_LISTED;
	else
		service_add(deployment, pool, role, record_number(record, "Version"));
	set_site(deployment, pool, record_text(record, "SiteId"));
	if (record_is_true(record, "IsDirector"))
		pool->marks |= TOPO_DIRECTOR;
	if (record_is_true(record, "IsDfsShare"))
		pool->marks |= TOPO_DFS;
	if (*record_text(record, "SqlInstanceName"))
		deployment_add_name(deployment, &pool->sql_instances,
		                    record_text(record, "SqlInstanceName"));
	if (*record_text(record, "RepresentativeMediaIP"))
		deployment_add_name(deployment, &pool->media,
		                    record_text(record, "RepresentativeMediaIP"));
	add_stores(deployment, record);
	add_chat_servers(deployment, pool, record);
	for (const struct property_kind *kind = property_kind_next(role, NULL); kind;
	     kind = property_kind_next(role, kind))
		add_property(deployment, pool, record, kind);
}

/* --- The other cmdlets ----------------------------------------------------------------- */

/* ConvertTo-Json joins by blanks the items of a list that is too deep for it. */
static void visit_words(const struct record_field *field,
                        void (*visit)(void *context, const char *word), void *context)
{
	struct text word = { 0 };

	for (const struct record_value *value = field ? field->values : NULL; value;
	     value = value->next) {
		const char *at = value->text;

		while (*(at += strspn(at, " \t\r\n"))) {
			size_t len = strcspn(at, " \t\r\n");

			text_clear(&word);
			text_add_bytes(&word, at, len);
			if (!word.failed)
				visit(context, word.at);
			at += len;
		}
	}
	text_fini(&word);
}

struct pool_words {
	struct deployment *deployment;
	struct topo_pool *pool;
};

static void add_computer(void *context, const char *word)
{
	struct pool_words *words = context;

	deployment_add_member(words->deployment, words->pool, word);
}

/* A pool's list of services has no ports, but roles, and all of them. */
static void add_listed_service(void *context, const char *word)
{
	struct pool_words *words = context;
	const struct service_kind *kind;
	char name[64];
	size_t len = strcspn(word, ":");

	if (word[len] != ':' || len >= sizeof(name))
		return;
	memcpy(name, word, len);
	name[len] = '\0';
	kind = service_kind_find(name);
	/* Which of two central management servers is active is only said elsewhere. */
	if (kind && kind->roles == ROLE_BIT(ROLE_CMS))
		return;
	if (kind) {
		words->pool->roles |= kind->roles;
		words->pool->marks |= kind->marks;
		words->deployment->user_services_seen |= kind->marks & TOPO_USER_SERVICES;
	}
}

/* What was cut is no whole list. */
static void add_list(const struct record_field *field,
                     void (*add)(void *context, const char *word),
                     struct pool_words *words, unsigned cut)
{
	if (field && field->cut)
		words->pool->marks |= cut;
	visit_words(field, add, words);
}

static void add_pool(struct deployment *deployment, const struct record *record)
{
	struct pool_words words = {
		.deployment = deployment,
		.pool = deployment_pool(deployment,
		                        either_text(record, "Fqdn", "Identity")),
	};

	if (!words.pool)
		return;
	words.pool->marks |= TOPO_LISTED;
	set_site(deployment, words.pool, record_text(record, "Site"));
	add_list(record_field(record, "Computers"), add_computer, &words,
	         TOPO_MEMBERS_CUT);
	add_list(record_field(record, "Services"), add_listed_service, &words,
	         TOPO_SERVICES_CUT);
}

static void add_machine(struct deployment *deployment, const struct record *record)
{
	struct topo_pool *pool =
		deployment_pool(deployment, after_colon(record_text(record, "Pool")));

	if (pool)
		deployment_add_member(deployment, pool,
		                      either_text(record, "Fqdn", "Identity"));
}

static void add_application(struct deployment *deployment, const struct record *record)
{
	const char *identity = record_text(record, "Identity");
	const char *fqdn = record_text(record, "TrustedApplicationPoolFqdn");
	char name[256] = "";
	size_t len = strcspn(identity, "/");

	if (!*fqdn && identity[len] == '/' && len < sizeof(name)) {
		memcpy(name, identity, len);
		name[len] = '\0';
	}
	struct topo_pool *pool =
		deployment_pool(deployment, after_colon(*fqdn ? fqdn : name));

	if (!pool)
		return;
	pool->roles |= ROLE_BIT(ROLE_TRUSTED_APPLICATION);
	pool->marks |= TOPO_LISTED;
	deployment_add_ports(deployment, &pool->ports, NULL, TRANSPORT_TCP,
	                     record_number(record, "Port"), 1);
}

/* The count is printed under the name of its parameter or under another. */
static void add_client_range(struct deployment *deployment, const struct record *record,
                             const char *service, const char *start, bool udp)
{
	unsigned long low = record_number(record, start), ports;
	char count[64];

	snprintf(count, sizeof(count), "%sRange", start);
	ports = record_number(record, count);
	if (ports == 0 && strcmp(start, "ClientFileTransferPort") == 0)
		ports = record_number(record, "ClientTransferPortRange");
	deployment_add_ports(deployment, &deployment->client_ports, service,
	                     TRANSPORT_TCP, low, ports);
	if (udp)
		deployment_add_ports(deployment, &deployment->client_ports, service,
		                     TRANSPORT_UDP, low, ports);
}

/* The ranges count only when clients are told to keep to them. */
static void add_conferencing(struct deployment *deployment, const struct record *record)
{
	if (!record_is_true(record, "ClientMediaPortRangeEnabled"))
		return;
	add_client_range(deployment, record, "client-audio", "ClientAudioPort", true);
	add_client_range(deployment, record, "client-video", "ClientVideoPort", true);
	add_client_range(deployment, record, "client-application-sharing",
	                 "ClientAppSharingPort", false);
	add_client_range(deployment, record, "client-file-transfer",
	                 "ClientFileTransferPort", false);
}

/* A mask that is too short for the address would make it a range of others. */
static void add_subnet(struct deployment *deployment, const struct record *record)
{
	const char *base = either_text(record, "SubnetID", "Identity");
	unsigned long bits = record_number(record, "MaskBits");
	const char *site = after_colon(record_text(record, "NetworkSiteID"));
	struct topo_subnet *subnet = arena_alloc(deployment->arena, 1, sizeof(*subnet));
	char text[80];

	if (!subnet) {
		deployment->failed = true;
		return;
	}
	snprintf(text, sizeof(text), "%.50s/%lu", base, bits);
	if (bits == 0 || !address_range_parse(&subnet->range, text)) {
		deployment_remark(deployment,
		                  "a network subnet is no range and was left out");
		return;
	}
	subnet->site = deployment_text(deployment, site, strlen(site));
	subnet->next = deployment->subnets;
	deployment->subnets = subnet;
}

static void add_site(struct deployment *deployment, const struct record *record)
{
	const char *name = after_colon(record_text(record, "Identity"));
	const char *type = record_text(record, "SiteType");
	bool remote = (*type && strncasecmp(type, "Central", 7) != 0) ||
	              *record_text(record, "ParentSite");

	if (remote && deployment->branch_count < ARRAY_LEN(deployment->branch_names))
		deployment->branch_names[deployment->branch_count++] =
			deployment_text(deployment, name, strlen(name));
	if (!remote && *name)
		deployment_add_name(deployment, &deployment->sites, name);
}

/* Identity is "fqdn/Side/Number". */
static void add_interface(struct deployment *deployment, const struct record *record)
{
	const char *identity = record_text(record, "Identity");
	const char *side = either_text(record, "InterfaceSide", "Interface");
	const char *slash = strchr(identity, '/');
	size_t len = strcspn(identity, "/");
	char name[256];
	struct topo_machine *machine;

	snprintf(name, sizeof(name), "%.*s", (int)(len < 255 ? len : 255), identity);
	machine = deployment_machine(deployment,
	                             *record_text(record, "ComputerFqdn")
	                                     ? record_text(record, "ComputerFqdn")
	                                     : after_colon(name));
	if (!machine)
		return;
	bool external = strcasecmp(side, "External") == 0 ||
	                (!isalpha((unsigned char)*side) && slash &&
	                 strncasecmp(slash + 1, "External", 8) == 0);

	(void)deployment_add_address(deployment, machine,
	                             external ? TOPO_SIDE_EXTERNAL : TOPO_SIDE_INTERNAL,
	                             record_text(record, "IPAddress"));
	(void)deployment_add_address(deployment, machine, TOPO_SIDE_NAT,
	                             record_text(record, "ConfiguredIPAddress"));
}

/* --- Which cmdlet ---------------------------------------------------------------------- */

/* The first row all of whose properties are there tells. */
static const struct {
	const char *properties[3];
	void (*add)(struct deployment *deployment, const struct record *record);
} cmdlets[] = {
	{ { "ClientMediaPortRangeEnabled", NULL }, add_conferencing },
	{ { "TrustedApplicationPoolFqdn", "ApplicationId", NULL }, add_application },
	{ { "ApplicationId", "Port", NULL }, add_application },
	{ { "MaskBits", NULL }, add_subnet },
	{ { "IPAddress", "ConfiguredIPAddress", NULL }, add_interface },
	{ { "IPAddress", "Interface", NULL }, add_interface },
	{ { "IPAddress", "InterfaceSide", NULL }, add_interface },
	{ { "Computers", NULL }, add_pool },
	{ { "Pool", "Fqdn", NULL }, add_machine },
	{ { "Pool", "Identity", NULL }, add_machine },
	{ { "SiteType", NULL }, add_site },
	{ { "Pools", "Services", NULL }, add_site },
	{ { "BackupPoolFqdn", "Fqdn", NULL }, add_pool },
};

static bool has_all(const struct record *record, const char *const *properties)
{
	for (; *properties; properties++)
		if (!record_field(record, *properties))
			return false;
	return true;
}

static bool add_record(struct deployment *deployment, const struct record *record,
                       struct text *role)
{
	if (is_service(record, role)) {
		add_service(deployment, record, role->at);
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(cmdlets); i++) {
		if (has_all(record, cmdlets[i].properties)) {
			cmdlets[i].add(deployment, record);
			return true;
		}
	}
	return false;
}

size_t cmdlets_add(struct deployment *deployment, const struct record_list *list)
{
	struct text role = { 0 };
	size_t understood = 0, other = 0;

	for (const struct record *record = list->first; record; record = record->next) {
		note_cut(deployment, record);
		if (add_record(deployment, record, &role))
			understood++;
		else
			other++;
	}
	if (understood > 0 && other > 0)
		deployment_remark(deployment,
		                  "objects of other cmdlets were left out: %zu", other);
	deployment->failed |= role.failed;
	text_fini(&role);
	return understood;
}
