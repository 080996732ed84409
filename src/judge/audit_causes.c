/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which findings one decision would settle.
 *
 * Each finding gets the key of what it is about by itself: port, transport, payload,
 * matter. Then ports are forgotten where one host or one source has many of them. No key
 * knows how many findings there are, what kind they are or which row is near.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "inspect/hint.h"

#include "audit_build.h"
#include "audit_remedy.h"
#include "cause_key.h"
#include "cause_words.h"

#define SOURCE_PORTS 5  /* different ports that one source comes to: probes */
#define HOST_PORTS   10 /* ports of one host that speak alike: one program */

/* A finding, by its number, and what it is about. */
struct entry {
	struct cause_key key;
	uint32_t finding;
};

/* --- What a finding is about ------------------------------------------------------------ */

static uint64_t spoken(const struct audit_finding *finding)
{
	return (finding->hints[0] | finding->hints[1]) & ~HINTS_OF(HINT_ABOUT_TLS);
}

static bool is_media(const struct audit_finding *finding)
{
	return spoken(finding) & (HINTS_OF(HINT_MEDIA) | HINT_BIT(HINT_ICE));
}

/* What its payload is, in a word; "" when nothing is known. */
static const char *payload_of(const struct audit_finding *finding)
{
	uint64_t hints = spoken(finding);
	const char *name = hint_app_proto(hints);

	if (is_media(finding))
		return "media";
	if (name || !hints)
		return name ? name : "";
	if (hints == HINT_BIT(HINT_OTHER) && finding->protocol[0])
		return finding->protocol;
	return hint_name((enum hint)__builtin_ctzll(hints));
}

static enum cause_side side_of(const struct audit_finding *finding)
{
	return finding->roles & ROLE_LYNC_SERVERS     ? CAUSE_OURS
	       : address_is_public(&finding->address) ? CAUSE_PUBLIC
	                                              : CAUSE_PRIVATE;
}

static struct cause_key host_key(enum cause_shape shape, enum finding_matter matter,
                                 const struct address *host)
{
	struct cause_key key = { .matter = (uint8_t)matter, .shape = (uint8_t)shape };

	if (host)
		key.host = *host;
	return key;
}

static void put_payload(struct cause_key *key, const char *word)
{
	memcpy(key->payload, word, strnlen(word, sizeof(key->payload)));
}

static struct cause_key own_key(const struct audit_finding *finding)
{
	bool ranges = finding->matter == MATTER_LISTENER && is_media(finding);
	struct cause_key key = { .transport = finding->transport,
		                 .matter = (uint8_t)finding->matter,
		                 .shape = ranges ? CAUSE_MEDIA : CAUSE_PORT,
		                 .port = ranges ? 0 : finding->port,
		                 .side = (uint8_t)side_of(finding) };

	if (finding->matter == MATTER_SCAN)
		return address_is_public(&finding->address)
		               ? host_key(CAUSE_SCANS, MATTER_SCAN, NULL)
		               : host_key(CAUSE_SOURCE, MATTER_SCAN, &finding->address);
	if (finding->matter == MATTER_SERVER)
		return host_key(CAUSE_SERVER, MATTER_SERVER, &finding->address);
	if (finding->twist == TWIST_GUARDED)
		return host_key(CAUSE_GUARDED, MATTER_LISTENER, &finding->address);
	/* One setting, one certificate: whatever ports of the host have it. */
	if (finding->matter == MATTER_TLS)
		return host_key(CAUSE_HOST, MATTER_TLS, &finding->address);
	put_payload(&key, payload_of(finding));
	return key;
}

/* --- Servers that nobody declared -------------------------------------------------------- */

static int compare_hosts(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct address));
}

static const struct address *only_peer(const struct audit_finding *finding)
{
	return finding->peers_total == 1 && finding->peer_count == 1
	               ? &finding->peers[0].address
	               : NULL;
}

/* All that an undeclared server serves, and all that it alone opens, is settled by declaring it. */
static bool fold_servers(const struct audit *audit, struct entry *entries)
{
	struct address *servers = malloc((audit->finding_count + 1) * sizeof(*servers));
	size_t count = 0;

	if (!servers)
		return false;
	for (size_t i = 0; i < audit->finding_count; i++)
		if (audit->findings[i].matter == MATTER_SERVER)
			servers[count++] = audit->findings[i].address;
	array_sort(servers, count, sizeof(*servers), compare_hosts);
	for (size_t i = 0; count > 0 && i < audit->finding_count; i++) {
		const struct audit_finding *finding = &audit->findings[i];
		const struct address *found = bsearch(&finding->address, servers, count,
		                                      sizeof(*servers), compare_hosts);

		if (!found && only_peer(finding))
			found = bsearch(only_peer(finding), servers, count,
			                sizeof(*servers), compare_hosts);
		if (found && finding->matter != MATTER_TLS)
			entries[i].key = host_key(CAUSE_SERVER, MATTER_SERVER, found);
	}
	free(servers);
	return true;
}

/* --- Many ports -------------------------------------------------------------------------- */

/* The key that a finding would have were its port forgotten. @return whether it may be */
typedef bool wider_key(const struct audit_finding *finding, struct cause_key *key);

/* What nobody said is kept apart from what somebody said: probes hide no listener. */
static bool source_key(const struct audit_finding *finding, struct cause_key *key)
{
	if (!only_peer(finding) || finding->peers[0].roles & ROLE_LYNC_SERVERS)
		return false;
	*key = host_key(CAUSE_SOURCE, finding->matter, only_peer(finding));
	if (spoken(finding))
		put_payload(key, "some");
	return true;
}

static bool listener_key(const struct audit_finding *finding, struct cause_key *key)
{
	struct cause_key own = own_key(finding);

	*key = own;
	key->shape = CAUSE_HOST;
	key->port = 0;
	key->host = finding->address;
	return true;
}

struct wider {
	struct cause_key key;
	uint32_t port; /* and transport */
};

static int compare_wider(const void *a, const void *b)
{
	const struct wider *x = a, *y = b;
	int order = memcmp(&x->key, &y->key, sizeof(x->key));

	return order ? order : (x->port > y->port) - (x->port < y->port);
}

static int compare_keys(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct cause_key));
}

/* A key, and how many findings or ports have it. */
struct counted {
	struct cause_key key;
	size_t count;
};

/* Of sorted keys, one each, with how many different ports it has. @return how many keys */
static size_t count_ports(const struct wider *wider, size_t count,
                          struct counted *counted)
{
	size_t keys = 0;

	for (size_t first = 0, end; first < count; first = end) {
		size_t ports = 1;

		for (end = first + 1;
		     end < count && compare_keys(&wider[first], &wider[end]) == 0; end++)
			ports += wider[end].port != wider[end - 1].port;
		counted[keys++] = (struct counted){ wider[first].key, ports };
	}
	return keys;
}

static size_t ports_of(const struct counted *counted, size_t keys,
                       const struct cause_key *key)
{
	const struct counted *found =
		keys ? bsearch(key, counted, keys, sizeof(*counted), compare_keys) : NULL;

	return found ? found->count : 0;
}

/* What is to be folded: each finding's own key, and the wider one it would have. */
struct folding {
	const struct audit *audit;
	struct entry *entries;
	wider_key *key_of;
	struct wider *wider;     /* owned */
	struct counted *counted; /* owned: ports by wider key */
	struct counted *narrow;  /* owned: findings by own key */
	size_t wide_keys, narrow_keys;
};

static bool may_fold(const struct folding *folding, size_t index, struct cause_key *key)
{
	return folding->entries[index].key.shape == CAUSE_PORT &&
	       folding->key_of(&folding->audit->findings[index], key);
}

static bool count_keys(struct folding *folding)
{
	size_t all = folding->audit->finding_count, count = 0;

	folding->wider = malloc((all + 1) * sizeof(*folding->wider));
	folding->counted = malloc((all + 1) * sizeof(*folding->counted));
	folding->narrow = malloc((all + 1) * sizeof(*folding->narrow));
	if (!folding->wider || !folding->counted || !folding->narrow)
		return false;
	for (size_t i = 0; i < all; i++) {
		const struct audit_finding *finding = &folding->audit->findings[i];
		struct wider *one = &folding->wider[count];

		if (!may_fold(folding, i, &one->key))
			continue;
		one->port = (uint32_t)finding->transport << 16 | finding->port;
		count++;
	}
	array_sort(folding->wider, count, sizeof(*folding->wider), compare_wider);
	folding->wide_keys = count_ports(folding->wider, count, folding->counted);
	/* The same for their own keys, where each finding counts for itself. */
	count = 0;
	for (size_t i = 0; i < all; i++)
		if (folding->entries[i].key.shape == CAUSE_PORT)
			folding->wider[count++] =
				(struct wider){ folding->entries[i].key, (uint32_t)i };
	array_sort(folding->wider, count, sizeof(*folding->wider), compare_wider);
	folding->narrow_keys = count_ports(folding->wider, count, folding->narrow);
	return true;
}

/*
 * Forget the ports of those findings whose wider key has @least of them, and more than
 * there are findings about the one port: a port that is open on a hundred hosts is a
 * program on a hundred hosts, however many ports one of them has.
 */
static bool fold_ports(const struct audit *audit, struct entry *entries,
                       wider_key *key_of, size_t least)
{
	struct folding folding = { .audit = audit, .entries = entries, .key_of = key_of };
	bool ok = count_keys(&folding);

	for (size_t i = 0; ok && i < audit->finding_count; i++) {
		struct cause_key key;
		size_t ports;

		if (!may_fold(&folding, i, &key))
			continue;
		ports = ports_of(folding.counted, folding.wide_keys, &key);
		if (ports >= least &&
		    ports > ports_of(folding.narrow, folding.narrow_keys,
		                     &entries[i].key))
			entries[i].key = key;
	}
	free(folding.wider);
	free(folding.counted);
	free(folding.narrow);
	return ok;
}

/* --- Causes ------------------------------------------------------------------------------ */

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = compare_keys(&x->key, &y->key);

	return order ? order : (x->finding > y->finding) - (x->finding < y->finding);
}

static void make_id(struct audit_cause *cause, const struct cause_key *key)
{
	static const struct hash_key fixed = { UINT64_C(0x6361757365), 1 };
	char address[ADDRESS_TEXT_SIZE], identity[160];
	int len =
		snprintf(identity, sizeof(identity), "%u %s %u/%u %u %.*s %s", key->shape,
	                 finding_matter_name((enum finding_matter)key->matter), key->port,
	                 key->transport, key->side, CAUSE_PAYLOAD, key->payload,
	                 address_format(&key->host, address));

	snprintf(cause->id, sizeof(cause->id), "C-%08x",
	         (unsigned)hash_bytes(&fixed, identity, (size_t)len));
}

static bool touches_internet(const struct audit_finding *finding)
{
	bool found = address_is_public(&finding->address);

	for (size_t i = 0; i < finding->peer_count && !found; i++)
		found = address_is_public(&finding->peers[i].address);
	return found;
}

static void count_in(struct audit_cause *cause, const struct audit_finding *finding)
{
	cause->findings[cause->finding_count++] = finding;
	cause->flows += finding->flows;
	cause->bytes += finding->bytes;
	cause->is_public |= touches_internet(finding);
	if (finding->first_us < cause->first_us)
		cause->first_us = finding->first_us;
	if (finding->last_us > cause->last_us)
		cause->last_us = finding->last_us;
	for (size_t hour = 0; finding->hours && hour < FINDING_HOURS; hour++)
		cause->hours[hour] += finding->hours[hour];
}

/* The cause of @count entries with one key. */
static bool make_cause(const struct judge *judge, const struct audit *audit,
                       struct arena *arena, const struct entry *entries, size_t count,
                       struct audit_cause *cause)
{
	const struct audit_finding *worst = &audit->findings[entries[0].finding];

	*cause = (struct audit_cause){ .severity = worst->severity,
		                       .kind = worst->kind,
		                       .first_us = worst->first_us,
		                       .last_us = worst->last_us };
	cause->findings = arena_alloc(arena, count, sizeof(*cause->findings));
	if (!cause->findings)
		return false;
	make_id(cause, &entries[0].key);
	for (size_t i = 0; i < count; i++)
		count_in(cause, &audit->findings[entries[i].finding]);
	return cause_words_fill(judge, arena, &entries[0].key, cause) &&
	       audit_remedy_fill(judge, arena, &entries[0].key, cause);
}

static int compare_causes(const void *a, const void *b)
{
	const struct audit_cause *x = a, *y = b;
	int order = (int)y->severity - (int)x->severity;

	if (order == 0)
		order = (int)y->is_public - (int)x->is_public;
	if (order == 0)
		order = (int)finding_kind_rank(x->kind) - (int)finding_kind_rank(y->kind);
	if (order == 0)
		order = (x->flows < y->flows) - (x->flows > y->flows);
	return order ? order : strcmp(x->id, y->id);
}

/* Findings of one key stand together now. */
static bool make_causes(const struct judge *judge, struct audit *audit,
                        struct arena *arena, const struct entry *entries)
{
	size_t count = audit->finding_count, causes = 0;

	for (size_t i = 0; i < count; i++)
		causes += i == 0 || compare_keys(&entries[i - 1], &entries[i]) != 0;
	audit->causes = arena_alloc(arena, causes, sizeof(*audit->causes));
	if (!audit->causes)
		return false;
	for (size_t first = 0, end; first < count; first = end) {
		for (end = first + 1;
		     end < count && compare_keys(&entries[first], &entries[end]) == 0;)
			end++;
		if (!make_cause(judge, audit, arena, &entries[first], end - first,
		                &audit->causes[audit->cause_count++]))
			return false;
	}
	array_sort(audit->causes, causes, sizeof(*audit->causes), compare_causes);
	return true;
}

/* Each finding knows its cause, and is remedied as that is. */
static bool tell_findings(struct audit *audit, struct arena *arena)
{
	for (size_t i = 0; i < audit->cause_count; i++) {
		const struct audit_cause *cause = &audit->causes[i];
		const char *remedy = audit_remedy_in_words(arena, cause);

		if (!remedy)
			return false;
		for (size_t j = 0; j < cause->finding_count; j++) {
			struct audit_finding *finding =
				&audit->findings[cause->findings[j] - audit->findings];

			finding->cause = i;
			finding->remedy = remedy;
		}
	}
	return true;
}

bool audit_build_causes(const struct judge *judge, struct audit *audit,
                        struct arena *arena)
{
	size_t count = audit->finding_count;
	struct entry *entries = malloc((count + 1) * sizeof(*entries));
	bool ok = entries != NULL;

	for (size_t i = 0; ok && i < count; i++)
		entries[i] = (struct entry){ own_key(&audit->findings[i]), (uint32_t)i };
	ok = ok && fold_servers(audit, entries) &&
	     fold_ports(audit, entries, source_key, SOURCE_PORTS) &&
	     fold_ports(audit, entries, listener_key, HOST_PORTS);
	if (ok) {
		array_sort(entries, count, sizeof(*entries), compare_entries);
		ok = make_causes(judge, audit, arena, entries) &&
		     tell_findings(audit, arena);
	}
	free(entries);
	return ok;
}
