/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * topology - a site file from what a deployment says of itself.
 *
 * Room: topology. Exports are read one after the other and become one
 * deployment; then it is written as a site file. Nothing is invented: what an
 * export does not say is a comment where it would stand, and a remark.
 */
#ifndef TOPOLOGY_TOPOLOGY_H
#define TOPOLOGY_TOPOLOGY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"
#include "base/attributes.h"
#include "policy/site.h"

struct catalogue;
struct deployment;
struct draft;
struct error;
struct text;

/** Owned: topology_destroy(). NULL: out of memory. */
MUST_CHECK struct deployment *topology_create(void);

/** Load the libraries that reading takes: for who can open no file any more once it reads. */
void topology_load_libraries(void);

/**
 * Read one export, which @fd is open on: a topology as XML, .tbxml or in the .zip of
 * Export-CsConfiguration, or what the cmdlets print, as JSON, CLIXML or text.
 * On failure the deployment is to be destroyed.
 */
MUST_CHECK bool topology_read(struct deployment *deployment, int fd, const char *path,
                              struct error *err);

/** The same for @len bytes that errors call @file. */
MUST_CHECK bool topology_read_bytes(struct deployment *deployment, const char *file,
                                    const char *bytes, size_t len, struct error *err);

/** Read names and addresses, as a hosts file or CSV, for the hosts that have none. */
MUST_CHECK bool topology_read_hosts(struct deployment *deployment, int fd,
                                    const char *path, struct error *err);
MUST_CHECK bool topology_read_hosts_bytes(struct deployment *deployment, const char *file,
                                          const char *bytes, size_t len,
                                          struct error *err);

/* A name and an address of it, as a capture has them. */
struct topology_seen {
	const char *name; /* borrowed for the call */
	struct address address;
};

/** Take addresses from a capture for hosts that have none and that no hosts file names. @return false when out of memory */
MUST_CHECK bool topology_add_seen(struct deployment *deployment,
                                  const struct topology_seen *seen, size_t count);

/**
 * Write below the hosts and networks of the exports what traffic showed besides: what no
 * topology knows as items, servers that it should have as remarks.
 *
 * @draft  borrowed until topology_write() is done, which marks what is known already
 */
void topology_set_draft(struct deployment *deployment, struct draft *draft);

/** Roles of hosts that no export has an address of. To be asked once it was written. */
role_set topology_unlisted_roles(const struct deployment *deployment);

/** What the servers run, PRODUCT_UNSTATED when no export says it. */
enum product topology_product(const struct deployment *deployment);

/**
 * Write it as a site file; again when the draft has grown.
 *
 * @catalogues  those of the product: only ports that they do not document are stated
 * @remarks     what could not be known, a sentence a line
 */
MUST_CHECK bool topology_write(struct deployment *deployment,
                               const struct catalogue *const *catalogues, size_t count,
                               struct text *site, struct text *remarks,
                               struct error *err);

void topology_destroy(struct deployment *deployment);

#endif
