/* SPDX-License-Identifier: BSD-2-Clause */
#include "folded_networks.h"

#include "base/say.h"
#include "base/sentences.h"

void folded_networks_add(struct folded_networks *networks, const struct address *base,
                         uint64_t clients)
{
	size_t i = 0;

	while (i < networks->count && !address_equal(&networks->items[i].base, base))
		i++;
	if (i == FOLDED_NETWORKS)
		return;
	if (i == networks->count) {
		networks->items[i].base = *base;
		networks->items[i].clients = 0;
		networks->count++;
	}
	networks->items[i].clients += clients;
}

void folded_networks_say(const struct folded_networks *networks, struct sentences *out)
{
	char address[ADDRESS_TEXT_SIZE], clients[SAY_NUMBER_SIZE];

	for (size_t i = 0; i < networks->count; i++) {
		const struct folded_network *network = &networks->items[i];

		address_format(&network->base, address);
		say_number(out->language, network->clients, clients);
		sentences_say(out,
		              "%1 stands for all clients of its network, of which the "
		              "store has %2: only attempts, and what a sensor accused, "
		              "are told by client",
		              (const char *[]){ address, clients, NULL });
	}
}
