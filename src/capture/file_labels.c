/* SPDX-License-Identifier: BSD-2-Clause */
#include "file_labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/sum.h"
#include "losses.h"

#define MOST_TEXT 255 /* bytes kept of one */

/* Up to the first NUL, of which a text of a file may have some. */
static size_t kept_len(struct label_text text)
{
	return text.len > 0
	               ? strnlen(text.at, text.len < MOST_TEXT ? text.len : MOST_TEXT)
	               : 0;
}

/* @return NULL for nothing, or out of memory */
static const char *keep(struct file_labels *labels, struct label_text text)
{
	const size_t len = kept_len(text);
	char *kept;

	if (len == 0 || !array_reserve(&labels->texts, &labels->text_capacity,
	                               labels->text_count, sizeof(*labels->texts)))
		return NULL;
	kept = strndup(text.at, len);
	if (kept)
		labels->texts[labels->text_count++] = kept;
	return kept;
}

static bool is_kept_as(struct label_text text, const char *kept)
{
	const size_t len = kept_len(text);

	return kept ? strlen(kept) == len && memcmp(kept, text.at, len) == 0 : len == 0;
}

/* @return its index, or the count */
static size_t find(const struct file_labels *labels, struct label_text name,
                   struct label_text description)
{
	size_t i = 0;

	while (i < labels->count &&
	       !(is_kept_as(name, labels->interfaces[i].name) &&
	         is_kept_as(description, labels->interfaces[i].description)))
		i++;
	return i;
}

uint16_t file_labels_add(struct file_labels *labels, struct label_text name,
                         struct label_text description)
{
	const size_t found = find(labels, name, description);
	struct capture_interface *added;

	if (kept_len(name) + kept_len(description) == 0)
		return 0;
	if (found < labels->count)
		return (uint16_t)(found + 1);
	if (found == FILE_LABELS_MOST ||
	    !array_reserve(&labels->interfaces, &labels->capacity, labels->count,
	                   sizeof(*labels->interfaces)))
		return 0;
	added = &labels->interfaces[found];
	*added = (struct capture_interface){
		.name = keep(labels, name),
		.description = keep(labels, description),
	};
	if (!added->name && !added->description)
		return 0;
	labels->count++;
	return (uint16_t)labels->count;
}

void file_labels_comment(struct file_labels *labels, struct label_text comment)
{
	if (!labels->comment)
		labels->comment = keep(labels, comment);
}

void file_labels_lose(struct file_labels *labels, uint16_t number, uint64_t before,
                      uint64_t dropped)
{
	struct capture_interface *interface;

	if (number == 0)
		return;
	interface = &labels->interfaces[number - 1];
	interface->dropped = sum_saturated(interface->dropped - before, dropped);
}

static struct label_text text_of(const char *text)
{
	return (struct label_text){ text, text ? strlen(text) : 0 };
}

void file_labels_merge(struct file_labels *all, const struct file_labels *labels,
                       uint64_t counted[static FILE_LABELS_MOST])
{
	for (size_t i = 0; i < labels->count; i++) {
		const struct capture_interface *interface = &labels->interfaces[i];
		const uint16_t number = file_labels_add(all, text_of(interface->name),
		                                        text_of(interface->description));

		file_labels_lose(all, number, counted[i], interface->dropped);
		counted[i] = interface->dropped;
	}
	file_labels_comment(all, text_of(labels->comment));
}

void file_labels_fini(struct file_labels *labels)
{
	for (size_t i = 0; i < labels->text_count; i++)
		free(labels->texts[i]);
	free(labels->texts);
	free(labels->interfaces);
	*labels = (struct file_labels){ 0 };
}
