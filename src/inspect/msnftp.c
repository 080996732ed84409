/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * msnftp - the file transfer of Office Communicator and older, TCP 6891 to 6901.
 *
 * Source: pidgin-sipe, src/core/sipe-ft-lync.c and sipe-ft.c: the receiving
 * end connects and speaks first, and both open with the same line, so that it does not say
 * who began.
 */
#include "decode/cursor.h"

#include "readers.h"

static enum reader_answer read_stream(struct reader_view *view)
{
	static const char greeting[] = "VER MSN_SECURE_FTP";
	struct cursor c = cursor_over(view->bytes, view->len);
	size_t there =
		view->len < sizeof(greeting) - 1 ? view->len : sizeof(greeting) - 1;

	if (!cursor_starts_with(&c, greeting, there))
		return READER_NO;
	if (view->len < sizeof(greeting) - 1)
		return READER_MORE;
	reader_add_hint(view, HINT_MSNFTP);
	return READER_YES;
}

const struct reader_spec msnftp_reader = {
	.name = "msnftp",
	.transports = READER_TCP,
	.of_text = true,
	.read = read_stream,
};
