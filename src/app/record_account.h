/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * record_account - what sensors say of themselves, added up.
 *
 * Room: app, private. Anybody may have written it, so sums stay at what they can hold.
 */
#ifndef RECORD_ACCOUNT_H
#define RECORD_ACCOUNT_H

struct capture_input;
struct record_account;
struct report_capture;

void record_account_add(struct record_account *sum, const struct record_account *more);

/** What a sensor dropped, in the input that its records are. */
void record_account_add_drops(struct capture_input *input,
                              const struct record_account *account);

/** Add it to what was captured here. */
void record_account_show(const struct record_account *account,
                         struct report_capture *capture);

#endif
