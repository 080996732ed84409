/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stream_of_file - the byte stream that a file of the capture is.
 *
 * Room: capture, private.
 */
#ifndef STREAM_OF_FILE_H
#define STREAM_OF_FILE_H

struct byte_stream;
struct error;
struct file_input;

/** @input a log, borrowed until byte_stream_close(), which finishes it. NULL with @err. */
struct byte_stream *byte_stream_over_file(struct file_input *input, struct error *err);

#endif
