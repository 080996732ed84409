/* SPDX-License-Identifier: BSD-2-Clause */
#include "awaited_list.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"

#include "directory.h"
#include "file_input.h"

static void discard(struct awaited *awaited)
{
	file_origin_discard(&(struct file_origin){ .fd = awaited->fd });
	free(awaited->path);
	free(awaited->sensor);
}

/* @path and @sensor are copied. */
static bool add(struct awaited_list *list, struct awaited awaited, const char *path,
                const char *sensor, struct error *err)
{
	awaited.path = strdup(path);
	awaited.sensor = sensor ? strdup(sensor) : NULL;
	if (awaited.path && (awaited.sensor || !sensor) &&
	    array_reserve(&list->items, &list->capacity, list->count,
	                  sizeof(*list->items))) {
		list->items[list->count++] = awaited;
		return true;
	}
	discard(&awaited);
	return error_set(err, "%s: out of memory", path);
}

static bool add_file(struct awaited_list *list, const char *path, const char *sensor,
                     bool named, struct error *err)
{
	struct awaited awaited = { .fd = -1, .named = named };
	struct error why;

	if (!file_input_find(path, &awaited.fd, &awaited.identity, &why)) {
		if (named)
			return error_set(err, "%s: %s", path, why.text);
		awaited.fd = -1; /* said when its turn comes, among the others */
	} else if (!file_origin_may_stay(awaited.fd)) {
		close(awaited.fd);
		awaited.fd = -1;
	}
	return add(list, awaited, path, sensor, err);
}

bool awaited_list_add(struct awaited_list *list, const char *path, const char *sensor,
                      bool recursive, struct error *err)
{
	struct directory directory;
	struct error why;
	bool added = true;

	if (!directory_is(path))
		return add_file(list, path, sensor, true, err);
	if (!directory_list(&directory, path, recursive, &why))
		return error_set(err, "%s: %s", path, why.text);
	for (size_t i = 0; added && i < directory.count; i++)
		added = add_file(list, directory.paths[i], sensor, false, err);
	for (size_t i = 0; added && i < directory.left_out_count; i++) {
		const struct directory_left_out *below = &directory.left_out[i];

		added = add(list,
		            (struct awaited){
				    .fd = -1, .error = below->error, .left_out = true },
		            below->path, sensor, err);
	}
	directory_fini(&directory);
	return added;
}

bool awaited_list_add_open(struct awaited_list *list, int fd, const char *path,
                           const char *sensor, struct error *err)
{
	return add(list, (struct awaited){ .fd = fd, .named = true }, path, sensor, err);
}

void awaited_list_fini(struct awaited_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		discard(&list->items[i]);
	free(list->items);
	*list = (struct awaited_list){ 0 };
}
