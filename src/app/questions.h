/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * questions - SQL that is shipped, by name: what a fleet auditor asks a store.
 *
 * Room: app, private. Files in queries/, one question each, the first line says what.
 */
#ifndef QUESTIONS_H
#define QUESTIONS_H

#include <stdbool.h>

struct error;

/**
 * The question called @name, or one at that path when it has a slash.
 *
 * @directory  where catalogues are; NULL: those installed
 * @of_server  as ClickHouse is asked; else SQLite
 * @return     owned: questions_free(); NULL with @err, which names those there are
 */
char *questions_load(const char *directory, const char *name, bool of_server,
                     struct error *err);

void questions_free(char *sql);

#endif
