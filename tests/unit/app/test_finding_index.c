/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "decode/packet.h"
#include "judge/audit.h"

#include "../../../src/app/finding_index.h"

#define FINDINGS 400
#define PACKETS  20000

static struct address made_address(unsigned number)
{
	return address_from_ipv4((const uint8_t[]){ 10, 1, 1, (uint8_t)number });
}

static unsigned below(unsigned limit)
{
	return (unsigned)random() % limit;
}

/* Few hosts and ports, so that everything collides with everything. */
static void make_finding(struct audit_finding *finding, struct audit_peer *peers)
{
	*finding = (struct audit_finding){ .address = made_address(below(5)),
		                           .port = (uint16_t)(1 + below(20)),
		                           .transport = below(2) ? 6 : 17,
		                           .peers = peers,
		                           .peer_count = below(3) };
	finding->port_high = finding->port;
	finding->peers_total = finding->peer_count + below(2);
	for (size_t i = 0; i < finding->peer_count; i++)
		peers[i].address = made_address(below(8));
	if (below(10) == 0)
		finding->port_high = (uint16_t)(finding->port + below(9));
	if (below(40) == 0)
		finding->transport = 0;
}

static bool has_peer(const struct audit_finding *finding, const struct address *address)
{
	for (size_t i = 0; i < finding->peer_count; i++)
		if (address_equal(&finding->peers[i].address, address))
			return true;
	return finding->peer_count == 0 || finding->peers_total > finding->peer_count;
}

static bool is_about(const struct audit_finding *finding, const struct address *listener,
                     uint16_t port, uint8_t transport, const struct address *peer)
{
	if (!address_equal(&finding->address, listener))
		return false;
	return finding->transport == 0 ||
	       (finding->transport == transport && port >= finding->port &&
	        port <= finding->port_high && has_peer(finding, peer));
}

/* What the index has to find, by looking at each. */
static const struct audit_finding *first_about(const struct audit *audit,
                                               const struct packet *packet)
{
	for (size_t i = 0; i < audit->finding_count; i++)
		if (is_about(&audit->findings[i], &packet->target, packet->target_port,
		             packet->transport, &packet->source) ||
		    is_about(&audit->findings[i], &packet->source, packet->source_port,
		             packet->transport, &packet->target))
			return &audit->findings[i];
	return NULL;
}

static void it_finds_what_looking_at_each_finds(void **state)
{
	struct audit_finding findings[FINDINGS];
	struct audit_peer peers[FINDINGS][2];

	(void)state;
	srandom(1);
	for (size_t count = 0; count <= FINDINGS; count += 1 + count / 2) {
		struct audit audit = { .findings = findings, .finding_count = count };
		struct finding_index *index;
		unsigned found = 0;

		for (size_t i = 0; i < count; i++)
			make_finding(&findings[i], peers[i]);
		index = finding_index_create(&audit);
		assert_non_null(index);
		for (size_t i = 0; i < PACKETS; i++) {
			struct packet packet = { .source = made_address(below(8)),
				                 .target = made_address(below(8)),
				                 .source_port = (uint16_t)below(32),
				                 .target_port = (uint16_t)below(32),
				                 .transport = below(2) ? 6 : 17 };
			const struct audit_finding *got =
				finding_index_find(index, &packet);

			assert_ptr_equal(got, first_about(&audit, &packet));
			found += got != NULL;
		}
		assert_true(count == 0 ? found == 0 : found > 0 && found < PACKETS);
		finding_index_destroy(index);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_finds_what_looking_at_each_finds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
