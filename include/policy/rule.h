/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rule - one direction of one row, as this site has it.
 *
 * Room: policy. Everything after this room knows rules: a row states what its
 * document printed, a rule what the site made of it (its ports may be others).
 */
#ifndef POLICY_RULE_H
#define POLICY_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "policy/role.h"
#include "policy/row.h"

/* A rule with more ports than this says little by port alone: design section 2. */
#define RULE_WIDE_PORTS 4096

struct rule {
	const struct row *row; /* borrowed */
	role_set listener_all; /* the responder has all of these … */
	role_set listener_any; /* … and, unless 0, one of these */
	role_set initiator_all;
	role_set initiator_any;
	bool any_listener, any_initiator;
	bool role_listens;             /* the row's own role does; else it initiates */
	const struct port_span *ports; /* borrowed: the row's, or the site's */
	size_t port_count;
	/* A row that a host or pool has on other ports is several rules. Which of them is for
	   hosts with a list of ports, by its number; borrowed, NULL: the row is one. */
	const uint16_t *variants;
	uint16_t variant; /* this one */
	uint8_t products; /* bits by enum product, of its catalogue; 0: all */
	uint8_t mode;     /* enum load_balancing, of its table; unstated: any */
	bool known_only;  /* of a catalogue that explains but does not document */
	bool wide;        /* see rule_is_wide() */
	bool mutual;      /* where TLS is spoken, the initiator shows a certificate */
	bool open_to_users; /* mutual, on a listener that asks clients and phones for none */
};

/** Does it list so many ports that one of them alone says little? */
static inline bool rule_is_wide(const struct rule *rule)
{
	return rule->wide;
}

/** Give it its ports, borrowed, and see whether it is wide. */
void rule_set_ports(struct rule *rule, const struct port_span *ports, size_t count);

/** Does it list @port? */
bool rule_lists_port(const struct rule *rule, uint8_t transport, uint16_t port);

/** Does it list media on a range? Such a port is never proof alone. */
bool rule_is_media_range(const struct rule *rule);

#endif
