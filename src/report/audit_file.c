/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/audit_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

#include "json_reader.h"

#define SCHEMA    "lynctap/audit/"
#define FILE_MAX  ((size_t)256 << 20)
#define PORT_MOST 65535

/* What hands out the public part also holds what its strings point into. */
struct opened_file {
	struct audit_file file; /* first: what is handed out */
	json_t *root;
	const char **sensors;
};

/* --- Members ------------------------------------------------------------------------ */

static void read_listener(struct json_reader *reader, const json_t *object,
                          struct audit_file_listener *listener)
{
	*listener = (struct audit_file_listener){
		.address = json_reader_string(reader, object, "address"),
		.name = json_reader_nullable(reader, object, "name"),
		.transport = json_reader_nullable(reader, object, "transport"),
		.port = (uint16_t)json_reader_number(reader, object, "port", PORT_MOST),
		.port_high = (uint16_t)json_reader_number(reader, object, "port_high",
		                                          PORT_MOST),
	};
	if (listener->port_high < listener->port)
		listener->port_high = listener->port;
}

static void read_peer(struct json_reader *reader, const json_t *object, void *element)
{
	struct audit_file_peer *peer = element;

	peer->address = json_reader_string(reader, object, "address");
	peer->name = json_reader_nullable(reader, object, "name");
	peer->flows = json_reader_number(reader, object, "flows", INT64_MAX);
}

static enum severity read_severity(struct json_reader *reader, const json_t *object)
{
	const char *name = json_reader_string(reader, object, "severity");
	enum severity severity = SEVERITY_NONE;

	if (!severity_parse(&severity, name) && strcmp(name, "none") != 0)
		json_reader_fail(reader, "severity", "severity");
	return severity;
}

static void read_finding(struct json_reader *reader, const json_t *object, void *element)
{
	struct audit_file_finding *finding = element;

	finding->id = json_reader_string(reader, object, "id");
	finding->kind = json_reader_string(reader, object, "kind");
	finding->cause = json_reader_nullable(reader, object, "cause");
	finding->severity = read_severity(reader, object);
	read_listener(reader, object, &finding->listener);
	finding->peers =
		json_reader_list(reader, object, "peers", sizeof(*finding->peers),
	                         &finding->peer_count, read_peer);
	finding->peers_total =
		json_reader_number(reader, object, "peers_total", INT64_MAX);
	finding->flows = json_reader_number(reader, object, "flows", INT64_MAX);
	finding->first = json_reader_string(reader, object, "first");
	finding->last = json_reader_string(reader, object, "last");
	finding->row = json_reader_nullable(reader, object, "row");
	finding->nearest_row = json_reader_nullable(reader, object, "nearest_row");
	finding->since = json_reader_nullable(reader, object, "since");
}

static void read_cause(struct json_reader *reader, const json_t *object, void *element)
{
	struct audit_file_cause *cause = element;

	cause->id = json_reader_string(reader, object, "id");
	cause->title = json_reader_string(reader, json_object_get(object, "title"), "en");
	cause->severity = read_severity(reader, object);
}

/* Of a host only what makes it a server; others stay without an address. */
static void read_host(struct json_reader *reader, const json_t *object, void *element)
{
	struct audit_file_server *server = element;
	const char *address = json_reader_string(reader, object, "address");
	const json_t *names = json_reader_array(reader, object, "names");

	if (!json_reader_bool(reader, object, "server"))
		return;
	server->address = address;
	server->name = json_string_value(json_array_get(names, 0));
}

static void read_service(struct json_reader *reader, const json_t *object, void *element)
{
	struct audit_file_service *service = element;

	read_listener(reader, object, &service->listener);
	service->row = json_reader_string(reader, object, "row");
}

static void read_attempt(struct json_reader *reader, const json_t *object, void *element)
{
	struct audit_file_attempt *attempt = element;

	read_listener(reader, object, &attempt->listener);
	attempt->how = json_reader_string(reader, object, "how");
	attempt->row = json_reader_nullable(reader, object, "row");
}

/* Rows that do not apply stay without a name. */
static void read_row(struct json_reader *reader, const json_t *object, void *element)
{
	struct audit_file_row *row = element;
	const char *id = json_reader_string(reader, object, "row");

	row->state = json_reader_string(reader, object, "state");
	if (json_reader_bool(reader, object, "applies") && strcmp(row->state, "na") != 0)
		row->row = id;
}

static void read_exception(struct json_reader *reader, const json_t *object,
                           void *element)
{
	struct audit_file_exception *exception = element;

	exception->type = json_reader_string(reader, object, "type");
	exception->state = json_reader_string(reader, object, "state");
	exception->line =
		(unsigned)json_reader_number(reader, object, "line", UINT32_MAX);
}

static void read_catalogue(struct json_reader *reader, const json_t *object,
                           void *element)
{
	struct audit_scope_catalogue *catalogue = element;

	catalogue->name = json_reader_string(reader, object, "name");
	catalogue->sha256 = json_reader_nullable(reader, object, "sha256");
}

/* An input that is a place, not a file: an interface, or what was given a name. */
static void read_sensor(struct json_reader *reader, const json_t *object, void *element)
{
	const char **sensor = element;

	*sensor = json_reader_nullable(reader, object, "sensor");
	if (!*sensor && json_reader_bool(reader, object, "live"))
		*sensor = json_reader_string(reader, object, "name");
}

/* --- Order ---------------------------------------------------------------------------- */

static int compare_findings(const void *a, const void *b)
{
	const struct audit_file_finding *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static int compare_causes(const void *a, const void *b)
{
	const struct audit_file_cause *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static int compare_servers(const void *a, const void *b)
{
	const struct audit_file_server *x = a, *y = b;

	return strcmp(x->address, y->address);
}

static int compare_sensors(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Keep the elements whose first member, a pointer, is not NULL. @return how many */
static size_t drop_unset(void *elements, size_t count, size_t size)
{
	char *items = elements;
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		const void *first;

		memcpy(&first, items + i * size, sizeof(first));
		if (first)
			memmove(items + kept++ * size, items + i * size, size);
	}
	return kept;
}

static const char *name_of(const struct audit_file *file, const char *address)
{
	const struct audit_file_server key = { .address = address }, *found;

	found = file->server_count ? bsearch(&key, file->servers, file->server_count,
	                                     sizeof(key), compare_servers)
	                           : NULL;
	return found ? found->name : NULL;
}

/* What is not called anything itself is called what its host is. */
static void name_listeners(struct audit_file *file)
{
	for (size_t i = 0; i < file->finding_count; i++)
		if (!file->findings[i].listener.name)
			file->findings[i].listener.name =
				name_of(file, file->findings[i].listener.address);
	for (size_t i = 0; i < file->service_count; i++)
		file->services[i].listener.name =
			name_of(file, file->services[i].listener.address);
}

static void sort_all(struct opened_file *opened)
{
	struct audit_file *file = &opened->file;
	struct audit_scope *scope = &file->scope;

	file->server_count =
		drop_unset(file->servers, file->server_count, sizeof(*file->servers));
	file->row_count = drop_unset(file->rows, file->row_count, sizeof(*file->rows));
	scope->sensor_count = drop_unset(opened->sensors, scope->sensor_count,
	                                 sizeof(*opened->sensors));
	array_sort(file->findings, file->finding_count, sizeof(*file->findings),
	           compare_findings);
	array_sort(file->suppressed, file->suppressed_count, sizeof(*file->suppressed),
	           compare_findings);
	array_sort(file->causes, file->cause_count, sizeof(*file->causes),
	           compare_causes);
	array_sort(file->servers, file->server_count, sizeof(*file->servers),
	           compare_servers);
	array_sort(opened->sensors, scope->sensor_count, sizeof(*opened->sensors),
	           compare_sensors);
	name_listeners(file);
}

/* --- The whole -------------------------------------------------------------------------- */

static void read_scope(struct json_reader *reader, const json_t *root,
                       struct opened_file *opened)
{
	struct audit_scope *scope = &opened->file.scope;
	const json_t *options = json_object_get(root, "options");
	const json_t *site = json_object_get(root, "site");
	const json_t *provenance = json_object_get(root, "provenance");

	scope->site =
		json_is_object(site) ? json_reader_string(reader, site, "name") : NULL;
	scope->filter = json_reader_nullable(reader, options, "filter");
	scope->count = json_reader_number(reader, options, "count", INT64_MAX);
	scope->snaplen = json_reader_number(reader, options, "snaplen", UINT32_MAX);
	scope->strict = json_reader_bool(reader, options, "strict");
	scope->catalogues = json_reader_list(reader, provenance, "catalogues",
	                                     sizeof(*scope->catalogues),
	                                     &scope->catalogue_count, read_catalogue);
	opened->sensors =
		json_reader_list(reader, root, "inputs", sizeof(*opened->sensors),
	                         &scope->sensor_count, read_sensor);
	scope->sensors = opened->sensors;
}

static void read_head(struct json_reader *reader, const json_t *root,
                      struct audit_file *file)
{
	const json_t *capture = json_object_get(root, "capture");
	const json_t *provenance = json_object_get(root, "provenance");

	file->made = json_reader_nullable(reader, provenance, "made");
	file->site_sha256 = json_reader_nullable(reader, provenance, "site_sha256");
	file->program = json_reader_nullable(reader, provenance, "program");
	file->first = json_reader_nullable(reader, capture, "first");
	file->last = json_reader_nullable(reader, capture, "last");
	file->incomplete =
		json_array_size(json_reader_array(reader, root, "incomplete")) > 0;
	file->exit_status =
		(unsigned)json_reader_number(reader, root, "exit_status", 255);
}

#define READ_LIST(reader, root, key, items, count, read)                                 \
	((items) = json_reader_list(reader, root, key, sizeof(*(items)), &(count), read))

static void read_all(struct json_reader *reader, struct opened_file *opened)
{
	struct audit_file *file = &opened->file;
	const json_t *root = opened->root;
	const char *schema = json_reader_string(reader, root, "schema");

	if (strncmp(schema, SCHEMA, strlen(SCHEMA)) != 0)
		json_reader_fail(reader, "schema", "report of lynctap audit");
	read_head(reader, root, file);
	read_scope(reader, root, opened);
	READ_LIST(reader, root, "findings", file->findings, file->finding_count,
	          read_finding);
	READ_LIST(reader, root, "suppressed", file->suppressed, file->suppressed_count,
	          read_finding);
	READ_LIST(reader, root, "causes", file->causes, file->cause_count, read_cause);
	READ_LIST(reader, root, "hosts", file->servers, file->server_count, read_host);
	READ_LIST(reader, root, "services", file->services, file->service_count,
	          read_service);
	READ_LIST(reader, root, "attempts", file->attempts, file->attempt_count,
	          read_attempt);
	READ_LIST(reader, root, "coverage", file->rows, file->row_count, read_row);
	READ_LIST(reader, root, "exceptions", file->exceptions, file->exception_count,
	          read_exception);
}

struct audit_file *audit_file_parse(const char *bytes, size_t len, const char *path,
                                    struct error *err)
{
	struct json_reader reader = { .path = path, .err = err };
	struct opened_file *opened = calloc(1, sizeof(*opened));

	if (!opened) {
		error_set(err, "%s: out of memory", path);
		return NULL;
	}
	opened->file.path = path;
	opened->root = json_reader_parse(&reader, bytes, len);
	if (opened->root)
		read_all(&reader, opened);
	if (reader.failed) {
		audit_file_close(&opened->file);
		return NULL;
	}
	sort_all(opened);
	return &opened->file;
}

/* @return 0, or an errno */
static int read_whole(FILE *stream, struct text *bytes)
{
	char piece[65536];
	size_t len;

	while (bytes->len <= FILE_MAX &&
	       (len = fread(piece, 1, sizeof(piece), stream)) > 0)
		text_add_bytes(bytes, piece, len);
	return ferror(stream)          ? errno
	       : bytes->failed         ? ENOMEM
	       : bytes->len > FILE_MAX ? EFBIG
	                               : 0;
}

struct audit_file *audit_file_read(FILE *stream, const char *path, struct error *err)
{
	struct text bytes = { 0 };
	struct audit_file *file = NULL;
	int failure = read_whole(stream, &bytes);

	if (failure)
		error_set(err, "%s: %s", path, strerror(failure));
	else
		file = audit_file_parse(bytes.len ? bytes.at : "", bytes.len, path, err);
	text_fini(&bytes);
	return file;
}

const struct audit_file_finding *audit_file_find(const struct audit_file *file,
                                                 const char *id)
{
	const struct audit_file_finding key = { .id = id }, *found = NULL;

	if (file->finding_count)
		found = bsearch(&key, file->findings, file->finding_count, sizeof(key),
		                compare_findings);
	if (!found && file->suppressed_count)
		found = bsearch(&key, file->suppressed, file->suppressed_count,
		                sizeof(key), compare_findings);
	return found;
}

static void free_findings(struct audit_file_finding *findings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free((void *)(uintptr_t)findings[i].peers);
	free(findings);
}

void audit_file_close(struct audit_file *file)
{
	struct opened_file *opened = (struct opened_file *)file;

	if (!file)
		return;
	free_findings(file->findings, file->finding_count);
	free_findings(file->suppressed, file->suppressed_count);
	free(file->causes);
	free(file->servers);
	free(file->services);
	free(file->attempts);
	free(file->rows);
	free(file->exceptions);
	free((void *)(uintptr_t)file->scope.catalogues);
	free(opened->sensors);
	json_decref(opened->root);
	free(opened);
}
