/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * messages - the tables in which say.c looks, one a subject.
 *
 * Room: base, private. A message is in one of them only.
 */
#ifndef MESSAGES_H
#define MESSAGES_H

#include <stddef.h>

#include "base/array.h"
#include "base/language.h"

struct message {
	const char *english;          /* as the code says it; what it is found by */
	const char *other[LANGUAGES]; /* by enum language; English is the first column */
};

struct message_table {
	const struct message *messages; /* in the order of strcmp() */
	size_t count;
};

/* clang-format off */
#define MESSAGE_TABLE(of) { (of), ARRAY_LEN(of) }
/* clang-format on */

extern const struct message_table messages_capture, messages_labels, messages_names,
	messages_page, messages_remedies, messages_roles, messages_why;

#endif
