/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stand-in for libFuzzer's main(): hand each file named on the command line to
 * the target once, so that any compiler can replay a corpus.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An exact-size allocation, so that a sanitizer sees the first byte past the input. */
static int replay(const char *path)
{
	FILE *file = fopen(path, "rb");

	if (!file) {
		perror(path);
		return EXIT_FAILURE;
	}
	fseek(file, 0, SEEK_END);
	long size = ftell(file);
	rewind(file);
	uint8_t *input = malloc(size > 0 ? (size_t)size : 1);
	size_t got = input ? fread(input, 1, (size_t)size, file) : 0;

	fclose(file);
	int status = LLVMFuzzerTestOneInput(input, got);

	free(input);
	return status;
}

int main(int argc, char *argv[])
{
	int status = EXIT_SUCCESS;

	for (int i = 1; i < argc; i++)
		status |= replay(argv[i]);
	return status;
}
