/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * questions - SQL that is shipped, by name: what a fleet auditor asks a store.
 *
 * Room: app, private. Files in queries/, one question each, the first line says what.
 */
#ifndef QUESTIONS_H
#define QUESTIONS_H

struct error;

/**
 * The question called @name, or one at that path when it has a slash.
 *
 * @directory  where catalogues are; NULL: those installed
 * @return     owned: questions_free(); NULL with @err, which names those there are
 */
char *questions_load(const char *directory, const char *name, struct error *err);

void questions_free(char *sql);

#endif
