/* SPDX-License-Identifier: BSD-2-Clause */
#include "reader_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct reader_spec *const specs[] = {
		&smb_reader, &tds_reader,      &ssrp_reader, &dhcp_reader, &msnftp_reader,
		&ntp_reader, &kerberos_reader, &ldap_reader, &rdp_reader,  NULL
	};

	return reader_fuzz_all(specs, data, size);
}
