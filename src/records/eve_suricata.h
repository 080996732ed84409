/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * eve_suricata - EVE records of Suricata: flows, and what others say of them.
 *
 * Room: records, private.
 */
#ifndef EVE_SURICATA_H
#define EVE_SURICATA_H

#include "log.h"

enum log_answer eve_suricata_flow(struct log *log, const json_t *object);

/** tls, http, dns, …: kept for the flow of the same id, and learned from. */
enum log_answer eve_suricata_event(struct log *log, const json_t *object);

#endif
