/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * option_types - what an option can be, and who reads the value of each kind.
 *
 * Room: app, private. The table in command_line.c gives each option a type and the
 * field it fills; these read the words. A value that is refused is named in the
 * reason, with the option and what would do.
 */
#ifndef OPTION_TYPES_H
#define OPTION_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct option_spec;

/**
 * Read the value of an option into its field.
 *
 * @value  NULL for options that take none
 * @field  at @spec->offset in struct options; not touched on failure
 */
typedef bool option_type(const struct option_spec *spec, const char *value, void *field,
                         struct error *err);

struct option_spec {
	const char *name;
	char letter;         /* 0: none */
	const char *value;   /* what stands for it in --help; NULL when it takes none */
	const char *summary; /* up to 48 columns, so that --help fits 80 */
	unsigned groups;     /* enum option_group bits: commands that take one have it */
	option_type *type;
	size_t offset;
	uint64_t low, high; /* of numbers and sizes */
};

option_type option_ignored;     /* accepted for those who are used to it */
option_type option_flag;        /* bool: given */
option_type option_counted;     /* unsigned: how often */
option_type option_text;        /* const char *, borrowed; the last one counts */
option_type option_listed;      /* struct option_list: each one counts */
option_type option_input;       /* struct input_list: so does each of these */
option_type option_number32;    /* uint32_t from low to high */
option_type option_number64;    /* uint64_t from low to high */
option_type option_time;        /* uint64_t microseconds, low and high seconds: 90s, 5m */
option_type option_size;        /* size_t, with a unit: 256MiB */
option_type option_severity;    /* enum severity */
option_type option_sandbox;     /* enum confinement_mode */
option_type option_colour;      /* enum colour: when */
option_type option_language;    /* enum language */
option_type option_moment;      /* int64_t: a time, or the beginning of a day */
option_type option_copies;      /* bool: keep them */
option_type option_port;        /* struct report_rows_filter: its port and transport */
option_type option_role;        /* const char *: a role there is */
option_type option_filter;      /* char *, owned: joined to what is there */
option_type option_filter_file; /* the same from a file */

#endif
