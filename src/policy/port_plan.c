/* SPDX-License-Identifier: BSD-2-Clause */
#include "port_plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "policy/catalogue.h"
#include "policy/site.h"

#include "membership.h"

/* --- Plans --------------------------------------------------------------------------- */

static bool same_spans(const struct port_span *a, size_t a_count,
                       const struct port_span *b, size_t b_count)
{
	if (a_count != b_count)
		return false;
	for (size_t i = 0; i < a_count; i++)
		if (a[i].transport != b[i].transport || a[i].low != b[i].low ||
		    a[i].high != b[i].high)
			return false;
	return true;
}

static bool same_lists(const struct site_ports_list *a, const struct site_ports_list *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->items[i].service, b->items[i].service) != 0 ||
		    !same_spans(a->items[i].ports, a->items[i].port_count,
		                b->items[i].ports, b->items[i].port_count))
			return false;
	return true;
}

static bool same_hosts(const struct site_host *a, const struct site_host *b)
{
	if (!a || !b)
		return a == b;
	return same_lists(&a->ports, &b->ports) &&
	       same_spans(a->listens, a->listen_count, b->listens, b->listen_count);
}

static bool same_plans(const struct port_plan *a, const struct port_plan *b)
{
	return same_hosts(a->host, b->host) && a->pool_count == b->pool_count &&
	       memcmp(a->pools, b->pools, a->pool_count * sizeof(*a->pools)) == 0;
}

static bool add_plan(struct port_plans *plans, const struct port_plan *plan)
{
	struct port_plan *added;

	if (!array_reserve(&plans->plans, &plans->capacity, plans->count,
	                   sizeof(*plans->plans)))
		return false;
	added = &plans->plans[plans->count];
	*added = *plan;
	added->pools =
		arena_alloc(plans->strings, plan->pool_count + 1, sizeof(*added->pools));
	if (!added->pools)
		return false;
	memcpy(added->pools, plan->pools, plan->pool_count * sizeof(*plan->pools));
	plans->count++;
	return true;
}

/* The number of @plan; the latest first, like hosts stand together. */
static bool number_plan(struct port_plans *plans, const struct port_plan *plan,
                        uint16_t *number)
{
	for (size_t i = plans->count; i-- > 0;) {
		*number = (uint16_t)i;
		if (same_plans(&plans->plans[i], plan))
			return true;
	}
	*number = (uint16_t)plans->count;
	return plans->count < UINT16_MAX && add_plan(plans, plan);
}

/* @pools has room for all of the site. */
static bool plan_host(struct port_plans *plans, const struct membership *membership,
                      size_t index, const struct site_pool **pools)
{
	const struct site_host *host = &plans->site->hosts[index];
	const struct pool_set *set = &membership->sets[membership->set_of[index]];
	struct port_plan plan = { .host = host->ports.count || host->listen_count ? host
		                                                                  : NULL,
		                  .pools = pools };

	for (size_t i = 0; i < set->count; i++)
		if (plans->site->pools[set->pools[i]].ports.count > 0)
			pools[plan.pool_count++] = &plans->site->pools[set->pools[i]];
	return number_plan(plans, &plan, &plans->plan_of[index]);
}

static bool plan_hosts(struct port_plans *plans, const struct membership *membership)
{
	size_t hosts = plans->site ? plans->site->host_count : 0;
	const struct site_pool **pools =
		calloc(plans->site ? plans->site->pool_count + 1 : 1, sizeof(*pools));
	bool ok = pools && plans->plan_of &&
	          add_plan(plans, &(struct port_plan){ .pools = pools });

	for (size_t i = 0; ok && i < hosts; i++)
		ok = plan_host(plans, membership, i, pools);
	free(pools);
	return ok;
}

bool port_plans_init(struct port_plans *plans, const struct site *site,
                     const struct membership *membership,
                     const struct catalogue *const *catalogues, size_t count,
                     struct error *err)
{
	*plans = (struct port_plans){
		.site = site,
		.catalogues = catalogues,
		.catalogue_count = count,
		.plan_of =
			calloc(site ? site->host_count + 1 : 1, sizeof(*plans->plan_of)),
		.strings = arena_create(),
	};
	if (plans->strings && plan_hosts(plans, membership))
		return true;
	return error_set(err, plans->count == UINT16_MAX
	                              ? "more than 65534 different ports of hosts"
	                              : "out of memory");
}

void port_plans_fini(struct port_plans *plans)
{
	free(plans->plan_of);
	free(plans->plans);
	arena_destroy(plans->strings);
	*plans = (struct port_plans){ 0 };
}

/* --- Of a service's list, a row's part -------------------------------------------------- */

/* Of what some row of @service documents and that does not end before @low, what begins first. */
static bool find_documented(const struct port_plans *plans, const char *service,
                            uint8_t transport, uint32_t low, struct port_span *found)
{
	bool any = false;

	for (size_t i = 0; i < plans->catalogue_count; i++) {
		const struct catalogue *catalogue = plans->catalogues[i];

		for (size_t j = 0; j < catalogue->row_count; j++) {
			const struct row *row = &catalogue->rows[j];

			for (size_t k = 0; k < row->port_count; k++) {
				const struct port_span *span = &row->ports[k];

				if (strcmp(row->service, service) != 0 ||
				    span->transport != transport || span->high < low ||
				    (any && span->low >= found->low))
					continue;
				*found = *span;
				any = true;
			}
		}
	}
	return any;
}

struct span_list {
	struct port_span *spans; /* owned while it grows */
	size_t count, capacity;
};

static bool add_span(struct span_list *list, uint8_t transport, uint32_t low,
                     uint32_t high)
{
	if (!array_reserve(&list->spans, &list->capacity, list->count,
	                   sizeof(*list->spans)))
		return false;
	list->spans[list->count++] = (struct port_span){ .transport = transport,
		                                         .low = (uint16_t)low,
		                                         .high = (uint16_t)high };
	return true;
}

/* What of @span is documented for @row stays with it. */
static bool add_own(struct span_list *list, const struct row *row,
                    const struct port_span *span)
{
	for (size_t i = 0; i < row->port_count; i++) {
		const struct port_span *own = &row->ports[i];
		uint16_t low = own->low > span->low ? own->low : span->low;
		uint16_t high = own->high < span->high ? own->high : span->high;

		if (own->transport == span->transport && low <= high &&
		    !add_span(list, span->transport, low, high))
			return false;
	}
	return true;
}

/* What of @span no row of the service documents is every row's. */
static bool add_new(const struct port_plans *plans, struct span_list *list,
                    const char *service, const struct port_span *span)
{
	struct port_span own;

	for (uint32_t low = span->low; low <= span->high; low = (uint32_t)own.high + 1) {
		if (!find_documented(plans, service, span->transport, low, &own) ||
		    own.low > span->high)
			return add_span(list, span->transport, low, span->high);
		if (own.low > low &&
		    !add_span(list, span->transport, low, (uint32_t)own.low - 1))
			return false;
	}
	return true;
}

static bool of_service(const struct port_plans *plans, const struct row *row,
                       const struct port_span *spans, size_t count,
                       struct row_ports *ports)
{
	struct span_list list = { 0 };
	struct port_span *kept = NULL;
	bool ok = true;

	for (size_t i = 0; ok && i < count; i++)
		ok = add_own(&list, row, &spans[i]) &&
		     add_new(plans, &list, row->service, &spans[i]);
	if (ok)
		kept = arena_alloc(plans->strings, list.count + 1, sizeof(*kept));
	if (kept && list.count > 0)
		memcpy(kept, list.spans, list.count * sizeof(*kept));
	*ports = (struct row_ports){ kept, list.count };
	free(list.spans);
	return kept != NULL;
}

/* --- The most specific word --------------------------------------------------------------- */

static const struct site_ports *find(const struct site_ports_list *list, const char *key)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].service, key) == 0)
			return &list->items[i];
	return NULL;
}

/* What one list says of @row: by its id, else by its service. @said: whether it does */
static bool by_list(const struct port_plans *plans, const struct site_ports_list *list,
                    const struct row *row, struct row_ports *ports, bool *said)
{
	const struct site_ports *stated = find(list, row->id);

	*said = true;
	if (stated) {
		*ports = (struct row_ports){ stated->ports, stated->port_count };
		return true;
	}
	stated = find(list, row->service);
	*said = stated != NULL;
	return !stated ||
	       of_service(plans, row, stated->ports, stated->port_count, ports);
}

bool port_plans_ports(const struct port_plans *plans, size_t plan, const struct row *row,
                      struct row_ports *ports)
{
	const struct port_plan *stated = &plans->plans[plan];
	const struct site_host *host = stated->host;
	bool said = false, ok = true;

	*ports = (struct row_ports){ row->ports, row->port_count };
	if (host)
		ok = by_list(plans, &host->ports, row, ports, &said);
	if (ok && !said && host && host->listen_count > 0 && row->listens) {
		said = true;
		ok = of_service(plans, row, host->listens, host->listen_count, ports);
	}
	for (size_t i = 0; ok && !said && i < stated->pool_count; i++)
		ok = by_list(plans, &stated->pools[i]->ports, row, ports, &said);
	if (ok && !said && plans->site)
		ok = by_list(plans, &plans->site->ports, row, ports, &said);
	return ok;
}
