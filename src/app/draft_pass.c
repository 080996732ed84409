/* SPDX-License-Identifier: BSD-2-Clause */
#include "draft_pass.h"

#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "load/site_file.h"

#include "judging.h"
#include "run.h"

bool draft_pass_can(const struct run *first)
{
	size_t count;
	const struct capture_input *inputs = capture_inputs(first->capture, &count);

	for (size_t i = 0; i < count; i++) {
		struct error why;
		int fd;

		if (inputs[i].frames == 0 || inputs[i].elsewhere)
			continue;
		fd = capture_reopen(first->capture, i, &why);
		if (fd < 0)
			return false;
		bool seeks = lseek(fd, 0, SEEK_SET) == 0;

		close(fd);
		if (!seeks)
			return false;
	}
	return true;
}

bool draft_pass(const struct run *first, const struct knowledge *tables,
                const struct text *draft, draft_taker take, void *context,
                struct error *err)
{
	struct site *site =
		draft->failed ? NULL
			      : site_load_bytes("the draft", draft->at, draft->len, err);
	struct run run = { 0 };
	const struct pipeline_sink sink = judging_sink(&run);
	bool ok = false;

	if (!site)
		return !draft->failed ? false : error_set(err, "out of memory");
	if (run_prepare_again(&run, first, tables, site, &sink, err)) {
		const struct audit *audit = judging_read(&run);

		ok = (audit && take(audit, run.knowledge.policy, context)) ||
		     error_set(err, "out of memory");
	}
	run_close(&run);
	return ok;
}
