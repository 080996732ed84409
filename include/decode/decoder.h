/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * decoder - from link-layer frames to packets, through tunnels and fragments.
 *
 * Room: decode. Reads Ethernet, Linux cooked v1 and v2, raw IP, null and
 * loopback, PPP, 802.11 data (radiotap, PPI), NFLOG, ERF, PKTAP; 802.1Q, QinQ,
 * 802.1ah, MPLS, PPPoE, NSH, Cisco's VN-Tag, MetaData, timestamps and FabricPath,
 * E-Tag; GRE with and without PPTP, ERSPAN I to III, VXLAN, VXLAN-GPE, Geneve, TZSP,
 * EtherIP, IP in IP, 6in4; IPv4, IPv6, fragments, TCP, UDP and ICMP errors. What it
 * cannot decode is counted by reason, and by number and name where a type is not
 * known, and never an error. What carries no IP (ARP, LLDP, spanning tree) is known
 * as such by a row of a table and is no loss.
 */
#ifndef DECODE_DECODER_H
#define DECODE_DECODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "decode/decode_counters.h"
#include "decode/packet.h"

struct decoder;
struct frame;

/** @fragment_memory  most bytes of waiting fragments. Owned: decoder_destroy(). NULL: out of memory. */
struct decoder *decoder_create(size_t fragment_memory);

/**
 * From now on tell a packet that is there again, within a tenth of a second: captures
 * that were taken at several places hold copies. @return false when out of memory
 */
MUST_CHECK bool decoder_find_copies(struct decoder *decoder);

/**
 * What one sensor saw is no copy of what another one did: from now on copies are told for
 * each of @count sensors alone. Nothing for who does not find copies.
 *
 * @sensors  the number of its sensor for each input; borrowed for the decoder's life
 */
MUST_CHECK bool decoder_part_sensors(struct decoder *decoder, const uint16_t *sensors,
                                     size_t count);

/**
 * Decode @frame. @packet is filled only on DECODE_OK.
 *
 * Its payload is borrowed from the frame's bytes, for as long as they are there, or,
 * with packet->reassembled, from the decoder until the next call.
 *
 * When the count of beginnings or of carriers grew, decoder_recover() has packets to give.
 */
enum decode_verdict decoder_decode(struct decoder *decoder, const struct frame *frame,
                                   struct packet *packet);

/** No frame follows: fragments that still wait are lost, their beginnings are to be had. */
void decoder_finish(struct decoder *decoder);

/**
 * Give out what there is beside the packet that was decoded last:
 *
 * Each packet of a tunnel around it (GRE, IP in IP, VXLAN, …), the outermost first, and
 * one of a protocol without ports instead of it (ESP, SCTP, …); without payload. Whatever
 * is inside, it is a conversation of two hosts.
 *
 * The beginning of a datagram that will never be whole, as a packet that was
 * cut: its ports are a conversation's as much as any. Its fragments count as lost.
 *
 * @packet  its payload is the decoder's (packet->reassembled) until the next
 *          decoder_decode(), which also drops what was not asked for; its time is that
 *          of the first fragment seen and may be long ago
 * @return  false when there is none
 */
bool decoder_recover(struct decoder *decoder, struct packet *packet);

/**
 * Of which fragmented datagrams what was decoded or recovered last is part, whatever
 * came of it: the one that the frame is a fragment of, then the one of which that is
 * a fragment, as in tunnels. None for what is not fragmented.
 *
 * @return  @count numbers, which are never used again; borrowed until the next call of
 *          decoder_decode() or decoder_recover()
 */
const uint64_t *decoder_datagrams(const struct decoder *decoder, size_t *count);

/** Of the frame decoded last, what decoder_recover() gives of it. Borrowed until the next call of that. */
const struct packet *decoder_carriers(const struct decoder *decoder, size_t *count);

/** No frame that comes is part of a datagram with a lower number. */
uint64_t decoder_oldest_datagram(const struct decoder *decoder);

/** Counters so far; borrowed, live. */
const struct decode_counters *decoder_counters(const struct decoder *decoder);

/** NULL is fine. */
void decoder_destroy(struct decoder *decoder);

#endif
