/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapng_interface - what a pcapng file says of one of its interfaces.
 *
 * Room: capture, private.
 * Source: draft-ietf-opsawg-pcapng sections 3.5, 4.2 to 4.4 and 4.6.
 */
#ifndef PCAPNG_INTERFACE_H
#define PCAPNG_INTERFACE_H

#include <stdint.h>

#include "file_field.h"
#include "frame_reader.h"
#include "pcapng_time.h"

struct pcapng_interface {
	struct pcapng_time time;
	uint32_t snaplen; /* 0: no limit */
	uint32_t max_len;
	uint16_t link_type;
	uint16_t label; /* what it is called, of the reader's labels */
	struct stated_losses by_statistics; /* the latest of them */
	uint64_t by_packets;                /* sum of what its packets say */
};

/* What it is called: texts of its description, borrowed from there. */
struct pcapng_texts {
	struct label_text name, description, comment;
};

/**
 * Read the body of its description.
 *
 * @return what is wrong with it, NULL when nothing is
 */
const char *pcapng_interface_read(struct pcapng_interface *interface, struct fields body,
                                  struct pcapng_texts *texts);

/** Take the options of a block of its statistics. */
void pcapng_interface_note_statistics(struct pcapng_interface *interface,
                                      struct fields options);

/** Take those of one of its packets, before which @drops were lost besides. */
void pcapng_interface_note_packet(struct pcapng_interface *interface, uint16_t drops,
                                  struct fields options);

/** Packets of it that are not in the file. */
struct stated_losses pcapng_interface_losses(const struct pcapng_interface *interface);

/** The comment among the options of any block; empty when there is none. */
struct label_text pcapng_comment(struct fields options);

#endif
