/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * option_values - what each option does with its value.
 *
 * Room: app, private. One function an option, all of one shape, for the table in
 * options.c: @value is NULL for options that take none; false leaves the reason,
 * which names the value, in @err.
 */
#ifndef OPTION_VALUES_H
#define OPTION_VALUES_H

#include <stdbool.h>

struct error;
struct options;

bool option_set_interface(struct options *options, const char *value, struct error *err);
bool option_set_file(struct options *options, const char *value, struct error *err);
bool option_set_output(struct options *options, const char *value, struct error *err);
bool option_set_site(struct options *options, const char *value, struct error *err);
bool option_set_signatures(struct options *options, const char *value, struct error *err);
bool option_set_evidence(struct options *options, const char *value, struct error *err);
bool option_set_filter(struct options *options, const char *value, struct error *err);
bool option_set_filter_file(struct options *options, const char *value,
                            struct error *err);
bool option_set_snaplen(struct options *options, const char *value, struct error *err);
bool option_set_buffer(struct options *options, const char *value, struct error *err);
bool option_set_count(struct options *options, const char *value, struct error *err);
bool option_set_user(struct options *options, const char *value, struct error *err);
bool option_set_group(struct options *options, const char *value, struct error *err);
bool option_set_memcap(struct options *options, const char *value, struct error *err);
bool option_set_threads(struct options *options, const char *value, struct error *err);
bool option_set_fail_on(struct options *options, const char *value, struct error *err);
bool option_set_strict(struct options *options, const char *value, struct error *err);
bool option_set_no_fail(struct options *options, const char *value, struct error *err);
bool option_set_numeric(struct options *options, const char *value, struct error *err);
bool option_set_quiet(struct options *options, const char *value, struct error *err);
bool option_set_verbose(struct options *options, const char *value, struct error *err);
bool option_set_version(struct options *options, const char *value, struct error *err);
bool option_set_help(struct options *options, const char *value, struct error *err);
bool option_set_list_interfaces(struct options *options, const char *value,
                                struct error *err);
bool option_set_port(struct options *options, const char *value, struct error *err);
bool option_set_role(struct options *options, const char *value, struct error *err);
bool option_set_service(struct options *options, const char *value, struct error *err);
bool option_set_id(struct options *options, const char *value, struct error *err);

/** Join @value to the filter so far: a frame has to pass each. */
bool option_add_filter(struct options *options, const char *value, struct error *err);

#endif
