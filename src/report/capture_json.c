/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture_json.h"

#include "decode/decode_counters.h"
#include "report/report.h"

#include "json.h"

/* What could not be decoded, and why. */
static void add_undecodable(struct text *out, const struct decode_counters *decode)
{
	json_open(out, "undecodable", '{');
	for (int i = 0; i < DECODE_VERDICTS; i++) {
		const char *key = decode_verdict_key((enum decode_verdict)i);

		if (key)
			json_add_unsigned(out, key, decode->verdicts[i]);
	}
	json_close(out, '}');
	json_add_unsigned(out, "not_ip", decode->verdicts[DECODE_NOT_IP]);
	json_add_unsigned(out, "other_transport",
	                  decode->verdicts[DECODE_OTHER_TRANSPORT]);
}

void capture_json_add(struct text *out, const struct report_capture *capture)
{
	const struct decode_counters *decode = &capture->decode;
	const uint64_t dropped =
		capture_inputs_dropped(capture->inputs, capture->input_count);

	json_add_unsigned(out, "packets", capture->frames);
	json_add_unsigned(out, "read", capture->read);
	json_add_unsigned(out, "bytes", capture->bytes);
	json_add_time_or_null(out, "first", capture->first_us, capture->frames > 0);
	json_add_time_or_null(out, "last", capture->last_us, capture->frames > 0);
	json_add_unsigned(out, "dropped", dropped);
	json_key(out, "dropped_percent");
	text_addf(out, "%.3f", capture->dropped_percent);
	json_add_unsigned(out, "truncated", decode->snapped);
	add_undecodable(out, decode);
	json_add_unsigned(out, "reassembled", decode->reassembled);
	json_add_unsigned(out, "merged", decode->oversized);
	json_add_unsigned(out, "copies", decode->verdicts[DECODE_COPY]);
	json_add_unsigned(out, "tunnelled", decode->tunnelled);
	json_add_unsigned(out, "flows", capture->flows);
	json_add_unsigned(out, "midstream", capture->midstream);
	json_add_unsigned(out, "one_sided", capture->one_sided);
	json_add_unsigned(out, "evicted", capture->evicted);
	json_add_unsigned(out, "given_up", capture->given_up);
}
