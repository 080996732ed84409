/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * refusals - what people saved instead of an export, and what to type for one.
 *
 * Private to topology. PowerShell's errors are in the language of the server, but not
 * the words that this goes by: names of exceptions, of cmdlets and of properties.
 */
#ifndef TOPOLOGY_REFUSALS_H
#define TOPOLOGY_REFUSALS_H

#include <stdbool.h>
#include <stddef.h>

struct error;
struct source;

/**
 * Say of @source, which no reader understood, what it is instead, in which line that is
 * seen and what to type. @err stays as it is when nothing fits. @return false always
 */
bool refusals_explain(const struct source *source, struct error *err);

/** What to type for an export of what @source seems to be of. Static. */
const char *refusals_command(const struct source *source);

/** The line of an error of PowerShell among what is otherwise an export; 0: none. */
size_t refusals_find_error(const struct source *source);

#endif
