/* SPDX-License-Identifier: BSD-2-Clause */
#include "live.h"

#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"

#include "link_type.h"
#include "packet_socket.h"

#define TIMEOUT_MS                                                                       \
	100 /* how long the kernel may collect frames before it hands them over */
#define BYTES_PER_MIB (1024 * 1024)
#define MAX_MIB       2047 /* pcap_set_buffer_size() takes an int */

struct live {
	pcap_t *handle; /* owned */
	char *name;     /* owned */
	uint16_t link_type;
	struct packet_device device;
	/* libpcap's counters have 32 bits and wrap. */
	struct live_counters total;
	struct pcap_stat latest;
};

static bool explain_activation(pcap_t *handle, int status, struct error *err)
{
	const char *detail = pcap_geterr(handle);

	if (status == PCAP_ERROR_NO_SUCH_DEVICE)
		return error_set(err, "there is no such interface");
	if (status == PCAP_ERROR_PERM_DENIED || status == PCAP_ERROR_PROMISC_PERM_DENIED)
		return error_set(err, "no permission to capture, needs CAP_NET_RAW");
	if (status == PCAP_ERROR_IFACE_NOT_UP)
		return error_set(err, "the interface is down");
	if (status == PCAP_ERROR && detail[0])
		return error_set(err, "%s", detail);
	return error_set(err, "%s", pcap_statustostr(status));
}

static bool set_filter(pcap_t *handle, const char *expression, struct error *err)
{
	struct bpf_program program;

	if (pcap_compile(handle, &program, expression, 1, PCAP_NETMASK_UNKNOWN) != 0)
		return error_set(err, "bad filter: %s", pcap_geterr(handle));

	bool set = pcap_setfilter(handle, &program) == 0;

	pcap_freecode(&program);
	return set || error_set(err, "cannot filter: %s", pcap_geterr(handle));
}

static bool activate(pcap_t *handle, const struct live_options *options,
                     struct error *err)
{
	uint32_t mib = options->buffer_mib < MAX_MIB ? options->buffer_mib : MAX_MIB;

	/* These only fail on a handle that is active already. */
	(void)pcap_set_snaplen(handle, (int)options->snaplen);
	(void)pcap_set_buffer_size(handle, (int)(mib * BYTES_PER_MIB));
	(void)pcap_set_timeout(handle, TIMEOUT_MS);
	(void)pcap_set_promisc(handle, 1);

	int status = pcap_activate(handle); /* above zero: a warning, as on "any" */

	return status >= 0 || explain_activation(handle, status, err);
}

struct live *live_open(const char *name, const struct live_options *options,
                       struct error *err)
{
	char reason[PCAP_ERRBUF_SIZE] = "";
	struct live *live = calloc(1, sizeof(*live));

	if (!live) {
		error_set(err, "out of memory");
		return NULL;
	}
	live->name = strdup(name);
	live->handle = live->name ? pcap_create(name, reason) : NULL;
	if (!live->handle) {
		error_set(err, "%s", live->name ? reason : "out of memory");
		goto fail;
	}
	if (!activate(live->handle, options, err))
		goto fail;
	if (options->filter && !set_filter(live->handle, options->filter, err))
		goto fail;
	if (pcap_setnonblock(live->handle, 1, reason) != 0) {
		error_set(err, "%s", reason);
		goto fail;
	}
	live->link_type = link_type_from_dlt(pcap_datalink(live->handle));
	live->device = packet_socket_find(pcap_fileno(live->handle), name);
	return live;
fail:
	live_close(live);
	return NULL;
}

enum read_status live_next(struct live *live, struct frame *frame, struct error *err)
{
	struct pcap_pkthdr *header;
	const u_char *bytes;
	int result = pcap_next_ex(live->handle, &header, &bytes);

	if (result == 0)
		return READ_WAIT;
	if (result != 1) {
		error_set(err, "%s", pcap_geterr(live->handle));
		return READ_BROKEN;
	}
	frame->time_us = (int64_t)header->ts.tv_sec * US_PER_SECOND + header->ts.tv_usec;
	frame->bytes = bytes;
	frame->len = header->caplen;
	frame->wire_len = header->len;
	frame->link_type = live->link_type;
	frame->interface = 0;
	return READ_FRAME;
}

bool live_return(struct live *live)
{
	const int fd = pcap_fileno(live->handle);
	const struct packet_device now = packet_socket_find(fd, live->name);

	if (live->device.index == 0 || now.index == 0 || now.type != live->device.type ||
	    !packet_socket_bind(fd, &now))
		return false;
	live->device = now;
	return true;
}

int live_descriptor(const struct live *live)
{
	return pcap_get_selectable_fd(live->handle);
}

void live_count(struct live *live, struct live_counters *counters)
{
	struct pcap_stat now;

	if (pcap_stats(live->handle, &now) == 0) {
		/* Differences of unsigned numbers are right across a wrap. */
		live->total.received += now.ps_recv - live->latest.ps_recv;
		live->total.dropped += now.ps_drop - live->latest.ps_drop;
		/* That of an interface is the device's: another one begins anew. */
		if (now.ps_ifdrop - live->latest.ps_ifdrop <= INT32_MAX)
			live->total.interface_dropped +=
				now.ps_ifdrop - live->latest.ps_ifdrop;
		live->latest = now;
	}
	*counters = live->total;
}

void live_close(struct live *live)
{
	if (!live)
		return;
	if (live->handle)
		pcap_close(live->handle);
	free(live->name);
	free(live);
}
