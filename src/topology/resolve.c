/* SPDX-License-Identifier: BSD-2-Clause */
#include "resolve.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"

#define FRONT_END_MARKS                                                                  \
	(TOPO_REGISTRAR | TOPO_USER_SERVICES | TOPO_CONFERENCING | TOPO_APPLICATIONS)

/* --- Roles -------------------------------------------------------------------------------- */

/* Roles of what is a machine by nature, so that its name is the machine's. */
#define ALONE_BY_NATURE                                                                  \
	(ROLE_BIT(ROLE_GATEWAY) | ROLE_BIT(ROLE_SQL_SERVER) |                            \
	 ROLE_BIT(ROLE_FILE_SERVER) | ROLE_BIT(ROLE_OFFICE_WEB_APPS))

static void mark_branches(struct deployment *deployment)
{
	for (size_t i = 0; i < deployment->pool_count; i++)
		for (size_t j = 0; j < deployment->branch_count; j++)
			if (strcasecmp(deployment->pools[i]->site,
			               deployment->branch_names[j]) == 0)
				deployment->pools[i]->marks |= TOPO_BRANCH;
}

/* Directors and branch appliances are told by the user services that they have not. */
static void doubt_registrar(struct deployment *deployment, unsigned marks)
{
	if (marks & TOPO_REGISTRAR && !deployment->user_services_seen)
		deployment_remark(deployment,
		                  "whether a Registrar is a front end, a Director or a "
		                  "branch appliance is not known without user services: "
		                  "export all of Get-CsService");
}

/*
 * A registrar without user services is a director in a central site and a
 * survivable branch appliance in a remote one. That there are none is only known
 * when the exports list those of others. Where the kind of the site is not said,
 * only an appliance mediates and only a director has web services.
 */
static void add_roles(struct deployment *deployment, struct topo_pool *pool)
{
	unsigned marks = pool->marks;
	bool registrar_alone = (marks & FRONT_END_MARKS) == TOPO_REGISTRAR &&
	                       deployment->user_services_seen;
	bool mediates = pool->roles & ROLE_BIT(ROLE_MEDIATION) && !(marks & TOPO_WEB);
	bool appliance =
		(marks & TOPO_BRANCH && (marks & FRONT_END_MARKS) == TOPO_REGISTRAR) ||
		(registrar_alone && mediates && !(marks & TOPO_DIRECTOR));

	if (appliance)
		pool->roles |= ROLE_BIT(ROLE_SBA);
	else if (marks & TOPO_DIRECTOR || registrar_alone)
		pool->roles |= ROLE_BIT(ROLE_DIRECTOR);
	else if (marks & (TOPO_REGISTRAR | TOPO_USER_SERVICES) ||
	         (marks & FRONT_END_MARKS && !deployment->user_services_seen)) {
		pool->roles |= ROLE_BIT(ROLE_FRONT_END);
		doubt_registrar(deployment, marks);
	} else if (marks & TOPO_CONFERENCING)
		deployment_add_name(deployment, &pool->wordless,
		                    "A/V conferencing without user services");
	else if (marks & (TOPO_APPLICATIONS | TOPO_WEB))
		deployment_add_name(deployment, &pool->wordless,
		                    "web or application services alone");
}

/* --- What is no host ------------------------------------------------------------------------ */

/* A file share in a DFS namespace is installed on the domain, which has hosts below it. */
static void mark_namespaces(struct deployment *deployment)
{
	for (size_t i = 0; i < deployment->machine_count; i++) {
		const char *at = deployment->machines[i]->name;

		while ((at = strchr(at, '.'))) {
			struct topo_pool *pool = deployment_find_pool(deployment, ++at);

			if (pool && pool->roles == ROLE_BIT(ROLE_FILE_SERVER))
				pool->marks |= TOPO_DFS;
		}
	}
}

static void leave_out(const struct deployment *deployment, struct topo_pool *pool)
{
	struct topo_machine *own;

	pool->left_out = true;
	own = deployment_find_machine(deployment, pool->name);
	if (own && pool->marks & TOPO_DFS && own->roles == 0)
		own->left_out = true;
	if (pool->marks & TOPO_LEGACY)
		for (const struct topo_name *member = pool->members; member;
		     member = member->next) {
			own = deployment_find_machine(deployment, member->text);
			if (own)
				own->left_out |= own->roles == 0;
		}
}

/* --- Machines -------------------------------------------------------------------------------- */

static void prepend_ports(struct deployment *deployment, struct topo_machine *machine,
                          const struct topo_pool *pool)
{
	for (const struct topo_port *port = pool->ports; port; port = port->next)
		if (!port->service)
			deployment_add_ports(deployment, &machine->listens, NULL,
			                     port->span.transport, port->span.low, 1);
}

/* Without a list of members the name may be a pool's or a machine's: it stands as a host. */
static void give_members(struct deployment *deployment, struct topo_pool *pool)
{
	size_t members = 0;

	if (!pool->members) {
		unsigned marks = pool->marks;

		deployment_add_member(deployment, pool, pool->name);
		pool->marks = marks;
	}
	for (const struct topo_name *member = pool->members; member;
	     member = member->next) {
		struct topo_machine *machine =
			deployment_find_machine(deployment, member->text);

		if (!machine)
			continue;
		machine->roles |= pool->roles;
		prepend_ports(deployment, machine, pool);
		if (strcmp(machine->name, pool->name) == 0)
			machine->own = pool;
		else
			members++;
	}
	pool->is_pool = members > 0;
	if (!pool->is_pool && pool->marks & TOPO_LISTED && !pool->left_out &&
	    !(pool->marks & TOPO_MEMBERS_KNOWN) && pool->roles & ~ALONE_BY_NATURE)
		deployment_remark(deployment,
		                  "the members of a pool are not known where only "
		                  "services were exported: add Get-CsPool");
}

/* Each once: a hosts file may say the same line twice, and what is known is sorted. */
static struct topo_address *known_addresses(struct deployment *deployment,
                                            const char *name)
{
	struct topo_address *list = NULL;
	size_t count;
	const struct host_address *known = deployment_known(deployment, name, &count);

	for (size_t i = 0; i < count; i++) {
		if (i > 0 && address_equal(&known[i - 1].address, &known[i].address))
			continue;
		struct topo_address *entry =
			arena_alloc(deployment->arena, 1, sizeof(*entry));

		if (!entry) {
			deployment->failed = true;
			return list;
		}
		*entry = (struct topo_address){ .address = known[i].address,
			                        .next = list };
		list = entry;
	}
	return list;
}

/* Only an edge server has two faces; elsewhere External names a web site of the machine. */
static void settle_sides(struct deployment *deployment, struct topo_machine *machine)
{
	struct topo_address **last = &machine->addresses;

	if (!(machine->roles & ROLE_BIT(ROLE_EDGE))) {
		while (*last)
			last = &(*last)->next;
		*last = machine->external;
		machine->external = NULL;
	}
	if (!machine->addresses)
		machine->addresses = known_addresses(deployment, machine->name);
}

/* --- Whose an address is ---------------------------------------------------------------------- */

struct claim {
	struct topo_address *entry;
	struct topo_machine *machine;
	unsigned side;
};

static int compare_claims(const void *a, const void *b)
{
	const struct claim *left = a, *right = b;
	int order = address_compare(&left->entry->address, &right->entry->address);

	if (order)
		return order;
	if (left->side != right->side)
		return left->side < right->side ? -1 : 1;
	return strcmp(left->machine->name, right->machine->name);
}

static void claim_list(struct claim *claims, size_t *count, struct topo_machine *machine,
                       struct topo_address *list, unsigned side)
{
	for (; list; list = list->next)
		claims[(*count)++] = (struct claim){ list, machine, side };
}

static size_t list_len(const struct topo_address *list)
{
	size_t count = 0;

	for (; list; list = list->next)
		count++;
	return count;
}

/* An address is one host's: internal before external before NAT, then by name. */
static void settle_owners(struct deployment *deployment)
{
	size_t total = 0, count = 0;
	struct claim *claims;

	for (size_t i = 0; i < deployment->machine_count; i++) {
		const struct topo_machine *machine = deployment->machines[i];

		total += list_len(machine->addresses) + list_len(machine->external) +
		         list_len(machine->nat);
	}
	claims = calloc(total ? total : 1, sizeof(*claims));
	if (!claims) {
		deployment->failed = true;
		return;
	}
	for (size_t i = 0; i < deployment->machine_count; i++) {
		struct topo_machine *machine = deployment->machines[i];

		if (machine->left_out)
			continue;
		claim_list(claims, &count, machine, machine->addresses, 0);
		claim_list(claims, &count, machine, machine->external, 1);
		claim_list(claims, &count, machine, machine->nat, 2);
	}
	array_sort(claims, count, sizeof(*claims), compare_claims);
	for (size_t i = 1; i < count; i++) {
		const struct claim *before = &claims[i - 1];

		if (!address_equal(&before->entry->address, &claims[i].entry->address))
			continue;
		claims[i].entry->owner =
			before->entry->owner ? before->entry->owner : before->machine;
	}
	free(claims);
}

/* Two names of one machine, as the trunks of a gateway are: the other has its roles too. */
static void merge_same(struct topo_machine *machine)
{
	const struct topo_machine *owner = NULL;

	for (const struct topo_address *entry = machine->addresses; entry;
	     entry = entry->next) {
		if (!entry->owner || entry->owner == machine ||
		    (owner && entry->owner != owner))
			return;
		owner = entry->owner;
	}
	machine->same = machine->external ? NULL : owner;
}

/* --- Pools and the addresses of their names ---------------------------------------------------- */

static bool is_members_address(const struct deployment *deployment,
                               const struct topo_pool *pool,
                               const struct address *address)
{
	for (const struct topo_name *member = pool->members; member;
	     member = member->next) {
		const struct topo_machine *machine =
			deployment_find_machine(deployment, member->text);

		for (const struct topo_address *entry = machine ? machine->addresses
		                                                : NULL;
		     entry; entry = entry->next)
			if (address_equal(&entry->address, address))
				return true;
	}
	return false;
}

/* A pool's name in a hosts file: its members' addresses, or those of a load balancer. */
static void settle_vips(struct deployment *deployment, struct topo_pool *pool)
{
	struct topo_address *list =
		pool->is_pool ? known_addresses(deployment, pool->name) : NULL;
	size_t members = 0;

	while (list) {
		struct topo_address *next = list->next;

		if (is_members_address(deployment, pool, &list->address)) {
			members++;
		} else {
			list->next = pool->vips;
			pool->vips = list;
		}
		list = next;
	}
	pool->dns = members > 1 && !pool->vips;
}

struct vip_claim {
	struct topo_address *entry;
	const struct topo_pool *pool;
	size_t rank;
};

static int compare_vip_claims(const void *a, const void *b)
{
	const struct vip_claim *left = a, *right = b;
	int order = address_compare(&left->entry->address, &right->entry->address);

	return order ? order : (left->rank > right->rank) - (left->rank < right->rank);
}

/* A VIP is one pool's, the first in the order of the draft: a site file says it once. */
static void settle_vip_owners(struct deployment *deployment)
{
	size_t total = 0, count = 0;
	struct vip_claim *claims;

	for (size_t i = 0; i < deployment->pool_count; i++)
		total += list_len(deployment->pools[i]->vips);
	claims = calloc(total ? total : 1, sizeof(*claims));
	if (!claims) {
		deployment->failed = true;
		return;
	}
	for (size_t i = 0; i < deployment->pool_count; i++) {
		const struct topo_pool *pool = deployment->pools[i];

		for (struct topo_address *vip = pool->left_out ? NULL : pool->vips; vip;
		     vip = vip->next)
			claims[count++] = (struct vip_claim){ vip, pool, i };
	}
	array_sort(claims, count, sizeof(*claims), compare_vip_claims);
	for (size_t i = 1; i < count; i++) {
		const struct vip_claim *before = &claims[i - 1];

		if (address_equal(&before->entry->address, &claims[i].entry->address))
			claims[i].entry->pool =
				before->entry->pool ? before->entry->pool : before->pool;
	}
	free(claims);
}

/* --- Order --------------------------------------------------------------------------------------- */

unsigned resolve_rank(role_set roles)
{
	return roles ? (unsigned)__builtin_ctzll(roles) : ROLES;
}

static int compare_pools(const void *a, const void *b)
{
	const struct topo_pool *const *left = a, *const *right = b;
	unsigned left_rank = resolve_rank((*left)->roles);
	unsigned right_rank = resolve_rank((*right)->roles);

	if (left_rank != right_rank)
		return left_rank < right_rank ? -1 : 1;
	return strcmp((*left)->name, (*right)->name);
}

static int compare_machines(const void *a, const void *b)
{
	const struct topo_machine *const *left = a, *const *right = b;
	unsigned left_rank = resolve_rank((*left)->roles);
	unsigned right_rank = resolve_rank((*right)->roles);

	if (left_rank != right_rank)
		return left_rank < right_rank ? -1 : 1;
	return strcmp((*left)->name, (*right)->name);
}

void resolve(struct deployment *deployment)
{
	if (deployment->resolved)
		return;
	deployment->resolved = true;
	mark_branches(deployment);
	for (size_t i = 0; i < deployment->pool_count; i++)
		add_roles(deployment, deployment->pools[i]);
	mark_namespaces(deployment);
	for (size_t i = 0; i < deployment->pool_count; i++) {
		struct topo_pool *pool = deployment->pools[i];

		if (pool->marks & TOPO_LEGACY ||
		    (pool->marks & TOPO_DFS && pool->roles == ROLE_BIT(ROLE_FILE_SERVER)))
			pool->left_out = true;
		else
			give_members(deployment, pool);
	}
	for (size_t i = 0; i < deployment->pool_count; i++)
		if (deployment->pools[i]->left_out)
			leave_out(deployment, deployment->pools[i]);
	for (size_t i = 0; i < deployment->machine_count; i++)
		settle_sides(deployment, deployment->machines[i]);
	settle_owners(deployment);
	for (size_t i = 0; i < deployment->machine_count; i++)
		merge_same(deployment->machines[i]);
	for (size_t i = 0; i < deployment->machine_count; i++) {
		const struct topo_machine *machine = deployment->machines[i];

		if (machine->same)
			deployment_find_machine(deployment, machine->same->name)->roles |=
				machine->roles;
	}
	for (size_t i = 0; i < deployment->pool_count; i++)
		settle_vips(deployment, deployment->pools[i]);
	/* The indexes by number end here: nothing is found by name any more. */
	array_sort(deployment->pools, deployment->pool_count, sizeof(struct topo_pool *),
	           compare_pools);
	settle_vip_owners(deployment);
	array_sort(deployment->machines, deployment->machine_count,
	           sizeof(struct topo_machine *), compare_machines);
}
