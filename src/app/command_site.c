/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site check: read a site file as an audit would, and say what it declares.
 */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"

#include "run.h"

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

static void print_hosts(const struct site *site)
{
	char address[ADDRESS_TEXT_SIZE];

	for (size_t i = 0; i < site->host_count; i++) {
		const struct site_host *host = &site->hosts[i];

		printf("  %-28s", host->name);
		for (size_t j = 0; j < host->address_count; j++)
			printf(" %s", address_format(&host->addresses[j], address));
		fputs("  ", stdout);
		print_roles(host->roles);
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

static void print_allows(const struct site *site)
{
	for (size_t i = 0; i < site->allow_count; i++) {
		const struct site_allow *allow = &site->allows[i];

		printf("  line %u: %s%s%s%s%s\n", allow->line,
		       allow->reason[0] ? allow->reason : "no reason given",
		       allow->ticket[0] ? ", ticket " : "", allow->ticket,
		       allow->until[0] ? ", until " : "", allow->until);
	}
}

static void print_count(size_t count, const char *one, const char *many)
{
	printf("%zu %s\n", count, count == 1 ? one : many);
}

static void print_site(const struct knowledge *knowledge)
{
	const struct site *site = knowledge->site;
	size_t rules;

	policy_rules(knowledge->policy, &rules);
	printf("%s is good: site %s, load balancing %s.\n", site->file,
	       site->name[0] ? site->name : "(no name)",
	       load_balancing_name(site->load_balancing));
	printf("%zu rules from", rules);
	for (size_t i = 0; i < knowledge->catalogue_count; i++)
		printf("%s %s", i ? "," : "", knowledge->names[i]);
	putchar('\n');
	print_count(site->host_count, "host", "hosts");
	print_hosts(site);
	print_count(site->network_count, "network", "networks");
	print_networks(site);
	print_count(site->ports_count, "service with changed ports",
	            "services with changed ports");
	for (size_t i = 0; i < site->ports_count; i++)
		printf("  %s\n", site->ports[i].service);
	print_count(site->allow_count, "allow", "allows");
	print_allows(site);
}

#define EXPECTED "expected: lynctap site check -c FILE"

static bool take_action(struct options *options, char *const *words, size_t count,
                        struct error *err)
{
	options->action = words[0];
	return count == 1 || error_set(err, EXPECTED);
}

static bool check_action(const struct options *options, struct error *err)
{
	if (!options->action || strcmp(options->action, "check") != 0)
		return error_set(err, EXPECTED);
	return options->site_file || error_set(err, "site check needs -c FILE");
}

static int run_site(const struct options *options)
{
	struct knowledge knowledge;
	struct error err;

	if (!knowledge_load(&knowledge, options->signatures, options->site_file, &err)) {
		run_complain("%s", err.text);
		return EXIT_TROUBLE;
	}
	print_site(&knowledge);
	knowledge_fini(&knowledge);
	return EXIT_CLEAN;
}

const struct command site_command = {
	.name = "site",
	.arguments = "check -c FILE",
	.summary = "check a site file and print what it declares",
	.statuses = "0 it is good, 2 it is not, or usage.",
	.options = OPTIONS_KNOWLEDGE,
	.take_words = take_action,
	.check = check_action,
	.run = run_site,
};
