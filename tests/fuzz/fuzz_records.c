/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A whole log of flows: framing, every kind of record, joins. Whatever it holds, what
 * comes out of it has to be a flow that packets could have made.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "capture/capture.h"

#include "record_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err;
	int fd = memfd_create("records", MFD_CLOEXEC);
	struct capture *capture = capture_create(&(struct capture_options){ 0 }, &err);
	struct records *records = NULL;

	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	must(lseek(fd, 0, SEEK_SET) == 0 && capture);
	if (capture_add_descriptor(capture, fd, "log", NULL, &err)) {
		records = records_create(capture);
		must(records);
		records_read(records, &record_fuzz_taker);
	}
	records_destroy(records);
	capture_close(capture);
	return 0;
}
