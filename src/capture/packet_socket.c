/* SPDX-License-Identifier: BSD-2-Clause */
#include "packet_socket.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

struct packet_device packet_socket_find(int fd, const char *name)
{
	struct packet_device device = { .index = 0 };
	struct ifreq asked = { .ifr_ifindex = 0 };

	snprintf(asked.ifr_name, sizeof(asked.ifr_name), "%s", name);
	if (ioctl(fd, SIOCGIFINDEX, &asked) != 0)
		return device;
	device.index = asked.ifr_ifindex;
	if (ioctl(fd, SIOCGIFHWADDR, &asked) != 0)
		return (struct packet_device){ .index = 0 };
	device.type = asked.ifr_hwaddr.sa_family;
	return device;
}

bool packet_socket_bind(int fd, const struct packet_device *device)
{
	const struct sockaddr_ll address = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = device->index,
	};
	const struct packet_mreq everything = {
		.mr_ifindex = device->index,
		.mr_type = PACKET_MR_PROMISC,
	};

	if (bind(fd, (const struct sockaddr *)&address, sizeof(address)) != 0)
		return false;
	/* As libpcap does it; without it less is heard, and that is all. */
	(void)setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &everything,
	                 sizeof(everything));
	return true;
}
