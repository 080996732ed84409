/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_labels - what a capture file calls itself and its interfaces.
 *
 * Room: capture, private. Texts of whoever wrote it, bounded in number and length. Two
 * interfaces that are called alike are one, in all sections of a file.
 */
#ifndef FILE_LABELS_H
#define FILE_LABELS_H

#include <stddef.h>
#include <stdint.h>

#include "capture/interface_label.h"

#define FILE_LABELS_MOST 64 /* interfaces; those beyond it have no name here */

/* Bytes in a file, no NUL behind them. */
struct label_text {
	const char *at;
	size_t len;
};

struct file_labels {
	const char *comment;                  /* of the texts; NULL: none */
	struct capture_interface *interfaces; /* owned; their texts are of the texts */
	size_t count, capacity;
	char **texts; /* owned, and so is each: few files have any */
	size_t text_count, text_capacity;
};

/**
 * Find or add the interface that is called so.
 *
 * @return its number, from 1 on; 0 when it has no name, or there is no room for it
 */
uint16_t file_labels_add(struct file_labels *labels, struct label_text name,
                         struct label_text description);

/** The first comment on the file counts. */
void file_labels_comment(struct file_labels *labels, struct label_text comment);

/** The interface of @number had @dropped packets lost, in place of @before. Of number 0: nobody's. */
void file_labels_lose(struct file_labels *labels, uint16_t number, uint64_t before,
                      uint64_t dropped);

/**
 * Take what @labels, of one file of several, say: names and the comment, and losses.
 *
 * @counted  of each of its interfaces, what of its losses was taken before; updated
 */
void file_labels_merge(struct file_labels *all, const struct file_labels *labels,
                       uint64_t counted[static FILE_LABELS_MOST]);

void file_labels_fini(struct file_labels *labels);

#endif
