/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The whole program: a site file and a capture in, a report out.
 *
 * Input: one byte of flags, the site file up to a zero byte (none when it is empty), the
 * capture. Whatever they hold, the report is of its format, is fit for a terminal, and
 * its counters add up. Catalogues are those of $srcdir, or of where it is run.
 */
#include <fcntl.h>
#include <jansson.h>
#include <linux/capability.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"

#include "../../src/app/command_line.h"
#include "../../src/app/commands.h"
#include "../../src/app/options.h"
#include "../../src/app/run.h"

#define NAME_SIZE 64

enum {
	FLAG_THREADS = 1 << 3,
	FLAG_STRICT = 1 << 4,
	FLAG_QOS = 1 << 5,
	FLAG_SMALL = 1 << 6, /* little memory */
};

/* Below the flags: most often the one that is looked into. */
static const char *const formats[8] = { "json", "json", "json", "json",
	                                "text", "html", "csv",  "eve" };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool truth)
{
	if (!truth)
		abort();
}

/*
 * Each run gives up what root may, which libc does in all threads or in none. So it is
 * given up before a fuzzer starts its own, once; root stays root, and reads its files.
 */
__attribute__((constructor)) static void give_up_capabilities(void)
{
	struct __user_cap_header_struct header = { .version =
		                                           _LINUX_CAPABILITY_VERSION_3 };
	const struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { { 0 } };

	must(syscall(SYS_capset, &header, none) == 0);
}

/* --- Files that nobody sees ------------------------------------------------------------- */

struct hidden_file {
	int fd;
	char name[NAME_SIZE];
};

static struct hidden_file hide(const void *bytes, size_t len)
{
	struct hidden_file file = { .fd = memfd_create("fuzz", 0) };

	must(file.fd >= 0 && (len == 0 || write(file.fd, bytes, len) == (ssize_t)len));
	snprintf(file.name, sizeof(file.name), "/proc/self/fd/%d", file.fd);
	return file;
}

/* Standard output is a file from the first run on; what complains is not heard. */
static void catch_output(void)
{
	static bool caught;
	struct hidden_file file;

	if (!caught) {
		file = hide("", 0);
		must(dup2(file.fd, STDOUT_FILENO) == STDOUT_FILENO);
		close(file.fd);
		stderr = fopen("/dev/null", "w");
		must(stderr);
		caught = true;
	}
	must(ftruncate(STDOUT_FILENO, 0) == 0 && lseek(STDOUT_FILENO, 0, SEEK_SET) == 0);
}

static char *read_output(size_t *len)
{
	must(fflush(stdout) == 0);
	*len = (size_t)lseek(STDOUT_FILENO, 0, SEEK_END);

	char *bytes = malloc(*len + 1);

	must(bytes && pread(STDOUT_FILENO, bytes, *len, 0) == (ssize_t)*len);
	bytes[*len] = '\0';
	return bytes;
}

/* --- What a report promises --------------------------------------------------------------- */

static json_int_t number(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	must(json_is_integer(value) && json_integer_value(value) >= 0);
	return json_integer_value(value);
}

static json_int_t sum_of_members(const json_t *object)
{
	json_int_t sum = 0;
	const char *key;
	json_t *value;

	must(json_is_object(object));
	json_object_foreach((json_t *)(uintptr_t)object, key, value) sum +=
		number(object, key);
	return sum;
}

static bool has_id(const json_t *list, const char *id)
{
	size_t i;
	json_t *one;

	must(id);
	json_array_foreach(list, i, one)
	{
		const char *its = json_is_string(one)
		                          ? json_string_value(one)
		                          : json_string_value(json_object_get(one, "id"));

		must(its);
		if (strcmp(its, id) == 0)
			return true;
	}
	return false;
}

static void check_counters(const json_t *report)
{
	const json_t *capture = json_object_get(report, "capture");
	const json_int_t packets = number(capture, "packets");
	const json_int_t left_out =
		sum_of_members(json_object_get(capture, "undecodable")) +
		number(capture, "not_ip") + number(capture, "other_transport");

	must(number(capture, "copies") <= packets && packets <= number(capture, "read"));
	/* Each fragment of a datagram that never became whole is lost again with it. */
	must(left_out <= 2 * packets);
	must(sum_of_members(json_object_get(report, "verdicts")) ==
	     number(capture, "flows"));
	must(sum_of_members(json_object_get(report, "coverage_counts")) ==
	     (json_int_t)json_array_size(json_object_get(report, "coverage")));
}

/* Each finding has one cause, which has it. */
static void check_findings(const json_t *report)
{
	const json_t *findings = json_object_get(report, "findings");
	const json_t *causes = json_object_get(report, "causes");
	const json_int_t flows = number(json_object_get(report, "capture"), "flows");
	size_t i, held = 0;
	json_t *one;

	must(json_is_array(findings) && json_is_array(causes));
	json_array_foreach(findings, i, one)
	{
		must(has_id(causes, json_string_value(json_object_get(one, "cause"))));
		must(number(one, "flows") <= flows);
	}
	json_array_foreach(causes, i, one)
	{
		size_t j;
		json_t *id;

		json_array_foreach(json_object_get(one, "findings"), j, id)
			must(has_id(findings, json_string_value(id)));
		held += j;
	}
	must(held == json_array_size(findings));
}

static void check_status(const json_t *report, int status)
{
	const json_t *incomplete = json_object_get(report, "incomplete");

	must(number(report, "exit_status") == status);
	must((status == EXIT_INCOMPLETE) == (json_array_size(incomplete) > 0));
	must(status != EXIT_FINDINGS ||
	     json_array_size(json_object_get(report, "findings")) > 0);
}

static void check_json(const char *bytes, size_t len, int status)
{
	json_error_t why;
	json_t *report = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &why);

	must(json_is_object(report));
	check_counters(report);
	check_findings(report);
	check_status(report, status);
	json_decref(report);
}

static void check_characters(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		must((unsigned char)bytes[i] >= ' ' || strchr("\n\r\t", bytes[i]));
}

/* --- One run -------------------------------------------------------------------------------- */

static int run_audit(const char *format, uint8_t flags, const char *site,
                     const char *capture)
{
	static char signatures[4096];
	const char *source = getenv("srcdir");
	const char *words[24] = { "lynctap",
		                  "audit",
		                  "-q",
		                  "-r",
		                  capture,
		                  "-o",
		                  format,
		                  "-S",
		                  signatures,
		                  "--sandbox",
		                  "off",
		                  "--threads",
		                  flags & FLAG_THREADS ? "2" : "1" };
	int count = 13;
	struct options options;
	struct error err;

	snprintf(signatures, sizeof(signatures), "%s/signatures", source ? source : ".");
	must(access(signatures, R_OK) == 0);
	if (site) {
		words[count++] = "-c";
		words[count++] = site;
	}
	if (flags & FLAG_STRICT)
		words[count++] = "--strict";
	if (flags & FLAG_QOS)
		words[count++] = "--qos";
	if (flags & FLAG_SMALL) {
		words[count++] = "--memcap";
		words[count++] = "16MiB";
	}
	must(command_line_parse(&options, count, (char **)(uintptr_t)words, &err));

	const int status = options.command->run(&options);

	command_line_fini(&options);
	return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size > 1 ? memchr(data + 1, 0, size - 1) : NULL;

	if (!end)
		return 0;

	const size_t site_len = (size_t)(end - data) - 1;
	const char *format = formats[data[0] % ARRAY_LEN(formats)];
	struct hidden_file site = hide(data + 1, site_len);
	struct hidden_file capture = hide(end + 1, size - site_len - 2);
	size_t len;

	catch_output();
	const int status =
		run_audit(format, data[0], site_len ? site.name : NULL, capture.name);
	char *output = read_output(&len);

	must(status >= EXIT_CLEAN && status <= EXIT_INCOMPLETE);
	if (status == EXIT_TROUBLE)
		must(len == 0);
	else if (strcmp(format, "json") == 0)
		check_json(output, len, status);
	check_characters(output, len);
	free(output);
	close(site.fd);
	close(capture.fd);
	return 0;
}
