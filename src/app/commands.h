/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * commands - what lynctap can be asked; each returns the exit status.
 *
 * Room: app, private. One file a command.
 */
#ifndef COMMANDS_H
#define COMMANDS_H

struct options;

int command_audit(const struct options *options);
int command_flows(const struct options *options);
int command_rows(const struct options *options);
int command_site(const struct options *options);

#endif
