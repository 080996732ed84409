/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wifi - 802.11 frames, with or without what the capturing driver says in front.
 *
 * Source: IEEE 802.11-2020 section 9.2.4; www.radiotap.org.
 */
#include "layers.h"

enum frame_control {
	WIFI_VERSION = 0x0003,
	WIFI_TYPE = 0x000c,
	WIFI_TYPE_DATA = 0x0008,
	WIFI_NO_DATA = 0x0040, /* a subtype of data frames that carry none */
	WIFI_QOS = 0x0080,
	WIFI_TO_DS = 0x0100,
	WIFI_FROM_DS = 0x0200,
	WIFI_MORE_FRAGMENTS = 0x0400,
	WIFI_PROTECTED = 0x4000,
	WIFI_ORDER = 0x8000, /* in a QoS frame: four more bytes of control */
};

#define WIFI_AGGREGATE 0x0080 /* of the QoS field: several frames in one */
#define WIFI_FRAGMENT  0x000f /* of the sequence field */

enum radiotap_field {
	RADIOTAP_TIME = 1u << 0,
	RADIOTAP_FLAGS = 1u << 1,
	RADIOTAP_MORE = 1u << 31, /* another word like this follows */
};

#define RADIOTAP_HEADER_LEN 8
#define RADIOTAP_PADDED     0x20 /* of the flags: the 802.11 header ends at four bytes */

/* Data frames are LLC behind a header of which the length has to be found out. */
static enum decode_verdict decode_data(struct decoding *d, uint16_t control, bool padded)
{
	static const uint8_t snap[] = { 0xaa, 0xaa, 0x03, 0x00, 0x00 };
	const bool four_addresses = (control & WIFI_TO_DS) && (control & WIFI_FROM_DS);
	size_t len = four_addresses ? 30 : 24;
	uint16_t qos = 0;

	cursor_take(&d->rest, 20); /* duration, three addresses */

	const uint16_t sequence = cursor_le16(&d->rest);

	if (four_addresses)
		cursor_take(&d->rest, 6);
	if (control & WIFI_QOS) {
		qos = cursor_le16(&d->rest);
		len += 2;
		if (control & WIFI_ORDER) {
			cursor_take(&d->rest, 4);
			len += 4;
		}
	}
	if (padded && len % 4 != 0)
		cursor_take(&d->rest, 4 - len % 4);
	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	/* Drivers decrypt frames for the host and leave the bit as it was on the air. */
	if ((control & WIFI_PROTECTED) &&
	    !cursor_starts_with(&d->rest, snap, sizeof(snap)))
		return decode_type(d, DECODE_SPACE_WIFI, WIFI_ENCRYPTED);
	if (qos & WIFI_AGGREGATE)
		return decode_type(d, DECODE_SPACE_WIFI, WIFI_AGGREGATED);
	if ((sequence & WIFI_FRAGMENT) || (control & WIFI_MORE_FRAGMENTS))
		return decode_type(d, DECODE_SPACE_WIFI, WIFI_FRAGMENTED);
	return decode_llc(d);
}

static enum decode_verdict decode_wifi_frame(struct decoding *d, bool padded)
{
	const uint16_t control = cursor_le16(&d->rest);

	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	if (control & WIFI_VERSION)
		return DECODE_MALFORMED;
	/* Beacons, acknowledgments: they manage the air. */
	if ((control & WIFI_TYPE) != WIFI_TYPE_DATA || (control & WIFI_NO_DATA))
		return DECODE_NOT_IP;
	return decode_data(d, control, padded);
}

enum decode_verdict decode_wifi(struct decoding *d)
{
	return decode_wifi_frame(d, false);
}

/* A time of eight bytes, aligned to them, may stand before the flags. */
static uint8_t radiotap_flags(struct cursor *fields, uint32_t present, size_t at)
{
	if (!(present & RADIOTAP_FLAGS))
		return 0;
	if (present & RADIOTAP_TIME)
		cursor_take(fields, 8 + (at % 8 ? 8 - at % 8 : 0));
	return cursor_u8(fields);
}

enum decode_verdict decode_radiotap(struct decoding *d)
{
	const struct cursor start = d->rest;
	const uint8_t version = cursor_u8(&d->rest);

	cursor_take(&d->rest, 1);

	const uint16_t len = cursor_le16(&d->rest);
	const uint32_t present = cursor_le32(&d->rest);

	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	if (version != 0 || len < RADIOTAP_HEADER_LEN)
		return DECODE_MALFORMED;
	d->rest = start;

	struct cursor fields = cursor_split(&d->rest, len);
	uint32_t more = present;
	size_t at = RADIOTAP_HEADER_LEN;

	if (d->rest.truncated)
		return DECODE_TRUNCATED;
	for (cursor_take(&fields, at); more & RADIOTAP_MORE; at += 4)
		more = cursor_le32(&fields);

	const uint8_t flags = radiotap_flags(&fields, present, at);

	return fields.truncated ? DECODE_MALFORMED
	                        : decode_wifi_frame(d, flags & RADIOTAP_PADDED);
}
