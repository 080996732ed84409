/* SPDX-License-Identifier: BSD-2-Clause */
#include "inspect/hint.h"

#include <assert.h>

static_assert(HINTS <= 64, "a set of hints is one 64-bit word");

static const char *const names[HINTS] = {
	[HINT_TLS] = "tls",
	[HINT_MTLS] = "mtls",
	[HINT_TLS_NO_CLIENT_CERTIFICATE] = "no-client-certificate",
	[HINT_PSEUDOTLS] = "pseudotls",
	[HINT_SIP] = "sip",
	[HINT_SIPCOMP] = "sipcomp",
	[HINT_HTTP] = "http",
	[HINT_HTTPS] = "https",
	[HINT_STUN] = "stun",
	[HINT_MSTURN] = "msturn",
	[HINT_ICE] = "ice",
	[HINT_RTP] = "rtp",
	[HINT_RTCP] = "rtcp",
	[HINT_RFC4571] = "rfc4571",
	[HINT_DCERPC] = "dcerpc",
	[HINT_EPM] = "epm",
	[HINT_SMB] = "smb",
	[HINT_TDS] = "tds",
	[HINT_SSRP] = "ssrp",
	[HINT_DHCP] = "dhcp",
	[HINT_DNS] = "dns",
	[HINT_KERBEROS] = "kerberos",
	[HINT_LDAP] = "ldap",
	[HINT_NTP] = "ntp",
	[HINT_RDP] = "rdp",
	[HINT_SSH] = "ssh",
	[HINT_FTP] = "ftp",
	[HINT_SMTP] = "smtp",
	[HINT_SNMP] = "snmp",
	[HINT_TELNET] = "telnet",
	[HINT_XMPP] = "xmpp",
	[HINT_MSNFTP] = "msnftp",
	[HINT_PSOM] = "psom",
	[HINT_NETBIOS] = "netbios",
	[HINT_MDNS] = "mdns",
	[HINT_LLMNR] = "llmnr",
	[HINT_SSDP] = "ssdp",
	[HINT_QUIC] = "quic",
	[HINT_DTLS] = "dtls",
	[HINT_H323] = "h323",
	[HINT_MGCP] = "mgcp",
	[HINT_OTHER] = "other",
};

const char *hint_name(enum hint hint)
{
	return names[hint];
}
