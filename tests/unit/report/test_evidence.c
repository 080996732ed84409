/* SPDX-License-Identifier: BSD-2-Clause */
/* What is written is read back by the capture room. */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/address.h"
#include "base/array.h"
#include "base/error.h"
#include "capture/capture.h"
#include "capture/frame.h"
#include "report/evidence.h"

static void refuse(const struct error *why, void *context)
{
	(void)context;
	fail_msg("%s", why->text);
}

static const struct {
	const char *bytes;
	uint32_t len, wire_len;
	uint16_t link_type, input;
	const char *name;
} frames[] = {
	{ "ethernet", 8, 1500, 1, 0, "a.pcap" },
	{ "cooked", 6, 6, 113, 1, "b\"\033.pcap" },
	{ "", 0, 60, 1, 0, "a.pcap" },
	{ "odd", 3, 3, 1, 0, "a.pcap" },
};

#define FIRST_US INT64_C(1700000000000001)

static void frames_are_read_back_as_they_were(void **state)
{
	char directory[] = "/tmp/lynctap-evidence.XXXXXX", path[64];
	const struct capture_options options = { 0 };
	struct error err = { "" };
	struct evidence *evidence;
	struct capture *capture;
	struct frame frame;

	(void)state;
	assert_non_null(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/found.pcapng", directory);
	evidence = evidence_open(path, &err);
	assert_non_null(evidence);
	for (size_t i = 0; i < ARRAY_LEN(frames); i++) {
		const struct evidence_place place = { frames[i].name, NULL };

		frame = (struct frame){ .time_us = FIRST_US + (int64_t)i,
			                .bytes = (const uint8_t *)frames[i].bytes,
			                .len = frames[i].len,
			                .wire_len = frames[i].wire_len,
			                .link_type = frames[i].link_type,
			                .input = frames[i].input };
		assert_true(evidence_add(evidence, &frame, &place, NULL, &err));
	}
	assert_true(evidence_close(evidence, &err));

	capture = capture_create(&options, &err);
	assert_true(capture_add_path(capture, path, NULL, &err));
	assert_true(capture_begin(capture, refuse, NULL));
	for (size_t i = 0; i < ARRAY_LEN(frames); i++) {
		assert_int_equal(capture_next(capture, &frame), CAPTURE_FRAME);
		assert_int_equal(frame.time_us, FIRST_US + (int64_t)i);
		assert_int_equal(frame.len, frames[i].len);
		assert_int_equal(frame.wire_len, frames[i].wire_len);
		assert_int_equal(frame.link_type, frames[i].link_type);
		if (frame.len > 0)
			assert_memory_equal(frame.bytes, frames[i].bytes, frame.len);
	}
	assert_int_equal(capture_next(capture, &frame), CAPTURE_END);
	capture_close(capture);
	unlink(path);
	assert_int_equal(rmdir(directory), 0);
}

/* Section 4.5: a record of an address and its name in a block of type 4. */
static void a_host_is_named_in_a_block_of_its_own(void **state)
{
	static const uint8_t block[] = { 4, 0,  0, 0, 32, 0,   0,   0,   1,   0, 9,
		                         0, 10, 1, 1, 11, 'f', 'e', '0', '1', 0, 0,
		                         0, 0,  0, 0, 0,  0,   32,  0,   0,   0 };
	const uint8_t ipv4[] = { 10, 1, 1, 11 };
	const struct address address = address_from_ipv4(ipv4);
	struct error err = { "" };
	char *bytes = NULL;
	size_t len = 0;
	FILE *stream = open_memstream(&bytes, &len);
	struct evidence *evidence = evidence_over_stream(stream);

	(void)state;
	assert_non_null(evidence);
	assert_true(evidence_name(evidence, &address, "fe01", &err));
	/* What a payload says may be no name at all. */
	assert_true(evidence_name(evidence, &address, "\033]0;x\007", &err));
	assert_true(evidence_name(evidence, &address, "", &err));
	assert_true(evidence_close(evidence, &err));
	fclose(stream);
	assert_int_equal(len, 28 + sizeof(block));
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	assert_memory_equal(bytes + 28, block, sizeof(block));
#endif
	free(bytes);
}

static void an_abandoned_file_leaves_nothing_behind(void **state)
{
	char directory[] = "/tmp/lynctap-evidence.XXXXXX", path[64];
	struct error err = { "" };

	(void)state;
	assert_non_null(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/found.pcapng", directory);
	evidence_abandon(evidence_open(path, &err));
	assert_int_equal(rmdir(directory), 0);
	evidence_abandon(NULL);
}

#define MANY 3000 /* more than anything would look through for every packet */

/* Every third is of another input, every seventh of another link type. */
static struct frame of_interface(size_t number)
{
	return (struct frame){ .time_us = FIRST_US,
		               .bytes = (const uint8_t *)"frame",
		               .len = 5,
		               .wire_len = 5,
		               .interface = (uint16_t)number,
		               .input = (uint16_t)(number % 3),
		               .link_type = number % 7 ? 1 : 113 };
}

static void an_interface_has_one_block_however_many_there_are(void **state)
{
	static char bytes[1 << 21];
	const struct evidence_place place = { 0 };
	FILE *stream = fmemopen(bytes, sizeof(bytes), "w");
	struct evidence *evidence = evidence_over_stream(stream);
	const size_t block = 24, packet = 40;
	struct error err = { "" };
	uint32_t last[3];

	(void)state;
	assert_non_null(evidence);
	for (size_t i = 0; i < 3 * MANY; i++) {
		const struct frame frame = of_interface(i * 7919 % MANY);

		assert_true(evidence_add(evidence, &frame, &place, NULL, &err));
	}
	assert_true(evidence_close(evidence, &err));
	assert_int_equal(ftell(stream), 28 + MANY * block + 3 * MANY * packet);
	/* The last packet, of the number that came last of each round. */
	memcpy(last, bytes + ftell(stream) - packet, sizeof(last));
	assert_int_equal(last[0], 6);
	assert_int_equal(last[2], MANY - 1);
	fclose(stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_are_read_back_as_they_were),
		cmocka_unit_test(a_host_is_named_in_a_block_of_its_own),
		cmocka_unit_test(an_interface_has_one_block_however_many_there_are),
		cmocka_unit_test(an_abandoned_file_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
