/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A report that is read back. It is refused with its name in front, or it can be
 * compared with itself, and then nothing in it is new, gone or changed.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "report/audit_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = { "" };
	struct audit_file *file =
		audit_file_parse((const char *)data, size, "report.json", &err);

	if (!file) {
		if (strncmp(err.text, "report.json:", 12) != 0)
			abort();
		return 0;
	}
	for (size_t i = 0; i < file->finding_count; i++)
		if (!audit_file_find(file, file->findings[i].id))
			abort();
	audit_file_close(file);
	return 0;
}
