/* SPDX-License-Identifier: BSD-2-Clause */
#include "privilege.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/error.h"

#define MOST_DESCRIPTORS ((rlim_t)UINT16_MAX + 1024) /* of inputs, and the others */

static bool find_group(const char *name, gid_t *group, struct error *err)
{
	const struct group *entry = getgrnam(name);

	if (!entry)
		return error_set(err, "there is no group '%s'", name);
	*group = entry->gr_gid;
	return true;
}

void privilege_raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	if (limit.rlim_max < MOST_DESCRIPTORS) {
		const struct rlimit more = { MOST_DESCRIPTORS, MOST_DESCRIPTORS };

		/* What only root may do. */
		if (setrlimit(RLIMIT_NOFILE, &more) == 0)
			return;
	}
	limit.rlim_cur =
		limit.rlim_max < MOST_DESCRIPTORS ? limit.rlim_max : MOST_DESCRIPTORS;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

bool privilege_drop(const char *user, const char *group, struct error *err)
{
	uid_t uid = getuid();
	gid_t gid = getgid();

	if (!user && !group)
		return true;
	if (user) {
		const struct passwd *entry = getpwnam(user);

		if (!entry)
			return error_set(err, "there is no user '%s'", user);
		uid = entry->pw_uid;
		gid = entry->pw_gid;
	}
	if (group && !find_group(group, &gid, err))
		return false;
	if (setgroups(0, NULL) != 0 || setresgid(gid, gid, gid) != 0 ||
	    setresuid(uid, uid, uid) != 0)
		return error_set(err, "cannot become user %s group %s: %s",
		                 user ? user : "(same)", group ? group : "(same)",
		                 strerror(errno));
	if (uid != 0 && setuid(0) == 0)
		return error_set(err, "dropping root did not hold");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return error_set(err, "cannot give up new privileges: %s",
		                 strerror(errno));
	return true;
}
