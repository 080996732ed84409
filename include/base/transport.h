/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * transport - the numbers of the protocols above IP that have ports.
 *
 * Room: base. Each fits one byte, which is how rows, flows and packets keep them.
 */
#ifndef BASE_TRANSPORT_H
#define BASE_TRANSPORT_H

/* IANA protocol numbers */
enum transport {
	TRANSPORT_TCP = 6,
	TRANSPORT_UDP = 17,
};

/* RFC 9293 section 3.1 */
enum tcp_flag {
	TCP_FIN = 0x01,
	TCP_SYN = 0x02,
	TCP_RST = 0x04,
	TCP_PSH = 0x08,
	TCP_ACK = 0x10,
};

#endif
