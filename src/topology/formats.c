/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which export a file is: an archive by its first bytes, everything else by its
 * first character, XML by its root.
 */
#include "topology/topology.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"

#include "archive.h"
#include "deployment.h"
#include "exports.h"
#include "records.h"
#include "refusals.h"
#include "source.h"
#include "xml_calls.h"
#include "xml_tree.h"
#include "zip_calls.h"

/* --- XML -------------------------------------------------------------------------------- */

/* What lies among objects may have taken the place of others. */
static void note_error(struct deployment *deployment, const struct source *source)
{
	size_t line = refusals_find_error(source);

	if (line > 0)
		deployment_remark(deployment,
		                  "line %zu of an export is an error of PowerShell: "
		                  "objects may be missing",
		                  line);
}

static bool add_records(struct deployment *deployment, const struct record_list *list,
                        const struct source *source, const char *form, struct error *err)
{
	if (cmdlets_add(deployment, list) > 0) {
		note_error(deployment, source);
		return true;
	}
	source_error(source->file, err,
	             "no topology: %s, but no output of Get-CsService or its like; type "
	             "%s",
	             form, refusals_command(source));
	return refusals_explain(source, err);
}

static bool add_clixml(struct deployment *deployment, const struct xml_node *root,
                       const struct source *source, struct arena *arena,
                       struct error *err)
{
	struct record_list list = { .arena = arena };

	if (!records_read_clixml(&list, root, source, err))
		return false;
	return add_records(deployment, &list, source, "CLIXML of something else", err);
}

static bool add_xml(struct deployment *deployment, const struct source *source,
                    struct arena *arena, struct error *err)
{
	const struct xml_node *root = xml_tree_parse(source, arena, err);

	if (!root)
		return false;
	if (strcmp(root->name, "Objs") == 0)
		return add_clixml(deployment, root, source, arena, err);
	if (topology_builder_add(deployment, root) || topology_xml_add(deployment, root))
		return true;
	source_error(source->file, err,
	             "no topology in it: its root is %.60s; expected the output of "
	             "Get-CsTopology -AsXml, a .tbxml, or CLIXML of a cmdlet",
	             root->name);
	return refusals_explain(source, err);
}

/* What powershell.exe writes for another one, objects or an error of it. */
static bool add_piped(struct deployment *deployment, const struct source *source,
                      struct arena *arena, struct error *err)
{
	size_t head = strcspn(source->bytes, "\n");
	const struct source rest = { source->file, source->bytes + head,
		                     source->len - head };

	return add_xml(deployment, &rest, arena, err);
}

/* --- JSON and text ------------------------------------------------------------------------ */

static bool add_json(struct deployment *deployment, const struct source *source,
                     struct arena *arena, struct error *err)
{
	struct record_list list = { .arena = arena };

	if (records_read_json(&list, source, err))
		return add_records(deployment, &list, source, "JSON", err);
	/* "[fe01.contoso.example] ..." is how the errors of a session begin. */
	return refusals_explain(source, err);
}

static bool add_text(struct deployment *deployment, const struct source *source,
                     struct arena *arena, struct error *err)
{
	struct record_list list = { .arena = arena };

	return records_read_text(&list, source, err) &&
	       add_records(deployment, &list, source, "text", err);
}

/* --- Which one ------------------------------------------------------------------------------ */

static bool refuse_html(struct deployment *deployment, const struct source *source,
                        struct arena *arena, struct error *err)
{
	(void)deployment, (void)arena;
	return source_error(source->file, err,
	                    "an HTML page, no topology: what a browser saved instead?");
}

/* The first row whose beginning the text has; case and leading blanks do not count. */
static const struct {
	const char *beginning;
	bool (*add)(struct deployment *deployment, const struct source *source,
	            struct arena *arena, struct error *err);
} formats[] = {
	{ "<!doctype html", refuse_html },
	{ "<html", refuse_html },
	{ "#< CLIXML", add_piped },
	{ "<", add_xml },
	{ "{", add_json },
	{ "[", add_json },
	{ "", add_text },
};

static bool add_source(struct deployment *deployment, const struct source *source,
                       struct error *err)
{
	const char *at = source->bytes + strspn(source->bytes, " \t\r\n");
	struct arena *arena = arena_create();
	size_t row = 0;

	if (!arena)
		return error_set(err, "out of memory");
	while (strncasecmp(at, formats[row].beginning, strlen(formats[row].beginning)) !=
	       0)
		row++;
	bool added = *at ? formats[row].add(deployment, source, arena, err)
	                 : source_error(source->file, err, "empty");

	arena_destroy(arena);
	return added;
}

/* --- Archives --------------------------------------------------------------------------------- */

struct unpacking {
	struct deployment *deployment;
	const char *file;
	bool found;
};

static bool add_document(const char *bytes, size_t len, void *context, struct error *err)
{
	struct unpacking *unpacking = context;
	struct source source;
	struct arena *arena;
	const struct xml_node *root;

	if (!source_decode(&source, unpacking->file, bytes, len, err))
		return false;
	arena = arena_create();
	if (!arena) {
		source_fini(&source);
		return error_set(err, "out of memory");
	}
	root = xml_tree_parse(&source, arena, err);
	if (root)
		unpacking->found |= topology_xml_add(unpacking->deployment, root) ||
		                    topology_builder_add(unpacking->deployment, root);
	arena_destroy(arena);
	source_fini(&source);
	return root != NULL;
}

static bool add_archive(struct deployment *deployment, const char *file,
                        const char *bytes, size_t len, struct error *err)
{
	struct unpacking unpacking = { .deployment = deployment, .file = file };

	return archive_visit(file, bytes, len, add_document, &unpacking, err) &&
	       (unpacking.found ||
	        source_error(file, err,
	                     "an archive without a topology: Export-CsConfiguration "
	                     "writes one, Export-CsUserData does not"));
}

bool topology_read_bytes(struct deployment *deployment, const char *file,
                         const char *bytes, size_t len, struct error *err)
{
	struct source source;
	bool added;

	if (archive_is(bytes, len)) {
		added = add_archive(deployment, file, bytes, len, err);
	} else {
		if (!source_decode(&source, file, bytes, len, err))
			return false;
		added = add_source(deployment, &source, err);
		source_fini(&source);
	}
	if (added && deployment->failed)
		return error_set(err, "out of memory");
	return added;
}

void topology_load_libraries(void)
{
	struct xml_calls xml;
	struct zip_calls zip;
	struct error ignored;

	/* Who needs one that is not there is told so then. */
	(void)!xml_calls_load(&xml, &ignored);
	(void)!zip_calls_load(&zip, &ignored);
}

bool topology_read(struct deployment *deployment, int fd, const char *path,
                   struct error *err)
{
	struct source source;

	if (!source_read(&source, fd, path, err))
		return false;
	bool added = topology_read_bytes(deployment, path, source.bytes, source.len, err);

	source_fini(&source);
	return added;
}
