/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/role.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/say.h"
#include "base/text.h"

static_assert(ROLES <= ROLE_BALANCED_SHIFT,
              "the upper half of a role set holds balanced roles");

static const char *const names[ROLES] = {
	[ROLE_FRONT_END] = "front-end",
	[ROLE_DIRECTOR] = "director",
	[ROLE_MEDIATION] = "mediation",
	[ROLE_CMS] = "cms",
	[ROLE_PERSISTENT_CHAT] = "persistent-chat",
	[ROLE_OFFICE_WEB_APPS] = "office-web-apps",
	[ROLE_EDGE] = "edge",
	[ROLE_REVERSE_PROXY] = "reverse-proxy",
	[ROLE_SBA] = "sba",
	[ROLE_GATEWAY] = "gateway",
	[ROLE_LOAD_BALANCER] = "load-balancer",
	[ROLE_SQL_SERVER] = "sql-server",
	[ROLE_FILE_SERVER] = "file-server",
	[ROLE_EXCHANGE_UM] = "exchange-um",
	[ROLE_RCC_GATEWAY] = "rcc-gateway",
	[ROLE_E911_GATEWAY] = "e911-gateway",
	[ROLE_DOMAIN_CONTROLLER] = "domain-controller",
	[ROLE_DHCP_SERVER] = "dhcp-server",
	[ROLE_TRUSTED_APPLICATION] = "trusted-application",
	[ROLE_VIDEO_INTEROP] = "video-interop",
	[ROLE_STATISTICS_MANAGER] = "statistics-manager",
	[ROLE_OPERATIONS_MANAGER] = "operations-manager",
	[ROLE_CLIENT] = "client",
	[ROLE_PHONE] = "phone",
	[ROLE_ALL_SERVERS] = "all-servers",
	[ROLE_ALL_INTERNAL_SERVERS] = "all-internal-servers",
};

const char *role_name(enum role role)
{
	return names[role];
}

bool role_parse(enum role *role, const char *name)
{
	for (size_t i = 0; i < ROLES; i++) {
		if (strcmp(names[i], name) == 0) {
			*role = (enum role)i;
			return true;
		}
	}
	return false;
}

role_set role_members(enum role role)
{
	if (role == ROLE_ALL_SERVERS)
		return ROLE_RUNS_LYNC;
	if (role == ROLE_ALL_INTERNAL_SERVERS)
		return ROLE_RUNS_LYNC & ~ROLE_BIT(ROLE_EDGE);
	return ROLE_BIT(role);
}

static void add_roles(struct text *out, enum language language, role_set roles,
                      const char *between, const char *last)
{
	role_set left = role_set_own(roles);

	for (; left; left &= left - 1) {
		const role_set after = left & (left - 1);

		text_add(out, say(language, role_name((enum role)__builtin_ctzll(left))));
		if (after)
			text_add(out, after & (after - 1) ? between : last);
	}
}

void text_say_roles(struct text *out, enum language language, role_set roles,
                    const char *last)
{
	add_roles(out, language, roles, ", ", say(language, last));
}

void text_add_roles(struct text *out, role_set roles, const char *between)
{
	add_roles(out, LANGUAGE_EN, roles, between, between);
}
