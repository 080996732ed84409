/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * foreign_file - files that are handed over as captures and are not read, by name.
 *
 * Room: capture, private. Each kind is a row with the way out that works; the commands
 * were tried with the program they name.
 */
#ifndef FOREIGN_FILE_H
#define FOREIGN_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "foreign_text.h"

struct error;

/* As much of the beginning as any kind is told by. */
#define FOREIGN_FILE_LEN FOREIGN_TEXT_MOST

/* What a file turned out to be. */
enum foreign_file {
	FOREIGN_FILE_UNKNOWN,
	FOREIGN_FILE_CAPTURE, /* a capture, or something around or left of one */
	FOREIGN_FILE_OTHER,   /* something else, whatever it is called */
};

/**
 * Say what the file that begins with @bytes is and what to do about it.
 *
 * @path  for the few kinds that only a name tells
 * @err   set when it is known
 */
enum foreign_file foreign_file_name(const uint8_t *bytes, size_t len, const char *path,
                                    struct error *err);

/** What to do about one that is not known. */
#define FOREIGN_FILE_WAY                                                                 \
	"not a capture file that is known here; if Wireshark opens it: editcap -F "      \
	"pcapng -T ether IN OUT.pcapng; if it is an export, save the capture itself"

/**
 * What may have happened to a capture file that makes no sense from @bytes on: another
 * one was appended, or it was taken for text. NULL when nothing is known. Static.
 */
const char *foreign_file_damage(const uint8_t *bytes, size_t len);

/** Does the name of @path say that it is a capture? "ring.pcap.3" and "x.pcap1" do. */
bool foreign_file_calls_itself_capture(const char *path);

#endif
