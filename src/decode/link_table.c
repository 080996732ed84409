/* SPDX-License-Identifier: BSD-2-Clause */
#include "link_table.h"

#include "base/array.h"

static enum decode_verdict carries_no_ip(struct decoding *d)
{
	(void)d;
	return DECODE_NOT_IP;
}

static enum decode_verdict not_read(struct decoding *d)
{
	(void)d;
	return DECODE_UNKNOWN_TYPE;
}

/* Source: www.tcpdump.org/linktypes.html. */
static const struct link_row link_types[] = {
	{ 0, "BSD loopback", decode_null },
	{ 1, "Ethernet", decode_ethernet },
	{ 6, "Token Ring", not_read },
	{ 7, "ARCNET", not_read },
	{ 8, "SLIP", not_read },
	{ 9, "PPP", decode_ppp_hdlc },
	{ 10, "FDDI", not_read },
	{ 12, "raw IP", decode_ip }, /* DLT_RAW of most systems, found in files */
	{ 14, "raw IP", decode_ip }, /* DLT_RAW of OpenBSD, found in files */
	{ 50, "PPP in HDLC framing", decode_ppp_hdlc },
	{ 51, "PPPoE", not_read },
	{ 99, "Symantec Enterprise Firewall", not_read },
	{ 100, "ATM, RFC 1483", not_read },
	{ 101, "raw IP", decode_ip },
	{ 104, "Cisco HDLC", decode_cisco_hdlc },
	{ 105, "802.11", decode_wifi },
	{ 107, "Frame Relay", not_read },
	{ 108, "OpenBSD loopback", decode_loop },
	{ 109, "OpenBSD encapsulated IP", not_read },
	{ 113, "Linux cooked", decode_linux_sll },
	{ 117, "OpenBSD firewall log", not_read },
	{ 119, "802.11 with Prism header", not_read },
	{ 122, "IP over Fibre Channel", not_read },
	{ 123, "SunATM", not_read },
	{ 127, "802.11 radiotap", decode_radiotap },
	{ 130, "Juniper MLPPP", not_read },
	{ 131, "Juniper MLFR", not_read },
	{ 132, "Juniper encryption services", not_read },
	{ 133, "Juniper GGSN", not_read },
	{ 135, "Juniper ATM2", not_read },
	{ 136, "Juniper services", not_read },
	{ 137, "Juniper ATM1", not_read },
	{ 138, "IP over IEEE 1394", not_read },
	{ 143, "DOCSIS", not_read },
	{ 144, "Linux IrDA", not_read },
	{ 163, "802.11 with AVS header", not_read },
	{ 166, "PPP of pppd", not_read },
	{ 177, "LAPD over Linux cooked", not_read },
	{ 178, "Juniper Ethernet", not_read },
	{ 179, "Juniper PPP", not_read },
	{ 180, "Juniper Frame Relay", not_read },
	{ 181, "Juniper C-HDLC", not_read },
	{ 182, "Juniper MFR", not_read },
	{ 187, "Bluetooth", not_read },
	{ 189, "USB", not_read },
	{ 192, "PPI", decode_ppi },
	{ 195, "802.15.4", not_read },
	{ 197, "ERF", decode_erf },
	{ 201, "Bluetooth", not_read },
	{ 220, "USB", not_read },
	{ 227, "CAN bus", not_read },
	{ 228, "IPv4", decode_ipv4 },
	{ 229, "IPv6", decode_ipv6 },
	{ 238, "Juniper fabric", not_read },
	{ 239, "NFLOG", decode_nflog },
	{ 240, "NetAnalyzer", not_read },
	{ 241, "NetAnalyzer, transparent", not_read },
	{ 242, "IP over InfiniBand", not_read },
	{ 247, "InfiniBand", not_read },
	{ 249, "USBPcap", not_read },
	{ 252, "Wireshark upper PDU", not_read },
	{ 253, "Linux netlink", carries_no_ip },
	{ 258, "Apple PKTAP", decode_pktap },
	{ 276, "Linux cooked v2", decode_linux_sll2 },
};

/*
 * Source: www.iana.org/assignments/ieee-802-numbers and the standards named beside.
 * The most frequent first: the table is walked.
 */
static const struct link_row ethertypes[] = {
	{ 0x0800, "IPv4", decode_ipv4 },
	{ 0x86dd, "IPv6", decode_ipv6 },
	{ 0x8100, "802.1Q VLAN tag", decode_vlan },
	{ 0x0806, "ARP", carries_no_ip },
	{ 0x88cc, "LLDP", carries_no_ip },
	{ 0x88a8, "802.1ad service tag", decode_vlan },
	{ 0x9100, "QinQ before 802.1ad", decode_vlan },
	{ 0x8926, "Cisco VN-Tag", decode_vn_tag },
	{ 0x8909, "Cisco MetaData", decode_cisco_metadata },
	{ 0x8847, "MPLS", decode_mpls },           /* RFC 5332 */
	{ 0x8848, "MPLS multicast", decode_mpls }, /* RFC 5332 */
	{ 0x8864, "PPPoE session", decode_pppoe }, /* RFC 2516 */
	{ 0x8863, "PPPoE discovery", carries_no_ip },
	{ 0x0842, "Wake-on-LAN", carries_no_ip },
	{ 0x22ea, "stream reservation", carries_no_ip }, /* IEEE 802.1Q */
	{ 0x22f0, "AVTP", carries_no_ip },               /* IEEE 1722 */
	{ 0x22f3, "TRILL", not_read },
	{ 0x6002, "DEC MOP", carries_no_ip },
	{ 0x6003, "DECnet", carries_no_ip },
	{ 0x6004, "DEC LAT", carries_no_ip },
	{ 0x6558, "transparent Ethernet bridging", not_read },
	{ 0x8035, "RARP", carries_no_ip },
	{ 0x809b, "AppleTalk", carries_no_ip },
	{ 0x80f3, "AppleTalk ARP", carries_no_ip },
	{ 0x8137, "IPX", carries_no_ip },
	{ 0x8138, "Novell", carries_no_ip },
	{ 0x8204, "QNX", carries_no_ip },
	{ 0x872d, "Cisco OTV", not_read },
	{ 0x8808, "Ethernet flow control", carries_no_ip }, /* IEEE 802.3 annex 31B */
	{ 0x8809, "LACP and other slow protocols", carries_no_ip },
	{ 0x8819, "CobraNet", carries_no_ip },
	{ 0x886c, "HomePNA", carries_no_ip },
	{ 0x886d, "Intel teaming", carries_no_ip },
	{ 0x886f, "Microsoft NLB heartbeat", carries_no_ip },
	{ 0x8870, "jumbo LLC", not_read },
	{ 0x887b, "HomePlug 1.0", carries_no_ip },
	{ 0x888e, "EAPOL", carries_no_ip }, /* IEEE 802.1X */
	{ 0x8892, "PROFINET", carries_no_ip },
	{ 0x8899, "Realtek remote control", carries_no_ip },
	{ 0x889a, "HyperSCSI", carries_no_ip },
	{ 0x88a2, "ATA over Ethernet", carries_no_ip },
	{ 0x88a4, "EtherCAT", carries_no_ip },
	{ 0x88ab, "POWERLINK", carries_no_ip },
	{ 0x88b8, "GOOSE", carries_no_ip }, /* IEC 61850 */
	{ 0x88b9, "GSE management", carries_no_ip },
	{ 0x88ba, "sampled values", carries_no_ip }, /* IEC 61850 */
	{ 0x88c7, "802.11 pre-authentication", carries_no_ip },
	{ 0x88ca, "TIPC", carries_no_ip },
	{ 0x88cd, "SERCOS III", carries_no_ip },
	{ 0x88d9, "LLTD", carries_no_ip }, /* Windows' network map */
	{ 0x88dc, "WSMP", carries_no_ip },
	{ 0x88e1, "HomePlug AV", carries_no_ip },
	{ 0x88e3, "media redundancy", carries_no_ip },
	{ 0x88e5, "MACsec", not_read },
	{ 0x88e7, "802.1ah backbone tag", decode_backbone },
	{ 0x88f5, "MVRP", carries_no_ip },
	{ 0x88f6, "MMRP", carries_no_ip },
	{ 0x88f7, "PTP", carries_no_ip }, /* IEEE 1588 */
	{ 0x88f8, "NC-SI", carries_no_ip },
	{ 0x88fb, "parallel redundancy", carries_no_ip },
	{ 0x8902, "connectivity fault management", carries_no_ip }, /* IEEE 802.1ag */
	{ 0x8903, "Cisco FabricPath", decode_fabric_path },
	{ 0x8906, "Fibre Channel over Ethernet", carries_no_ip },
	{ 0x8914, "FIP", carries_no_ip }, /* FCoE initialisation */
	{ 0x8915, "RoCE", carries_no_ip },
	{ 0x8917, "802.21 media handover", carries_no_ip },
	{ 0x891d, "TTEthernet", carries_no_ip },
	{ 0x8929, "MIRP", carries_no_ip },
	{ 0x892f, "high-availability redundancy", carries_no_ip },
	{ 0x893a, "IEEE 1905.1", carries_no_ip },
	{ 0x893f, "802.1BR E-Tag", decode_e_tag },
	{ 0x8940, "edge control protocol", carries_no_ip },
	{ 0x894f, "NSH", decode_nsh }, /* RFC 8300 */
	{ 0x8988, "Cisco timestamp tag", decode_cisco_timestamp },
	{ 0x8999, "Ubiquiti discovery", carries_no_ip },
	{ 0x9000, "loopback", carries_no_ip },
	{ 0x9003, "Cisco slow protocols", carries_no_ip },
	{ 0x9200, "QinQ before 802.1ad", decode_vlan },
	{ 0x9300, "QinQ before 802.1ad", decode_vlan },
	{ 0xa0ed, "6LoWPAN", not_read },
	{ 0xb7ea, "GRE control", carries_no_ip },
	{ 0xcafe, "Veritas low-latency transport", carries_no_ip },
	{ 0xd28b, "EFT discovery", carries_no_ip },
	{ 0xfcfc, "FCoE before its number", carries_no_ip },
};

/* Source: IEEE 802.2 SAP assignments. The SNAP one is read in front of this. */
static const struct link_row saps[] = {
	{ 0x42, "spanning tree", carries_no_ip },
	{ 0xfe, "ISO network layer", carries_no_ip }, /* IS-IS, ES-IS, CLNP */
	{ 0x06, "IP over LLC", decode_llc_ip },
	{ 0x00, "null SAP", carries_no_ip }, /* TEST and XID */
	{ 0x04, "SNA", carries_no_ip },
	{ 0x7e, "X.25", carries_no_ip },
	{ 0x80, "XNS", carries_no_ip },
	{ 0x98, "ARP", carries_no_ip },
	{ 0xbc, "VINES", carries_no_ip },
	{ 0xe0, "IPX", carries_no_ip },
	{ 0xf0, "NetBIOS frames", carries_no_ip },
	{ 0xf4, "LAN management", carries_no_ip },
	{ 0xf8, "remote program load", carries_no_ip },
	{ 0xfc, "remote program load", carries_no_ip },
	{ 0xff, "IPX without LLC", carries_no_ip },
};

/* The organisation's three bytes and its protocol's two. */
static const struct link_row snaps[] = {
	{ 0x00000c0104, "Cisco PAgP", carries_no_ip },
	{ 0x00000c010b, "Cisco PVST+", carries_no_ip },
	{ 0x00000c010c, "Cisco VLAN bridge", carries_no_ip },
	{ 0x00000c0111, "Cisco UDLD", carries_no_ip },
	{ 0x00000c2000, "CDP", carries_no_ip },
	{ 0x00000c2001, "Cisco CGMP", carries_no_ip },
	{ 0x00000c2003, "Cisco VTP", carries_no_ip },
	{ 0x00000c2004, "Cisco DTP", carries_no_ip },
	{ 0x00008101a2, "Nortel discovery", carries_no_ip },
	{ 0x0000f81000, "Cabletron discovery", carries_no_ip },
	{ 0x0080c20007, "bridged Ethernet", not_read }, /* RFC 2684 */
	{ 0x0080c2000e, "bridged spanning tree", carries_no_ip },
	{ 0x080007809b, "AppleTalk", carries_no_ip },
	{ 0x00e02b00bb, "Extreme discovery", carries_no_ip },
	{ 0x00e0522000, "Foundry discovery", carries_no_ip },
};

/* Source: the IANA registry of PPP protocol numbers. From 0x8000 on it controls. */
static const struct link_row ppp_protocols[] = {
	{ 0x0021, "IPv4", decode_ipv4 }, /* RFC 1332 section 2 */
	{ 0x0057, "IPv6", decode_ipv6 }, /* RFC 5072 section 2 */
	{ 0x0281, "MPLS", decode_mpls }, /* RFC 3032 section 4.3 */
	{ 0x0023, "OSI network layer", carries_no_ip },
	{ 0x0029, "AppleTalk", carries_no_ip },
	{ 0x002b, "IPX", carries_no_ip },
	{ 0x002d, "compressed TCP/IP headers", not_read }, /* RFC 1144 */
	{ 0x002f, "TCP/IP with uncompressed headers", not_read },
	{ 0x0031, "bridging", not_read },
	{ 0x003d, "multilink", not_read }, /* RFC 1990 */
	{ 0x003f, "NetBIOS frames", carries_no_ip },
	{ 0x0053, "encrypted", not_read }, /* RFC 1968 */
	{ 0x00fb, "compressed, one link", not_read },
	{ 0x00fd, "compressed or MPPE", not_read }, /* RFC 1962, RFC 3078 */
};

/* What Linux writes where a frame has no Ethernet type. Source: linux/if_ether.h. */
static const struct link_row linux_types[] = {
	{ 0x0001, "IPX without LLC", carries_no_ip },
	{ 0x0004, "LLC", decode_llc },
	{ 0x000c, "CAN bus", carries_no_ip },
	{ 0x000d, "CAN FD", carries_no_ip },
};

/* Address families of the machine that captured: systems number IPv6 differently. */
static const struct link_row families[] = {
	{ 2, "IPv4", decode_ipv4 },
	{ 10, "IPv6 of Linux", decode_ipv6 },
	{ 23, "IPv6 of Windows", decode_ipv6 },
	{ 24, "IPv6 of NetBSD and OpenBSD", decode_ipv6 },
	{ 28, "IPv6 of FreeBSD", decode_ipv6 },
	{ 30, "IPv6 of macOS", decode_ipv6 },
};

/* Source: Endace, ERF types reference. */
static const struct link_row erf_records[] = {
	{ 1, "HDLC", decode_ppp_hdlc },
	{ 2, "Ethernet", decode_erf_ethernet },
	{ 3, "ATM", not_read },
	{ 4, "AAL5", not_read },
	{ 10, "HDLC, coloured", decode_ppp_hdlc },
	{ 11, "Ethernet, coloured", decode_erf_ethernet },
	{ 16, "Ethernet, steered", decode_erf_ethernet },
	{ 20, "Ethernet, coloured by hash", decode_erf_ethernet },
	{ 21, "InfiniBand", not_read },
	{ 22, "IPv4", decode_ipv4 },
	{ 23, "IPv6", decode_ipv6 },
	{ 27, "metadata", carries_no_ip },
	{ 48, "padding", carries_no_ip },
};

static const struct link_row wifi_data[] = {
	{ WIFI_ENCRYPTED, "encrypted", not_read },
	{ WIFI_AGGREGATED, "several frames in one", not_read },
	{ WIFI_FRAGMENTED, "in fragments", not_read },
};

static const struct link_row tunnels[] = {
	{ 0x22eb, "ERSPAN III", not_read },
};

/* Tunnels in UDP: what is inside of them is counted as not read. */
static const struct link_row udp_ports[] = {
	{ 1701, "L2TP", not_read },        /* RFC 2661 */
	{ 2152, "GTP-U", not_read },       /* 3GPP TS 29.281 */
	{ 3544, "Teredo", not_read },      /* RFC 4380 */
	{ 5247, "CAPWAP data", not_read }, /* RFC 5415 */
	{ 7932, "HP ERM", not_read },      { 48879, "Cisco iVXLAN", not_read },
};

#define ROWS(table)                                                                      \
	{                                                                                \
		table, ARRAY_LEN(table)                                                  \
	}

static const struct {
	const struct link_row *rows;
	size_t count;
} tables[DECODE_SPACES] = {
	[DECODE_SPACE_LINK] = ROWS(link_types),
	[DECODE_SPACE_ETHERTYPE] = ROWS(ethertypes),
	[DECODE_SPACE_SAP] = ROWS(saps),
	[DECODE_SPACE_SNAP] = ROWS(snaps),
	[DECODE_SPACE_PPP] = ROWS(ppp_protocols),
	[DECODE_SPACE_LINUX] = ROWS(linux_types),
	[DECODE_SPACE_FAMILY] = ROWS(families),
	[DECODE_SPACE_GRE] = ROWS(tunnels),
	[DECODE_SPACE_ERF] = ROWS(erf_records),
	[DECODE_SPACE_UDP] = ROWS(udp_ports),
	[DECODE_SPACE_WIFI] = ROWS(wifi_data),
};

const struct link_row *link_table_find(enum decode_space space, uint64_t number)
{
	const struct link_row *rows = tables[space].rows;

	for (size_t i = 0; i < tables[space].count; i++)
		if (rows[i].number == number)
			return &rows[i];
	return NULL;
}

const char *link_table_name(enum decode_space space, uint64_t number)
{
	const struct link_row *row = link_table_find(space, number);

	return row ? row->name : NULL;
}

bool link_table_count(struct decode_unknown *types, uint8_t *count,
                      enum decode_space space, uint64_t number)
{
	size_t i = 0;

	while (i < *count && (types[i].number != number || types[i].space != space))
		i++;
	if (i == DECODE_UNKNOWN_MAX)
		return false;
	if (i == *count) {
		types[i] =
			(struct decode_unknown){ .number = number,
			                         .name = link_table_name(space, number),
			                         .space = (uint8_t)space };
		(*count)++;
	}
	types[i].frames++;
	return true;
}
