/* SPDX-License-Identifier: BSD-2-Clause */
#include "record_account.h"

#include "base/sum.h"

#include "records/record.h"
#include "report/report.h"

/* Sums of what anybody may have written. */
static void add(uint64_t *sum, uint64_t value)
{
	*sum = sum_saturated(*sum, value);
}

static void add_decoding(struct decode_counters *sum, const struct decode_counters *more)
{
	for (int i = 0; i < DECODE_VERDICTS; i++)
		add(&sum->verdicts[i], more->verdicts[i]);
	add(&sum->reassembled, more->reassembled);
	add(&sum->snapped, more->snapped);
	add(&sum->oversized, more->oversized);
	add(&sum->tunnelled, more->tunnelled);
}

/* Stretch a period of @frames frames to that of @more. */
static void add_period(int64_t *first_us, int64_t *last_us, bool empty,
                       const struct record_account *more)
{
	if (more->frames == 0)
		return;
	if (empty || more->first_us < *first_us)
		*first_us = more->first_us;
	if (empty || more->last_us > *last_us)
		*last_us = more->last_us;
}

void record_account_add(struct record_account *sum, const struct record_account *more)
{
	add_period(&sum->first_us, &sum->last_us, sum->frames == 0, more);
	add(&sum->frames, more->frames);
	add(&sum->read, more->read);
	add(&sum->bytes, more->bytes);
	add(&sum->evicted, more->evicted);
	add(&sum->given_up, more->given_up);
	add_decoding(&sum->decode, &more->decode);
}

void record_account_add_drops(struct capture_input *input,
                              const struct record_account *account)
{
	if (account->dropped == 0)
		return;
	add(&input->kernel_dropped, account->dropped);
	add(&input->kernel_received, account->frames);
	add(&input->kernel_received, account->dropped);
}

void record_account_show(const struct record_account *account,
                         struct report_capture *capture)
{
	add_period(&capture->first_us, &capture->last_us, capture->frames == 0, account);
	add(&capture->frames, account->frames);
	add(&capture->read, account->read);
	add(&capture->bytes, account->bytes);
	add(&capture->evicted, account->evicted);
	add(&capture->given_up, account->given_up);
	add_decoding(&capture->decode, &account->decode);
}
