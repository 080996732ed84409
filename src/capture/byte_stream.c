/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/byte_stream.h"

#include <stdlib.h>

#include "base/error.h"

#include "file_input.h"
#include "stream_of_file.h"

struct byte_stream {
	struct file_input *input; /* borrowed */
};

struct byte_stream *byte_stream_over_file(struct file_input *input, struct error *err)
{
	struct byte_stream *stream = calloc(1, sizeof(*stream));

	if (!stream) {
		error_set(err, "out of memory");
		return NULL;
	}
	stream->input = input;
	if (file_input_take_up(input, err))
		return stream;
	free(stream);
	return NULL;
}

enum byte_stream_status byte_stream_read(struct byte_stream *stream, uint8_t *into,
                                         size_t size, size_t *got, struct error *err)
{
	struct byte_source *bytes = stream->input->bytes;

	switch (byte_source_read(bytes, into, size, got)) {
	case BYTES_READY:
		return BYTE_STREAM_READY;
	case BYTES_WAIT:
		return BYTE_STREAM_QUIET;
	case BYTES_END:
		return BYTE_STREAM_END;
	case BYTES_BROKEN:
		break;
	}
	*err = bytes->why;
	return BYTE_STREAM_BROKEN;
}

uint64_t byte_stream_done(const struct byte_stream *stream)
{
	return byte_source_offset(stream->input->bytes);
}

void byte_stream_close(struct byte_stream *stream)
{
	if (!stream)
		return;
	file_input_finish(stream->input);
	free(stream);
}
