/* SPDX-License-Identifier: BSD-2-Clause */
#include "service.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "datagrams.h"

void service_open(struct datagrams *service)
{
	const char *path = getenv("NOTIFY_SOCKET");

	*service = (struct datagrams){ .fd = -1 };
	/* A service goes on without its manager. */
	if (path && !datagrams_open(service, path))
		service->fd = -1;
}

int64_t service_watchdog_us(void)
{
	const char *text = getenv("WATCHDOG_USEC");
	const long long us = text ? strtoll(text, NULL, 10) : 0;

	return us > 0 ? us : 0;
}

void service_notify(const struct datagrams *service, const char *format, ...)
{
	char text[512];
	va_list arguments;
	int len;

	va_start(arguments, format);
	len = vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (len > 0)
		(void)datagrams_send(service, text,
		                     (size_t)len < sizeof(text) ? (size_t)len
		                                                : sizeof(text) - 1);
}
