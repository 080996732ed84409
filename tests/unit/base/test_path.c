/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/path.h"

#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

/* A folder of its own for each test. */
struct place {
	char directory[32], path[PATH_MAX];
};

static const char *in(struct place *place, const char *name)
{
	snprintf(place->path, sizeof(place->path), "%s/%s", place->directory, name);
	return place->path;
}

static void make_place(struct place *place)
{
	strcpy(place->directory, "/tmp/lynctap-link.XXXXXX");
	assert_non_null(mkdtemp(place->directory));
	assert_int_equal(mkdir(in(place, "below"), 0755), 0);
}

static void make_link(struct place *place, const char *name, const char *target)
{
	assert_int_equal(symlink(target, in(place, name)), 0);
}

static void remove_place(struct place *place, const char *const *links)
{
	for (; *links; links++)
		unlink(in(place, *links));
	rmdir(in(place, "below"));
	assert_int_equal(rmdir(place->directory), 0);
}

static void assert_leads(struct place *place, const char *name, const char *expected)
{
	char final[PATH_MAX];
	struct error err = { "" };

	if (!path_follow(in(place, name), final, &err))
		fail_msg("%s", err.text);
	assert_string_equal(final, in(place, expected));
}

static void a_link_leads_where_it_says_whatever_is_there(void **state)
{
	struct place place;
	char absolute[PATH_MAX];

	(void)state;
	make_place(&place);
	strcpy(absolute, in(&place, "below/new"));
	make_link(&place, "relative", "below/new");
	make_link(&place, "absolute", absolute);
	make_link(&place, "twice", "relative");
	make_link(&place, "below/up", "../twice");
	assert_leads(&place, "plain", "plain");
	assert_leads(&place, "relative", "below/new");
	assert_leads(&place, "absolute", "below/new");
	assert_leads(&place, "twice", "below/new");
	assert_leads(&place, "below/up", "below/../below/new");
	remove_place(&place, (const char *const[]){ "relative", "absolute", "twice",
	                                            "below/up", NULL });
}

static void a_circle_is_refused(void **state)
{
	struct place place;
	char final[PATH_MAX];
	struct error err = { "" };

	(void)state;
	make_place(&place);
	make_link(&place, "a", "b");
	make_link(&place, "b", "a");
	assert_false(path_follow(in(&place, "a"), final, &err));
	assert_non_null(strstr(err.text, "/a: Too many levels of symbolic links"));
	remove_place(&place, (const char *const[]){ "a", "b", NULL });
}

/* Who owns the folder may, and who made the link. */
static void a_strangers_link_where_everybody_may_make_one_is_refused(void **state)
{
	struct place place;
	char final[PATH_MAX];
	struct error err = { "" };

	(void)state;
	if (geteuid() != 0)
		skip();
	make_place(&place);
	make_link(&place, "link", "below/new");
	assert_int_equal(lchown(in(&place, "link"), 12345, 12345), 0);
	assert_leads(&place, "link", "below/new");
	assert_int_equal(chmod(place.directory, 01777), 0);
	assert_false(path_follow(in(&place, "link"), final, &err));
	assert_non_null(strstr(err.text, "/link: a link that somebody else made"));
	assert_int_equal(chown(place.directory, 12345, 12345), 0);
	assert_leads(&place, "link", "below/new");
	remove_place(&place, (const char *const[]){ "link", NULL });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_link_leads_where_it_says_whatever_is_there),
		cmocka_unit_test(a_circle_is_refused),
		cmocka_unit_test(
			a_strangers_link_where_everybody_may_make_one_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
