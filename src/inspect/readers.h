/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * readers - every reader of the room, one declaration each.
 *
 * Room: inspect, private. A new reader is one file, one line here and one row
 * in readers.c.
 */
#ifndef READERS_H
#define READERS_H

#include "reader.h"

extern const struct reader_spec http_reader;
extern const struct reader_spec sip_reader;
extern const struct reader_spec tls_reader;
extern const struct reader_spec
	media_reader; /* UDP: STUN, MS-TURN, RTP, RTCP, DTLS, QUIC */
extern const struct reader_spec msturn_reader; /* TCP: framed, also after pseudo-TLS */
extern const struct reader_spec stun_reader;   /* TCP: RFC 8489 section 6.2.2 */
extern const struct reader_spec rfc4571_reader;
extern const struct reader_spec dcerpc_reader;
extern const struct reader_spec smb_reader;
extern const struct reader_spec tds_reader;
extern const struct reader_spec msnftp_reader;
extern const struct reader_spec ssrp_reader;
extern const struct reader_spec dhcp_reader;
extern const struct reader_spec ntp_reader;
extern const struct reader_spec dns_reader; /* also mDNS, LLMNR, NetBIOS names */
extern const struct reader_spec kerberos_reader;
extern const struct reader_spec ldap_reader;
extern const struct reader_spec rdp_reader; /* and what else X.224 carries */
/* End of the list. */

#endif
