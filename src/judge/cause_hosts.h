/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cause_hosts - the hosts and the ports that the findings of a cause have among them.
 *
 * Room: judge, private.
 */
#ifndef CAUSE_HOSTS_H
#define CAUSE_HOSTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/text.h"
#include "judge/cause.h"

struct judge;

struct cause_hosts {
	struct address
		*addresses; /* owned, sorted; of a declared host one stands for all */
	size_t count;
	bool more;    /* than these: not all were remembered */
	role_set all; /* roles that each of them has */
	bool are_public;
};

/** Those that listen. @return false when out of memory */
MUST_CHECK bool cause_hosts_listening(struct cause_hosts *hosts,
                                      const struct judge *judge,
                                      const struct audit_cause *cause);
/** Those that came. */
MUST_CHECK bool cause_hosts_coming(struct cause_hosts *hosts, const struct judge *judge,
                                   const struct audit_cause *cause);
void cause_hosts_fini(struct cause_hosts *hosts);

/** "fe01, fe02", "fe01 to fe03", "17 clients", "more than 16 Internet hosts". */
void cause_hosts_add(struct text *out, const struct judge *judge,
                     const struct cause_hosts *hosts, enum language language);

/* Ports of one transport, from low to high, that findings have. */
struct cause_ports {
	struct port_span *spans; /* owned, in order, those that touch are one */
	size_t count;
};

/** @return false when out of memory */
MUST_CHECK bool cause_ports_of(struct cause_ports *ports,
                               const struct audit_cause *cause);
void cause_ports_fini(struct cause_ports *ports);

/** "22/tcp", "80, 443/tcp"; of many how many. */
void cause_ports_add(struct text *out, const struct cause_ports *ports,
                     enum language language);

#endif
