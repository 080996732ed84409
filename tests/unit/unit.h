/* SPDX-License-Identifier: BSD-2-Clause */
/* cmocka with the headers it wants in front of it. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
