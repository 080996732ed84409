/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two XML forms of a topology: published (Get-CsTopology -AsXml), where sites,
 * clusters and services are lists joined by site and number, and Topology Builder's,
 * where clusters stand in their sites and ids are opaque. Their namespaces are
 * urn:schema:Microsoft.Rtc.Management.Deploy.Topology.2008 and its neighbours.
 */
#include "exports.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/transport.h"

#include "deployment.h"
#include "services.h"
#include "xml_tree.h"

/* A cluster by the id that services call it by. */
struct joined {
	const char *id;
	struct topo_pool *pool;
};

struct reader {
	struct deployment *deployment;
	struct joined *joined; /* owned, sorted by id once complete */
	size_t count, capacity;
};

static int compare_joined(const void *a, const void *b)
{
	const struct joined *left = a, *right = b;

	return strcasecmp(left->id, right->id);
}

static void join(struct reader *reader, const char *id, struct topo_pool *pool)
{
	if (!id || !*id)
		return;
	if (!array_reserve(&reader->joined, &reader->capacity, reader->count,
	                   sizeof(*reader->joined))) {
		reader->deployment->failed = true;
		return;
	}
	reader->joined[reader->count++] = (struct joined){ id, pool };
}

static struct topo_pool *find_joined(const struct reader *reader, const char *id)
{
	const struct joined wanted = { .id = id ? id : "" }, *found;

	if (reader->count == 0)
		return NULL;
	found = bsearch(&wanted, reader->joined, reader->count, sizeof(*reader->joined),
	                compare_joined);
	return found ? found->pool : NULL;
}

/* "1/3" of <ClusterId SiteId="1" Number="3" />, NULL without one. */
static const char *cluster_id(struct deployment *deployment, const struct xml_node *id)
{
	const char *site = id ? xml_attribute(id, "SiteId") : NULL;
	const char *number = id ? xml_attribute(id, "Number") : NULL;
	char *text;

	if (!site || !number)
		return NULL;
	text = arena_alloc(deployment->arena, strlen(site) + strlen(number) + 2, 1);
	if (!text) {
		deployment->failed = true;
		return NULL;
	}
	strcpy(text, site);
	strcat(text, "/");
	strcat(text, number);
	return text;
}

/* --- Clusters and machines ----------------------------------------------------------- */

static void add_interface(struct deployment *deployment, struct topo_machine *machine,
                          const struct xml_node *interface, bool edge)
{
	bool external =
		edge && strcasecmp(xml_attribute_or_empty(interface, "InterfaceSide"),
	                           "External") == 0;

	/* 0.0.0.0 is every address of the machine, whichever those are. */
	(void)deployment_add_address(deployment, machine,
	                             external ? TOPO_SIDE_EXTERNAL : TOPO_SIDE_INTERNAL,
	                             xml_attribute_or_empty(interface, "IPAddress"));
	(void)deployment_add_address(
		deployment, machine, TOPO_SIDE_NAT,
		xml_attribute_or_empty(interface, "ConfiguredIPAddress"));
}

/* An internal side is what only machines with two faces have. */
static bool has_internal_side(const struct xml_node *machine)
{
	for (const struct xml_node *at = xml_child(machine, "NetInterface"); at;
	     at = xml_next(at, "NetInterface"))
		if (strcasecmp(xml_attribute_or_empty(at, "InterfaceSide"), "Internal") ==
		    0)
			return true;
	return false;
}

static void add_machine(struct deployment *deployment, struct topo_pool *pool,
                        const struct xml_node *node)
{
	const char *fqdn = xml_attribute(node, "Fqdn");
	const char *name = fqdn && *fqdn ? fqdn : pool->name;
	bool edge = has_internal_side(node);
	struct topo_machine *machine;

	deployment_add_member(deployment, pool, name);
	machine = deployment_find_machine(deployment, name);
	for (const struct xml_node *at = xml_child(node, "NetInterface"); machine && at;
	     at = xml_next(at, "NetInterface"))
		add_interface(deployment, machine, at, edge);
}

static void add_machines(struct deployment *deployment, struct topo_pool *pool,
                         const struct xml_node *parent)
{
	for (const struct xml_node *at = xml_child(parent, "Machine"); at;
	     at = xml_next(at, "Machine"))
		add_machine(deployment, pool, at);
}

static void add_sql_instance(struct reader *reader, struct topo_pool *pool,
                             const struct xml_node *instance, const char *name)
{
	const char *primary = xml_attribute(instance, "AlwaysOnPrimaryNodeFqdn");

	pool->roles |= ROLE_BIT(ROLE_SQL_SERVER);
	if (name && *name)
		deployment_add_name(reader->deployment, &pool->sql_instances, name);
	if (primary && *primary) {
		struct topo_pool *node = deployment_pool(reader->deployment, primary);

		if (node) {
			node->roles |= ROLE_BIT(ROLE_SQL_SERVER);
			deployment_add_member(reader->deployment, node, node->name);
		}
		deployment_remark(reader->deployment,
		                  "%.200s is an AlwaysOn listener, of whose nodes the "
		                  "topology names the primary alone: add the others",
		                  pool->name);
	}
}

static struct topo_pool *add_cluster(struct reader *reader,
                                     const struct xml_node *cluster, const char *site,
                                     unsigned marks)
{
	struct deployment *deployment = reader->deployment;
	struct topo_pool *pool =
		deployment_pool(deployment, xml_attribute_or_empty(cluster, "Fqdn"));

	if (!pool)
		return NULL;
	pool->marks |= marks | TOPO_LISTED;
	if (!*pool->site)
		pool->site = site;
	add_machines(deployment, pool, cluster);
	if (xml_child(cluster, "Machines"))
		add_machines(deployment, pool, xml_child(cluster, "Machines"));
	return pool;
}

/* --- Services ------------------------------------------------------------------------ */

/* "urn:component:AVConf" is AVConf. */
static const char *owner_name(const char *owner)
{
	const char *colon = strrchr(owner, ':');

	return colon ? colon + 1 : owner;
}

static void add_port(struct deployment *deployment, struct topo_pool *pool,
                     const char *role_name, const struct xml_node *port)
{
	const char *protocol = xml_attribute_or_empty(port, "Protocol");
	const char *range = xml_attribute_or_empty(port, "Range");
	unsigned long low = strtoul(xml_attribute_or_empty(port, "Port"), NULL, 10);
	unsigned long count = *range ? strtoul(range, NULL, 10) : 1;
	const struct port_kind *kind = port_kind_find(
		role_name, owner_name(xml_attribute_or_empty(port, "Owner")),
		xml_attribute_or_empty(port, "Usage"),
		xml_attribute_or_empty(port, "InterfaceSide"), protocol);
	bool both = strcasecmp(protocol, "TcpOrUdp") == 0;

	/* No kind: a component of no documented row. "": one that says nothing here. */
	if (!kind || (kind->service && !*kind->service))
		return;
	if (both || strcasecmp(protocol, "Udp") != 0)
		deployment_add_ports(deployment, &pool->ports, kind->service,
		                     TRANSPORT_TCP, low, count);
	if (strcasecmp(protocol, "Udp") == 0 || (both && !kind->tcp_only))
		deployment_add_ports(deployment, &pool->ports, kind->service,
		                     TRANSPORT_UDP, low, count);
}

static bool says(const struct xml_node *service, const char *element,
                 const char *attribute, const char *value)
{
	const struct xml_node *at = xml_child(service, element);

	return at && strcasecmp(xml_attribute_or_empty(at, attribute), value) == 0;
}

static void add_service(struct deployment *deployment, struct topo_pool *pool,
                        const char *role_name, const struct xml_node *service)
{
	const char *version = xml_attribute_or_empty(service, "ServiceVersion");

	if (says(service, "CentralMgmtService", "IsActive", "false"))
		pool->marks |= TOPO_STANDBY_CMS;
	else
		service_add(deployment, pool, role_name, strtoul(version, NULL, 10));
	if (says(service, "RegistrarService", "IsDirector", "true"))
		pool->marks |= TOPO_DIRECTOR;
	for (const struct xml_node *at =
	             service ? xml_child(xml_child(service, "Ports"), "Port") : NULL;
	     at; at = xml_next(at, "Port"))
		add_port(deployment, pool, role_name, at);
}

static void add_to_pool(struct reader *reader, struct topo_pool *pool,
                        const char *role_name, const struct xml_node *service)
{
	if (pool)
		add_service(reader->deployment, pool, role_name, service);
	else
		deployment_remark(
			reader->deployment,
			"a service is installed on a cluster that is not in the "
			"topology");
}

/* --- Sites --------------------------------------------------------------------------- */

/* Servers of Office Communications Server are kept in a site of this name. */
static unsigned site_marks(const char *name, bool remote)
{
	return (remote ? TOPO_BRANCH : 0) |
	       (strcasecmp(name, "BackCompatSite") == 0 ? TOPO_LEGACY : 0);
}

static const char *site_name(struct deployment *deployment, const struct xml_node *site)
{
	const struct xml_node *name = xml_child(site, "Name");

	if (!name)
		return "";
	return deployment_text(deployment, name->text, strlen(name->text));
}

static void add_site_name(struct deployment *deployment, const char *name, bool remote)
{
	if (!remote && *name && strcasecmp(name, "BackCompatSite") != 0)
		deployment_add_name(deployment, &deployment->sites, name);
}

static bool is_remote(const struct xml_node *site)
{
	return strncasecmp(site->name, "Central", 7) != 0;
}

/* --- The published form -------------------------------------------------------------- */

static const struct xml_node *find_site(const struct xml_node *sites, const char *id)
{
	for (const struct xml_node *at = sites ? sites->first : NULL; at; at = at->next)
		if (strcmp(xml_attribute_or_empty(at, "SiteId"), id) == 0)
			return at;
	return NULL;
}

static void add_published_clusters(struct reader *reader, const struct xml_node *topology)
{
	const struct xml_node *sites = xml_child(topology, "Sites");

	for (const struct xml_node *at =
	             xml_child(xml_child(topology, "Clusters"), "Cluster");
	     at; at = xml_next(at, "Cluster")) {
		const struct xml_node *id = xml_child(at, "ClusterId");
		const struct xml_node *site =
			id ? find_site(sites, xml_attribute_or_empty(id, "SiteId"))
			   : NULL;
		const char *name = site ? site_name(reader->deployment, site) : "";
		struct topo_pool *pool = add_cluster(
			reader, at, name, site_marks(name, site && is_remote(site)));

		if (pool)
			join(reader, cluster_id(reader->deployment, id), pool);
	}
}

static void add_published_instances(struct reader *reader,
                                    const struct xml_node *topology)
{
	for (const struct xml_node *at =
	             xml_child(xml_child(topology, "SqlInstances"), "SqlInstance");
	     at; at = xml_next(at, "SqlInstance")) {
		const struct xml_node *id = xml_child(at, "SqlInstanceId");
		struct topo_pool *pool =
			id ? find_joined(reader, cluster_id(reader->deployment,
		                                            xml_child(id, "ClusterId")))
			   : NULL;

		if (pool)
			add_sql_instance(reader, pool, at, xml_attribute(id, "Name"));
	}
}

static void add_published_services(struct reader *reader, const struct xml_node *topology)
{
	for (const struct xml_node *at =
	             xml_child(xml_child(topology, "Services"), "Service");
	     at; at = xml_next(at, "Service")) {
		const struct xml_node *on = xml_child(at, "InstalledOn");
		const struct xml_node *instance = xml_child(on, "SqlInstanceId");
		const struct xml_node *id = xml_child(at, "ServiceId");

		if (!id)
			continue;
		add_to_pool(
			reader,
			find_joined(reader, cluster_id(reader->deployment,
		                                       xml_child(instance ? instance : on,
		                                                 "ClusterId"))),
			xml_attribute_or_empty(id, "RoleName"), at);
	}
}

static void sort_joined(struct reader *reader)
{
	array_sort(reader->joined, reader->count, sizeof(*reader->joined),
	           compare_joined);
}

bool topology_xml_add(struct deployment *deployment, const struct xml_node *root)
{
	const struct xml_node *topology = xml_find(root, "Topology", ".Topology.2008");
	struct reader reader = { .deployment = deployment };

	if (!topology)
		return false;
	for (const struct xml_node *at = xml_child(topology, "Sites")
	                                         ? xml_child(topology, "Sites")->first
	                                         : NULL;
	     at; at = at->next)
		add_site_name(deployment, site_name(deployment, at), is_remote(at));
	add_published_clusters(&reader, topology);
	sort_joined(&reader);
	add_published_instances(&reader, topology);
	add_published_services(&reader, topology);
	free(reader.joined);
	return true;
}

/* --- Topology Builder's form --------------------------------------------------------- */

static void add_site_clusters(struct reader *reader, const struct xml_node *site,
                              const char *name, unsigned marks)
{
	for (const struct xml_node *at =
	             xml_child(xml_child(site, "Clusters"), "Cluster");
	     at; at = xml_next(at, "Cluster")) {
		struct topo_pool *pool = add_cluster(reader, at, name, marks);

		if (!pool)
			continue;
		join(reader, xml_attribute(at, "UniqueId"), pool);
		for (const struct xml_node *instance =
		             xml_child(xml_child(at, "SqlInstances"), "SqlInstance");
		     instance; instance = xml_next(instance, "SqlInstance")) {
			add_sql_instance(reader, pool, instance,
			                 xml_attribute(instance, "Name"));
			join(reader, xml_attribute(instance, "UniqueId"), pool);
		}
	}
}

/* A central site, and the remote ones inside it; as deep as the tree, which has a limit. */
static void add_builder_site(struct reader *reader, const struct xml_node *site,
                             bool remote)
{
	const char *name = site_name(reader->deployment, site);
	const struct xml_node *inner = xml_child(site, "RemoteSites");

	add_site_name(reader->deployment, name, remote);
	add_site_clusters(reader, site, name, site_marks(name, remote));
	for (const struct xml_node *at = inner ? inner->first : NULL; at; at = at->next)
		add_builder_site(reader, at, true);
}

bool topology_builder_add(struct deployment *deployment, const struct xml_node *root)
{
	const struct xml_node *wanted = xml_child(root, "NewTopology");
	const struct xml_node *topology =
		xml_find(wanted ? wanted : root, "PartialTopology", "");
	struct reader reader = { .deployment = deployment };

	if (strcmp(root->name, "TopologyBuilder") != 0 || !topology)
		return false;
	deployment->unpublished |=
		strcasecmp(xml_attribute_or_empty(topology, "IsPublished"), "false") == 0;
	for (const struct xml_node *at =
	             xml_child(topology, "CentralSites")
	                     ? xml_child(topology, "CentralSites")->first
	                     : NULL;
	     at; at = at->next)
		add_builder_site(&reader, at, false);
	sort_joined(&reader);
	for (const struct xml_node *at =
	             xml_child(xml_child(topology, "Services"), "Service");
	     at; at = xml_next(at, "Service"))
		add_to_pool(&reader,
		            find_joined(&reader, xml_attribute(at, "InstalledOn")),
		            xml_attribute_or_empty(at, "RoleName"), at);
	free(reader.joined);
	return true;
}
