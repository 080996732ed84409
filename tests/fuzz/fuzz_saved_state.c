/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an earlier run left (--state). It is refused with its name and line in front, or
 * what is saved of it is read again as the same.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/app/saved_state.h"
#include "base/error.h"
#include "capture/capture.h"

#define NAME "state"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool promise)
{
	if (!promise)
		abort();
}

/* Positions are kept of files below what is followed; nothing there is read. */
static struct capture *follow_here(void)
{
	const struct capture_options options = { .follow = true };
	struct error err;
	struct capture *capture = capture_create(&options, &err);

	require(capture && capture_add_path(capture, ".", NULL, &err));
	return capture;
}

/* @return what is saved of the state in @bytes, owned; NULL when it is refused */
static char *read_and_write(const void *bytes, size_t size)
{
	struct capture *capture = follow_here();
	struct saved_state state = { .path = NAME };
	FILE *file = fmemopen((void *)(uintptr_t)bytes, size, "r"), *out;
	struct error err = { "" };
	char *saved = NULL;
	size_t len;

	require(file);
	if (saved_state_read(&state, file, capture, &err)) {
		out = open_memstream(&saved, &len);
		require(out);
		saved_state_write(&state, capture, out);
		require(fclose(out) == 0);
	} else {
		require(strncmp(err.text, NAME ":", strlen(NAME ":")) == 0);
	}
	fclose(file);
	saved_state_fini(&state);
	capture_close(capture);
	return saved;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *saved, *again;

	if (size == 0)
		return 0;
	saved = read_and_write(data, size);
	if (!saved)
		return 0;
	again = read_and_write(saved, strlen(saved));
	require(again && strcmp(saved, again) == 0);
	free(saved);
	free(again);
	return 0;
}
