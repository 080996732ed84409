/* SPDX-License-Identifier: BSD-2-Clause */
#include "system_log.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"

#define LOG_SOCKET     "/dev/log"
#define JOURNAL_SOCKET "/run/systemd/journal/socket"
#define FACILITY       3    /* of RFC 5424, table 1: system daemons */
#define MOST           2048 /* bytes that each receiver should take: RFC 5424, section 6.1 */
#define SD_ID          "lynctap@32473" /* the number that RFC 5612 keeps for examples */

bool system_log_open(struct system_log *log, const char *path, struct error *err)
{
	*log = (struct system_log)SYSTEM_LOG_CLOSED;
	log->journal = !path && access(JOURNAL_SOCKET, F_OK) == 0;
	log->name = path ? path : log->journal ? JOURNAL_SOCKET : LOG_SOCKET;
	/* The name of an abstract socket is no file's. */
	if ((log->name[0] == '@' || access(log->name, F_OK) == 0) &&
	    datagrams_open(&log->socket, log->name))
		return true;
	return error_set(err, "%s: %s", log->name, strerror(errno));
}

/* --- RFC 5424 ----------------------------------------------------------------------------- */

static void add_data(struct text *out, const struct log_entry *entry)
{
	if (entry->field_count == 0) {
		text_add_char(out, '-');
		return;
	}
	text_add(out, "[" SD_ID);
	for (size_t i = 0; i < entry->field_count; i++)
		text_addf(out, " %s=\"%s\"", entry->fields[i].name,
		          entry->fields[i].value);
	text_add_char(out, ']');
}

static void add_message(struct text *out, const struct log_entry *entry)
{
	char host[256] = "", time[CLOCK_TEXT_SIZE];

	if (gethostname(host, sizeof(host) - 1) != 0 || !*host)
		memcpy(host, "-", sizeof("-"));
	text_addf(out, "<%u>1 %s %s lynctap %d %s ", FACILITY * 8 + entry->severity,
	          clock_format(clock_wall_us(), time), host, (int)getpid(), entry->id);
	add_data(out, entry);
	text_addf(out, " %s", entry->message);
}

/* --- The journal ---------------------------------------------------------------------------- */

static void add_fields(struct text *out, const struct log_entry *entry)
{
	text_addf(out,
	          "MESSAGE=%s\nPRIORITY=%u\nSYSLOG_FACILITY=%d\n"
	          "SYSLOG_IDENTIFIER=lynctap\n",
	          entry->message, entry->severity, FACILITY);
	for (size_t i = 0; i < entry->field_count; i++) {
		text_add(out, "LYNCTAP_");
		for (const char *at = entry->fields[i].name; *at; at++)
			text_add_char(out, (char)toupper((unsigned char)*at));
		text_addf(out, "=%s\n", entry->fields[i].value);
	}
}

/* ------------------------------------------------------------------------------------------ */

bool system_log_send(struct system_log *log, const struct log_entry *entry)
{
	struct text out = { 0 };

	if (log->journal)
		add_fields(&out, entry);
	else
		add_message(&out, entry);
	if (!log->journal && out.len > MOST)
		text_shorten(&out, MOST);
	log->failing = out.failed || !datagrams_send(&log->socket, out.at, out.len);
	log->lost += log->failing;
	text_fini(&out);
	return !log->failing;
}

void system_log_close(struct system_log *log)
{
	datagrams_close(&log->socket);
}
