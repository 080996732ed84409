/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/row.h"

#include <string.h>

#include "base/text.h"
#include "base/transport.h"

const char *row_tls_name(enum row_tls tls)
{
	static const char *const names[] = {
		[ROW_TLS_NONE] = "none",
		[ROW_TLS_OPTIONAL] = "optional",
		[ROW_TLS_REQUIRED] = "required",
		[ROW_TLS_MUTUAL] = "mutual",
	};

	return names[tls];
}

const char *row_direction_name(enum row_direction direction)
{
	static const char *const names[] = {
		[ROW_IN] = "in",
		[ROW_OUT] = "out",
		[ROW_BOTH] = "both",
	};

	return names[direction];
}

const char *row_interface_name(enum row_interface interface)
{
	static const char *const names[] = {
		[ROW_INTERFACE_UNSTATED] = "",
		[ROW_INTERFACE_INTERNAL] = "internal",
		[ROW_INTERFACE_EXTERNAL] = "external",
	};

	return names[interface];
}

/* The digits at *@at as a port from 1 to 65535; moves *@at past them. */
static bool parse_port(const char **at, uint16_t *port)
{
	unsigned long value = 0;

	if (**at < '0' || **at > '9')
		return false;
	for (; **at >= '0' && **at <= '9'; ++*at) {
		value = value * 10 + (unsigned long)(**at - '0');
		if (value > UINT16_MAX)
			return false;
	}
	*port = (uint16_t)value;
	return value > 0;
}

bool port_span_parse(struct port_span *span, const char *text)
{
	struct port_span parsed;

	if (!parse_port(&text, &parsed.low)) {
		if (!transport_parse(&parsed.transport, text) ||
		    transport_has_ports(parsed.transport))
			return false;
		parsed.low = parsed.high = 0;
		*span = parsed;
		return true;
	}
	parsed.high = parsed.low;
	if (*text == '-') {
		text++;
		if (!parse_port(&text, &parsed.high) || parsed.high < parsed.low)
			return false;
	}
	if (*text != '/' || !transport_parse(&parsed.transport, text + 1) ||
	    !transport_has_ports(parsed.transport))
		return false;
	*span = parsed;
	return true;
}

void port_span_add(struct text *out, const struct port_span *span)
{
	if (transport_has_ports(span->transport)) {
		text_add_unsigned(out, span->low);
		if (span->high > span->low)
			text_addf(out, "-%u", span->high);
		text_add_char(out, '/');
	}
	text_add(out, transport_name(span->transport));
}
