/* SPDX-License-Identifier: BSD-2-Clause */
#include "system_calls.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "base/array.h"
#include "base/error.h"

/*
 * All that is needed once inputs are open and nDPI is set up. Opening and making files is
 * here because Landlock says which. No exec, no socket, no ptrace, no other process.
 */
static const int allowed[] = {
	/* memory */
	SCMP_SYS(brk),
	SCMP_SYS(madvise),
	SCMP_SYS(mremap),
	SCMP_SYS(munmap),
	/* files that are open */
	SCMP_SYS(close),
	SCMP_SYS(dup),
	SCMP_SYS(fchown), /* SQLite, as root, of a journal: to the owner of its file */
	SCMP_SYS(fcntl),
	SCMP_SYS(fdatasync),
	SCMP_SYS(fstat),
	SCMP_SYS(fstatfs),
	SCMP_SYS(fsync),
	SCMP_SYS(ftruncate),
	SCMP_SYS(ioctl),
	SCMP_SYS(lseek),
	SCMP_SYS(poll),
	SCMP_SYS(ppoll),
	SCMP_SYS(pread64),
	SCMP_SYS(preadv),
	SCMP_SYS(pwrite64),
	SCMP_SYS(read),
	SCMP_SYS(readv),
	SCMP_SYS(write),
	SCMP_SYS(writev),
	SCMP_SYS(getdents64),
	/* files by name, as far as Landlock lets them be */
	SCMP_SYS(access),
	SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2),
	SCMP_SYS(fchmod),
	SCMP_SYS(lstat),
	SCMP_SYS(newfstatat),
	SCMP_SYS(open),
	SCMP_SYS(openat),
	SCMP_SYS(readlink),
	SCMP_SYS(readlinkat),
	SCMP_SYS(rename),
	SCMP_SYS(renameat),
	SCMP_SYS(renameat2),
	SCMP_SYS(stat),
	SCMP_SYS(statx),
	SCMP_SYS(symlink),
	SCMP_SYS(symlinkat),
	SCMP_SYS(umask),
	SCMP_SYS(unlink),
	SCMP_SYS(unlinkat),
	SCMP_SYS(getcwd),
	/* sockets that are open: captures, the system's log */
	SCMP_SYS(getsockname), /* libpcap, once an interface is down */
	SCMP_SYS(getsockopt),
	SCMP_SYS(recvfrom),
	SCMP_SYS(recvmsg),
	SCMP_SYS(sendmsg),
	SCMP_SYS(sendto),
	SCMP_SYS(setsockopt),
	/* threads and signals of its own */
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(futex),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(membarrier),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(rseq),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigtimedwait),
	SCMP_SYS(sched_getaffinity),
	SCMP_SYS(sched_yield),
	SCMP_SYS(set_robust_list),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(tgkill),
	/* time, and what the machine and the program are */
	SCMP_SYS(clock_getres),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_nanosleep),
	SCMP_SYS(getegid),
	SCMP_SYS(geteuid),
	SCMP_SYS(getgid),
	SCMP_SYS(getrandom),
	SCMP_SYS(getrlimit),
	SCMP_SYS(getrusage),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(getuid),
	SCMP_SYS(nanosleep),
	SCMP_SYS(prlimit64),
	SCMP_SYS(sysinfo),
	SCMP_SYS(time),
	SCMP_SYS(times),
	SCMP_SYS(uname),
};

/* With conditions: no memory becomes code, and nothing but threads is made. */
static bool allow_some(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp no_code =
		SCMP_A2(SCMP_CMP_MASKED_EQ, (scmp_datum_t)PROT_EXEC, 0);
	const struct scmp_arg_cmp a_thread =
		SCMP_A0(SCMP_CMP_MASKED_EQ, (scmp_datum_t)CLONE_THREAD, CLONE_THREAD);

	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, no_code) ==
	               0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_code) ==
	               0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, a_thread) ==
	               0 &&
	       /* Its flags are in memory, out of sight: the C library asks again. */
	       seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

static bool allow_binding(scmp_filter_ctx filter, const struct bound_descriptors *bound)
{
	for (size_t i = 0; i < bound->count; i++) {
		const struct scmp_arg_cmp this_one =
			SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)bound->items[i], 0);

		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(bind), 1,
		                     this_one) != 0)
			return false;
	}
	return true;
}

static bool allow_all(scmp_filter_ctx filter, const struct bound_descriptors *bound)
{
	for (size_t i = 0; i < ARRAY_LEN(allowed); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) != 0)
			return false;
	return allow_some(filter) && allow_binding(filter, bound);
}

bool system_calls_restrict(bool warn, const struct bound_descriptors *bound,
                           struct error *err)
{
	scmp_filter_ctx filter =
		seccomp_init(warn ? SCMP_ACT_LOG : SCMP_ACT_KILL_PROCESS);
	int status;

	if (!filter)
		return error_set(err, "no system call filter: out of memory");
	/* Sorted for a search in halves: a read(2) should not wait for a hundred rules. */
	(void)seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	status = allow_all(filter, bound) ? seccomp_load(filter) : -ENOSYS;
	seccomp_release(filter);
	return status == 0 ||
	       error_set(err, "no system call filter: %s", strerror(-status));
}

const char *system_calls_backend(void)
{
	static char name[32];
	const struct scmp_version *version = seccomp_version();

	if (version && !name[0])
		snprintf(name, sizeof(name), "libseccomp %u.%u.%u", version->major,
		         version->minor, version->micro);
	return name[0] ? name : "libseccomp";
}
