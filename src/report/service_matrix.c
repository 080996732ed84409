/* SPDX-License-Identifier: BSD-2-Clause */
#include "service_matrix.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "policy/row.h"

const char *matrix_cell_name(enum matrix_cell cell)
{
	static const char *const names[] = {
		[CELL_EMPTY] = "",          [CELL_IN_VAIN] = "tried in vain",
		[CELL_BY_PORT] = "by port", [CELL_CONFIRMED] = "confirmed",
		[CELL_FINDING] = "finding",
	};

	return names[cell];
}

const char *matrix_cell_sign(enum matrix_cell cell)
{
	static const char *const signs[] = {
		[CELL_EMPTY] = " ",
		[CELL_IN_VAIN] = "-",
		[CELL_BY_PORT] = "\xe2\x96\xa1",   /* □ */
		[CELL_CONFIRMED] = "\xe2\x96\xa0", /* ■ */
		[CELL_FINDING] = "x",
	};

	return signs[cell];
}

/* --- Columns ---------------------------------------------------------------------------- */

static bool is_user(role_set roles)
{
	return role_set_own(roles) && !(role_set_own(roles) & ~ROLE_USERS);
}

/* Hosts that serve: those that people use have ports of their own making. */
static bool is_column(const struct audit_host *host)
{
	return host->role_count > 0 && !is_user(host->role_set);
}

static unsigned first_role(const struct audit_host *host)
{
	return traffic_end_of(host->role_set, &host->address);
}

static int compare_hosts(const void *a, const void *b)
{
	const struct audit_host *x = *(const struct audit_host *const *)a;
	const struct audit_host *y = *(const struct audit_host *const *)b;

	if (x->is_server != y->is_server)
		return x->is_server ? -1 : 1;
	if (first_role(x) != first_role(y))
		return first_role(x) < first_role(y) ? -1 : 1;
	return address_compare(&x->address, &y->address);
}

/* The column of the declared host that @host is an address of; past the last for none. */
static size_t find_named(const struct service_matrix *matrix,
                         const struct audit_host *host)
{
	size_t i = matrix->column_count;

	if (host->named_by_site)
		for (i = 0; i < matrix->column_count; i++)
			if (matrix->columns[i].name &&
			    strcmp(matrix->columns[i].name, host->names[0]) == 0)
				break;
	return i;
}

static void add_column(struct service_matrix *matrix, const struct audit_host *host,
                       size_t most)
{
	size_t column = find_named(matrix, host);

	if (column == matrix->column_count) {
		if (column == most) {
			matrix->columns_left++;
			return;
		}
		matrix->columns[matrix->column_count++] = (struct matrix_column){
			&host->address, host->name_count ? host->names[0] : NULL
		};
	}
	matrix->places[matrix->place_count++] =
		(struct matrix_place){ &host->address, column };
}

static bool add_columns(struct service_matrix *matrix, const struct audit *audit,
                        size_t most)
{
	size_t room = audit->host_count ? audit->host_count : 1, count = 0;
	const struct audit_host **hosts = calloc(room, sizeof(*hosts));
	bool ok;

	matrix->columns = calloc(most, sizeof(*matrix->columns));
	matrix->places = calloc(room, sizeof(*matrix->places));
	ok = hosts && matrix->columns && matrix->places;
	for (size_t i = 0; ok && i < audit->host_count; i++)
		if (is_column(&audit->hosts[i]))
			hosts[count++] = &audit->hosts[i];
	if (ok)
		array_sort(hosts, count, sizeof(*hosts), compare_hosts);
	for (size_t i = 0; ok && i < count; i++)
		add_column(matrix, hosts[i], most);
	free(hosts);
	return ok;
}

/* The column of @address; past the last when there is none. */
static size_t find_column(const struct service_matrix *matrix,
                          const struct address *address)
{
	for (size_t i = 0; i < matrix->place_count; i++)
		if (address_equal(matrix->places[i].address, address))
			return matrix->places[i].column;
	return matrix->column_count;
}

/* --- Lines --------------------------------------------------------------------------------- */

static bool same_line(const struct matrix_line *a, const struct matrix_line *b)
{
	if (a->row || b->row)
		return a->row == b->row && a->transport == b->transport &&
		       a->port == b->port;
	return a->port == b->port && a->transport == b->transport && a->kind == b->kind;
}

static struct matrix_line *find_line(struct service_matrix *matrix,
                                     const struct matrix_line *wanted, size_t most)
{
	struct matrix_line *line;

	for (size_t i = 0; i < matrix->line_count; i++)
		if (same_line(&matrix->lines[i], wanted))
			return &matrix->lines[i];
	if (matrix->line_count == most) {
		matrix->lines_left++;
		return NULL;
	}
	if (!array_reserve(&matrix->lines, &matrix->line_capacity, matrix->line_count,
	                   sizeof(*matrix->lines)))
		return NULL;
	line = &matrix->lines[matrix->line_count];
	*line = *wanted;
	line->cells = calloc(matrix->column_count, 1);
	if (!line->cells)
		return NULL;
	matrix->line_count++;
	return line;
}

/* The span of the row's ports that lists @port; the port alone where none does. */
static void set_ports(struct matrix_line *line, const struct rule *rule, uint16_t port,
                      uint16_t port_high)
{
	line->port = port;
	line->port_high = port_high;
	for (size_t i = 0; rule && i < rule->port_count; i++) {
		const struct port_span *span = &rule->ports[i];

		if (span->transport == line->transport && span->low <= port &&
		    port <= span->high) {
			line->port = span->low;
			line->port_high = span->high;
			return;
		}
	}
}

static void mark(struct service_matrix *matrix, const struct matrix_line *wanted,
                 const struct address *address, enum matrix_cell cell, size_t most)
{
	size_t column = find_column(matrix, address);
	struct matrix_line *line;

	if (column == matrix->column_count)
		return;
	line = find_line(matrix, wanted, most);
	if (line && line->cells[column] < cell)
		line->cells[column] = (unsigned char)cell;
}

static void mark_findings(struct service_matrix *matrix, const struct audit *audit,
                          size_t most)
{
	for (size_t i = 0; i < audit->finding_count; i++) {
		const struct audit_finding *finding = &audit->findings[i];
		const struct rule *rule = finding->rule ? finding->rule
		                          : finding->matter == MATTER_WIRE
		                                  ? finding->nearest
		                                  : NULL;
		struct matrix_line line = { .rule = rule,
			                    .row = rule ? rule->row : NULL,
			                    .transport = finding->transport,
			                    .kind = finding->kind };

		if (!finding->transport)
			continue;
		set_ports(&line, rule, finding->port, finding->port_high);
		mark(matrix, &line, &finding->address, CELL_FINDING, most);
	}
}

static void mark_services(struct service_matrix *matrix, const struct audit *audit,
                          size_t most)
{
	for (size_t i = 0; i < audit->service_count; i++) {
		const struct audit_service *service = &audit->services[i];
		struct matrix_line line = { .rule = service->rule,
			                    .row = service->rule->row,
			                    .transport = service->transport };

		set_ports(&line, service->rule, service->port, service->port_high);
		mark(matrix, &line, &service->address,
		     service->confirmed ? CELL_CONFIRMED : CELL_BY_PORT, most);
	}
}

static void mark_attempts(struct service_matrix *matrix, const struct audit *audit,
                          size_t most)
{
	for (size_t i = 0; i < audit->attempt_count; i++) {
		const struct audit_attempt *attempt = &audit->attempts[i];
		struct matrix_line line = { .rule = attempt->rule,
			                    .row = attempt->rule ? attempt->rule->row
			                                         : NULL,
			                    .transport = attempt->transport };

		if (!attempt->rule)
			continue;
		set_ports(&line, attempt->rule, attempt->port, attempt->port_high);
		mark(matrix, &line, &attempt->address, CELL_IN_VAIN, most);
	}
}

/* What no row lists first, then the rows of each table in their order. */
static int compare_lines(const void *a, const void *b)
{
	const struct matrix_line *x = a, *y = b;
	int order;

	if (!x->row != !y->row)
		return x->row ? 1 : -1;
	if (!x->row)
		return (x->port > y->port) - (x->port < y->port);
	order = strcmp(x->row->catalogue, y->row->catalogue);
	if (order == 0)
		order = strcmp(x->row->table, y->row->table);
	if (order == 0)
		order = (x->row->number > y->row->number) -
		        (x->row->number < y->row->number);
	return order ? order : (x->port > y->port) - (x->port < y->port);
}

bool service_matrix_init(struct service_matrix *matrix, const struct audit *audit,
                         size_t most_columns, size_t most_lines)
{
	*matrix = (struct service_matrix){ 0 };
	if (!add_columns(matrix, audit, most_columns)) {
		service_matrix_fini(matrix);
		return false;
	}
	mark_findings(matrix, audit, most_lines);
	mark_services(matrix, audit, most_lines);
	mark_attempts(matrix, audit, most_lines);
	array_sort(matrix->lines, matrix->line_count, sizeof(*matrix->lines),
	           compare_lines);
	return true;
}

void service_matrix_fini(struct service_matrix *matrix)
{
	for (size_t i = 0; i < matrix->line_count; i++)
		free(matrix->lines[i].cells);
	free(matrix->lines);
	free(matrix->columns);
	free(matrix->places);
	*matrix = (struct service_matrix){ 0 };
}
