/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * policy - catalogues and site compiled into row sets.
 *
 * Room: policy. Every row becomes one rule; one more when it documents both
 * directions, and one when it asks some of its peers alone for a certificate. A
 * set holds rules, and each rule leads back to its row. The four
 * look-ups of design section 2 are here: by port, by the responder's roles, by
 * the initiator's roles, by hints. The last three are computed once per
 * distinct argument and remembered, so a policy belongs to one thread.
 */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "policy/hint_rows.h"
#include "policy/host_class.h"
#include "policy/row_set.h"
#include "policy/rule.h"

struct catalogue;
struct error;
struct policy;
struct site;
struct site_network;

/**
 * Compile @catalogues and @site (may be NULL) into row sets; both are borrowed
 * for the policy's life. Fails when a `ports:` service names no row or the rules
 * outgrow a row set. Owned: policy_destroy().
 */
struct policy *policy_create(const struct catalogue *const *catalogues, size_t count,
                             const struct site *site, struct error *err);

/** The catalogues it was compiled from, in their order, with the rows that do not apply to the site as well. */
const struct catalogue *const *policy_catalogues(const struct policy *policy,
                                                 size_t *count);

const struct rule *policy_rules(const struct policy *policy, size_t *count);
const struct site *policy_site(
	const struct policy *policy); /* NULL when none was given */

/**
 * Roles that a host which the site file does not declare is taken to have when it acts
 * them: all without a site file, else those that `undeclared:` names, and those of the
 * domain's own services, which no audit of Lync is about. Others describe it only.
 */
role_set policy_earnable_roles(const struct policy *policy);

/** P: rules that list @port, without and of the wide ones. Borrowed. */
const struct row_set *policy_by_port(const struct policy *policy, uint8_t transport,
                                     uint16_t port);
const struct row_set *policy_wide_by_port(const struct policy *policy, uint8_t transport,
                                          uint16_t port);

/** The class of hosts with @traits: see policy/host_class.h. */
host_class policy_class_of(struct policy *policy, const struct host_traits *traits);

/**
 * The class of @address, by what the site file declares of it and by what it is.
 *
 * @name  set to that of the declared host, NULL when it is none; may be NULL
 */
host_class policy_class_at(struct policy *policy, const struct address *address,
                           const char **name);

/**
 * The class of @address as another one of the Lync server that the site file calls @name.
 *
 * @called  set to that name, as declared
 * @return  HOST_CLASS_UNKNOWN: no server is called so, or which of its sides this would be
 *          nobody knows
 */
host_class policy_class_of_server(struct policy *policy, const struct address *address,
                                  const char *name, size_t len, const char **called);

/** The class of whoever is in @network of the site and is no host of it. */
host_class policy_class_in(struct policy *policy, const struct site_network *network);

/** The class of a host of @class, declared or not, that turns out to have @roles. */
host_class policy_class_with_roles(struct policy *policy, host_class class,
                                   role_set roles);

/** What hosts of @class are known by. Borrowed until the next policy_class_of(). */
const struct host_traits *policy_traits(const struct policy *policy, host_class class);

/** The roles of hosts of @class. */
static inline role_set policy_roles(const struct policy *policy, host_class class)
{
	return policy_traits(policy, class)->roles;
}

/** Are hosts of @class of @standing? */
static inline bool policy_is(const struct policy *policy, host_class class,
                             enum host_standing standing)
{
	return policy_traits(policy, class)->standing & standing;
}

/** R: rules whose listener fits a host of @class. Borrowed until the next policy_class_of(). */
const struct row_set *policy_by_listener(const struct policy *policy, host_class class);

/** Rules that anybody may listen to: they say something only when the initiator fits. Borrowed. */
const struct row_set *policy_any_listener(const struct policy *policy);

/** S: rules whose initiator fits one (design: "Unknown hosts"). Borrowed likewise. */
const struct row_set *policy_by_initiator(const struct policy *policy, host_class class);

/** Rules that fit but for the side of an edge server or reverse proxy. Borrowed likewise. */
const struct row_set *policy_by_other_listener(const struct policy *policy,
                                               host_class class);
const struct row_set *policy_by_other_initiator(const struct policy *policy,
                                                host_class class);

/** H, and what the hints confirm. Borrowed until the next call. */
const struct hint_rows *policy_by_hints(struct policy *policy, uint64_t hints);

/** The rows that are about a name, and have this one: bits for policy_by_asked(). */
uint8_t policy_asked_for(const struct policy *policy, const char *name, size_t len);

/** The bit of the row with @id among those; 0 when it is about no name, or not there. */
uint8_t policy_asked_bit(const struct policy *policy, const char *id);

/** What @asked, bits of @before, is by the same rows of @policy. */
uint8_t policy_asked_as(const struct policy *policy, const struct policy *before,
                        uint8_t asked);

/** Those of @set that are about no name, or about one that was @asked for. */
struct row_set policy_by_asked(const struct policy *policy, const struct row_set *set,
                               uint8_t asked);

/** How well the tables know @port as a listener: 2 by a narrow row, 1 by a wide one, 0 not. */
unsigned policy_port_rank(const struct policy *policy, uint8_t transport, uint16_t port);

/** The first rule of @row, also of one that does not apply to the site: its ports are the site's. */
const struct rule *policy_rule_of(const struct policy *policy, const struct row *row);

/**
 * The rule by which a load balancer of @class would carry the port in another mode than
 * its own; NULL when none would, or it is none, or its mode is unstated.
 */
const struct rule *policy_other_mode(const struct policy *policy, host_class class,
                                     uint8_t transport, uint16_t port);

/**
 * Rules whose two ends have to be in one pool, as far as the site says who is in which;
 * NULL when there are none. Borrowed.
 */
const struct row_set *policy_same_pool(const struct policy *policy);

/** Is there a pool that hosts of both classes are in? */
bool policy_share_pool(const struct policy *policy, host_class one, host_class other);

void policy_destroy(struct policy *policy);

#endif
