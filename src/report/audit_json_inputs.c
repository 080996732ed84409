/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `inputs`: what was read, what it calls itself, and how it did.
 */
#include "audit_json.h"

#include "capture/capture.h"

#include "json.h"

static void add_interfaces(struct text *out, const struct capture_input *input)
{
	json_open(out, "interfaces", '[');
	for (size_t i = 0; i < input->interface_count; i++) {
		const struct capture_interface *interface = &input->interfaces[i];

		json_open(out, NULL, '{');
		json_add_nullable(out, "name", interface->name);
		json_add_nullable(out, "description", interface->description);
		json_add_unsigned(out, "dropped", interface->dropped);
		json_close(out, '}');
	}
	json_close(out, ']');
}

void audit_json_add_input(struct text *out, const struct capture_input *input)
{
	json_add_string(out, "name", input->name);
	json_add_nullable(out, "sensor", input->sensor);
	json_add_nullable(out, "comment", input->comment);
	add_interfaces(out, input);
	json_add_bool(out, "live", input->live);
	json_add_unsigned(out, "frames", input->frames);
	json_add_unsigned(out, "read", input->read);
	json_add_unsigned(out, "bytes", input->bytes);
	json_add_time_or_null(out, "first", input->first_us, input->frames > 0);
	json_add_time_or_null(out, "last", input->last_us, input->frames > 0);
	json_add_unsigned(out, "kernel_received", input->kernel_received);
	json_add_unsigned(out, "kernel_dropped", input->kernel_dropped);
	json_add_unsigned(out, "interface_dropped", input->interface_dropped);
	json_add_bool(out, "ended", input->ended);
	json_add_nullable(out, "broken", input->broken);
	json_add_nullable(out, "unfinished", input->unfinished);
}
