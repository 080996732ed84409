/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * server_confining - what whoever asks a server gives up before the first byte of an answer.
 *
 * Room: app, private. For processes that judge nothing and only pass an answer on.
 */
#ifndef SERVER_CONFINING_H
#define SERVER_CONFINING_H

#include <stdbool.h>

#include "base/attributes.h"

struct error;
struct options;

/**
 * Give up every capability, and as root the user, as privilege_drop() has it; from then
 * on files can be read, none be made or changed, and of TCP only the port of @url and that
 * of names be reached, where the kernel can see to it.
 */
MUST_CHECK bool server_confine(const char *url, const struct options *options,
                               struct error *err);

#endif
