/* SPDX-License-Identifier: BSD-2-Clause */
#include "refusals.h"

#include <string.h>

#include "base/array.h"

#include "source.h"

#define SHELL_ERROR "FullyQualifiedErrorId" /* in every one, whatever the language */

/* --- What to type ---------------------------------------------------------------------------- */

/* The first row whose word the text has. */
static const struct {
	const char *word, *command;
} commands[] = {
	{ "Get-CsTopology", "(Get-CsTopology -AsXml).ToString() > topology.xml" },
	{ "Get-CsNetworkInterface",
	  "Get-CsNetworkInterface | Export-Clixml -Depth 5 interfaces.xml" },
	{ "Get-CsTrustedApplicationPool",
	  "Get-CsTrustedApplicationPool | Export-Clixml -Depth 5 pools.xml" },
	{ "Get-CsTrustedApplication",
	  "Get-CsTrustedApplication | Export-Clixml -Depth 5 applications.xml" },
	{ "Get-CsConferencingConfiguration",
	  "Get-CsConferencingConfiguration | Export-Clixml -Depth 5 conferencing.xml" },
	{ "Get-CsNetworkSubnet",
	  "Get-CsNetworkSubnet | Export-Clixml -Depth 5 subnets.xml" },
	{ "Get-CsComputer", "Get-CsComputer | Export-Clixml -Depth 5 computers.xml" },
	{ "Get-CsSite", "Get-CsSite | Export-Clixml -Depth 5 sites.xml" },
	{ "Get-CsPool", "Get-CsPool | Export-Clixml -Depth 5 pools.xml" },
	/* Without the cmdlet's name, properties of its own. */
	{ "ConfiguredIPAddress",
	  "Get-CsNetworkInterface | Export-Clixml -Depth 5 interfaces.xml" },
	{ "MaskBits", "Get-CsNetworkSubnet | Export-Clixml -Depth 5 subnets.xml" },
	{ "Computers", "Get-CsPool | Export-Clixml -Depth 5 pools.xml" },
	{ "", "Get-CsService | Export-Clixml -Depth 5 services.xml" },
};

const char *refusals_command(const struct source *source)
{
	size_t row = 0;

	while (!strcasestr(source->bytes, commands[row].word))
		row++;
	return commands[row].command;
}

/* --- What it is ------------------------------------------------------------------------------- */

/* Each is the beginning of a line by which it is told, or NULL. */

static const char *find_word(const struct source *source, const char *word)
{
	const char *at = strcasestr(source->bytes, word);

	while (at && at > source->bytes && at[-1] != '\n')
		at--;
	return at;
}

/* "--------    ----": below the headers of Format-Table. */
static const char *find_table(const struct source *source, const char *word)
{
	(void)word;
	for (const char *at = source->bytes; at; at = strchr(at, '\n')) {
		at += *at == '\n';
		size_t len = strcspn(at, "\r\n");

		if (*at == '-' && strspn(at, "- ") == len && memmem(at, len, " -", 2))
			return at;
	}
	return NULL;
}

/* Quoted cells with a comma between them, or what a culture has in its place. */
static const char *find_csv(const struct source *source, const char *word)
{
	const char *at = source->bytes + strspn(source->bytes, " \t\r\n"), *end;

	(void)word;
	if (strncmp(at, "#TYPE ", 6) == 0)
		return at;
	end = *at == '"' ? strchr(at + 1, '"') : NULL;
	return end && strchr(",;\t", end[1]) && end[1] && end[2] == '"' ? at : NULL;
}

/* Objects made text, not printed: names of types alone. */
static const char *find_types(const struct source *source, const char *word)
{
	const char *at = source->bytes + strspn(source->bytes, " \t\r\n");

	return strncmp(at, word, strlen(word)) == 0 ? at : NULL;
}

#define AS_MEMBER                                                                        \
	"log on to a front end as a member of RTCUniversalReadOnlyAdmins and open its "  \
	"Management Shell"

/* The first row that fits. */
static const struct {
	const char *(*find)(const struct source *source, const char *word);
	const char *word, *sentence;
} refusals[] = {
	{ find_word, "CommandNotFoundException",
	  "an error of PowerShell, which does not have the cmdlet: open the Management "
	  "Shell of a front end" },
	{ find_word, "is not recognized as ",
	  "an error of PowerShell, which does not have the cmdlet: open the Management "
	  "Shell of a front end" },
	{ find_word, "using Kerberos authentication",
	  "an error of Kerberos, which refused the session: " AS_MEMBER },
	{ find_word, "PSRemotingTransportException",
	  "an error of a session on another machine: " AS_MEMBER },
	{ find_word, "UnauthorizedAccessException",
	  "an error of PowerShell, access was denied: " AS_MEMBER },
	{ find_word, "PermissionDenied",
	  "an error of PowerShell, access was denied: " AS_MEMBER },
	{ find_word, "Access is denied",
	  "an error of PowerShell, access was denied: " AS_MEMBER },
	{ find_word, SHELL_ERROR, "an error of PowerShell, no export: " AS_MEMBER },
	{ find_word, "S=\"Error\"", "an error of PowerShell, no export: " AS_MEMBER },
	{ find_csv, NULL, "CSV, which has no lists" },
	{ find_table, NULL, "a table, which cuts lists and values" },
	{ find_types, "Microsoft.Rtc.Management.",
	  "names of types in place of the objects" },
	{ find_word, "<Objects", "the XML of ConvertTo-Xml, which is not read" },
};

/* --- Said --------------------------------------------------------------------------------------- */

static size_t line_of(const struct source *source, const char *at)
{
	size_t line = 1;

	for (const char *before = source->bytes; before < at; before++)
		line += *before == '\n';
	return line;
}

bool refusals_explain(const struct source *source, struct error *err)
{
	for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
		const char *at = refusals[i].find(source, refusals[i].word);

		if (at)
			return source_error(source->file, err, "line %zu: %s; type %s",
			                    line_of(source, at), refusals[i].sentence,
			                    refusals_command(source));
	}
	return false;
}

size_t refusals_find_error(const struct source *source)
{
	const char *at = find_word(source, SHELL_ERROR);

	return at ? line_of(source, at) : 0;
}
