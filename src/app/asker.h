/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * asker - a process of its own that asks a server, so that the one that judges has no socket.
 *
 * Room: app, private. It is begun before anything is confined. It becomes who the other
 * one becomes, can read files and write none, speaks to the one address that it was
 * given, and looks at nothing of the answer: that goes into a pipe.
 */
#ifndef ASKER_H
#define ASKER_H

struct error;
struct fold_site;
struct options;

/**
 * Ask the server at @url for the records that @options name; borrowed for the call.
 *
 * @site    whose clients are to come as one, borrowed likewise
 * @return  the end of the pipe that the answer comes from, owned; -1 with @err when the
 *          server does not answer or has no records
 */
int asker_begin(const char *url, const struct options *options,
                const struct fold_site *site, struct error *err);

#endif
