/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signals - SIGINT, SIGTERM and SIGHUP end the capture, a second one the program, unless
 * it is the same within a tenth of a second;
 * SIGUSR1 asks for a status line; SIGUSR2 and SIGPIPE are ignored.
 *
 * Room: app, private. Holds the one file-scope variable of the program.
 */
#ifndef SIGNALS_H
#define SIGNALS_H

#include <stdbool.h>

struct capture;

/** From now on signals stop @capture. NULL: nothing to stop any more. */
void signals_watch(struct capture *capture);

/** What stopped the capture: "SIGTERM", …; "a signal" when none did. Static. */
const char *signals_stop_name(void);

/** Was a status line asked for since the last call? */
bool signals_status_asked(void);

/** After signals_watch(): SIGHUP asks to reopen outputs and SIGUSR2 to reload, neither ends anything. */
void signals_serve(void);

/** Was it asked since the last call? */
bool signals_reopen_asked(void);
bool signals_reload_asked(void);

#endif
