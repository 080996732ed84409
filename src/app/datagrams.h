/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * datagrams - to who listens on a local socket: the service manager, the system's log.
 *
 * Room: app, private. Opened before the program confines itself. Each message goes to the
 * name of the socket, so that a listener that was started anew hears the next one.
 */
#ifndef DATAGRAMS_H
#define DATAGRAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/un.h>

#include "base/attributes.h"

struct datagrams {
	int fd; /* -1: nobody listens */
	struct sockaddr_un to;
	unsigned to_len;
};

/** Open a socket to send to @path; "@NAME" is an abstract one. On failure errno says why. */
MUST_CHECK bool datagrams_open(struct datagrams *datagrams, const char *path);

/** Send one message. Nobody waits: what is not taken at once is lost. @return whether it was taken */
bool datagrams_send(const struct datagrams *datagrams, const char *text, size_t len);

void datagrams_close(struct datagrams *datagrams);

#endif
