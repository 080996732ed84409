/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hint - what a payload shows: a flow has a set of them.
 *
 * Room: inspect. All that is known of a hint is its row of HINT_TABLE; whoever
 * asks what kind of thing a hint is asks for a class of it. The names are those
 * of `speaks:` in the catalogues and of lync.hints in the output; docs/hints.md
 * says what each looks for.
 */
#ifndef INSPECT_HINT_H
#define INSPECT_HINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What kind of thing a hint is; bits. */
enum hint_class {
	HINT_ENCRYPTED = 0x01, /* TLS, or known to be inside it: nothing is readable */
	HINT_SHELL = 0x02,     /* TLS itself: nothing of what is inside was seen */
	HINT_ABOUT_TLS = 0x04, /* a fact about a handshake, no protocol of its own */
	HINT_INSIDE = 0x08,    /* may be spoken inside TLS where nobody sees it */
	HINT_SHOWS_CERTIFICATE = 0x10, /* tells whether the client has a certificate */
	HINT_MEDIA = 0x20,             /* only media has it */
	HINT_ANSWERED = 0x40, /* every request is answered: silence is a failed attempt */
	HINT_UNSEEN = 0x80,   /* catalogues name it, nothing can ever show it */
	HINT_OUTCOME =
		0x200,     /* what became of a handshake: told as such, not among hints */
	HINT_READ = 0x100, /* a reader of ours decides it: nDPI's word is not taken */
	HINT_OPENS =
		0x800, /* a reader of ours knows it by the first bytes of a connection or datagram */
	HINT_GREETS = 0x400, /* who listens may say who it is in a line of text */
};

/*
 * ROW(with, constant, name, EVE's app_proto or NULL, place, classes)
 *
 * Of several hints the one with the lowest place is EVE's app_proto, of equal ones
 * the first: what is inside says more than what carries it. @with is handed through.
 */
/* clang-format off */
#define HINT_TABLE(ROW, with)                                                             \
	/* a genuine TLS handshake or records */                                          \
	ROW(with, HINT_TLS, "tls", "tls", 4,                                              \
	    HINT_ENCRYPTED | HINT_SHELL | HINT_READ | HINT_OPENS)                         \
	/* the server asked for a client certificate and got one */                       \
	ROW(with, HINT_MTLS, "mtls", NULL, 0,                                             \
	    HINT_ENCRYPTED | HINT_SHELL | HINT_SHOWS_CERTIFICATE | HINT_OPENS)            \
	/* complete, full and seen whole: the client showed no certificate */             \
	ROW(with, HINT_TLS_NO_CLIENT_CERTIFICATE, "no-client-certificate", NULL, 0,       \
	    HINT_SHELL | HINT_ABOUT_TLS | HINT_SHOWS_CERTIFICATE)                         \
	/* both ends changed to the cipher of a full handshake that was seen whole */     \
	ROW(with, HINT_TLS_COMPLETE, "tls-complete", NULL, 0,                             \
	    HINT_SHELL | HINT_ABOUT_TLS | HINT_OUTCOME)                                   \
	/* an alert in clear ended it, or an answer that is no TLS */                     \
	ROW(with, HINT_TLS_FAILED, "tls-failed", NULL, 0,                                 \
	    HINT_SHELL | HINT_ABOUT_TLS | HINT_OUTCOME)                                   \
	/* a hello, and not a byte in answer */                                           \
	ROW(with, HINT_TLS_UNANSWERED, "tls-unanswered", NULL, 0,                         \
	    HINT_SHELL | HINT_ABOUT_TLS | HINT_OUTCOME)                                   \
	/* closed without an alert after the server's hello */                            \
	ROW(with, HINT_TLS_ABANDONED, "tls-abandoned", NULL, 0,                           \
	    HINT_SHELL | HINT_ABOUT_TLS | HINT_OUTCOME)                                   \
	/* an end begins with neither a TLS record nor an SSL 2.0 hello; nobody knows more */ \
	ROW(with, HINT_NOT_TLS, "not-tls", NULL, 0, HINT_ABOUT_TLS)                       \
	/* who listens spoke, seen from its first byte on, and no reader knows either end */ \
	ROW(with, HINT_UNKNOWN, "unknown", NULL, 0, HINT_ABOUT_TLS)                       \
	/* [MS-TURN] 2.1.1: looks like TLS, is not */                                     \
	ROW(with, HINT_PSEUDOTLS, "pseudotls", "pseudotls", 3, HINT_OPENS)                \
	ROW(with, HINT_SIP, "sip", "sip", 1, HINT_INSIDE | HINT_ANSWERED | HINT_READ | HINT_OPENS) \
	/* [MS-SIPCOMP] NEGOTIATE */                                                      \
	ROW(with, HINT_SIPCOMP, "sipcomp", NULL, 0, HINT_INSIDE)                          \
	ROW(with, HINT_HTTP, "http", "http", 1, HINT_READ | HINT_OPENS)                   \
	/* HTTP known to be inside TLS: ALPN */                                           \
	ROW(with, HINT_HTTPS, "https", NULL, 0, HINT_ENCRYPTED | HINT_INSIDE | HINT_OPENS) \
	ROW(with, HINT_STUN, "stun", "stun", 8, HINT_ANSWERED | HINT_READ | HINT_OPENS)   \
	ROW(with, HINT_MSTURN, "msturn", "msturn", 2, HINT_ANSWERED | HINT_READ | HINT_OPENS) \
	/* STUN connectivity checks that were answered */                                 \
	ROW(with, HINT_ICE, "ice", NULL, 0, HINT_OPENS)                                   \
	ROW(with, HINT_RTP, "rtp", "rtp", 6, HINT_MEDIA | HINT_READ | HINT_OPENS)         \
	ROW(with, HINT_RTCP, "rtcp", "rtcp", 7, HINT_MEDIA | HINT_READ | HINT_OPENS)      \
	/* RTP or STUN behind two-byte lengths on TCP */                                  \
	ROW(with, HINT_RFC4571, "rfc4571", "rtp", 5, HINT_MEDIA | HINT_OPENS)             \
	ROW(with, HINT_DCERPC, "dcerpc", "dcerpc", 10, HINT_READ | HINT_OPENS)            \
	/* the endpoint mapper interface */                                               \
	ROW(with, HINT_EPM, "epm", NULL, 0, HINT_OPENS)                                   \
	ROW(with, HINT_SMB, "smb", "smb", 9, HINT_READ | HINT_OPENS)                      \
	ROW(with, HINT_TDS, "tds", "tds", 10, HINT_READ | HINT_OPENS)                     \
	ROW(with, HINT_SSRP, "ssrp", "ssrp", 10, HINT_ANSWERED)                           \
	ROW(with, HINT_DHCP, "dhcp", "dhcp", 10, HINT_READ)                               \
	ROW(with, HINT_DNS, "dns", "dns", 10, HINT_ANSWERED | HINT_READ | HINT_OPENS)     \
	ROW(with, HINT_KERBEROS, "kerberos", "krb5", 11, HINT_ANSWERED | HINT_READ | HINT_OPENS) \
	ROW(with, HINT_LDAP, "ldap", "ldap", 11, HINT_ANSWERED | HINT_READ | HINT_OPENS)  \
	ROW(with, HINT_NTP, "ntp", "ntp", 11, HINT_ANSWERED | HINT_READ)                  \
	ROW(with, HINT_RDP, "rdp", "rdp", 1, HINT_READ)                                   \
	ROW(with, HINT_SSH, "ssh", "ssh", 11, HINT_GREETS)                                \
	ROW(with, HINT_FTP, "ftp", "ftp", 11, HINT_GREETS)                                \
	ROW(with, HINT_SMTP, "smtp", "smtp", 11, HINT_GREETS)                             \
	ROW(with, HINT_SNMP, "snmp", "snmp", 11, HINT_ANSWERED)                           \
	ROW(with, HINT_TELNET, "telnet", "telnet", 11, HINT_GREETS)                       \
	ROW(with, HINT_XMPP, "xmpp", "xmpp", 11, 0)                                       \
	/* MSN_SECURE_FTP, legacy file transfer */                                        \
	ROW(with, HINT_MSNFTP, "msnftp", "msnftp", 11, HINT_OPENS)                        \
	ROW(with, HINT_PSOM, "psom", NULL, 0, HINT_INSIDE | HINT_UNSEEN)                  \
	/* what agents of System Center Operations Manager report in */                   \
	ROW(with, HINT_SCOM, "scom", NULL, 0, HINT_UNSEEN)                                \
	ROW(with, HINT_NETBIOS, "netbios", "netbios", 11, 0)                              \
	ROW(with, HINT_MDNS, "mdns", "mdns", 10, HINT_READ)                               \
	ROW(with, HINT_LLMNR, "llmnr", "llmnr", 10, HINT_READ)                            \
	ROW(with, HINT_SSDP, "ssdp", "ssdp", 11, 0)                                       \
	ROW(with, HINT_QUIC, "quic", "quic", 11, HINT_READ)                               \
	ROW(with, HINT_DTLS, "dtls", "dtls", 11, HINT_READ)                               \
	ROW(with, HINT_H323, "h323", "h323", 11, 0)                                       \
	ROW(with, HINT_MGCP, "mgcp", "mgcp", 11, 0)                                       \
	/* identified, and nothing a Lync row speaks; the label says what */              \
	ROW(with, HINT_OTHER, "other", NULL, 0, HINT_GREETS)
/* clang-format on */

#define HINT_ENUM_ROW(with, constant, ...) constant,

enum hint {
	HINT_TABLE(HINT_ENUM_ROW, ) HINTS
};

/* A set of hints: bit HINT_BIT(h). */
#define HINT_BIT(hint) (UINT64_C(1) << (hint))

#define HINT_SET_ROW(with, constant, name, eve, place, classes)                          \
	| ((classes) & (with) ? HINT_BIT(constant) : 0)

/* The hints that are of one of @classes: a constant. */
#define HINTS_OF(classes) (UINT64_C(0) HINT_TABLE(HINT_SET_ROW, classes))

/** "tls", "mtls", …; static. */
const char *hint_name(enum hint hint);

/** What Suricata would call a flow with @hints; NULL when it has no name for any. Static. */
const char *hint_app_proto(uint64_t hints);

#endif
