/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"

#include "../../../src/app/confinement.h"

/* What is tried from inside. */
#define REFUSED 7 /* exit status of a child to which the system said no */
#define PASSED  8

static char place[] = "/tmp/test-confinement-XXXXXX";
static char allowed[64], other[64];
static int bindable, unbindable; /* sockets; the first is as an interface's */

static int answer(bool passed)
{
	return passed ? PASSED : REFUSED;
}

static int try_exec(void)
{
	char *const arguments[] = { (char[]){ "true" }, NULL };

	execve("/bin/true", arguments, NULL);
	return answer(false);
}

static int try_socket(void)
{
	return answer(socket(AF_INET, SOCK_STREAM, 0) >= 0);
}

/* To a name without a file: what matters is whether it is asked for at all. */
static int try_binding(int fd)
{
	const struct sockaddr_un name = { .sun_family = AF_UNIX };

	return answer(bind(fd, (const struct sockaddr *)&name, sizeof(sa_family_t)) == 0);
}

static int try_binding_another(void)
{
	return try_binding(unbindable);
}

static int try_binding_an_interface(void)
{
	return try_binding(bindable);
}

static int try_fork(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return answer(child > 0);
}

static int try_ptrace(void)
{
	return answer(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0);
}

static int try_code(void)
{
	return answer(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
	                   -1, 0) != MAP_FAILED);
}

static int try_other_file(void)
{
	return answer(open(other, O_RDONLY) >= 0);
}

static int try_password_file(void)
{
	return answer(open("/etc/passwd", O_RDONLY) >= 0);
}

static int try_writing_elsewhere(void)
{
	return answer(open("/tmp/test-confinement-escaped", O_WRONLY | O_CREAT, 0600) >=
	              0);
}

static int try_allowed_file(void)
{
	return answer(open(allowed, O_RDONLY) >= 0);
}

static void *return_it(void *it)
{
	return it;
}

static int try_thread(void)
{
	pthread_t thread;

	return answer(pthread_create(&thread, NULL, return_it, NULL) == 0 &&
	              pthread_join(thread, NULL) == 0);
}

static int try_replacing(void)
{
	char made[80], named[80];
	FILE *file;

	snprintf(made, sizeof(made), "%s/out/made", place);
	snprintf(named, sizeof(named), "%s/out/named", place);
	file = fopen(made, "w");
	return answer(file && fputs("whole\n", file) >= 0 && fclose(file) == 0 &&
	              rename(made, named) == 0 && unlink(named) == 0);
}

/* @return the wait status of a child that tried @deed from inside */
static int from_inside(int (*deed)(void), enum confinement_mode mode)
{
	struct confinement confinement;
	struct error err;
	char out[80];
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child > 0) {
		assert_int_equal(waitpid(child, &status, 0), child);
		return status;
	}
	snprintf(out, sizeof(out), "%s/out/", place);
	bindable = socket(AF_UNIX, SOCK_DGRAM, 0);
	unbindable = socket(AF_UNIX, SOCK_DGRAM, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    !confinement_init(&confinement, mode, &err) ||
	    !confinement_allow(&confinement, allowed, LANDLOCK_READ, &err) ||
	    !confinement_allow(&confinement, out, LANDLOCK_REPLACE, &err) ||
	    !confinement_allow_binding(&confinement, bindable, &err) ||
	    !confinement_enter(&confinement, &err))
		_exit(1);
	_exit(deed());
}

static bool is_possible(void)
{
	char words[128];

	confinement_describe_possible(words, sizeof(words));
	return !strstr(words, "none in this build");
}

static void what_makes_others_do_things_ends_the_program(void **state)
{
	int (*const deeds[])(void) = { try_exec,   try_socket, try_fork,
		                       try_ptrace, try_code,   try_binding_another };

	(void)state;
	if (!is_possible())
		skip();
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		int status = from_inside(deeds[i], CONFINEMENT_ENFORCE);

		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGSYS);
	}
}

static void files_that_were_not_named_are_refused(void **state)
{
	int (*const deeds[])(void) = { try_other_file, try_password_file,
		                       try_writing_elsewhere };

	(void)state;
	if (!is_possible() || landlock_abi() == 0)
		skip();
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		int status = from_inside(deeds[i], CONFINEMENT_ENFORCE);

		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), REFUSED);
	}
}

static void what_a_run_takes_goes_on(void **state)
{
	int (*const deeds[])(void) = { try_allowed_file, try_replacing, try_thread,
		                       try_binding_an_interface };

	(void)state;
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		int status = from_inside(deeds[i], CONFINEMENT_ENFORCE);

		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), PASSED);
	}
}

static void off_is_off_and_warn_kills_nobody(void **state)
{
	int status;

	(void)state;
	status = from_inside(try_password_file, CONFINEMENT_OFF);
	assert_int_equal(WEXITSTATUS(status), PASSED);
	status = from_inside(try_socket, CONFINEMENT_WARN);
	assert_true(WIFEXITED(status));
}

static int make_place(void **state)
{
	char out[80];
	FILE *file;

	(void)state;
	if (!mkdtemp(place))
		return -1;
	snprintf(allowed, sizeof(allowed), "%s/allowed", place);
	snprintf(other, sizeof(other), "%s/other", place);
	snprintf(out, sizeof(out), "%s/out", place);
	if (mkdir(out, 0700) != 0)
		return -1;
	file = fopen(allowed, "w");
	if (!file || fclose(file) != 0)
		return -1;
	file = fopen(other, "w");
	return !file || fclose(file) != 0 ? -1 : 0;
}

static int remove_place(void **state)
{
	char out[80];

	(void)state;
	snprintf(out, sizeof(out), "%s/out", place);
	unlink(allowed);
	unlink(other);
	rmdir(out);
	return rmdir(place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_makes_others_do_things_ends_the_program),
		cmocka_unit_test(files_that_were_not_named_are_refused),
		cmocka_unit_test(what_a_run_takes_goes_on),
		cmocka_unit_test(off_is_off_and_warn_kills_nobody),
	};

	return cmocka_run_group_tests(tests, make_place, remove_place);
}
