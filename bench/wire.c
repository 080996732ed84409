/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire.h"

#include <string.h>

enum {
	ETHERNET_LEN = 14,
	IP_LEN = 20,
	TCP_LEN = 20,
	UDP_LEN = 8,
	SYN_OPTIONS_LEN = 12,
	FRAME_SIZE = ETHERNET_LEN + IP_LEN + TCP_LEN + SYN_OPTIONS_LEN + BUFFER_SIZE,
	FILE_BUFFER = 1 << 20,
};

static const int64_t first_second = 1700000000;

bool wire_open(struct wire *w, const char *path, uint64_t seed, uint32_t gap_us)
{
	const uint32_t header[] = { 0xa1b2c3d4, 0x00040002, 0, 0, 262144, 1 };

	*w = (struct wire){ .out = fopen(path, "wb"),
		            .random = prng_seeded(~seed),
		            .time_us = first_second * 1000000,
		            .gap_us = gap_us };
	if (w->out == NULL)
		return false;
	(void)setvbuf(w->out, NULL, _IOFBF, FILE_BUFFER); /* only a matter of speed */
	return fwrite(header, sizeof(header), 1, w->out) == 1;
}

static void store16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void store32(uint8_t *at, uint32_t value)
{
	store16(at, value >> 16);
	store16(at + 2, value & 0xffff);
}

/** Source: RFC 1071. @sum is what other bytes have added already. */
static uint16_t checksum(const uint8_t *bytes, size_t len, uint64_t sum)
{
	for (; len > 1; bytes += 2, len -= 2)
		sum += (uint32_t)(bytes[0] << 8 | bytes[1]);
	if (len > 0)
		sum += (uint32_t)bytes[0] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

/** Locally administered addresses made of the IPv4 ones, so that a host keeps its own. */
static void write_ethernet(uint8_t *at, uint32_t from, uint32_t to)
{
	store16(at, 0x0200);
	store32(at + 2, to);
	store16(at + 6, 0x0200);
	store32(at + 8, from);
	store16(at + 12, 0x0800);
}

/** Source: RFC 791 section 3.1. */
static void write_ip(uint8_t *at, uint16_t id, uint8_t transport, uint32_t from,
                     uint32_t to, size_t payload_len)
{
	memset(at, 0, IP_LEN);
	at[0] = 0x45;
	store16(at + 2, (uint32_t)(IP_LEN + payload_len));
	store16(at + 4, id);
	at[6] = 0x40; /* do not fragment */
	at[8] = 128;  /* the time to live of Windows */
	at[9] = transport;
	store32(at + 12, from);
	store32(at + 16, to);
	store16(at + 10, checksum(at, IP_LEN, 0));
}

/** Source: RFC 768, RFC 9293 section 3.1 (the same pseudo-header). */
static uint16_t transport_checksum(const uint8_t *ip, size_t transport_len)
{
	uint64_t sum = ip[9] + transport_len;

	for (size_t i = 12; i < IP_LEN; i += 2)
		sum += (uint32_t)(ip[i] << 8 | ip[i + 1]);
	return checksum(ip + IP_LEN, transport_len, sum);
}

static void append(struct wire *w, const uint8_t *frame, size_t len)
{
	w->time_us += prng_range(&w->random, 1, w->gap_us);
	const uint32_t record[] = { (uint32_t)(w->time_us / 1000000),
		                    (uint32_t)(w->time_us % 1000000), (uint32_t)len,
		                    (uint32_t)len };

	/* A failed write is sticky in the stream: wire_close() reports it. */
	(void)fwrite(record, sizeof(record), 1, w->out);
	(void)fwrite(frame, len, 1, w->out);
	w->packets++;
}

void wire_tcp(struct wire *w, struct endpoint from, struct endpoint to, struct segment at,
              const struct buffer *payload)
{
	/* Maximum segment size 1460, window scale 8, selective acknowledgement. */
	static const uint8_t syn_options[SYN_OPTIONS_LEN] = { 2, 4, 0x05, 0xb4, 1, 3,
		                                              3, 8, 1,    1,    4, 2 };
	const size_t options_len = at.flags & TCP_SYN ? SYN_OPTIONS_LEN : 0;
	const size_t len = TCP_LEN + options_len + payload->len;
	uint8_t frame[FRAME_SIZE];
	uint8_t *ip = frame + ETHERNET_LEN, *tcp = ip + IP_LEN;

	write_ethernet(frame, from.address, to.address);
	write_ip(ip, w->ip_id++, TRANSPORT_TCP, from.address, to.address, len);
	memset(tcp, 0, TCP_LEN);
	store16(tcp, from.port);
	store16(tcp + 2, to.port);
	store32(tcp + 4, at.seq);
	store32(tcp + 8, at.ack);
	tcp[12] = (uint8_t)((TCP_LEN + options_len) / 4 << 4);
	tcp[13] = at.flags;
	store16(tcp + 14, 0xfaf0);
	memcpy(tcp + TCP_LEN, syn_options, options_len);
	memcpy(tcp + TCP_LEN + options_len, payload->bytes, payload->len);
	store16(tcp + 16, transport_checksum(ip, len));
	append(w, frame, ETHERNET_LEN + IP_LEN + len);
}

void wire_udp(struct wire *w, struct endpoint from, struct endpoint to,
              const struct buffer *payload)
{
	const size_t len = UDP_LEN + payload->len;
	uint8_t frame[FRAME_SIZE];
	uint8_t *ip = frame + ETHERNET_LEN, *udp = ip + IP_LEN;

	write_ethernet(frame, from.address, to.address);
	write_ip(ip, w->ip_id++, TRANSPORT_UDP, from.address, to.address, len);
	store16(udp, from.port);
	store16(udp + 2, to.port);
	store16(udp + 4, (uint32_t)len);
	store16(udp + 6, 0);
	memcpy(udp + UDP_LEN, payload->bytes, payload->len);
	const uint16_t sum = transport_checksum(ip, len);
	store16(udp + 6, sum ? sum : 0xffff); /* 0 would mean "none" */
	append(w, frame, ETHERNET_LEN + IP_LEN + len);
}

void wire_fragment(struct wire *w, uint32_t from, uint32_t to,
                   const struct buffer *payload)
{
	uint8_t frame[FRAME_SIZE];
	uint8_t *ip = frame + ETHERNET_LEN;

	write_ethernet(frame, from, to);
	write_ip(ip, w->ip_id++, TRANSPORT_UDP, from, to, payload->len);
	ip[6] = 0x20; /* more fragments follow */
	store16(ip + 10, 0);
	store16(ip + 10, checksum(ip, IP_LEN, 0));
	memcpy(ip + IP_LEN, payload->bytes, payload->len);
	append(w, frame, ETHERNET_LEN + IP_LEN + payload->len);
}

bool wire_close(struct wire *w)
{
	const bool written = !ferror(w->out);

	return fclose(w->out) == 0 && written;
}
