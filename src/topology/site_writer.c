/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The deployment as a site file. It says nothing of the files it came from nor of
 * the day, so that every form of export of one site gives the same file.
 */
#include "topology/topology.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "base/yaml_word.h"
#include "policy/catalogue.h"
#include "policy/product.h"
#include "topology/draft.h"

#include "deployment.h"
#include "port_words.h"
#include "resolve.h"
#include "seen.h"
#include "site_items.h"

struct writer {
	struct deployment *deployment;
	struct documents documents;
	enum product product;
	struct text *out;            /* the file */
	struct text *remarks;        /* what could not be known */
	struct text ports, wordless; /* of one host or pool */
	struct text unplaced;        /* hosts without an address, for a remark */
	size_t unplaced_count;
};

/* --- The version -------------------------------------------------------------------------- */

/* ServiceVersion of a topology. Subscription Edition is an update of 2019 and says the same. */
static const struct {
	enum product product;
	const char *name;
} versions[DEPLOYMENT_VERSIONS] = {
	[5] = { PRODUCT_LYNC_2013, "Lync Server 2010, which has no catalogue" },
	[6] = { PRODUCT_LYNC_2013, "Lync Server 2013" },
	[7] = { PRODUCT_SKYPE_2015, "Skype for Business Server 2015" },
	[8] = { PRODUCT_SKYPE_2019,
	        "Skype for Business Server 2019 or Subscription Edition" },
};

void topology_set_draft(struct deployment *deployment, struct draft *draft)
{
	deployment->draft = draft;
}

enum product topology_product(const struct deployment *deployment)
{
	for (size_t i = DEPLOYMENT_VERSIONS; i-- > 0;)
		if (deployment->versions[i] > 0 && versions[i].product)
			return versions[i].product;
	return PRODUCT_UNSTATED;
}

static void add_version(struct writer *writer)
{
	const struct deployment *deployment = writer->deployment;
	size_t kinds = 0;

	for (size_t i = 0; i < DEPLOYMENT_VERSIONS; i++)
		kinds += deployment->versions[i] > 0;
	if (kinds > 1) {
		text_add(writer->out, "# The versions are mixed, as in a migration; the "
		                      "latest picks the catalogues.\n");
		text_add(writer->remarks, "the versions of the servers are mixed; the "
		                          "latest picks the catalogues\n");
	}
	for (size_t i = 0; i < DEPLOYMENT_VERSIONS; i++)
		if (deployment->versions[i] > 0)
			text_addf(writer->out, "# ServiceVersion %zu: %s\n", i,
			          versions[i].name ? versions[i].name : "not known here");
	if (writer->product == PRODUCT_UNSTATED) {
		product_add_choice(writer->out);
		text_add(writer->out, "#   The version is unknown: no export "
		                      "says it of a server.\n");
		text_add(writer->remarks, "the version is unknown: say product:\n");
		return;
	}
	text_addf(writer->out, "product: %s\n", product_name(writer->product));
	if (writer->documents.count == 0)
		return;
	text_add(writer->out, "# The catalogues that product picks, so that they can be "
	                      "seen; without the line they follow it.\ncatalogues: [");
	for (size_t i = 0; i < writer->documents.count; i++)
		text_addf(writer->out, "%s%s", i ? ", " : "",
		          writer->documents.catalogues[i]->name);
	text_add(writer->out, "]\n");
}

/* --- The head ------------------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The texts of a list, sorted and each once. @return owned, NULL when empty or out of memory */
static const char **sorted(const struct topo_name *list, size_t *count)
{
	const char **names;
	size_t total = 0, kept = 0;

	*count = 0;
	for (const struct topo_name *name = list; name; name = name->next)
		total++;
	names = total ? calloc(total, sizeof(*names)) : NULL;
	if (!names)
		return NULL;
	for (; list; list = list->next)
		names[kept++] = list->text;
	array_sort(names, kept, sizeof(*names), compare_names);
	for (size_t i = 0; i < kept; i++)
		if (i == 0 || strcmp(names[i], names[*count - 1]) != 0)
			names[(*count)++] = names[i];
	return names;
}

static bool is_branch(const struct deployment *deployment, const char *site)
{
	for (size_t i = 0; i < deployment->branch_count; i++)
		if (strcmp(deployment->branch_names[i], site) == 0)
			return true;
	return false;
}

/* Cmdlets name the sites of services, central or not; Get-CsSite tells which. */
static void add_sites(struct writer *writer)
{
	size_t count, kept = 0;
	const char **sites = sorted(writer->deployment->sites, &count);

	for (size_t i = 0; i < count; i++)
		if (!is_branch(writer->deployment, sites[i]))
			sites[kept++] = sites[i];
	count = kept;

	if (count > 0) {
		text_add(writer->out, "site: ");
		yaml_word_add(writer->out, sites[0]);
		text_add_char(writer->out, '\n');
	}
	if (count > 1) {
		text_add(writer->out, "# Central sites:");
		for (size_t i = 0; i < count; i++) {
			text_add(writer->out, i ? ", " : " ");
			yaml_word_add_comment(writer->out, sites[i]);
		}
		text_add_char(writer->out, '\n');
	}
	free(sites);
}

static void add_head(struct writer *writer)
{
	text_add(writer->out,
	         "# A draft of lynctap site import, of nothing but what was exported. "
	         "Check it against the\n# console; lynctap site check -c FILE reads "
	         "it.\n");
	add_sites(writer);
	add_version(writer);
	if (writer->deployment->unpublished)
		text_add(writer->out,
		         "# The topology was not published when it was saved: which pool "
		         "has the Central Management\n# store (cms) is unknown.\n");
	text_add(writer->out, "undeclared: suspect\n");
	text_add(writer->out,
	         "# load-balancing: dns | hardware | none\n"
	         "#   No export says how pools are load balanced: say it here, or of "
	         "a pool.\n\n");
}

/* --- Hosts ------------------------------------------------------------------------------------ */

/* Those of @first and @second that are this host's, as "[…]". */
static void add_addresses(struct text *out, const char *key,
                          const struct topo_address *first,
                          const struct topo_address *second)
{
	struct address own[128];
	size_t count = 0;

	for (; first && count < ARRAY_LEN(own); first = first->next)
		if (!first->owner && !first->pool)
			own[count++] = first->address;
	for (; second && count < ARRAY_LEN(own); second = second->next)
		if (!second->owner)
			own[count++] = second->address;
	site_items_add_addresses(out, key, own, count);
}

static void add_nat_comment(struct writer *writer, const struct topo_machine *machine)
{
	char text[ADDRESS_TEXT_SIZE];

	for (const struct topo_address *at = machine->nat; at; at = at->next) {
		text_addf(writer->out, "  # %s is the public (NAT) address of ",
		          address_format(&at->address, text));
		yaml_word_add_comment(writer->out, machine->name);
		text_add(writer->out, at->owner && at->owner != machine
		                              ? " and of others: it stands with one\n"
		                              : "\n");
	}
}

/* An address that two machines claim is the first one's. */
static void add_shared_comment(struct writer *writer, const struct topo_machine *machine)
{
	char text[ADDRESS_TEXT_SIZE];

	for (const struct topo_address *at = machine->addresses; at; at = at->next) {
		if (!at->owner || at->owner == machine)
			continue;
		text_add(writer->out, "  # ");
		yaml_word_add_comment(writer->out, machine->name);
		text_addf(writer->out, " has %s, the address of ",
		          address_format(&at->address, text));
		yaml_word_add_comment(writer->out, at->owner->name);
		text_add(writer->out, machine->same ? ": they are one host\n"
		                                    : ", with which it stays\n");
	}
}

static void add_list_comment(struct writer *writer, const char *name, const char *what,
                             const struct topo_name *list)
{
	size_t count;
	const char **texts = sorted(list, &count);

	if (count > 0) {
		text_add(writer->out, "  # ");
		yaml_word_add_comment(writer->out, name);
		text_addf(writer->out, ": %s", what);
	}
	for (size_t i = 0; i < count; i++) {
		text_add(writer->out, i ? ", " : " ");
		yaml_word_add_comment(writer->out, texts[i]);
	}
	text_add(writer->out, count ? "\n" : "");
	free(texts);
}

static void add_cut_comment(struct writer *writer, const struct topo_pool *pool,
                            unsigned cut, const char *what)
{
	if (!(pool->marks & cut))
		return;
	text_add(writer->out, "  # ");
	yaml_word_add_comment(writer->out, pool->name);
	text_addf(writer->out,
	          ": PowerShell cut the list of its %s: some may be missing\n", what);
}

static void add_pool_comments(struct writer *writer, const struct topo_pool *pool)
{
	add_list_comment(writer, pool->name, "SQL Server instance", pool->sql_instances);
	add_list_comment(writer, pool->name,
	                 "a role without a word here:", pool->wordless);
	add_list_comment(writer, pool->name, "media go to", pool->media);
	add_cut_comment(writer, pool, TOPO_MEMBERS_CUT, "members");
	add_cut_comment(writer, pool, TOPO_SERVICES_CUT, "services");
	if (writer->wordless.len > 0) {
		text_add(writer->out, "  # ");
		yaml_word_add_comment(writer->out, pool->name);
		text_addf(writer->out, ": ports that no catalogue has a row for: %s\n",
		          writer->wordless.at);
	}
}

/* Fills the writer's ports and wordless with those of @pool. @return whether any are to be stated */
static bool prepare_ports(struct writer *writer, const struct topo_pool *pool)
{
	text_clear(&writer->ports);
	text_clear(&writer->wordless);
	return pool && port_words_add(&writer->ports, pool->ports,
	                              pool->roles & ROLE_BIT(ROLE_SBA),
	                              &writer->documents, &writer->wordless);
}

static void note_unplaced(struct writer *writer, const struct topo_machine *machine)
{
	writer->unplaced_count++;
	text_add(&writer->unplaced, writer->unplaced.len ? ", " : "");
	text_add(&writer->unplaced, machine->name);
}

static void add_host(struct writer *writer, const struct topo_machine *machine)
{
	bool placed = deployment_has_address(machine);
	bool ports = prepare_ports(writer, machine->own);

	if (machine->own)
		add_pool_comments(writer, machine->own);
	add_shared_comment(writer, machine);
	if (machine->same)
		return;
	add_nat_comment(writer, machine);
	text_add(writer->out, placed ? "  - {name: " : "  # - {name: ");
	yaml_word_add(writer->out, machine->name);
	add_addresses(writer->out, "addresses", machine->addresses, NULL);
	add_addresses(writer->out, "external", machine->external, machine->nat);
	if (machine->roles) {
		text_add(writer->out, ", roles: ");
		site_items_add_roles(writer->out, machine->roles);
	}
	if (machine->listens) {
		text_add(writer->out, ", listens: ");
		port_words_add_list(writer->out, machine->listens);
	}
	if (ports)
		text_addf(writer->out, ", ports: %s", writer->ports.at);
	text_add(writer->out, "}\n");
	if (!placed)
		note_unplaced(writer, machine);
}

static void add_hosts(struct writer *writer)
{
	const struct deployment *deployment = writer->deployment;
	bool any = seen_has_hosts(deployment);
	unsigned rank = ROLES + 1;

	for (size_t i = 0; i < deployment->machine_count; i++)
		any |= !deployment->machines[i]->left_out &&
		       deployment_has_address(deployment->machines[i]);
	text_add(writer->out, any ? "hosts:\n" : "# hosts:\n");
	for (size_t i = 0; i < deployment->machine_count; i++) {
		const struct topo_machine *machine = deployment->machines[i];

		if (machine->left_out)
			continue;
		if (resolve_rank(machine->roles) != rank)
			text_addf(writer->out, "  # --- %s\n",
			          machine->roles ? role_name((enum role)resolve_rank(
							   machine->roles))
			                         : "what no role is known of");
		rank = resolve_rank(machine->roles);
		add_host(writer, machine);
	}
}

static void add_unplaced(struct writer *writer)
{
	if (writer->unplaced_count == 0)
		return;
	text_add(
		writer->out,
		"  # The addresses of the hosts that are comments are unknown: 0.0.0.0 in "
		"a topology is any address, and\n"
		"  # cmdlets print none. Import with --hosts FILE, or write "
		"'addresses: [...]' in and take the # away.\n");
	text_addf(writer->remarks,
	          "no address is known of %zu host%s: %s; give --hosts FILE\n",
	          writer->unplaced_count, writer->unplaced_count == 1 ? "" : "s",
	          writer->unplaced.at ? writer->unplaced.at : "");
}

/* --- Pools ------------------------------------------------------------------------------------ */

static void add_members(struct writer *writer, const struct topo_pool *pool)
{
	size_t count;
	const char **members = sorted(pool->members, &count);

	text_add(writer->out, ", members: [");
	for (size_t i = 0; i < count; i++) {
		text_add(writer->out, i ? ", " : "");
		yaml_word_add(writer->out, members[i]);
	}
	text_add_char(writer->out, ']');
	free(members);
}

static void add_shared_vip_comment(struct writer *writer, const struct topo_address *vip)
{
	char text[ADDRESS_TEXT_SIZE];

	if (!vip->pool)
		return;
	text_addf(writer->out, "  # its VIP %s is said of ",
	          address_format(&vip->address, text));
	yaml_word_add_comment(writer->out, vip->pool->name);
	text_add(writer->out, ", and can be said once\n");
}

static void add_pool(struct writer *writer, const struct topo_pool *pool)
{
	bool ports = prepare_ports(writer, pool);
	enum product product = versions[pool->version].product;

	if (*pool->site) {
		text_add(writer->out, "  # in site ");
		yaml_word_add_comment(writer->out, pool->site);
		text_add_char(writer->out, '\n');
	}
	add_pool_comments(writer, pool);
	for (const struct topo_address *vip = pool->vips; vip; vip = vip->next)
		add_shared_vip_comment(writer, vip);
	/* A pool needs a role, so one without is a comment. */
	text_add(writer->out, pool->roles ? "  - {name: " : "  # - {name: ");
	yaml_word_add(writer->out, pool->name);
	text_add(writer->out, ", roles: ");
	site_items_add_roles(writer->out, pool->roles);
	add_members(writer, pool);
	if (pool->dns)
		text_add(writer->out, ", load-balancing: dns");
	add_addresses(writer->out, "vips", pool->vips, NULL);
	if (product && product != writer->product)
		text_addf(writer->out, ", product: %s", product_name(product));
	if (ports)
		text_addf(writer->out, ", ports: %s", writer->ports.at);
	text_add(writer->out, "}\n");
}

static void add_pools(struct writer *writer)
{
	const struct deployment *deployment = writer->deployment;
	size_t pools = 0, declared = 0;

	for (size_t i = 0; i < deployment->pool_count; i++) {
		const struct topo_pool *pool = deployment->pools[i];

		pools += pool->is_pool && !pool->left_out;
		declared += pool->is_pool && !pool->left_out && pool->roles;
	}
	if (pools > 0)
		text_add(writer->out, declared ? "\npools:\n" : "\n# pools:\n");
	for (size_t i = 0; i < deployment->pool_count; i++)
		if (deployment->pools[i]->is_pool && !deployment->pools[i]->left_out)
			add_pool(writer, deployment->pools[i]);
}

/* --- The rest --------------------------------------------------------------------------------- */

static int compare_subnets(const void *a, const void *b)
{
	const struct topo_subnet *const *left = a, *const *right = b;
	int order = memcmp(&(*left)->range, &(*right)->range, sizeof((*left)->range));

	return order ? order : strcmp((*left)->site, (*right)->site);
}

static void add_network(struct writer *writer, const struct topo_subnet *subnet)
{
	const struct address_range *range = &subnet->range;
	unsigned bits = range->prefix_len - (address_is_ipv4(&range->base) ? 96 : 0);
	char base[ADDRESS_TEXT_SIZE];
	struct text name = { 0 };

	text_addf(&name, "%s%s%s-%u", subnet->site, *subnet->site ? " " : "",
	          address_format(&range->base, base), bits);
	site_items_add_network(writer->out, name.at ? name.at : "", range,
	                       ROLE_BIT(ROLE_CLIENT));
	text_fini(&name);
}

static void add_networks(struct writer *writer)
{
	struct topo_subnet **subnets;
	size_t count = 0;

	for (struct topo_subnet *at = writer->deployment->subnets; at; at = at->next)
		count++;
	if (count == 0) {
		if (writer->deployment->draft)
			draft_add_networks(writer->deployment->draft, writer->out, false);
		return;
	}
	subnets = calloc(count, sizeof(struct topo_subnet *));
	if (!subnets) {
		writer->deployment->failed = true;
		return;
	}
	count = 0;
	for (struct topo_subnet *at = writer->deployment->subnets; at; at = at->next)
		subnets[count++] = at;
	array_sort(subnets, count, sizeof(struct topo_subnet *), compare_subnets);
	text_add(writer->out,
	         "\n# Get-CsNetworkSubnet: where users are, for bandwidth and emergency "
	         "calls. Check that no server\n# network is among them.\nnetworks:\n");
	for (size_t i = 0; i < count; i++)
		if (i == 0 || memcmp(&subnets[i]->range, &subnets[i - 1]->range,
		                     sizeof(subnets[i]->range)) != 0)
			add_network(writer, subnets[i]);
	free(subnets);
	if (writer->deployment->draft)
		draft_add_more_networks(writer->deployment->draft, writer->out);
}

static void add_client_ports(struct writer *writer)
{
	text_clear(&writer->ports);
	text_clear(&writer->wordless);
	if (port_words_add(&writer->ports, writer->deployment->client_ports, false,
	                   &writer->documents, &writer->wordless))
		text_addf(writer->out,
		          "\n# ClientMediaPortRangeEnabled is true.\nports: %s\n",
		          writer->ports.at);
}

/* Names with a hyphen before, so that nobody takes the line for a host's. */
static void add_left_out(struct writer *writer)
{
	for (size_t i = 0; i < writer->deployment->pool_count; i++) {
		const struct topo_pool *pool = writer->deployment->pools[i];

		if (!pool->left_out)
			continue;
		text_add(writer->out, "# Left out: ");
		yaml_word_add_comment(writer->out, pool->name);
		text_add(
			writer->out,
			pool->marks & TOPO_DFS
				? " is a DFS namespace with a file share, no machine: "
				  "its file servers are unknown.\n"
				: " is of Office Communications Server (BackCompatSite).\n");
	}
}

static void add_remarks(struct writer *writer)
{
	size_t count;
	const char **remarks = sorted(writer->deployment->remarks, &count);

	for (size_t i = 0; i < count; i++)
		text_addf(writer->remarks, "%s\n", remarks[i]);
	free(remarks);
}

bool topology_write(struct deployment *deployment,
                    const struct catalogue *const *catalogues, size_t count,
                    struct text *site, struct text *remarks, struct error *err)
{
	struct writer writer = {
		.deployment = deployment,
		.documents = { catalogues, count },
		.product = topology_product(deployment),
		.out = site,
		.remarks = remarks,
	};

	resolve(deployment);
	if (deployment->draft)
		seen_mark_known(deployment, deployment->draft);
	add_head(&writer);
	add_hosts(&writer);
	seen_add_hosts(deployment, site);
	add_unplaced(&writer);
	add_pools(&writer);
	add_networks(&writer);
	add_client_ports(&writer);
	text_add_char(site, '\n');
	add_left_out(&writer);
	if (!deployment->draft)
		text_add(
			site,
			"# Not in a topology: the networks of clients and phones, domain "
			"controllers, DHCP servers,\n# reverse proxies and load balancers. "
			"Add them, or what they do is reported.\n");
	add_remarks(&writer);

	bool whole = !deployment->failed && !site->failed && !remarks->failed &&
	             !writer.ports.failed && !writer.wordless.failed &&
	             !writer.unplaced.failed;

	text_fini(&writer.ports);
	text_fini(&writer.wordless);
	text_fini(&writer.unplaced);
	return whole || error_set(err, "out of memory");
}
