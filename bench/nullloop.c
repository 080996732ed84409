/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nullloop - reads a capture with libpcap and does nothing else: the floor of the budgets.
 *
 * usage: nullloop FILE
 */
#include <inttypes.h>
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>

enum {
	TRANSPORT_AT = 23
}; /* the IPv4 protocol field behind an Ethernet header */

int main(int argc, char **argv)
{
	char reason[PCAP_ERRBUF_SIZE];
	struct pcap_pkthdr *header;
	const u_char *bytes;
	uint64_t packets = 0, sum = 0;
	int status;

	if (argc != 2) {
		fputs("usage: nullloop FILE\n", stderr);
		return 2;
	}
	pcap_t *capture = pcap_open_offline(argv[1], reason);
	if (capture == NULL) {
		fprintf(stderr, "nullloop: %s\n", reason);
		return 2;
	}
	while ((status = pcap_next_ex(capture, &header, &bytes)) == 1) {
		packets++;
		/* One byte, so that the packet has to be there. */
		sum += header->caplen > TRANSPORT_AT ? bytes[TRANSPORT_AT] : 0;
	}
	if (status == PCAP_ERROR)
		fprintf(stderr, "nullloop: %s\n", pcap_geterr(capture));
	printf("%" PRIu64 " packets, sum %" PRIu64 "\n", packets, sum);
	pcap_close(capture);
	return status == PCAP_ERROR ? 2 : 0;
}
