/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * datagrams - what the system around a watch is told: the service manager, the log.
 *
 * Room: app, private. Both listen on a local socket, and both sockets are opened before
 * the program confines itself: sd_notify(3) and RFC 5424 take no library.
 */
#ifndef DATAGRAMS_H
#define DATAGRAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/un.h>

#include "base/attributes.h"

struct datagrams {
	int fd; /* -1: nobody listens */
	struct sockaddr_un to;
	unsigned to_len;
};

/** Whoever started this as a service: $NOTIFY_SOCKET. Without it nothing is sent. */
void service_open(struct datagrams *service);

/** How often a watchdog wants to be told, $WATCHDOG_USEC; 0: never. */
int64_t service_watchdog_us(void);

/** Send "READY=1", "STATUS=…", "WATCHDOG=1", … */
void service_notify(const struct datagrams *service, const char *format, ...)
	PRINTF_LIKE(2, 3);

struct error;

/** The system's log. Fails when there is none. */
MUST_CHECK bool system_log_open(struct datagrams *log, struct error *err);

/**
 * Send one message as of RFC 5424.
 *
 * @severity  0 to 7
 * @id        what kind it is, a word
 * @data      structured data without its brackets; NULL: none
 * @return    whether it was taken
 */
bool system_log_send(const struct datagrams *log, unsigned severity, const char *id,
                     const char *data, const char *message);

void datagrams_close(struct datagrams *datagrams);

#endif
