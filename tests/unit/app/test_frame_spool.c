/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/error.h"
#include "capture/capture.h"
#include "capture/frame.h"
#include "report/evidence.h"

#include "../../../src/app/frame_spool.h"

#define MOST    10000 /* bytes */
#define FRAMES  1000
#define LEN     60
#define BUFFERS 4096 /* that stdio has not written; and the head of a file */

static struct frame_spool opened(uint64_t most)
{
	struct frame_spool spool;
	struct error err;

	assert_true(frame_spool_open(&spool, "/tmp/evidence.pcapng", most, &err));
	assert_true(frame_spool_is_open(&spool));
	return spool;
}

/* Frame @number says which it is, in its time and its bytes. */
static void keep(struct frame_spool *spool, uint32_t number, uint32_t len)
{
	static uint8_t bytes[MOST * 2];
	const struct frame frame = { .time_us = number,
		                     .bytes = bytes,
		                     .len = len,
		                     .wire_len = len,
		                     .link_type = 1 };
	const struct evidence_place place = { "eth0", NULL };
	struct error err;

	memcpy(bytes, &number, sizeof(number));
	assert_true(frame_spool_keep(spool, &frame, &place, &err));
}

/* @return how many frames there are; they are the last ones before @end, in order */
static uint64_t count_kept(struct frame_spool *spool, uint32_t end)
{
	const struct capture_options options = { 0 };
	struct error err = { "" };
	struct capture *capture = capture_create(&options, &err);
	struct frame frame;
	uint64_t count = 0;
	uint32_t number;

	assert_true(frame_spool_reread(spool, capture, "-", &err));
	while (capture_next(capture, &frame) == CAPTURE_FRAME) {
		memcpy(&number, frame.bytes, sizeof(number));
		assert_int_equal(number, spool->let_go + count);
		assert_int_equal(frame.time_us, number);
		count++;
	}
	assert_int_equal(spool->let_go + count, end);
	capture_close(capture);
	return count;
}

static uint64_t bytes_on_disk(const struct frame_spool *spool)
{
	uint64_t bytes = 0;
	struct stat about;

	for (size_t i = 0; i < ARRAY_LEN(spool->halves); i++) {
		assert_int_equal(fstat(fileno(spool->halves[i].file), &about), 0);
		bytes += (uint64_t)about.st_size;
	}
	return bytes;
}

static void all_is_kept_below_the_bound(void **state)
{
	struct frame_spool spool = opened((uint64_t)FRAMES * 2 * (LEN + 40));

	(void)state;
	for (uint32_t i = 0; i < FRAMES; i++)
		keep(&spool, i, LEN);
	assert_int_equal(spool.let_go, 0);
	assert_int_equal(count_kept(&spool, FRAMES), FRAMES);
	frame_spool_close(&spool);
}

static void beyond_it_the_latest_is_and_the_disk_holds_no_more(void **state)
{
	struct frame_spool spool = opened(MOST);
	uint64_t count;

	(void)state;
	for (uint32_t i = 0; i < FRAMES; i++) {
		keep(&spool, i, LEN);
		assert_true(bytes_on_disk(&spool) <= MOST + BUFFERS);
	}
	count = count_kept(&spool, FRAMES);
	assert_in_range(count, MOST / 2 / (LEN + 40), MOST / (LEN + 40));
	frame_spool_close(&spool);
}

static void a_frame_above_the_bound_is_kept_alone(void **state)
{
	struct frame_spool spool = opened(MOST);

	(void)state;
	for (uint32_t i = 0; i < 5; i++)
		keep(&spool, i, MOST * 2);
	assert_int_equal(count_kept(&spool, 5), 2);
	frame_spool_close(&spool);
}

static void nothing_kept_is_nothing_to_read(void **state)
{
	struct frame_spool spool = opened(MOST);

	(void)state;
	assert_int_equal(count_kept(&spool, 0), 0);
	frame_spool_close(&spool);
	assert_false(frame_spool_is_open(&spool));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_is_kept_below_the_bound),
		cmocka_unit_test(beyond_it_the_latest_is_and_the_disk_holds_no_more),
		cmocka_unit_test(a_frame_above_the_bound_is_kept_alone),
		cmocka_unit_test(nothing_kept_is_nothing_to_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
