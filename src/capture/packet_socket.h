/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * packet_socket - a capture's socket, when its interface was taken away and made again.
 *
 * Room: capture, private. packet(7): only making such a socket takes CAP_NET_RAW. One
 * that is there already may be bound again by anybody, and keeps its ring, its filter
 * and all that libpcap has set on it.
 */
#ifndef PACKET_SOCKET_H
#define PACKET_SOCKET_H

#include <stdbool.h>

#include "base/attributes.h"

/* An interface as the kernel knows it; another one of the same name is another index. */
struct packet_device {
	int index;           /* 0: there is none of that name */
	unsigned short type; /* ARPHRD_ETHER, …: which link layer its frames have */
};

/** Which interface is called @name now, asked through socket @fd. */
struct packet_device packet_socket_find(int fd, const char *name);

/** Bind @fd to @device, in promiscuous mode. It may be down: it will be heard once it is up. */
MUST_CHECK bool packet_socket_bind(int fd, const struct packet_device *device);

#endif
