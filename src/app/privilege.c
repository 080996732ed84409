/* SPDX-License-Identifier: BSD-2-Clause */
#include "privilege.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"

#define MOST_DESCRIPTORS ((rlim_t)UINT16_MAX + 1024) /* of inputs, and the others */

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

/* --- Who ------------------------------------------------------------------------------ */

struct identity {
	uid_t uid;
	gid_t gid;
};

static bool parse_id(const char *text, unsigned *id)
{
	char *end;

	errno = 0;
	if (*text < '0' || *text > '9')
		return false;
	unsigned long value = strtoul(text, &end, 10);
	/* The highest number stands for "as it is". */
	if (errno || *end || value >= UINT32_MAX)
		return false;
	*id = (unsigned)value;
	return true;
}

static bool find_user(const char *name, struct identity *identity)
{
	const struct passwd *entry = getpwnam(name);
	unsigned id;

	if (!entry && parse_id(name, &id)) {
		entry = getpwuid(id);
		/* A container may know numbers only. */
		if (!entry)
			*identity = (struct identity){ id, id };
	} else if (!entry) {
		return false;
	}
	if (entry)
		*identity = (struct identity){ entry->pw_uid, entry->pw_gid };
	return true;
}

static bool find_group(const char *name, gid_t *gid)
{
	const struct group *entry = getgrnam(name);
	unsigned id;

	if (entry)
		*gid = entry->gr_gid;
	else if (parse_id(name, &id))
		*gid = id;
	else
		return false;
	return true;
}

/* Whom root becomes when nobody was named. */
static void find_default(struct identity *identity)
{
	const char *const candidates[] = { "lynctap", getenv("SUDO_USER"), "nobody" };

	for (size_t i = 0; i < ARRAY_LEN(candidates); i++)
		if (candidates[i] && *candidates[i] &&
		    find_user(candidates[i], identity) && identity->uid != 0)
			return;
	*identity = (struct identity){ 65534, 65534 };
}

static bool choose(const char *user, const char *group, struct identity *chosen,
                   struct error *err)
{
	*chosen = (struct identity){ getuid(), getgid() };
	if (user && !find_user(user, chosen))
		return error_set(err, "there is no user '%s'", user);
	if (!user && geteuid() == 0)
		find_default(chosen);
	if (group && !find_group(group, &chosen->gid))
		return error_set(err, "there is no group '%s'", group);
	return true;
}

/* --- Becoming it ------------------------------------------------------------------------ */

static void drop_capability_bounds(void)
{
	for (unsigned long i = 0; i < 64; i++)
		if (prctl(PR_CAPBSET_DROP, i, 0, 0, 0) != 0 && errno == EINVAL)
			break; /* there are no more */
}

static bool drop_capabilities(struct error *err)
{
	struct __user_cap_header_struct header = { .version =
		                                           _LINUX_CAPABILITY_VERSION_3 };
	const struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { { 0 } };

	/* A kernel without ambient ones has none to clear. */
	(void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	if (syscall(SYS_capset, &header, none) != 0)
		return error_set(err, "cannot give up capabilities: %s", strerror(errno));
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return error_set(err, "cannot give up new privileges: %s",
		                 strerror(errno));
#ifndef INSTRUMENTED /* the leak checker looks into its own process */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return error_set(err, "cannot give up core dumps: %s", strerror(errno));
#endif
	return true;
}

static bool become(const struct identity *chosen)
{
	if (getuid() == chosen->uid && geteuid() == chosen->uid &&
	    getgid() == chosen->gid && getegid() == chosen->gid && chosen->uid != 0)
		return true;
	/* Who may not leave groups may not have others either: it has no more than before. */
	if (geteuid() == 0 && setgroups(0, NULL) != 0)
		return false;
	return setresgid(chosen->gid, chosen->gid, chosen->gid) == 0 &&
	       setresuid(chosen->uid, chosen->uid, chosen->uid) == 0;
}

static void describe(struct privilege *now)
{
	const struct passwd *entry = getpwuid(getuid());

	if (entry)
		snprintf(now->user, sizeof(now->user), "%s", entry->pw_name);
	else
		snprintf(now->user, sizeof(now->user), "%u", (unsigned)getuid());
	now->is_root = geteuid() == 0;
	now->keeps_root_group = now->changed && getegid() == 0;
}

bool privilege_drop(const char *user, const char *group, struct privilege *now,
                    struct error *err)
{
	const uid_t before = geteuid();
	struct identity chosen;

	*now = (struct privilege){ .changed = false };
	if (!choose(user, group, &chosen, err))
		return false;
	drop_capability_bounds();
	/* A container may have nobody but root: then root has to do, without its powers. */
	if (!become(&chosen) && (user || group || before != 0))
		return error_set(err, "cannot become user %s group %s: %s",
		                 user ? user : "(same)", group ? group : "(same)",
		                 strerror(errno));
	if (geteuid() != 0 && setuid(0) == 0)
		return error_set(err, "dropping root did not hold");
	now->changed = before != geteuid();
	describe(now);
	return drop_capabilities(err);
}

void privilege_explain_denial(const struct privilege *now, struct error *err)
{
	struct error why = *err;

	if (now->changed && strstr(err->text, strerror(EACCES)))
		error_set(err, "%s (as user %s; -u names another)", why.text, now->user);
}
