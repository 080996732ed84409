/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "capture/capture.h"
#include "capture/interfaces.h"

#define PORT    39173
#define PAYLOAD "lynctap-live"

/* NULL where one may not capture, which is no failure of ours. */
static struct capture *capture_loopback(const char *filter, int times)
{
	const struct capture_options options = { .filter = filter, .buffer_mib = 1 };
	struct error err;
	struct capture *capture = capture_create(&options, &err);

	assert_non_null(capture);
	for (int i = 0; i < times; i++) {
		if (!capture_add_interface(capture, "lo", &err)) {
			capture_close(capture);
			assert_non_null(strstr(err.text, "lo: "));
			return NULL;
		}
	}
	return capture;
}

static void send_datagrams(int count)
{
	const struct sockaddr_in target = { .sin_family = AF_INET,
		                            .sin_port = htons(PORT),
		                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	for (int i = 0; i < count; i++)
		sendto(fd, PAYLOAD, strlen(PAYLOAD), 0, (const struct sockaddr *)&target,
		       sizeof(target));
	close(fd);
}

/* Read until @wanted frames came or it was quiet for a second. */
static size_t count_frames(struct capture *capture, size_t wanted, bool seen[static 2])
{
	struct frame frame;
	size_t frames = 0;

	for (int idle = 0; idle < 10 && frames < wanted;) {
		enum capture_status status = capture_next(capture, &frame);

		if (status == CAPTURE_IDLE)
			idle++;
		if (status != CAPTURE_FRAME)
			continue;
		assert_int_equal(frame.link_type, 1);
		assert_memory_equal(frame.bytes + 42, PAYLOAD, strlen(PAYLOAD));
		seen[frame.input] = true;
		frames++;
	}
	return frames;
}

static void datagrams_on_the_loopback_are_seen_and_counted(void **state)
{
	struct capture *capture = capture_loopback("udp dst port 39173", 1);
	const struct capture_input *inputs;
	bool seen[2] = { false };
	size_t count;

	(void)state;
	if (!capture)
		skip();
	send_datagrams(50);
	assert_int_equal(count_frames(capture, 50, seen), 50);
	inputs = capture_inputs(capture, &count);
	assert_int_equal(count, 1);
	assert_true(inputs[0].live);
	assert_int_equal(inputs[0].frames, 50);
	assert_in_range(inputs[0].kernel_received, 50, 200);
	assert_int_equal(inputs[0].kernel_dropped, 0);
	assert_null(inputs[0].broken);
	assert_int_equal(capture_total_bytes(capture), 0);
	capture_close(capture);
}

static void several_interfaces_are_read_in_turn(void **state)
{
	struct capture *capture = capture_loopback("udp dst port 39173", 2);
	bool seen[2] = { false };

	(void)state;
	if (!capture)
		skip();
	send_datagrams(150);
	usleep(300000); /* until the kernel has handed over both buffers */
	assert_int_equal(count_frames(capture, 100, seen), 100);
	assert_true(seen[0] && seen[1]);
	assert_int_equal(count_frames(capture, 200, seen), 200);
	capture_close(capture);
}

static void a_quiet_interface_is_idle_until_it_is_stopped(void **state)
{
	struct capture *capture = capture_loopback("udp dst port 39174", 1);
	struct frame frame;

	(void)state;
	if (!capture)
		skip();
	assert_int_equal(capture_next(capture, &frame), CAPTURE_IDLE);
	capture_stop(capture);
	assert_int_equal(capture_next(capture, &frame), CAPTURE_END);
	capture_close(capture);
}

static void an_unknown_interface_is_named(void **state)
{
	const struct capture_options options = { 0 };
	struct error err;
	struct capture *capture = capture_create(&options, &err);
	size_t count;

	(void)state;
	assert_false(capture_add_interface(capture, "nosuch0", &err));
	/* Without the permission to capture, libpcap does not even look. */
	assert_true(strcmp(err.text, "nosuch0: there is no such interface") == 0 ||
	            strstr(err.text, "nosuch0: no permission"));
	capture_inputs(capture, &count);
	assert_int_equal(count, 0);
	capture_close(capture);
}

static void find_loopback(const char *name, const char *description, void *context)
{
	assert_non_null(description);
	if (strcmp(name, "lo") == 0)
		*(bool *)context = true;
}

static void interfaces_are_listed(void **state)
{
	struct error err;
	bool found = false;

	(void)state;
	assert_true(interfaces_visit(find_loopback, &found, &err));
	assert_true(found);
	assert_non_null(strstr(interfaces_backend(), "libpcap"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(datagrams_on_the_loopback_are_seen_and_counted),
		cmocka_unit_test(several_interfaces_are_read_in_turn),
		cmocka_unit_test(a_quiet_interface_is_idle_until_it_is_stopped),
		cmocka_unit_test(an_unknown_interface_is_named),
		cmocka_unit_test(interfaces_are_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
