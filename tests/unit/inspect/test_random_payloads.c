/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random bytes are nothing. Encrypted media and unknown protocols look like
 * this, on the very ports the tables list; a claim here is a false one.
 * RANDOM_PAYLOADS sets how many flows are made.
 */
#include "../unit.h"

#include "feed.h"

#include "inspect/label_map.h"
#include "inspect/signature_set.h"
#include "policy/signature_file.h"

#define DEFAULT_FLOWS   200000
#define PAYLOADS_A_FLOW 3
#define LONGEST         200

static uint64_t next_random(uint64_t *state)
{
	/* xorshift64*, Vigna 2016: the same on every run. */
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * UINT64_C(2685821657736338717);
}

static void fill(uint8_t *bytes, size_t len, uint64_t *state)
{
	for (size_t i = 0; i < len; i += 8) {
		uint64_t word = next_random(state);

		memcpy(bytes + i, &word, 8);
	}
}

static uint64_t flows_wanted(void)
{
	const char *text = getenv("RANDOM_PAYLOADS");

	return text ? strtoull(text, NULL, 10) : DEFAULT_FLOWS;
}

static uint64_t one_flow(struct inspector *inspector, uint64_t *random)
{
	static const uint16_t ports[] = { 443, 3478, 5061, 5060, 50000, 135, 1434, 8057 };
	uint8_t bytes[LONGEST + 8];
	uint64_t choice = next_random(random);
	struct feed feed;

	feed_init(&feed, inspector, choice & 1 ? TRANSPORT_TCP : TRANSPORT_UDP,
	          ports[choice >> 1 & 7], choice & 16 ? FLOW_BY_SYN : FLOW_BY_FIRST);
	for (int i = 0; i < PAYLOADS_A_FLOW; i++) {
		size_t len = 1 + next_random(random) % LONGEST;

		fill(bytes, len, random);
		feed_bytes(&feed, i != 1, bytes, len);
	}
	feed_end(&feed);
	uint64_t hints = feed.flow.hints;

	if (hints & HINT_BIT(HINT_OTHER)) {
		char name[256];

		print_message("# other: %s\n", feed_detail(&feed, DETAIL_PROTOCOL, name));
	}
	feed_fini(&feed);
	return hints;
}

static const char *shipped(const char *name, char path[static 512])
{
	const char *srcdir = getenv("srcdir");

	snprintf(path, 512, "%s/signatures/%s", srcdir ? srcdir : ".", name);
	return path;
}

/* With the signatures and the label map that lynctap ships. */
static void random_bytes_get_no_hints(void **state)
{
	char path[512];
	struct error err;
	struct signature_set *signatures =
		signature_file_load(shipped("payload.yaml", path), &err);
	struct label_map *labels = label_file_load(shipped("ndpi.yaml", path), &err);
	struct inspector_options options = { .signatures = signatures, .labels = labels };
	struct inspector *inspector = inspector_create(&options, &err);
	uint64_t random = 20261122, flows = flows_wanted();
	uint64_t claims[HINTS] = { 0 }, total = 0;

	(void)state;
	assert_non_null(signatures);
	assert_non_null(labels);
	assert_non_null(inspector);
	for (uint64_t i = 0; i < flows; i++) {
		uint64_t hints = one_flow(inspector, &random);

		for (int hint = 0; hints >> hint; hint++) {
			claims[hint] += hints >> hint & 1;
			total += hints >> hint & 1;
		}
	}
	for (int hint = 0; hint < HINTS; hint++) {
		if (claims[hint])
			print_message("# %s: %llu of %llu flows\n",
			              hint_name((enum hint)hint),
			              (unsigned long long)claims[hint],
			              (unsigned long long)flows);
	}
	inspector_destroy(inspector);
	label_map_destroy(labels);
	signature_set_destroy(signatures);
	assert_int_equal(total, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_bytes_get_no_hints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
