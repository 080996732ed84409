/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each finding gets the key of what it is about by itself: port, transport, payload,
 * matter. Then ports are forgotten where one host or one source has many of them. No key
 * knows how many findings there are, what kind they are or which row is near.
 */
#include "cause_key.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "inspect/hint.h"
#include "judge/audit.h"

#define SOURCE_PORTS 5  /* different ports that one source comes to: probes */
#define HOST_PORTS   10 /* ports of one host that speak alike: one program */

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
	return address_compare(a, b);
}

static const struct address *only_peer(const struct audit_finding *finding)
{
	return finding->peers_total == 1 && finding->peer_count == 1
	               ? &finding->peers[0].address
	               : NULL;
}

/* All that an undeclared server serves, and all that it alone opens, is settled by declaring it. */
static bool fold_servers(const struct audit *audit, struct cause_entry *entries)
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
	return cause_key_compare(a, b);
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
	struct cause_entry *entries;
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
static bool fold_ports(const struct audit *audit, struct cause_entry *entries,
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

/* --- What was not heard ------------------------------------------------------------------ */

/* What two findings share that differ in what is spoken alone: silence, and one who spoke. */
struct heard {
	uint32_t port; /* and transport */
	uint8_t side;
	const struct cause_key *key; /* of who spoke; NULL: of silence */
	struct cause_entry *entry;   /* to whom it may go over */
};

static int compare_heard(const void *a, const void *b)
{
	const struct heard *x = a, *y = b;
	int order = (x->port > y->port) - (x->port < y->port);

	return order ? order : (int)x->side - (int)y->side;
}

/* Findings about listeners that are told by their ports still, or by their media. */
static size_t list_heard(const struct audit *audit, struct cause_entry *entries,
                         struct heard *heard)
{
	size_t count = 0;

	for (size_t i = 0; i < audit->finding_count; i++) {
		const struct cause_key *key = &entries[i].key;

		if (key->matter != MATTER_LISTENER ||
		    (key->shape != CAUSE_PORT && key->shape != CAUSE_MEDIA))
			continue;
		heard[count++] = (struct heard){
			.port = (uint32_t)key->transport << 16 | audit->findings[i].port,
			.side = key->side,
			.key = key->payload[0] ? key : NULL,
			.entry = &entries[i],
		};
	}
	return count;
}

/* The only key of those who spoke; NULL: nobody did, or several in different ways. */
static const struct cause_key *only_key(const struct heard *heard, size_t count)
{
	const struct cause_key *only = NULL;

	for (size_t i = 0; i < count; i++) {
		if (!heard[i].key)
			continue;
		if (only && compare_keys(only, heard[i].key) != 0)
			return NULL;
		only = heard[i].key;
	}
	return only;
}

/*
 * A listener of which no word was seen, because it kept silent or its inspection was given
 * up, goes with those of its port that spoke, if they all speak alike: what was not seen
 * contradicts nothing.
 */
static bool fold_silent(const struct audit *audit, struct cause_entry *entries)
{
	struct heard *heard = malloc((audit->finding_count + 1) * sizeof(*heard));
	size_t count;

	if (!heard)
		return false;
	count = list_heard(audit, entries, heard);
	array_sort(heard, count, sizeof(*heard), compare_heard);
	for (size_t first = 0, end; first < count; first = end) {
		const struct cause_key *key;

		for (end = first + 1;
		     end < count && compare_heard(&heard[first], &heard[end]) == 0;)
			end++;
		key = only_key(&heard[first], end - first);
		for (size_t i = first; key && i < end; i++)
			if (!heard[i].key)
				heard[i].entry->key = *key;
	}
	free(heard);
	return true;
}

/* --- All of it ---------------------------------------------------------------------------- */

bool cause_keys_fill(const struct audit *audit, struct cause_entry *entries)
{
	for (size_t i = 0; i < audit->finding_count; i++)
		entries[i] =
			(struct cause_entry){ own_key(&audit->findings[i]), (uint32_t)i };
	return fold_servers(audit, entries) &&
	       fold_ports(audit, entries, source_key, SOURCE_PORTS) &&
	       fold_ports(audit, entries, listener_key, HOST_PORTS) &&
	       fold_silent(audit, entries);
}
