/* SPDX-License-Identifier: BSD-2-Clause */
#include "record_account.h"

#include "base/sum.h"

#include "records/record.h"
#include "report/report.h"

static void add_decoding(struct decode_counters *sum, const struct decode_counters *more)
{
	for (int i = 0; i < DECODE_VERDICTS; i++)
		sum_add(&sum->verdicts[i], more->verdicts[i]);
	sum_add(&sum->reassembled, more->reassembled);
	sum_add(&sum->snapped, more->snapped);
	sum_add(&sum->oversized, more->oversized);
	sum_add(&sum->tunnelled, more->tunnelled);
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
	sum_add(&sum->frames, more->frames);
	sum_add(&sum->read, more->read);
	sum_add(&sum->bytes, more->bytes);
	sum_add(&sum->evicted, more->evicted);
	sum_add(&sum->given_up, more->given_up);
	add_decoding(&sum->decode, &more->decode);
}

void record_account_add_drops(struct capture_input *input,
                              const struct record_account *account)
{
	if (account->dropped == 0)
		return;
	sum_add(&input->kernel_dropped, account->dropped);
	sum_add(&input->kernel_received, account->frames);
	sum_add(&input->kernel_received, account->dropped);
}

void record_account_show(const struct record_account *account,
                         struct report_capture *capture)
{
	add_period(&capture->first_us, &capture->last_us, capture->frames == 0, account);
	sum_add(&capture->frames, account->frames);
	sum_add(&capture->read, account->read);
	sum_add(&capture->bytes, account->bytes);
	sum_add(&capture->evicted, account->evicted);
	sum_add(&capture->given_up, account->given_up);
	add_decoding(&capture->decode, &account->decode);
}
