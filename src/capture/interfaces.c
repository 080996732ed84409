/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/interfaces.h"

#include <pcap/pcap.h>

#include "base/error.h"

bool interfaces_visit(void (*visit)(const char *name, const char *description,
                                    void *context),
                      void *context, struct error *err)
{
	char reason[PCAP_ERRBUF_SIZE] = "";
	pcap_if_t *interfaces;

	if (pcap_findalldevs(&interfaces, reason) != 0)
		return error_set(err, "cannot list interfaces: %s", reason);
	for (const pcap_if_t *at = interfaces; at; at = at->next)
		visit(at->name, at->description ? at->description : "", context);
	pcap_freealldevs(interfaces);
	return true;
}

const char *interfaces_backend(void)
{
	return pcap_lib_version();
}
