/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * transport - the numbers of the protocols above IP, and their names.
 *
 * Room: base. Each fits one byte, which is how rows, flows and packets keep them. TCP
 * and UDP have ports; of all others a conversation is told by its two ends alone, and
 * both ports are 0.
 */
#ifndef BASE_TRANSPORT_H
#define BASE_TRANSPORT_H

#include <stdbool.h>
#include <stdint.h>

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

/** Are its conversations told apart by ports? */
static inline bool transport_has_ports(uint8_t transport)
{
	return transport == TRANSPORT_TCP || transport == TRANSPORT_UDP;
}

/** "tcp", "udp", "esp", …; "ip-143" where nobody has a name for it. Static. */
const char *transport_name(uint8_t transport);

/** As Suricata's EVE has it: "TCP", "IP-in-IP", …; "ip-143" where there is no name. Static. */
const char *transport_eve_name(uint8_t transport);

/** The protocol of which @name is the name. @return false when it is none */
bool transport_parse(uint8_t *transport, const char *name);

/** The same where @name is EVE's. */
bool transport_parse_eve(uint8_t *transport, const char *name);

#endif
