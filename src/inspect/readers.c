/* SPDX-License-Identifier: BSD-2-Clause */
#include "readers.h"

#include <stddef.h>

/* One reader a row, in the order they are asked. */
const struct reader_spec *const reader_table[] = {
	&msturn_reader, /* before tls: it knows what follows a pseudo-TLS hello */
	&tls_reader,    /* early: most flows are TLS */
	&http_reader,    &sip_reader,    &media_reader, &dns_reader,      &smb_reader,
	&dcerpc_reader,  &tds_reader,    &ldap_reader,  &kerberos_reader, &stun_reader,
	&rfc4571_reader, &msnftp_reader, &dhcp_reader,  &ssrp_reader,     &ntp_reader,
	&rdp_reader,     NULL,
};
