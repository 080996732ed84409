/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../../src/records/json_stream.h"
#include "base/array.h"
#include "capture/byte_stream.h"
#include "capture/capture.h"

/* What a log gives: 'o' an object, a digit a loss, 'E' its end. */
static void read_all(const char *bytes, size_t len, char *seen)
{
	struct error err;
	struct json_stream stream;
	struct capture *capture = capture_create(&(struct capture_options){ 0 }, &err);
	int fd = memfd_create("log", MFD_CLOEXEC);
	enum json_stream_loss why;
	json_t *object;

	assert_true(fd >= 0 && write(fd, bytes, len) == (ssize_t)len);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_true(capture_add_descriptor(capture, fd, "log", NULL, &err));

	struct byte_stream *source = capture_records(capture, 0, &err);

	assert_non_null(source);
	assert_true(json_stream_init(&stream, source));
	for (;;) {
		enum json_stream_status status = json_stream_next(&stream, &object, &why);

		if (status == JSON_STREAM_OBJECT) {
			*seen++ = 'o';
			json_decref(object);
		} else if (status == JSON_STREAM_LOST) {
			*seen++ = (char)('0' + why);
		} else {
			assert_int_equal(status, JSON_STREAM_END);
			break;
		}
	}
	strcpy(seen, "E");
	json_stream_fini(&stream);
	byte_stream_close(source);
	capture_close(capture);
}

static void lines_and_arrays_are_told_apart_and_losses_named(void **state)
{
	static const struct {
		const char *log, *seen;
	} cases[] = {
		{ "{\"a\":1}\n{\"a\":2}\n", "ooE" },
		{ "{\"a\":1}\n\n \t\n{\"a\":2}", "ooE" },
		{ "{\"a\":1}\n{\"a\":\n{\"a\":3}\n",
		  "o1oE" }, /* a cut line costs itself */
		{ "{\"a\":1,\"a\":2}\n{\"a\":3}\n", "2oE" },
		{ "{\"a\":1}\n3\n\"x\"\n[1]\n{}\n", "o113oE" },
		{ "{\"a\":99999999999999999999999}\n{}\n", "1oE" },
		{ "{\"a\":\"\x01\"}\n{}\n", "1oE" }, /* a control character, RFC 8259 */
		{ "{\"a\":\"\xff\"}\n{}\n", "1oE" }, /* no UTF-8 */
		{ "[\n{\"a\":1},\n{\"a\":2}\n]\n", "ooE" },
		{ " [ {\"a\":\"]}\\\"\"} , {\"b\":[{}]} ]", "ooE" },
		{ "[{\"a\":1},{\"a\":", "o1E" }, /* cut */
		{ "[{\"a\":1},{\"b\" 2},{\"c\":3}]", "o1oE" },
		{ "[]", "E" },
	};
	char seen[64];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		read_all(cases[i].log, strlen(cases[i].log), seen);
		assert_string_equal(seen, cases[i].seen);
	}
}

static void what_is_too_long_is_left_out_whatever_it_holds(void **state)
{
	const size_t len = 4 * JSON_STREAM_MOST;
	char *log = malloc(len + 64);
	char seen[64];

	(void)state;
	assert_non_null(log);
	/* No line end in it, and nothing that could be kept. */
	memset(log, '[', len);
	memcpy(log, "{}\n", 3);
	strcpy(log + len, "\n{\"a\":1}\n");
	read_all(log, strlen(log), seen);
	assert_string_equal(seen, "o0oE");
	/* As deep as it may be long: refused before the stack is. */
	memcpy(log, "{}\n", 3);
	strcpy(log + JSON_STREAM_MOST - 8, "\n{\"a\":1}\n");
	read_all(log, strlen(log), seen);
	assert_string_equal(seen, "o1oE");
	free(log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_and_arrays_are_told_apart_and_losses_named),
		cmocka_unit_test(what_is_too_long_is_left_out_whatever_it_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
