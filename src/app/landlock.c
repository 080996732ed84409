/* SPDX-License-Identifier: BSD-2-Clause */
#include "landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"

/* What headers of 2022 do not have: include/uapi/linux/landlock.h of Linux 6.12. */
#define FS_REFER         (UINT64_C(1) << 13)
#define FS_TRUNCATE      (UINT64_C(1) << 14)
#define FS_IOCTL_DEV     (UINT64_C(1) << 15)
#define FS_FIRST         ((UINT64_C(1) << 13) - 1) /* of ABI 1 */
#define NET_TCP          UINT64_C(3)               /* bind and connect */
#define NET_CONNECT      UINT64_C(2)
#define NET_ABI          4
#define RULE_NET_PORT    2
#define SCOPE_ALL        UINT64_C(3) /* abstract sockets, signals */
#define LATEST_ABI       6
#define FILE_RIGHTS_ONLY (LANDLOCK_ACCESS_FS_READ_FILE | FS_TRUNCATE)

struct ruleset {
	uint64_t files, network, scope;
};

/* What each ABI can refuse, and how much of the struct it knows. */
static const struct {
	struct ruleset refused;
	size_t size;
} abis[LATEST_ABI + 1] = {
	[1] = { { FS_FIRST, 0, 0 }, 8 },
	[2] = { { FS_FIRST | FS_REFER, 0, 0 }, 8 },
	[3] = { { FS_FIRST | FS_REFER | FS_TRUNCATE, 0, 0 }, 8 },
	[4] = { { FS_FIRST | FS_REFER | FS_TRUNCATE, NET_TCP, 0 }, 16 },
	[5] = { { FS_FIRST | FS_REFER | FS_TRUNCATE | FS_IOCTL_DEV, NET_TCP, 0 }, 16 },
	[6] = { { FS_FIRST | FS_REFER | FS_TRUNCATE | FS_IOCTL_DEV, NET_TCP, SCOPE_ALL },
	        24 },
};

static const uint64_t rights[] = {
	[LANDLOCK_READ] = LANDLOCK_ACCESS_FS_READ_FILE,
	[LANDLOCK_READ_DIR] = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
	[LANDLOCK_REPLACE] =
		LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |
		LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
		LANDLOCK_ACCESS_FS_MAKE_SYM | FS_TRUNCATE,
};

int landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
	                   LANDLOCK_CREATE_RULESET_VERSION);

	return abi < 0 ? 0 : (int)abi;
}

static int usable(int abi)
{
	return abi < LATEST_ABI ? abi : LATEST_ABI;
}

bool landlock_init(struct landlock *landlock, struct error *err)
{
	*landlock = (struct landlock){ .ruleset = -1, .abi = landlock_abi() };
	if (landlock->abi == 0)
		return true;
	landlock->ruleset = (int)syscall(SYS_landlock_create_ruleset,
	                                 &abis[usable(landlock->abi)].refused,
	                                 abis[usable(landlock->abi)].size, 0);
	return landlock->ruleset >= 0 ||
	       error_set(err, "no Landlock ruleset: %s", strerror(errno));
}

static bool add_rule(const struct landlock *landlock, int fd, enum landlock_right right)
{
	struct stat about;
	struct landlock_path_beneath_attr rule = {
		.allowed_access =
			rights[right] & abis[usable(landlock->abi)].refused.files,
		.parent_fd = fd,
	};

	if (fstat(fd, &about) == 0 && !S_ISDIR(about.st_mode))
		rule.allowed_access &= FILE_RIGHTS_ONLY;
	return syscall(SYS_landlock_add_rule, landlock->ruleset,
	               LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

bool landlock_allow(struct landlock *landlock, const char *path,
                    enum landlock_right right, struct error *err)
{
	int fd;
	bool added;

	if (landlock->ruleset < 0)
		return true;
	fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return true;
	added = add_rule(landlock, fd, right) ||
	        error_set(err, "%s: no Landlock rule: %s", path, strerror(errno));
	close(fd);
	return added;
}

bool landlock_allow_port(struct landlock *landlock, uint16_t port, struct error *err)
{
	const struct {
		uint64_t allowed, port;
	} rule = { NET_CONNECT, port };

	return landlock->abi < NET_ABI ||
	       syscall(SYS_landlock_add_rule, landlock->ruleset, RULE_NET_PORT, &rule,
	               0) == 0 ||
	       error_set(err, "Landlock: port %u: %s", port, strerror(errno));
}

bool landlock_enforce(struct landlock *landlock, struct error *err)
{
	return landlock->ruleset < 0 ||
	       syscall(SYS_landlock_restrict_self, landlock->ruleset, 0) == 0 ||
	       error_set(err, "Landlock cannot be enforced: %s", strerror(errno));
}

void landlock_fini(struct landlock *landlock)
{
	if (landlock->ruleset >= 0)
		close(landlock->ruleset);
	landlock->ruleset = -1;
}
