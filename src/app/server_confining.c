/* SPDX-License-Identifier: BSD-2-Clause */
#include "server_confining.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#include "confinement.h"
#include "landlock.h"
#include "options.h"
#include "privilege.h"

/* Ports. */
#define DNS   53
#define HTTP  80
#define HTTPS 443

/* Where @url leads: behind the host, or as its scheme has it. */
static uint16_t port_of(const char *url)
{
	const char *host = strstr(url, "://"), *colon;
	size_t len;

	host = host ? host + 3 : url;
	len = strcspn(host, "/?#");
	colon = memrchr(host, ':', len);
	/* Colons of an IPv6 address are in brackets. */
	if (colon && !memchr(colon, ']', len - (size_t)(colon - host)))
		return (uint16_t)strtoul(colon + 1, NULL, 10);
	return strncmp(url, "https", 5) == 0 ? HTTPS : HTTP;
}

bool server_confine(const char *url, const struct options *options, struct error *err)
{
	struct privilege now;
	struct landlock landlock;
	bool ok;

	if (!privilege_drop(options->user, options->group, &now, err))
		return false;
	if (confinement_is_off(options->sandbox) || landlock_abi() == 0)
		return true;
	ok = landlock_init(&landlock, err) &&
	     landlock_allow(&landlock, "/", LANDLOCK_READ, err) &&
	     landlock_allow_port(&landlock, port_of(url), err) &&
	     landlock_allow_port(&landlock, DNS, err) && landlock_enforce(&landlock, err);
	landlock_fini(&landlock);
	return ok || options->sandbox == CONFINEMENT_WARN;
}
