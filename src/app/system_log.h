/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * system_log - messages to the log of this machine: RFC 5424, or fields of the journal.
 *
 * Room: app, private. systemd's journal takes datagrams of FIELD=value lines
 * (systemd.io/JOURNAL_NATIVE_PROTOCOL); libsystemd would open its socket at the first
 * message, when this program is not allowed to any more.
 */
#ifndef SYSTEM_LOG_H
#define SYSTEM_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

#include "datagrams.h"

struct error;

struct system_log {
	struct datagrams socket;
	const char *name; /* of the socket; borrowed */
	bool journal;     /* else RFC 5424 */
	bool failing;     /* the last message was not taken */
	uint64_t lost;
};

/* Names are words in small letters, values of characters that need no escape anywhere. */
struct log_field {
	const char *name, *value;
};

struct log_entry {
	unsigned severity; /* 0 to 7, the worst is 0 */
	const char *id;    /* what kind of message it is, a word */
	const struct log_field *fields;
	size_t field_count;
	const char *message; /* printable, one line */
};

/** Nobody listens yet: what to close without harm. */
#define SYSTEM_LOG_CLOSED                                                                \
	{                                                                                \
		.socket.fd = -1                                                          \
	}

/**
 * Open the log. Fails when there is none.
 *
 * @path  a socket that takes RFC 5424, borrowed; NULL: the journal's where there is one, else
 *        /dev/log
 */
MUST_CHECK bool system_log_open(struct system_log *log, const char *path,
                                struct error *err);

/** Send one message. @return whether it was taken; else it is counted in `lost` */
bool system_log_send(struct system_log *log, const struct log_entry *entry);

void system_log_close(struct system_log *log);

#endif
