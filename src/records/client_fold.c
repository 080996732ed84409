/* SPDX-License-Identifier: BSD-2-Clause */
#include "client_fold.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "records/record.h"
#include "store/fold_site.h"
#include "store/store.h"

#include "field.h"

/* Whoever has a greater number in the store is not counted: it gives them in their order. */
#define MOST_HOSTS (UINT64_C(1) << 27)

#define FIRST_HOSTS 65536

struct client_fold {
	const struct fold_site *site; /* borrowed */
	uint64_t *clients;            /* owned: of each network */
	uint8_t *counted;             /* owned: a bit for each host, by number */
	uint64_t hosts;               /* that there are bits for */
};

struct client_fold *client_fold_create(const struct fold_site *site)
{
	struct client_fold *fold = calloc(1, sizeof(*fold));

	if (!fold)
		return NULL;
	fold->site = site;
	fold->clients = calloc(site->network_count + 1, sizeof(*fold->clients));
	if (fold->clients)
		return fold;
	client_fold_destroy(fold);
	return NULL;
}

void client_fold_destroy(struct client_fold *fold)
{
	if (!fold)
		return;
	free(fold->clients);
	free(fold->counted);
	free(fold);
}

/* --- Of which kinds ------------------------------------------------------------------ */

static bool is_of(const json_t *lync, const char *key, const struct fold_words *words)
{
	const char *word = field_word(lync, key);

	return word && fold_words_have(words, word);
}

static bool shows(const json_t *lync, const char *key, const char *hint)
{
	const json_t *member;
	size_t index;

	json_array_foreach(json_object_get(lync, key), index, member)
	{
		if (json_is_string(member) &&
		    strcmp(json_string_value(member), hint) == 0)
			return true;
	}
	return false;
}

bool client_fold_takes_kind(const char *kind, size_t len)
{
	json_error_t reason;
	json_t *object =
		json_loadb(kind, len, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &reason);
	const json_t *lync = json_object_get(object, "lync");
	bool takes = is_of(lync, "verdict", &fold_site_verdicts) &&
	             is_of(lync, "flow_state", &fold_site_states) &&
	             !shows(lync, "hints_initiator", FOLD_SITE_APART);

	json_decref(object);
	return takes;
}

/* --- Of whom ------------------------------------------------------------------------- */

/* Make room for a bit for @host. @return whether there is */
static bool reach(struct client_fold *fold, uint64_t host)
{
	uint64_t more = fold->hosts ? fold->hosts : FIRST_HOSTS;
	uint8_t *counted;

	if (host < fold->hosts)
		return true;
	if (host >= MOST_HOSTS)
		return false;
	while (more <= host)
		more *= 2;
	counted = realloc(fold->counted, more / 8);
	if (!counted)
		return false;
	memset(counted + fold->hosts / 8, 0, (more - fold->hosts) / 8);
	fold->counted = counted;
	fold->hosts = more;
	return true;
}

static void count(struct client_fold *fold, uint64_t host, size_t network)
{
	const uint8_t bit = (uint8_t)(1u << host % 8);

	if (!reach(fold, host) || fold->counted[host / 8] & bit)
		return;
	fold->counted[host / 8] |= bit;
	fold->clients[network]++;
}

void client_fold_take(struct client_fold *fold, struct store_record *own, bool may_fold)
{
	size_t network = fold_site_network(fold->site, &own->initiator);

	if (network == fold->site->network_count)
		return;
	count(fold, own->initiator_id, network);
	if (may_fold && !fold_site_is_apart(fold->site, &own->initiator))
		own->initiator = fold->site->networks[network].base;
}

void client_fold_tell(const struct client_fold *fold, const struct record_taker *taker)
{
	for (size_t i = 0; taker->folded && i < fold->site->network_count; i++)
		if (fold->clients[i] > 0)
			taker->folded(&fold->site->networks[i].base, fold->clients[i],
			              taker->context);
}
