/* SPDX-License-Identifier: BSD-2-Clause */
#include "site_print.h"

#include <stdio.h>

#include "base/text.h"
#include "inspect/modality.h"
#include "policy/site.h"
#include "policy/site_words.h"

#include "knowledge.h"

static void print_roles(role_set roles)
{
	struct text names = { 0 };

	text_add_roles(&names, roles, ", ");
	if (role_set_balanced(roles))
		text_add(&names, " for ");
	text_add_roles(&names, role_set_balanced(roles), " for ");
	fputs(names.len ? names.at : "", stdout);
	text_fini(&names);
}

static void print_span(const struct port_span *span)
{
	struct text words = { 0 };

	port_span_add(&words, span);
	printf(" %s", words.len ? words.at : "");
	text_fini(&words);
}

static void print_ports(const struct site_ports_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		printf("%s %s", i ? ";" : "  ports", list->items[i].service);
		for (size_t j = 0; j < list->items[i].port_count; j++)
			print_span(&list->items[i].ports[j]);
	}
}

static const char *guard_word(enum site_guard guard)
{
	static const char *const words[] = {
		[SITE_GUARD_UNSTATED] = "",
		[SITE_GUARD_ON] = ", dedicated",
		[SITE_GUARD_OFF] = ", not dedicated",
	};

	return words[guard];
}

static void print_hosts(const struct site *site)
{
	char address[ADDRESS_TEXT_SIZE];

	for (size_t i = 0; i < site->host_count; i++) {
		const struct site_host *host = &site->hosts[i];
		size_t external = host->address_count - host->external_count;

		printf("  %-28s", host->name);
		for (size_t j = 0; j < host->address_count; j++)
			printf("%s %s", j == external ? " external" : "",
			       address_format(&host->addresses[j], address));
		fputs("  ", stdout);
		print_roles(host->roles);
		fputs(guard_word(host->dedicated), stdout);
		for (size_t j = 0; j < host->listen_count; j++) {
			fputs(j ? "" : "  listens", stdout);
			print_span(&host->listens[j]);
		}
		print_ports(&host->ports);
		putchar('\n');
	}
}

static void print_pools(const struct site *site)
{
	char address[ADDRESS_TEXT_SIZE];

	for (size_t i = 0; i < site->pool_count; i++) {
		const struct site_pool *pool = &site->pools[i];

		printf("  %-28s ", pool->name);
		print_roles(pool->roles);
		printf("  load balancing %s", load_balancing_name(pool->load_balancing));
		if (pool->product)
			printf("  product %s", product_name(pool->product));
		for (size_t j = 0; j < pool->vip_count; j++)
			printf("%s %s", j ? "" : "  vip",
			       address_format(&pool->vips[j], address));
		print_ports(&pool->ports);
		for (size_t j = 0; j < pool->member_count; j++)
			printf("%s %s", j ? "," : "\n    of", pool->members[j]);
		putchar('\n');
	}
}

static void print_networks(const struct site *site)
{
	char address[ADDRESS_TEXT_SIZE];

	for (size_t i = 0; i < site->network_count; i++) {
		const struct site_network *network = &site->networks[i];
		unsigned offset = address_is_ipv4(&network->range.base) ? 96 : 0;

		printf("  %-28s %s/%u  ", network->name,
		       address_format(&network->range.base, address),
		       network->range.prefix_len - offset);
		print_roles(network->roles);
		putchar('\n');
	}
}

/* Why what stands before it is let through, and for how long. */
static void print_why(const char *reason, const char *ticket, const char *until)
{
	printf(": %s%s%s%s%s\n", reason[0] ? reason : "no reason given",
	       ticket[0] ? ", ticket " : "", ticket, until[0] ? ", until " : "", until);
}

static void print_allows(const struct site *site)
{
	for (size_t i = 0; i < site->allow_count; i++) {
		const struct site_allow *allow = &site->allows[i];

		printf("  line %u", allow->line);
		print_why(allow->reason, allow->ticket, allow->until);
	}
}

static void print_accepts(const struct site *site)
{
	for (size_t i = 0; i < site->accept_count; i++) {
		const struct site_accept *accept = &site->accepts[i];

		printf("  %s", accept->finding);
		print_why(accept->reason, accept->ticket, accept->until);
	}
}

static void print_marks(const struct site *site)
{
	struct text text = { 0 };

	for (size_t i = 0; i < site->mark_count; i++) {
		const struct site_mark *mark = &site->marks[i];

		text_addf(&text, "  %s, ", modality_name(mark->modality));
		site_end_add(&text, site, &mark->from);
		text_add(&text, " to ");
		site_end_add(&text, site, &mark->to);
		text_addf(&text, ": DSCP %u\n", mark->dscp);
	}
	fputs(text_string(&text), stdout);
	text_fini(&text);
}

static void print_undeclared(role_set earned)
{
	if (!earned)
		return;
	fputs("hosts that are not declared can earn: ", stdout);
	if (earned == ROLE_BIT(ROLE_HOST_ROLES) - 1)
		fputs("every role", stdout);
	else
		print_roles(earned);
	putchar('\n');
}

static void print_count(size_t count, const char *one, const char *many)
{
	printf("%zu %s\n", count, count == 1 ? one : many);
}

void site_print(const struct knowledge *knowledge)
{
	const struct site *site = knowledge->site;
	size_t rules;

	policy_rules(knowledge->policy, &rules);
	printf("%s is good: site %s, load balancing %s", site->file,
	       site->name[0] ? site->name : "(no name)",
	       load_balancing_name(site->load_balancing));
	if (site->product)
		printf(", product %s", product_name(site->product));
	fputs(".\n", stdout);
	printf("%zu rules from", rules);
	for (size_t i = 0; i < knowledge->catalogue_count; i++)
		printf("%s %s", i ? "," : "", knowledge->names[i]);
	putchar('\n');
	print_undeclared(site->undeclared);
	print_count(site->host_count, "host", "hosts");
	print_hosts(site);
	if (site->pool_count > 0)
		print_count(site->pool_count, "pool", "pools");
	print_pools(site);
	print_count(site->network_count, "network", "networks");
	print_networks(site);
	print_count(site->ports.count, "service with changed ports",
	            "services with changed ports");
	for (size_t i = 0; i < site->ports.count; i++) {
		printf("  %s", site->ports.items[i].service);
		for (size_t j = 0; j < site->ports.items[i].port_count; j++)
			print_span(&site->ports.items[i].ports[j]);
		putchar('\n');
	}
	if (site->mark_count > 0)
		print_count(site->mark_count, "QoS mark", "QoS marks");
	print_marks(site);
	print_count(site->allow_count, "allow", "allows");
	print_allows(site);
	if (site->accept_count > 0)
		print_count(site->accept_count, "accept", "accepts");
	print_accepts(site);
}
