/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>
#include <zlib.h>

#include "base/array.h"
#include "base/error.h"
#include "capture/capture.h"

#include "made_file.h"

#define MAGIC_US 0xa1b2c3d4

static char place[] = "/tmp/test-capture-XXXXXX";

static int make_place(void **state)
{
	(void)state;
	return mkdtemp(place) ? 0 : -1;
}

static int remove_place(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", place);
	return system(command);
}

static const char *inside(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", place, name);
	return path;
}

static struct capture *create(const struct capture_options *options)
{
	const struct capture_options defaults = { 0 };
	struct error err;
	struct capture *capture = capture_create(options ? options : &defaults, &err);

	assert_non_null(capture);
	return capture;
}

static void keep_reason(const struct error *why, void *context)
{
	*(struct error *)context = *why;
}

static bool try(struct capture *capture, const char *path, struct error *err)
{
	err->text[0] = '\0';
	return capture_add_path(capture, path, NULL, err) &&
	       capture_begin(capture, keep_reason, err) && !err->text[0];
}

static void add(struct capture *capture, const char *path)
{
	struct error err;

	if (!try(capture, path, &err))
		fail_msg("%s", err.text);
}

/* A file of @count Ethernet packets, @step_us apart, each @len bytes. */
static void save_packets(const char *directory, const char *name, int64_t first_us,
                         int64_t step_us, int count, uint32_t len)
{
	static struct made_file file;

	file = (struct made_file){ 0 };
	put_pcap_header(&file, MAGIC_US, 1);
	for (int i = 0; i < count; i++) {
		int64_t us = first_us + i * step_us;

		put_pcap_packet(&file, (uint32_t)(us / 1000000), (uint32_t)(us % 1000000),
		                len, len);
	}
	save(directory, name, file.bytes, file.len);
}

/* Read to the end; times must not run backwards. @return frames read */
static size_t read_in_order(struct capture *capture)
{
	struct frame frame;
	int64_t before = INT64_MIN;
	size_t count = 0;

	while (capture_next(capture, &frame) == CAPTURE_FRAME) {
		assert_true(frame.time_us >= before);
		before = frame.time_us;
		for (uint32_t i = 0; i < frame.len; i++)
			assert_int_equal(frame.bytes[i],
			                 (uint8_t)(frame.time_us / 1000000 + i));
		count++;
	}
	return count;
}

static void several_files_are_one_timeline(void **state)
{
	struct capture *capture = create(NULL);
	const struct capture_input *inputs;
	size_t count;

	(void)state;
	save_packets(place, "late", 5000000, 1000000, 20, 60);
	save_packets(place, "early", 1000000, 3000000, 10, 61);
	save_packets(place, "none", 0, 0, 0, 0);
	save_packets(place, "same", 5000000, 1000000, 20, 62);
	add(capture, inside("late"));
	add(capture, inside("early"));
	add(capture, inside("none"));
	add(capture, inside("same"));
	assert_int_equal(read_in_order(capture), 50);
	inputs = capture_inputs(capture, &count);
	assert_int_equal(count, 4);
	assert_string_equal(inputs[3].name, inside("same"));
	assert_int_equal(inputs[0].frames, 20);
	assert_int_equal(inputs[0].bytes, 20 * 60);
	assert_int_equal(inputs[0].first_us, 5000000);
	assert_int_equal(inputs[0].last_us, 24000000);
	assert_int_equal(inputs[0].done, 24 + 20 * 76);
	assert_int_equal(inputs[1].frames, 10);
	assert_int_equal(inputs[2].frames, 0);
	for (size_t i = 0; i < count; i++)
		assert_null(inputs[i].broken);
	capture_close(capture);
}

static void equal_times_keep_the_order_of_inputs(void **state)
{
	struct capture *capture = create(NULL);
	struct frame frame;

	(void)state;
	save_packets(place, "tie", 1000000, 0, 4, 20);
	for (int i = 0; i < 3; i++)
		add(capture, inside("tie"));
	for (int i = 0; i < 12; i++) {
		assert_int_equal(capture_next(capture, &frame), CAPTURE_FRAME);
		assert_int_equal(frame.input, i / 4);
	}
	assert_int_equal(capture_next(capture, &frame), CAPTURE_END);
	capture_close(capture);
}

/* Read to the end in batches of at most @most, each looked at when it is complete. */
static size_t read_in_batches(struct capture *capture, size_t most)
{
	struct frame frames[300];
	enum capture_status status;
	int64_t before = INT64_MIN;
	size_t count = 0, got;

	while ((got = capture_next_batch(capture, frames, most, &status)) > 0) {
		assert_int_equal(status, CAPTURE_FRAME);
		assert_true(got <= most);
		for (size_t i = 0; i < got; i++) {
			const struct frame *frame = &frames[i];

			assert_true(frame->time_us >= before);
			before = frame->time_us;
			for (uint32_t at = 0; at < frame->len; at++)
				assert_int_equal(
					frame->bytes[at],
					(uint8_t)(frame->time_us / 1000000 + at));
		}
		count += got;
	}
	assert_int_equal(status, CAPTURE_END);
	return count;
}

/* As save_packets(), of any size, in the byte order of this machine. */
static void save_many(const char *name, int64_t first_us, int64_t step_us, size_t count,
                      uint32_t len)
{
	const uint32_t header[6] = { 0xa1b2c3d4, 2 | 4 << 16, 0, 0, 262144, 1 };
	FILE *file = fopen(inside(name), "wb");
	uint8_t *bytes = malloc(len);

	assert_non_null(file);
	assert_non_null(bytes);
	assert_int_equal(fwrite(header, sizeof(header), 1, file), 1);
	for (size_t i = 0; i < count; i++) {
		int64_t time_us = first_us + (int64_t)i * step_us;
		const uint32_t record[4] = { (uint32_t)(time_us / 1000000),
			                     (uint32_t)(time_us % 1000000), len, len };

		for (uint32_t at = 0; at < len; at++)
			bytes[at] = (uint8_t)(time_us / 1000000 + at);
		assert_int_equal(fwrite(record, sizeof(record), 1, file), 1);
		assert_int_equal(fwrite(bytes, len, 1, file), 1);
	}
	free(bytes);
	assert_int_equal(fclose(file), 0);
}

static void frames_of_a_batch_stay_valid_together(void **state)
{
	static const size_t sizes[] = { 1, 2, 7, 300 };

	(void)state;
	/* Larger than any window; every file ends within somebody's batch. */
	save_many("batch-a", 1000000, 500000, 3000, 1400);
	save_many("batch-b", 2000000, 900000, 700, 60);
	save_many("batch-c", 9000000, 100000, 40, 20000);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		struct capture *alone = create(NULL), *merged = create(NULL);

		add(alone, inside("batch-a"));
		assert_int_equal(read_in_batches(alone, sizes[i]), 3000);
		capture_close(alone);
		add(merged, inside("batch-a"));
		add(merged, inside("batch-b"));
		add(merged, inside("batch-c"));
		assert_int_equal(read_in_batches(merged, sizes[i]), 3740);
		capture_close(merged);
	}
}

static void a_batch_ends_before_what_is_broken(void **state)
{
	struct capture *capture = create(NULL);
	struct frame frames[300];
	enum capture_status status;
	size_t count;

	(void)state;
	save_packets(place, "whole", 1000000, 1000000, 100, 40);
	assert_int_equal(truncate(inside("whole"), 24 + 99 * 56 + 30), 0);
	add(capture, inside("whole"));
	assert_int_equal(capture_next_batch(capture, frames, 300, &status), 99);
	assert_null(capture_inputs(capture, &count)[0].broken);
	assert_int_equal(capture_next_batch(capture, frames, 300, &status), 0);
	assert_int_equal(status, CAPTURE_END);
	assert_non_null(capture_inputs(capture, &count)[0].broken);
	assert_string_equal(capture_input(capture, 0)->name, inside("whole"));
	capture_close(capture);
}

static void time_running_back_in_one_file_disturbs_no_other(void **state)
{
	struct capture *capture = create(NULL);
	struct frame frame;
	size_t count = 0;
	int64_t before = 0;

	(void)state;
	save_packets(place, "back", 50000000, -1000000, 20, 20);
	save_packets(place, "forth", 40000000, 1000000, 30, 20);
	add(capture, inside("back"));
	add(capture, inside("forth"));
	while (capture_next(capture, &frame) == CAPTURE_FRAME) {
		if (frame.input == 1) {
			assert_true(frame.time_us > before);
			before = frame.time_us;
		}
		count++;
	}
	assert_int_equal(count, 50);
	capture_close(capture);
}

/* Descriptors this process has open. */
static int open_descriptors(void)
{
	int count = 0;

	for (int fd = 0; fd < 1024; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

/* As a system with few would have it. @return what there were before */
static struct rlimit allow_descriptors(rlim_t count)
{
	struct rlimit before;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(
		setrlimit(RLIMIT_NOFILE, &(struct rlimit){ count, before.rlim_max }), 0);
	return before;
}

static void hundreds_of_overlapping_files_need_few_descriptors(void **state)
{
	const struct rlimit plenty = allow_descriptors(128);
	struct capture *capture = create(NULL);
	char directory[256], name[16];
	int before = open_descriptors(), most = 0;
	struct frame frame;
	int64_t last = 0;
	size_t count = 0;

	(void)state;
	snprintf(directory, sizeof(directory), "%s", inside("rotated"));
	assert_int_equal(mkdir(directory, 0700), 0);
	for (int i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "f%03d", i);
		/* Half of them begin one after the other, half are all there at once. */
		save_packets(directory, name, 1000000 + i * (i % 2 ? 1000000 : 1), 900000,
		             20, 30);
	}
	add(capture, directory);
	assert_int_equal(capture_total_bytes(capture), 200 * (24 + 20 * 46));
	while (capture_next(capture, &frame) == CAPTURE_FRAME) {
		int now = open_descriptors();

		most = now > most ? now : most;
		assert_true(frame.time_us >= last);
		assert_int_equal(frame.bytes[0], (uint8_t)(frame.time_us / 1000000));
		last = frame.time_us;
		count++;
	}
	assert_int_equal(count, 200 * 20);
	assert_in_range(most - before, 10, 65);
	assert_int_equal(capture_done_bytes(capture), capture_total_bytes(capture));
	assert_int_equal(open_descriptors(), before);
	capture_close(capture);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &plenty), 0);
}

static void files_that_wait_are_read_although_their_names_are_gone(void **state)
{
	struct capture *capture = create(&(struct capture_options){ .read_again = true });
	char directory[256], name[300];
	struct error err;
	char bytes[24];
	int fd;

	(void)state;
	snprintf(directory, sizeof(directory), "%s", inside("gone"));
	assert_int_equal(mkdir(directory, 0700), 0);
	for (int i = 0; i < 90; i++) {
		snprintf(name, sizeof(name), "f%03d", i);
		save_packets(directory, name, 1000000 + i * 100000, 1, 2, 30);
	}
	add(capture, directory);
	for (int i = 0; i < 90; i++) {
		snprintf(name, sizeof(name), "%s/f%03d", directory, i);
		assert_int_equal(unlink(name), 0);
	}
	assert_int_equal(read_in_order(capture), 2 * 90);
	/* Even once more. */
	assert_true(capture_is_file(capture, 89));
	fd = capture_reopen(capture, 89, &err);
	assert_true(fd >= 0);
	assert_int_equal(pread(fd, bytes, sizeof(bytes), 0), sizeof(bytes));
	assert_memory_equal(bytes, "\xd4\xc3\xb2\xa1", 4);
	close(fd);
	capture_close(capture);
}

static void a_file_replaced_while_it_waits_is_broken(void **state)
{
	const struct rlimit plenty = allow_descriptors(96);
	struct capture *capture = create(NULL);
	char directory[256], name[16], path[512];
	const struct capture_input *inputs;
	size_t count;

	(void)state;
	snprintf(directory, sizeof(directory), "%s", inside("replaced"));
	assert_int_equal(mkdir(directory, 0700), 0);
	for (int i = 0; i < 70; i++) {
		snprintf(name, sizeof(name), "f%03d", i);
		save_packets(directory, name, 1000000 + i * 100000, 1, 2, 30);
	}
	add(capture, directory);
	snprintf(path, sizeof(path), "%s/f069", directory);
	save_packets(directory, "new", 1, 1, 2, 30);
	char fresh[512];

	snprintf(fresh, sizeof(fresh), "%s/new", directory);
	assert_int_equal(rename(fresh, path), 0);
	snprintf(path, sizeof(path), "%s/f068", directory);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(read_in_order(capture), 2 * 68);
	inputs = capture_inputs(capture, &count);
	assert_int_equal(count, 70);
	assert_string_equal(inputs[68].broken, "No such file or directory");
	assert_string_equal(inputs[69].broken,
	                    "was replaced while it waited for its turn");
	assert_null(inputs[67].broken);
	capture_close(capture);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &plenty), 0);
}

static void a_broken_file_ends_early_and_the_others_go_on(void **state)
{
	static struct made_file file;
	struct capture *capture = create(NULL);
	const struct capture_input *inputs;
	size_t count;

	(void)state;
	put_pcap_header(&file, MAGIC_US, 1);
	put_pcap_packet(&file, 1, 0, 20, 20);
	put_pcap_packet(&file, 2, 0, 20, 20);
	save(place, "cut", file.bytes, file.len - 1);
	save_packets(place, "whole", 500000, 1000000, 5, 20);
	add(capture, inside("cut"));
	add(capture, inside("whole"));
	assert_int_equal(read_in_order(capture), 6);
	inputs = capture_inputs(capture, &count);
	assert_string_equal(
		inputs[0].broken,
		"at byte 60: the file is cut short in the middle of a packet");
	assert_null(inputs[1].broken);
	capture_close(capture);
}

static void what_is_no_capture_fails_by_name_but_not_in_a_directory(void **state)
{
	struct capture *capture = create(NULL);
	const struct capture_input *inputs;
	char directory[256], path[512], expected[800];
	struct error err;
	size_t count;

	(void)state;
	snprintf(directory, sizeof(directory), "%s", inside("mixed"));
	assert_int_equal(mkdir(directory, 0700), 0);
	save(directory, "notes.txt", "hello, world\n", 13);
	snprintf(path, sizeof(path), "%s/notes.txt", directory);
	snprintf(
		expected, sizeof(expected),
		"%s: not a capture file that is known here; if Wireshark opens it: "
		"editcap -F pcapng -T ether IN OUT.pcapng; if it is an export, save the capture itself",
		path);
	assert_false(try(capture, path, &err));
	assert_string_equal(err.text, expected);
	save_packets(directory, "packets", 1, 1, 3, 20);
	add(capture, directory);
	inputs = capture_inputs(capture, &count);
	assert_int_equal(count, 2);
	assert_string_equal(inputs[0].broken, "not a capture file");
	assert_true(inputs[0].stranger);
	assert_false(inputs[0].unread);
	assert_int_equal(read_in_order(capture), 3);
	assert_false(try(capture, inside("nowhere"), &err));
	assert_non_null(strstr(err.text, "nowhere: No such file or directory"));
	capture_close(capture);
}

static void snaplen_count_and_filter_hold_for_files(void **state)
{
	const struct capture_options options = { .snaplen = 10, .frame_limit = 3 };
	const struct capture_options nothing = { .filter = "udp" };
	struct capture *capture = create(&options);
	struct frame frame;
	size_t count;

	(void)state;
	save_packets(place, "five", 1, 1, 5, 60);
	add(capture, inside("five"));
	for (int i = 0; i < 3; i++) {
		assert_int_equal(capture_next(capture, &frame), CAPTURE_FRAME);
		assert_int_equal(frame.len, 10);
		assert_int_equal(frame.wire_len, 60);
	}
	assert_int_equal(capture_next(capture, &frame), CAPTURE_END);
	capture_close(capture);

	capture = create(&nothing);
	add(capture, inside("five"));
	assert_int_equal(capture_next(capture, &frame), CAPTURE_END);
	assert_int_equal(capture_inputs(capture, &count)[0].frames, 0);
	capture_close(capture);
}

static void frames_no_filter_applies_to_are_owned_up_to(void **state)
{
	const struct capture_options options = { .filter = "ether host 1:2:3:4:5:6" };
	struct capture *capture = create(&options);
	static struct made_file file;
	struct frame frame;
	size_t count;

	(void)state;
	put_pcap_header(&file, MAGIC_US, 101);
	put_pcap_packet(&file, 1, 1, 20, 20);
	save(place, "raw", file.bytes, file.len);
	add(capture, inside("raw"));
	assert_int_equal(capture_next(capture, &frame), CAPTURE_END);
	assert_non_null(strstr(capture_inputs(capture, &count)[0].broken,
	                       "frames of link type 101 were left out"));
	capture_close(capture);
}

static void compressed_files_merge_with_plain_ones(void **state)
{
	static struct made_file file;
	struct capture *capture = create(NULL);
	const struct capture_input *inputs;
	size_t count;

	(void)state;
	put_pcap_header(&file, MAGIC_US, 1);
	for (uint32_t i = 0; i < 100; i++)
		put_pcap_packet(&file, 10 + i, 500000, 200, 200);
	gzFile packed = gzopen(inside("packed.gz"), "wb");

	assert_int_equal(gzwrite(packed, file.bytes, (unsigned)file.len), file.len);
	gzclose(packed);
	save_packets(place, "plain", 9000000, 1000000, 50, 100);
	add(capture, inside("packed.gz"));
	add(capture, inside("plain"));
	assert_int_equal(read_in_order(capture), 150);
	inputs = capture_inputs(capture, &count);
	assert_int_equal(inputs[0].done, inputs[0].size);
	assert_int_equal(capture_done_bytes(capture), capture_total_bytes(capture));
	capture_close(capture);
}

/* Read from a named pipe into which a child writes the first @now bytes of @file,
 * sleeps, and writes the rest. */
static struct capture *open_pipe(const struct made_file *file, size_t now,
                                 unsigned pause_ms, pid_t *child)
{
	struct capture *capture = create(NULL);

	unlink(inside("pipe"));
	assert_int_equal(mkfifo(inside("pipe"), 0600), 0);
	*child = fork();
	if (*child == 0) {
		int fd = open(inside("pipe"), O_WRONLY);
		ssize_t written = write(fd, file->bytes, now);

		usleep(pause_ms * 1000);
		written += write(fd, file->bytes + now, file->len - now);
		_exit(written == (ssize_t)file->len ? 0 : 1);
	}
	add(capture, inside("pipe"));
	return capture;
}

static void a_quiet_pipe_is_idle_and_goes_on(void **state)
{
	static struct made_file file;
	struct frame frame;
	enum capture_status status;
	size_t frames = 0, idle = 0;
	pid_t child;

	(void)state;
	file = (struct made_file){ 0 };
	put_pcap_header(&file, MAGIC_US, 1);
	put_pcap_packet(&file, 1, 1, 60, 60);
	put_pcap_packet(&file, 2, 2, 60, 60);
	struct capture *capture = open_pipe(&file, 24 + 76 + 16 + 5, 450, &child);

	assert_int_equal(capture_total_bytes(capture), 0);
	while ((status = capture_next(capture, &frame)) != CAPTURE_END) {
		frames += status == CAPTURE_FRAME;
		idle += status == CAPTURE_IDLE;
	}
	assert_int_equal(frames, 2);
	assert_in_range(idle, 1, 10);
	capture_close(capture);
}

static struct capture *to_stop;

static void stop_on_signal(int number)
{
	(void)number;
	capture_stop(to_stop);
}

static void a_signal_stops_a_quiet_pipe(void **state)
{
	const struct itimerval soon = { .it_value = { .tv_usec = 150000 } };
	static struct made_file file;
	struct frame frame;
	enum capture_status status;
	pid_t child;
	size_t count;

	(void)state;
	file = (struct made_file){ 0 };
	put_pcap_header(&file, MAGIC_US, 1);
	put_pcap_packet(&file, 1, 1, 60, 60);
	to_stop = open_pipe(&file, 24 + 20, 20000, &child);
	signal(SIGALRM, stop_on_signal);
	setitimer(ITIMER_REAL, &soon, NULL);
	while ((status = capture_next(to_stop, &frame)) != CAPTURE_END)
		assert_int_equal(status, CAPTURE_IDLE);
	assert_null(capture_inputs(to_stop, &count)[0].broken);
	assert_int_equal(kill(child, SIGKILL), 0);
	capture_close(to_stop);
}

static void a_stopped_capture_stays_stopped(void **state)
{
	struct capture *capture = create(NULL);
	struct frame frame;

	(void)state;
	save_packets(place, "stop", 1, 1, 5, 60);
	add(capture, inside("stop"));
	assert_int_equal(capture_next(capture, &frame), CAPTURE_FRAME);
	capture_stop(capture);
	assert_int_equal(capture_next(capture, &frame), CAPTURE_END);
	assert_int_equal(capture_next(capture, &frame), CAPTURE_END);
	capture_close(capture);
}

static void a_bad_filter_is_refused_before_anything_is_opened(void **state)
{
	const struct capture_options options = { .filter = "tcp prt 5061" };
	struct error err;

	(void)state;
	assert_null(capture_create(&options, &err));
	assert_non_null(strstr(err.text, "bad filter: "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(several_files_are_one_timeline),
		cmocka_unit_test(equal_times_keep_the_order_of_inputs),
		cmocka_unit_test(frames_of_a_batch_stay_valid_together),
		cmocka_unit_test(a_batch_ends_before_what_is_broken),
		cmocka_unit_test(time_running_back_in_one_file_disturbs_no_other),
		cmocka_unit_test(hundreds_of_overlapping_files_need_few_descriptors),
		cmocka_unit_test(files_that_wait_are_read_although_their_names_are_gone),
		cmocka_unit_test(a_file_replaced_while_it_waits_is_broken),
		cmocka_unit_test(a_broken_file_ends_early_and_the_others_go_on),
		cmocka_unit_test(what_is_no_capture_fails_by_name_but_not_in_a_directory),
		cmocka_unit_test(snaplen_count_and_filter_hold_for_files),
		cmocka_unit_test(frames_no_filter_applies_to_are_owned_up_to),
		cmocka_unit_test(compressed_files_merge_with_plain_ones),
		cmocka_unit_test(a_quiet_pipe_is_idle_and_goes_on),
		cmocka_unit_test(a_signal_stops_a_quiet_pipe),
		cmocka_unit_test(a_stopped_capture_stays_stopped),
		cmocka_unit_test(a_bad_filter_is_refused_before_anything_is_opened),
	};

	return cmocka_run_group_tests(tests, make_place, remove_place);
}
