/* SPDX-License-Identifier: BSD-2-Clause */
#include "input_list.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/error.h"
#include "ship/fold.h"
#include "store/store.h"

static bool exists(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0;
}

/* Where the path begins in @word; behind a label, if it has one. */
static const char *path_in(const char *word)
{
	const size_t len = store_path(word) || fold_url(word) ? 0 : strcspn(word, "=/");

	return len > 0 && word[len] == '=' && word[len + 1] && !exists(word)
	               ? word + len + 1
	               : word;
}

bool input_list_add(struct input_list *list, const char *word, struct error *err)
{
	struct input_wish wish = { .path = path_in(word) };

	if (!*word)
		return error_set(err, "an input without a name");
	if (!array_reserve(&list->items, &list->capacity, list->count,
	                   sizeof(*list->items)))
		return error_set(err, "out of memory");
	if (wish.path > word) {
		wish.sensor = strndup(word, (size_t)(wish.path - word) - 1);
		if (!wish.sensor)
			return error_set(err, "out of memory");
	}
	list->items[list->count++] = wish;
	return true;
}

bool input_is_file(const char *word)
{
	const char *path = path_in(word);
	struct stat about;

	return strcmp(path, "-") == 0 ||
	       (stat(path, &about) == 0 && !S_ISDIR(about.st_mode));
}

bool input_is_directory(const char *word)
{
	struct stat about;

	return stat(path_in(word), &about) == 0 && S_ISDIR(about.st_mode);
}

void input_list_fini(struct input_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i].sensor);
	free(list->items);
	*list = (struct input_list){ 0 };
}
