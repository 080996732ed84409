/* SPDX-License-Identifier: BSD-2-Clause */
#include "datagrams.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"

#define LOG_SOCKET "/dev/log"
#define FACILITY   3 /* of RFC 5424, table 1: system daemons */
#define MOST       2048

static bool open_socket(struct datagrams *datagrams, const char *path)
{
	const size_t len = strlen(path);

	*datagrams = (struct datagrams){ .fd = -1, .to.sun_family = AF_UNIX };
	if (len == 0 || len >= sizeof(datagrams->to.sun_path)) {
		errno = ENAMETOOLONG;
		return false;
	}
	memcpy(datagrams->to.sun_path, path, len);
	datagrams->to_len = (unsigned)(offsetof(struct sockaddr_un, sun_path) + len);
	if (path[0] == '@')
		datagrams->to.sun_path[0] = '\0';
	else
		datagrams->to_len++;
	datagrams->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	/* An abstract one is out of reach later, unless it is connected now. */
	if (datagrams->fd >= 0 && path[0] == '@')
		(void)connect(datagrams->fd, (const struct sockaddr *)&datagrams->to,
		              datagrams->to_len);
	return datagrams->fd >= 0;
}

/* Nobody waits for who listens: a message that is not taken is lost. */
static bool send_text(const struct datagrams *datagrams, const char *text, size_t len)
{
	const bool connected = datagrams->to.sun_path[0] == '\0';

	return datagrams->fd >= 0 &&
	       sendto(datagrams->fd, text, len, MSG_DONTWAIT | MSG_NOSIGNAL,
	              connected ? NULL : (const struct sockaddr *)&datagrams->to,
	              connected ? 0 : datagrams->to_len) == (ssize_t)len;
}

/* --- The service manager --------------------------------------------------------------- */

void service_open(struct datagrams *service)
{
	const char *path = getenv("NOTIFY_SOCKET");

	*service = (struct datagrams){ .fd = -1 };
	if (path)
		(void)open_socket(service, path);
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
		(void)send_text(service, text,
		                (size_t)len < sizeof(text) ? (size_t)len
		                                           : sizeof(text) - 1);
}

/* --- The log ---------------------------------------------------------------------------- */

bool system_log_open(struct datagrams *log, struct error *err)
{
	if (access(LOG_SOCKET, F_OK) == 0 && open_socket(log, LOG_SOCKET))
		return true;
	return error_set(err, "%s: %s", LOG_SOCKET, strerror(errno));
}

bool system_log_send(const struct datagrams *log, unsigned severity, const char *id,
                     const char *data, const char *message)
{
	char text[MOST], host[256] = "-", time[CLOCK_TEXT_SIZE];
	int len;

	if (gethostname(host, sizeof(host) - 1) != 0)
		memcpy(host, "-", 2);
	len = snprintf(text, sizeof(text), "<%u>1 %s %s lynctap %d %s %s%s%s %s",
	               FACILITY * 8 + severity, clock_format(clock_wall_us(), time), host,
	               (int)getpid(), id, data ? "[" : "", data ? data : "-",
	               data ? "]" : "", message);
	if (len < 0)
		return false;
	return send_text(log, text,
	                 (size_t)len < sizeof(text) ? (size_t)len : sizeof(text) - 1);
}

void datagrams_close(struct datagrams *datagrams)
{
	if (datagrams->fd >= 0)
		close(datagrams->fd);
	datagrams->fd = -1;
}
