/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

const char *diff_state_name(enum diff_state state)
{
	static const char *const names[DIFF_STATES] = {
		[DIFF_NEW] = "new",         [DIFF_WORSE] = "worse",
		[DIFF_CHANGED] = "changed", [DIFF_SAME] = "same",
		[DIFF_ALLOWED] = "allowed", [DIFF_GONE] = "gone",
	};

	return names[state];
}

/* --- May they be compared? ------------------------------------------------------------ */

static bool same_string(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool refuse(struct error *err, const char *what, const char *before,
                   const char *after)
{
	return error_set(err, "%s: %s before, %s now", what, before ? before : "none",
	                 after ? after : "none");
}

static bool same_number(const char *what, uint64_t before, uint64_t after,
                        struct error *err)
{
	return before == after ||
	       error_set(err, "another %s: %llu before, %llu now (0 is all)", what,
	                 (unsigned long long)before, (unsigned long long)after);
}

static bool same_catalogues(const struct audit_scope *before,
                            const struct audit_scope *after, struct error *err)
{
	size_t count = before->catalogue_count < after->catalogue_count
	                       ? before->catalogue_count
	                       : after->catalogue_count;

	for (size_t i = 0; i < count; i++) {
		const struct audit_scope_catalogue *a = &before->catalogues[i];
		const struct audit_scope_catalogue *b = &after->catalogues[i];

		if (strcmp(a->name, b->name) != 0)
			return refuse(err, "other catalogues", a->name, b->name);
		if (!same_string(a->sha256, b->sha256))
			return error_set(err,
			                 "catalogue %s is another: %.16s before, "
			                 "%.16s now",
			                 a->name, a->sha256 ? a->sha256 : "not known",
			                 b->sha256 ? b->sha256 : "not known");
	}
	return before->catalogue_count == after->catalogue_count ||
	       error_set(err, "other catalogues: %zu before, %zu now",
	                 before->catalogue_count, after->catalogue_count);
}

static void join_sensors(struct text *out, const struct audit_scope *scope)
{
	for (size_t i = 0; i < scope->sensor_count; i++)
		text_addf(out, "%s%s", i ? ", " : "", scope->sensors[i]);
	if (scope->sensor_count == 0)
		text_add(out, "none");
}

/* Both are sorted. */
static bool same_sensors(const struct audit_scope *before,
                         const struct audit_scope *after, struct error *err)
{
	struct text names[2] = { { 0 }, { 0 } };
	bool same;

	join_sensors(&names[0], before);
	join_sensors(&names[1], after);
	same = same_string(names[0].at, names[1].at) ||
	       refuse(err, "other sensors", names[0].at, names[1].at);
	text_fini(&names[0]);
	text_fini(&names[1]);
	return same;
}

bool diff_check_scopes(const struct audit_scope *before, const struct audit_scope *after,
                       struct error *err)
{
	if (!same_string(before->site, after->site))
		return refuse(err, "another site", before->site, after->site);
	if (!same_string(before->filter, after->filter))
		return refuse(err, "another filter", before->filter, after->filter);
	if (before->strict != after->strict)
		return refuse(err, "--strict", before->strict ? "given" : "not given",
		              after->strict ? "given" : "not given");
	return same_number("--count", before->count, after->count, err) &&
	       same_number("snaplen", before->snaplen, after->snaplen, err) &&
	       same_catalogues(before, after, err) && same_sensors(before, after, err);
}

/* --- Findings --------------------------------------------------------------------------- */

static bool same_peers(const struct audit_file_finding *a,
                       const struct audit_file_finding *b)
{
	if (a->peers_total != b->peers_total || a->peer_count != b->peer_count)
		return false;
	for (size_t i = 0; i < a->peer_count; i++) {
		size_t j = 0;

		while (j < b->peer_count &&
		       strcmp(a->peers[i].address, b->peers[j].address) != 0)
			j++;
		if (j == b->peer_count)
			return false;
	}
	return true;
}

/* Is the listener one that the site file allows now? What is allowed may have another id. */
static bool is_allowed(const struct audit_file *after,
                       const struct audit_file_finding *before)
{
	const struct audit_file_listener *was = &before->listener;

	for (size_t i = 0; i < after->suppressed_count; i++) {
		const struct audit_file_listener *is = &after->suppressed[i].listener;

		if (is->port == was->port && strcmp(is->address, was->address) == 0 &&
		    same_string(is->transport, was->transport))
			return true;
	}
	return false;
}

static enum diff_state state_of(const struct diff *diff,
                                const struct audit_file_finding *before,
                                const struct audit_file_finding *after)
{
	if (!before)
		return DIFF_NEW;
	if (!after)
		return is_allowed(diff->after, before) ? DIFF_ALLOWED : DIFF_GONE;
	if (after->severity > before->severity || strcmp(after->kind, before->kind) != 0)
		return DIFF_WORSE;
	if (after->severity < before->severity || !same_peers(before, after))
		return DIFF_CHANGED;
	return DIFF_SAME;
}

static void add_finding(struct diff *diff, const struct audit_file_finding *before,
                        const struct audit_file_finding *after)
{
	struct diff_finding *finding = &diff->findings[diff->finding_count++];

	*finding = (struct diff_finding){ state_of(diff, before, after), before, after };
	diff->counts[finding->state]++;
	if (finding->state <= DIFF_WORSE && after->severity > diff->worst)
		diff->worst = after->severity;
}

static const struct audit_file_finding *newest(const struct diff_finding *finding)
{
	return finding->after ? finding->after : finding->before;
}

static int compare_findings(const void *a, const void *b)
{
	const struct diff_finding *x = a, *y = b;
	const struct audit_file_finding *fx = newest(x), *fy = newest(y);

	if (x->state != y->state)
		return x->state < y->state ? -1 : 1;
	if (fx->severity != fy->severity)
		return fx->severity > fy->severity ? -1 : 1;
	if (!same_string(fx->cause, fy->cause))
		return strcmp(fx->cause ? fx->cause : "", fy->cause ? fy->cause : "");
	return strcmp(fx->id, fy->id);
}

/* Both are sorted by id. */
static bool compare_all_findings(struct diff *diff)
{
	const struct audit_file *before = diff->before, *after = diff->after;
	size_t i = 0, j = 0, most = before->finding_count + after->finding_count;

	diff->findings = calloc(most ? most : 1, sizeof(*diff->findings));
	if (!diff->findings)
		return false;
	while (i < before->finding_count || j < after->finding_count) {
		int order = i == before->finding_count  ? 1
		            : j == after->finding_count ? -1
		                                        : strcmp(before->findings[i].id,
		                                                 after->findings[j].id);

		add_finding(diff, order <= 0 ? &before->findings[i] : NULL,
		            order >= 0 ? &after->findings[j] : NULL);
		i += order <= 0;
		j += order >= 0;
	}
	array_sort(diff->findings, diff->finding_count, sizeof(*diff->findings),
	           compare_findings);
	return true;
}

const char *diff_since(const struct diff *diff, const struct diff_finding *finding)
{
	if (!finding->before || !finding->after)
		return NULL;
	return finding->before->since ? finding->before->since : diff->before->made;
}

/* --- What else there is --------------------------------------------------------------------- */

/* Elements are told apart by a key; where two reports have it, @differ may say that it changed. */
struct kind {
	size_t size;
	void (*add_key)(struct text *out, const void *element);
	bool (*differ)(const void *before, const void *after); /* NULL: never */
};

struct keyed {
	const void *element;
	char *key; /* owned */
};

static void fini_keyed(struct keyed *keyed, size_t count)
{
	for (size_t i = 0; keyed && i < count; i++)
		free(keyed[i].key);
	free(keyed);
}

static int compare_keyed(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	return strcmp(x->key, y->key);
}

static struct keyed *make_keyed(const struct kind *kind, const void *elements,
                                size_t count)
{
	struct keyed *keyed = calloc(count ? count : 1, sizeof(*keyed));

	for (size_t i = 0; keyed && i < count; i++) {
		struct text key = { 0 };

		keyed[i].element = (const char *)elements + i * kind->size;
		kind->add_key(&key, keyed[i].element);
		keyed[i].key = key.at;
		if (!key.at) {
			fini_keyed(keyed, count);
			return NULL;
		}
	}
	if (keyed)
		array_sort(keyed, count, sizeof(*keyed), compare_keyed);
	return keyed;
}

static bool list_add(struct diff_list *list, const void *before, const void *after)
{
	if (!array_reserve(&list->items, &list->capacity, list->count,
	                   sizeof(*list->items)))
		return false;
	list->items[list->count++] = (struct diff_item){ before, after };
	return true;
}

/* Several with one key are one: a listener with two rows. */
static size_t skip_equal(const struct keyed *keyed, size_t at, size_t count)
{
	size_t next = at + 1;

	while (next < count && strcmp(keyed[next].key, keyed[at].key) == 0)
		next++;
	return next;
}

static bool merge(struct diff_list *list, const struct kind *kind,
                  const struct keyed *before, size_t before_count,
                  const struct keyed *after, size_t after_count)
{
	size_t i = 0, j = 0;

	while (i < before_count || j < after_count) {
		int order = i == before_count  ? 1
		            : j == after_count ? -1
		                               : strcmp(before[i].key, after[j].key);
		const void *old = order <= 0 ? before[i].element : NULL;
		const void *new = order >= 0 ? after[j].element : NULL;

		if ((order || (kind->differ && kind->differ(old, new))) &&
		    !list_add(list, old, new))
			return false;
		i = order <= 0 ? skip_equal(before, i, before_count) : i;
		j = order >= 0 ? skip_equal(after, j, after_count) : j;
	}
	return true;
}

static bool compare_lists(struct diff_list *list, const struct kind *kind,
                          const void *before, size_t before_count, const void *after,
                          size_t after_count)
{
	struct keyed *old = make_keyed(kind, before, before_count);
	struct keyed *new = make_keyed(kind, after, after_count);
	bool ok = old && new &&merge(list, kind, old, before_count, new, after_count);

	fini_keyed(old, before_count);
	fini_keyed(new, after_count);
	return ok;
}

static void add_server_key(struct text *out, const void *element)
{
	const struct audit_file_server *server = element;

	text_add(out, server->address);
}

/* Ports of a range and those that a system picks are others every day: there it is the row. */
static void add_service_key(struct text *out, const void *element)
{
	const struct audit_file_service *service = element;
	const struct audit_file_listener *listener = &service->listener;
	bool picked = listener->port_high > listener->port || listener->port >= 49152;

	text_addf(out, "%s %s ", listener->address,
	          listener->transport ? listener->transport : "");
	if (picked)
		text_add(out, service->row);
	else
		text_add_unsigned(out, listener->port);
}

static void add_attempt_key(struct text *out, const void *element)
{
	const struct audit_file_attempt *attempt = element;
	const struct audit_file_listener *listener = &attempt->listener;

	text_addf(out, "%s %s %u %s", listener->address,
	          listener->transport ? listener->transport : "", listener->port,
	          attempt->how);
}

static void add_row_key(struct text *out, const void *element)
{
	const struct audit_file_row *row = element;

	text_add(out, row->row);
}

static bool rows_differ(const void *before, const void *after)
{
	const struct audit_file_row *old = before, *new = after;

	return strcmp(old->state, new->state) != 0;
}

#define COMPARE(diff, member, count, kind)                                               \
	compare_lists(&(diff)->member, kind, (diff)->before->member,                     \
	              (diff)->before->count, (diff)->after->member,                      \
	              (diff)->after->count)

bool diff_init(struct diff *diff, const struct audit_file *before,
               const struct audit_file *after)
{
	static const struct kind servers = { sizeof(struct audit_file_server),
		                             add_server_key, NULL };
	static const struct kind services = { sizeof(struct audit_file_service),
		                              add_service_key, NULL };
	static const struct kind attempts = { sizeof(struct audit_file_attempt),
		                              add_attempt_key, NULL };
	static const struct kind rows = { sizeof(struct audit_file_row), add_row_key,
		                          rows_differ };

	*diff = (struct diff){ .before = before, .after = after };
	if (compare_all_findings(diff) &&
	    COMPARE(diff, servers, server_count, &servers) &&
	    COMPARE(diff, services, service_count, &services) &&
	    COMPARE(diff, attempts, attempt_count, &attempts) &&
	    COMPARE(diff, rows, row_count, &rows))
		return true;
	diff_fini(diff);
	return false;
}

void diff_fini(struct diff *diff)
{
	free(diff->findings);
	free(diff->servers.items);
	free(diff->services.items);
	free(diff->attempts.items);
	free(diff->rows.items);
	*diff = (struct diff){ 0 };
}
