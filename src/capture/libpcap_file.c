/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Everything else that libpcap reads: modified formats and versions before 2.4.
 */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/clock.h"
#include "file_field.h"
#include "frame_reader.h"
#include "link_type.h"

struct libpcap_reader {
	struct frame_reader base;
	pcap_t *handle; /* owned, with the stream it reads */
	const volatile sig_atomic_t *stop;
	uint16_t link_type;
	uint64_t frames; /* so far */
};

#define FEW 2 /* frames, by which another layout shows */

static const char variant[] = "; it may be a variant of pcap: editcap -F pcapng IN "
			      "OUT.pcapng reads that of SuSE 6.3";

/* Magic numbers of sf-pcap.c; all but the first two only in old or odd versions. */
static const uint32_t magics[] = {
	0xa1b2c3d4, /* tcpdump */
	0xa1b23c4d, /* nanoseconds */
	0xa1b2cd34, /* Alexey Kuznetzov's modified tcpdump */
	0xa12b3c4d, /* Navtel Communications' variant */
};

static bool recognises(const uint8_t *beginning, size_t len)
{
	if (len < 4)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(magics); i++)
		if (file_u32(beginning, false) == magics[i] ||
		    file_u32(beginning, true) == magics[i])
			return true;
	return false;
}

/* A stream has no way to say "later": it waits. */
static ssize_t read_stream(void *cookie, char *into, size_t size)
{
	struct libpcap_reader *reader = cookie;
	size_t got = 0;
	enum byte_status status =
		frame_reader_await(reader->base.source, 1, reader->stop);

	if (status == BYTES_READY)
		status = byte_source_read(reader->base.source, (uint8_t *)into, size,
		                          &got);
	return status == BYTES_BROKEN ? -1 : (ssize_t)got;
}

static struct frame_reader *libpcap_open(struct byte_source *source,
                                         const volatile sig_atomic_t *stop,
                                         struct error *err)
{
	char reason[PCAP_ERRBUF_SIZE] = "";
	struct libpcap_reader *reader = calloc(1, sizeof(*reader));
	FILE *stream = NULL;

	if (!reader)
		goto no_memory;
	reader->base.format = &libpcap_format;
	reader->base.source = source;
	reader->stop = stop;
	stream = fopencookie(reader, "r", (cookie_io_functions_t){ .read = read_stream });
	if (!stream)
		goto no_memory;
	reader->handle = pcap_fopen_offline(stream, reason);
	if (!reader->handle) {
		error_set(err, "libpcap: %s", reason);
		fclose(stream);
		free(reader);
		return NULL;
	}
	reader->link_type = link_type_from_dlt(pcap_datalink(reader->handle));
	return &reader->base;
no_memory:
	error_set(err, "out of memory");
	free(reader);
	return NULL;
}

static enum read_status libpcap_next(struct frame_reader *base, struct frame *frame)
{
	struct libpcap_reader *reader = (struct libpcap_reader *)base;
	struct pcap_pkthdr *header;
	const u_char *bytes;

	/* libpcap has one buffer: what is in it would not stay. */
	if (base->source->pinned)
		return READ_WAIT;

	int result = pcap_next_ex(reader->handle, &header, &bytes);

	if (result == PCAP_ERROR_BREAK || (reader->stop && *reader->stop))
		return READ_END;
	if (result != 1) {
		if (base->source->ended == BYTES_BROKEN)
			base->why = base->source->why;
		else
			error_set(&base->why, "before byte %llu: libpcap: %s%s",
			          (unsigned long long)byte_source_offset(base->source),
			          pcap_geterr(reader->handle),
			          reader->frames < FEW ? variant : "");
		return READ_BROKEN;
	}
	reader->frames++;
	frame->time_us = (int64_t)header->ts.tv_sec * US_PER_SECOND + header->ts.tv_usec;
	frame->bytes = bytes;
	frame->len = header->caplen < FRAME_MAX_LEN ? header->caplen : FRAME_MAX_LEN;
	frame->wire_len = header->len;
	frame->link_type = reader->link_type;
	frame->interface = 0;
	return READ_FRAME;
}

static void libpcap_close(struct frame_reader *base)
{
	struct libpcap_reader *reader = (struct libpcap_reader *)base;

	pcap_close(reader->handle); /* and with it the stream */
	free(reader);
}

const struct frame_format libpcap_format = {
	.name = "libpcap",
	.recognises = recognises,
	.open = libpcap_open,
	.next = libpcap_next,
	.close = libpcap_close,
	.resumable = false,
};
