/* SPDX-License-Identifier: BSD-2-Clause */
#include "audit_json.h"

#include "base/text.h"
#include "inspect/modality.h"
#include "judge/audit.h"

#include "json.h"
#include "words.h"

static void add_thousandths(struct text *out, const char *key, uint64_t measured,
                            uint64_t thousandths)
{
	json_key(out, key);
	if (measured)
		words_add_thousandths(out, LANGUAGE_EN, thousandths);
	else
		text_add(out, "null");
}

/* The mark, who says so, and how many have it. */
static void add_expected(struct text *out, const struct audit_qos *qos)
{
	const bool is_expected = audit_qos_is_expected(qos);

	json_key(out, "expected");
	text_addf(out, is_expected ? "%u" : "null", qos->expected);
	json_add_nullable(out, "expected_row",
	                  qos->expected_row ? qos->expected_row->id : NULL);
	json_key(out, "expected_line");
	text_addf(out, qos->expected_line > 0 ? "%u" : "null", qos->expected_line);
	json_key(out, "share");
	text_addf(out, is_expected ? "%llu" : "null",
	          (unsigned long long)(qos->right * 100 / qos->streams));
}

void audit_json_add_qos(struct text *out, const struct audit_qos *qos)
{
	json_add_plain(out, "modality", modality_name((enum modality)qos->modality));
	json_add_plain(out, "from", traffic_end_name(qos->from));
	json_add_plain(out, "to", traffic_end_name(qos->to));
	json_add_unsigned(out, "streams", qos->streams);
	json_add_unsigned(out, "marked", qos->marked);
	add_expected(out, qos);
	add_thousandths(out, "loss", qos->measured, qos->loss_thousandths);
	add_thousandths(out, "jitter", qos->jitter_measured, qos->jitter_thousandths);
	json_add_string(out, "remark", qos->remark);
}
