/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site: check reads a site file as an audit would and says what it declares;
 * import is in site_import.c.
 */
#include "commands.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/attributes.h"
#include "base/error.h"
#include "base/text.h"
#include "inspect/modality.h"
#include "load/site_file.h"
#include "policy/site_words.h"
#include "report/audit_file.h"
#include "report/output.h"
#include "report/site_remarks.h"

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
	if (site->mark_count > 0)
		print_count(site->mark_count, "QoS mark", "QoS marks");
	print_marks(site);
	print_count(site->allow_count, "allow", "allows");
	print_allows(site);
	if (site->accept_count > 0)
		print_count(site->accept_count, "accept", "accepts");
	print_accepts(site);
}

/* --- check ------------------------------------------------------------------------- */

static void add_mistake(struct site_remarks *remarks, unsigned line, const char *format,
                        ...) PRINTF_LIKE(3, 4);

static void add_mistake(struct site_remarks *remarks, unsigned line, const char *format,
                        ...)
{
	va_list arguments;

	va_start(arguments, format);
	site_remarks_add(remarks, SITE_REMARK_MISTAKE, line, format, arguments);
	va_end(arguments);
}

/* "FILE:LINE: reason", as errors have it. */
static void take_mistake(struct site_remarks *remarks, const char *mistake)
{
	size_t len = strlen(remarks->file);
	char *reason = NULL;
	unsigned long line = 0;

	if (strncmp(mistake, remarks->file, len) == 0 && mistake[len] == ':')
		line = strtoul(mistake + len + 1, &reason, 10);
	add_mistake(remarks, (unsigned)line, "%s",
	            reason && strncmp(reason, ": ", 2) == 0 ? reason + 2 : mistake);
}

/* Whoever writes a site file wants all that is wrong with it, not the first. */
static bool find_mistakes(struct site_remarks *remarks)
{
	struct text mistakes = { 0 };
	struct error err;
	struct site *site = site_load_all(remarks->file, &mistakes, &err);
	bool good = site != NULL;

	for (char *line = mistakes.at; !good && line && *line;) {
		size_t len = strcspn(line, "\n");

		line[len] = '\0';
		take_mistake(remarks, line);
		line += len + 1;
	}
	text_fini(&mistakes);
	site_destroy(site);
	return good;
}

static void complain_of_all(const struct site_remarks *remarks)
{
	for (size_t i = 0; i < remarks->count; i++) {
		const struct site_remark *remark = &remarks->items[i];

		if (remark->line > 0)
			run_complain("%s:%u: %s", remarks->file, remark->line,
			             remark->text);
		else
			run_complain("%s", remark->text);
	}
}

/* What is asked for beside words for people: NULL, or -o json's format and file. */
static const char *json_wish(const struct options *options)
{
	return options->outputs.count > 0 &&
	                       strncmp(options->outputs.items[0], "json", 4) == 0
	               ? options->outputs.items[0]
	               : NULL;
}

static bool write_json(const char *wish, const struct site_remarks *remarks,
                       const struct site *site, struct error *err)
{
	struct text text = { 0 };
	struct output output;

	site_remarks_write_json(remarks, site, &text);
	if (text.failed)
		error_set(err, "out of memory");
	else if (wish[4] == ':' && !output_open(&output, wish + 5, err))
		text.failed = true;
	if (text.failed) {
		text_fini(&text);
		return false;
	}
	if (wish[4] != ':')
		output_over_stream(&output, stdout);
	fwrite(text.at, 1, text.len, output.stream);
	text_fini(&text);
	return output_close(&output, err);
}

static void print_remarks(const struct site_remarks *remarks)
{
	struct text text = { 0 };

	site_remarks_write_text(remarks, &text);
	fputs(text.at ? text.at : "", stdout);
	text_fini(&text);
}

/* @knowledge has a site when the file is good. @return whether it was said */
static bool say_check(const struct options *options, const struct site_remarks *remarks,
                      const struct knowledge *knowledge, struct error *err)
{
	const char *json = json_wish(options);

	if (json)
		return write_json(json, remarks, knowledge->site, err);
	if (!knowledge->site) {
		complain_of_all(remarks);
		return true;
	}
	print_site(knowledge);
	print_remarks(remarks);
	return true;
}

static int check(const struct options *options)
{
	struct site_remarks remarks = { .file = options->site_file };
	struct knowledge knowledge = { .site = NULL };
	struct audit_file *report = NULL;
	struct error err = { "" };
	bool good, said;

	if (options->against) {
		report = audit_file_open(options->against, &err);
		if (!report) {
			run_complain("%s", err.text);
			return EXIT_TROUBLE;
		}
	}
	good = find_mistakes(&remarks);
	if (good &&
	    !knowledge_load(&knowledge, options->signatures, options->site_file, &err)) {
		good = false;
		knowledge.site = NULL;
		take_mistake(&remarks, err.text);
	}
	if (good)
		site_check_collect(&remarks, knowledge.site, report);
	said = say_check(options, &remarks, &knowledge, &err);
	if (!said)
		run_complain("%s", err.text);
	if (good)
		knowledge_fini(&knowledge);
	site_remarks_fini(&remarks);
	audit_file_close(report);
	return good && said ? EXIT_CLEAN : EXIT_TROUBLE;
}

/* --- What site can be asked to do ------------------------------------------------- */

static bool check_words(const struct options *options, struct error *err)
{
	if (options->word_count > 0)
		return error_set(err, "expected: lynctap site check -c FILE");
	if (options->outputs.count > 1 ||
	    (options->outputs.count == 1 &&
	     strcmp(options->outputs.items[0], "text") != 0 &&
	     strcmp(options->outputs.items[0], "json") != 0 &&
	     strncmp(options->outputs.items[0], "json:", 5) != 0))
		return error_set(err, "site check writes text or json: -o json[:PATH]");
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
		"check [--against REPORT.json] [-o json[:PATH]] -c FILE |\n"
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
