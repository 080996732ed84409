/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site: check reads a site file as an audit would and says what it declares;
 * import is in site_import.c.
 */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "load/site_file.h"
#include "report/audit_file.h"

#include "options.h"
#include "run.h"
#include "site_allow.h"
#include "site_check.h"
#include "site_import.h"
#include "site_infer.h"

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

static void print_accepts(const struct site *site)
{
	for (size_t i = 0; i < site->accept_count; i++) {
		const struct site_accept *accept = &site->accepts[i];

		printf("  %s: %s%s%s%s%s\n", accept->finding,
		       accept->reason[0] ? accept->reason : "no reason given",
		       accept->ticket[0] ? ", ticket " : "", accept->ticket,
		       accept->until[0] ? ", until " : "", accept->until);
	}
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

static void print_site(const struct knowledge *knowledge)
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
	print_count(site->allow_count, "allow", "allows");
	print_allows(site);
	if (site->accept_count > 0)
		print_count(site->accept_count, "accept", "accepts");
	print_accepts(site);
}

/* Whoever writes a site file wants all that is wrong with it, not the first. */
static bool complain_of_all(const char *path)
{
	struct text mistakes = { 0 };
	struct error err;
	struct site *site = site_load_all(path, &mistakes, &err);
	bool good = site != NULL;

	for (char *line = mistakes.at; !good && line && *line;) {
		size_t len = strcspn(line, "\n");

		line[len] = '\0';
		run_complain("%s", line);
		line += len + 1;
	}
	text_fini(&mistakes);
	site_destroy(site);
	return good;
}

static int check(const struct options *options)
{
	struct audit_file *report = NULL;
	struct knowledge knowledge;
	struct error err;

	if (!complain_of_all(options->site_file))
		return EXIT_TROUBLE;
	if (options->against) {
		report = audit_file_open(options->against, &err);
		if (!report) {
			run_complain("%s", err.text);
			return EXIT_TROUBLE;
		}
	}
	if (!knowledge_load(&knowledge, options->signatures, options->site_file, &err)) {
		run_complain("%s", err.text);
		audit_file_close(report);
		return EXIT_TROUBLE;
	}
	print_site(&knowledge);
	site_check_remarks(knowledge.site, report);
	knowledge_fini(&knowledge);
	audit_file_close(report);
	return EXIT_CLEAN;
}

/* --- What site can be asked to do ------------------------------------------------- */

static bool check_words(const struct options *options, struct error *err)
{
	if (options->word_count > 0)
		return error_set(err, "expected: lynctap site check -c FILE");
	return options->site_file || error_set(err, "site check needs -c FILE");
}

static bool import_words(const struct options *options, struct error *err)
{
	if (options->word_count == 0)
		return error_set(err, "site import needs the files of an export");
	if (options->interfaces.count > 0)
		return error_set(err, "site import reads captures from files");
	if (options->outputs.count > 1)
		return error_set(err, "site import writes one file");
	return !options->site_file ||
	       error_set(err, "--site does not go with site import, see --help");
}

static bool infer_words(const struct options *options, struct error *err)
{
	if (options->interfaces.count > 0)
		return error_set(err, "site infer reads files, several times");
	if (options->files.count == 0 || options->word_count > 0)
		return error_set(err, "expected: lynctap site infer -r FILE...");
	if (options->outputs.count > 1)
		return error_set(err, "site infer writes one file");
	if (options->update)
		return error_set(err, "--update does not go with site infer, see --help");
	return !options->site_file ||
	       error_set(err, "--site does not go with site infer, see --help");
}

static bool exception_words(const struct options *options, struct error *err)
{
	if (options->word_count < 2)
		return error_set(err,
		                 "expected: lynctap site %s -c SITE REPORT.json F-...",
		                 options->action);
	if (!options->site_file)
		return error_set(err, "site %s needs -c FILE", options->action);
	if (options->outputs.count > 0)
		return error_set(err, "site %s prints, or writes into the site file",
		                 options->action);
	return !options->write_site || (options->reason && options->until) ||
	       error_set(err, "--write needs --reason and --until: who reads the site "
	                      "file asks why, and it should end");
}

static const struct {
	const char *name;
	bool (*check)(const struct options *options, struct error *err);
	int (*run)(const struct options *options);
} actions[] = {
	{ "check", check_words, check },
	{ "import", import_words, site_import },
	{ "infer", infer_words, site_infer },
	{ "allow", exception_words, site_allow },
	{ "accept", exception_words, site_accept },
};

static bool check_action(const struct options *options, struct error *err)
{
	for (size_t i = 0; options->action && i < ARRAY_LEN(actions); i++)
		if (strcmp(options->action, actions[i].name) == 0)
			return actions[i].check(options, err);
	return error_set(err, "expected lynctap site check, import, infer, allow or "
	                      "accept; see --help");
}

static int run_action(const struct options *options)
{
	size_t i = 0;

	/* check_action() has found it. */
	while (strcmp(options->action, actions[i].name) != 0)
		i++;
	return actions[i].run(options);
}

const struct command site_command = {
	.name = "site",
	.arguments =
		"check [--against REPORT.json] -c FILE |\n"
		"               import [--hosts FILE] [-r CAPTURE] [--update SITE] [-o FILE]\n"
		"               FILE... |\n"
		"               infer [-o FILE] -r FILE... |\n"
		"               allow|accept -c FILE REPORT.json F-...",
	.summary = "check a site file, draft one, or except findings in one",
	.statuses =
		"0 it is good, drafted or changed; 2 it is not, or a file cannot be read.",
	.options = OPTIONS_KNOWLEDGE | OPTIONS_DRAFT | OPTIONS_INPUT | OPTIONS_EXCEPT,
	.take_words = command_take_action,
	.check = check_action,
	.run = run_action,
};
