/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * service - what a service manager is told: sd_notify(3), which takes no library.
 *
 * Room: app, private.
 */
#ifndef SERVICE_H
#define SERVICE_H

#include <stdint.h>

#include "base/attributes.h"

struct datagrams;

/** Whoever started this as a service: $NOTIFY_SOCKET. Without it nothing is sent. */
void service_open(struct datagrams *service);

/** How often a watchdog wants to be told, $WATCHDOG_USEC; 0: never. */
int64_t service_watchdog_us(void);

/** Send "READY=1", "STATUS=…", "WATCHDOG=1", … */
void service_notify(const struct datagrams *service, const char *format, ...)
	PRINTF_LIKE(2, 3);

#endif
