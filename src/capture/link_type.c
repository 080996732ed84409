/* SPDX-License-Identifier: BSD-2-Clause */
#include "link_type.h"

#include <pcap/pcap.h>

#include "base/array.h"
#include "frame_reader.h"

static const struct {
	int dlt;
	uint16_t link_type;
} differing[] = {
	{ DLT_ATM_RFC1483, 100 }, { DLT_RAW, 101 },
	{ DLT_SLIP_BSDOS, 102 },  { DLT_PPP_BSDOS, 103 },
#ifdef DLT_ATM_CLIP
	{ DLT_ATM_CLIP, 106 },
#endif
	{ DLT_PFSYNC, 246 },
};

uint16_t link_type_from_dlt(int dlt)
{
	for (size_t i = 0; i < ARRAY_LEN(differing); i++)
		if (differing[i].dlt == dlt)
			return differing[i].link_type;
	return (uint16_t)dlt;
}

int link_type_to_dlt(uint16_t link_type)
{
	for (size_t i = 0; i < ARRAY_LEN(differing); i++)
		if (differing[i].link_type == link_type)
			return differing[i].dlt;
	return link_type;
}

/* What libpcap allows beyond its usual maximum. */
static const struct {
	uint16_t link_type;
	uint32_t max_len;
} large[] = {
	{ 220, 128u << 20 }, /* USB_LINUX_MMAPPED */
	{ 231, 128u << 20 }, /* DBUS: messages have up to 128 MiB */
	{ 249, 128u << 20 }, /* USBPCAP */
	{ 279, 8u << 20 },   /* EBHSCR */
};

uint32_t link_type_max_len(uint16_t link_type)
{
	for (size_t i = 0; i < ARRAY_LEN(large); i++)
		if (large[i].link_type == link_type)
			return large[i].max_len;
	return FRAME_MAX_LEN;
}
