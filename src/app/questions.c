/* SPDX-License-Identifier: BSD-2-Clause */
#include "questions.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/spelling.h"
#include "base/text.h"

#include "knowledge.h"

#define MOST   65536 /* bytes of a question */
#define SUFFIX ".sql"

/* "new, sni, unexplained", and which of them was likely meant. */
static void add_names(struct text *out, struct spelling *meant, const char *directory)
{
	struct dirent **entries;
	int count = scandir(directory, &entries, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		char *name = entries[i]->d_name;
		size_t len = strlen(name);

		if (len > strlen(SUFFIX) &&
		    strcmp(name + len - strlen(SUFFIX), SUFFIX) == 0) {
			name[len - strlen(SUFFIX)] = '\0';
			text_addf(out, "%s%s", out->len ? ", " : "", name);
			spelling_consider(meant, name);
		}
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

static char *load(const char *path, struct error *err)
{
	FILE *file = fopen(path, "re");
	char *sql = file ? calloc(1, MOST) : NULL;

	if (!sql)
		error_set(err, "%s: %s", path, strerror(errno));
	else if (fread(sql, 1, MOST, file) == MOST) {
		error_set(err, "%s: too long for a question", path);
		free(sql);
		sql = NULL;
	}
	if (file)
		fclose(file);
	return sql;
}

char *questions_load(const char *directory, const char *name, bool of_server,
                     struct error *err)
{
	char found[PATH_MAX], folder[PATH_MAX + 32], path[PATH_MAX];
	struct spelling meant = spelling_of(name);
	char hint[SPELLING_HINT_SIZE];
	struct text names = { 0 };
	char *sql;

	if (strchr(name, '/'))
		return load(name, err);
	if (!knowledge_find_directory(directory, found, err))
		return NULL;
	snprintf(folder, sizeof(folder), "%s/queries%s", found,
	         of_server ? "/clickhouse" : "");
	if (snprintf(path, sizeof(path), "%s/%s" SUFFIX, folder, name) >= PATH_MAX) {
		error_set(err, "the name of the question is too long");
		return NULL;
	}
	sql = load(path, err);
	if (sql)
		return sql;
	add_names(&names, &meant, folder);
	error_set(err, "there is no question '%.60s'%s there is %s", name,
	          spelling_hint(&meant, ";", hint), names.at ? names.at : "none");
	text_fini(&names);
	return NULL;
}

void questions_free(char *sql)
{
	free(sql);
}
