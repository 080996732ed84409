/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link_type - LINKTYPE_ values of files, and the DLT_ values libpcap works with.
 *
 * Room: capture, private. Most are equal; some DLT_ numbers differ between
 * systems and therefore never appear in files.
 *
 * Source: pcap-linktype(7), https://www.tcpdump.org/linktypes.html
 */
#ifndef LINK_TYPE_H
#define LINK_TYPE_H

#include <stdint.h>

/** The LINKTYPE_ value of this system's @dlt. */
uint16_t link_type_from_dlt(int dlt);

/** This system's DLT_ value of @link_type. */
int link_type_to_dlt(uint16_t link_type);

/** Most bytes a frame of @link_type may claim before it is taken for damage. */
uint32_t link_type_max_len(uint16_t link_type);

#endif
