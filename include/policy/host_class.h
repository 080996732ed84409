/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * host_class - all that rules ask of a host, as one small number.
 *
 * Room: policy. Hosts of which the same is known are of one class, so the rules
 * that fit a host are found by a number and not by what it is made of.
 */
#ifndef POLICY_HOST_CLASS_H
#define POLICY_HOST_CLASS_H

#include <stdint.h>

#include "policy/role.h"
#include "policy/row.h"

/* How a host stands to the site. */
enum host_standing {
	HOST_DECLARED = 1, /* the site file has it, as a host or in a network */
	HOST_PUBLIC = 2,   /* its address is public */
	HOST_OUTSIDE = 4,  /* of the Internet: public, and no declared host's */
	HOST_GUARDED = 8,  /* nothing but Lync has business there */
};

/* What rules can ask; hashed and compared as bytes, so without padding. */
struct host_traits {
	role_set roles;    /* its own and those it balances */
	uint8_t interface; /* enum row_interface: the side it is of an edge server or
	                      reverse proxy; unstated: it has no sides, or nobody knows */
	uint8_t standing;  /* bits of enum host_standing */
	uint8_t mode; /* enum load_balancing, of a balancer: its pool's, or the site's */
	uint8_t product; /* enum product, where the site has several */
	uint16_t ports; /* number of the list of ports it has of its own; 0: the site's */
	uint16_t pools; /* number of the set of pools it is in; 0: none */
};

/** The side of an address of which only this is known: that of the Internet is external. */
static inline uint8_t host_interface(role_set roles, uint8_t standing)
{
	return role_set_has_sides(roles) && standing & HOST_OUTSIDE
	               ? ROW_INTERFACE_EXTERNAL
	               : ROW_INTERFACE_UNSTATED;
}

typedef uint16_t host_class; /* numbers of one policy */

#define HOST_CLASS_UNKNOWN 0 /* nothing is known of the host */
#define HOST_CLASS_ANYBODY 1 /* has every role: who may be behind a group address */

#endif
