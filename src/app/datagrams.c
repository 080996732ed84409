/* SPDX-License-Identifier: BSD-2-Clause */
#include "datagrams.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

bool datagrams_open(struct datagrams *datagrams, const char *path)
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

bool datagrams_send(const struct datagrams *datagrams, const char *text, size_t len)
{
	const bool connected = datagrams->to.sun_path[0] == '\0';

	return datagrams->fd >= 0 &&
	       sendto(datagrams->fd, text, len, MSG_DONTWAIT | MSG_NOSIGNAL,
	              connected ? NULL : (const struct sockaddr *)&datagrams->to,
	              connected ? 0 : datagrams->to_len) == (ssize_t)len;
}

void datagrams_close(struct datagrams *datagrams)
{
	if (datagrams->fd >= 0)
		close(datagrams->fd);
	datagrams->fd = -1;
}
