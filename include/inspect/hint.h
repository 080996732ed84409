/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hint - what a payload shows: a flow has a set of them.
 *
 * Room: inspect. The names are those of `speaks:` in the catalogues and of
 * lync.hints in the output; docs/hints.md says what each looks for.
 */
#ifndef INSPECT_HINT_H
#define INSPECT_HINT_H

#include <stdbool.h>
#include <stdint.h>

enum hint {
	HINT_TLS,  /* a genuine TLS handshake or records */
	HINT_MTLS, /* the server asked for a client certificate and got one */
	HINT_TLS_NO_CLIENT_CERTIFICATE, /* whole handshake seen, the client showed no certificate */
	HINT_PSEUDOTLS,                 /* [MS-TURN] 2.1.1: looks like TLS, is not */
	HINT_SIP,
	HINT_SIPCOMP, /* [MS-SIPCOMP] NEGOTIATE */
	HINT_HTTP,
	HINT_HTTPS, /* HTTP known to be inside TLS: ALPN */
	HINT_STUN,
	HINT_MSTURN,
	HINT_ICE, /* STUN connectivity checks that were answered */
	HINT_RTP,
	HINT_RTCP,
	HINT_RFC4571, /* RTP or STUN behind two-byte lengths on TCP */
	HINT_DCERPC,
	HINT_EPM, /* the endpoint mapper interface */
	HINT_SMB,
	HINT_TDS,
	HINT_SSRP,
	HINT_DHCP,
	HINT_DNS,
	HINT_KERBEROS,
	HINT_LDAP,
	HINT_NTP,
	HINT_RDP,
	HINT_SSH,
	HINT_FTP,
	HINT_SMTP,
	HINT_SNMP,
	HINT_TELNET,
	HINT_XMPP,
	HINT_MSNFTP, /* MSN_SECURE_FTP, legacy file transfer */
	HINT_PSOM,   /* never set by a reader: catalogues name it, nobody can see it */
	HINT_NETBIOS,
	HINT_MDNS,
	HINT_LLMNR,
	HINT_SSDP,
	HINT_QUIC,
	HINT_DTLS,
	HINT_H323,
	HINT_MGCP,
	HINT_OTHER, /* identified, and nothing a Lync row speaks; the label says what */
	HINTS,
};

/* A set of hints: bit HINT_BIT(h). */
#define HINT_BIT(hint) (UINT64_C(1) << (hint))

/* Catalogues name these, but no reader can ever set them. */
#define HINTS_UNSEEN HINT_BIT(HINT_PSOM)

/** "tls", "mtls", …; static. */
const char *hint_name(enum hint hint);

#endif
