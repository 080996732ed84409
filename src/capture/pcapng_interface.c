/* SPDX-License-Identifier: BSD-2-Clause */
#include "pcapng_interface.h"

#include "base/sum.h"

#include "link_type.h"

#define OPTION_END         0
#define OPTION_COMMENT     1
#define OPTION_NAME        2
#define OPTION_DESCRIPTION 3
#define OPTION_TSRESOL     9
#define OPTION_TSOFFSET    14
#define OPTION_DROPCOUNT   4 /* of an enhanced packet */
#define OPTION_IFDROP      5 /* of interface statistics */
#define OPTION_OSDROP      7

struct option {
	uint16_t code, len;
	const uint8_t *value; /* borrowed; NULL: it is longer than its block */
};

/* @return whether there is another one; one that is not whole is the last */
static bool next_option(struct fields *options, struct option *option)
{
	if (fields_left(options) < 4 || options->truncated)
		return false;
	option->code = fields_u16(options);
	option->len = fields_u16(options);
	option->value = fields_take(options, (option->len + 3u) & ~3u);
	return option->code != OPTION_END;
}

static struct label_text text_of(const struct option *option)
{
	return (struct label_text){ (const char *)option->value, option->len };
}

struct label_text pcapng_comment(struct fields options)
{
	struct option option;

	while (next_option(&options, &option))
		if (option.value && option.code == OPTION_COMMENT)
			return text_of(&option);
	return (struct label_text){ NULL, 0 };
}

/* --- Description ------------------------------------------------------------- */

static const char *read_tsresol(struct pcapng_interface *interface,
                                const struct option *option)
{
	if (option->len != 1)
		return "an if_tsresol option that is not one byte";
	pcapng_time_set_resolution(&interface->time, option->value[0]);
	return NULL;
}

static const char *read_tsoffset(struct pcapng_interface *interface,
                                 const struct option *option, bool swapped)
{
	if (option->len != 8)
		return "an if_tsoffset option that is not eight bytes";
	interface->time.offset_s = (int64_t)file_u64(option->value, swapped);
	return NULL;
}

static void read_text(struct pcapng_texts *texts, const struct option *option)
{
	if (option->code == OPTION_NAME)
		texts->name = text_of(option);
	else if (option->code == OPTION_DESCRIPTION)
		texts->description = text_of(option);
	else if (option->code == OPTION_COMMENT && texts->comment.len == 0)
		texts->comment = text_of(option);
}

/* @return what is wrong with the options, NULL when nothing is */
static const char *read_options(struct pcapng_interface *interface, struct fields options,
                                struct pcapng_texts *texts)
{
	bool had_resolution = false, had_offset = false;
	const char *wrong = NULL;
	struct option option;

	while (!wrong && next_option(&options, &option)) {
		if (!option.value)
			return "an option that is longer than its block";
		if (option.code == OPTION_TSRESOL) {
			wrong = had_resolution ? "two if_tsresol options"
			                       : read_tsresol(interface, &option);
			had_resolution = true;
		} else if (option.code == OPTION_TSOFFSET) {
			wrong = had_offset ? "two if_tsoffset options"
			                   : read_tsoffset(interface, &option,
			                                   options.swapped);
			had_offset = true;
		} else {
			read_text(texts, &option);
		}
	}
	return wrong;
}

const char *pcapng_interface_read(struct pcapng_interface *interface, struct fields body,
                                  struct pcapng_texts *texts)
{
	*texts = (struct pcapng_texts){ 0 };
	*interface = (struct pcapng_interface){ .link_type = fields_u16(&body) };
	fields_u16(&body); /* reserved */
	interface->snaplen = fields_u32(&body);
	interface->max_len = link_type_max_len(interface->link_type);
	pcapng_time_init(&interface->time);
	return read_options(interface, body, texts);
}

/* --- Losses ------------------------------------------------------------------ */

void pcapng_interface_note_statistics(struct pcapng_interface *interface,
                                      struct fields options)
{
	struct option option;

	while (next_option(&options, &option)) {
		if (!option.value || option.len != 8)
			continue;
		if (option.code == OPTION_IFDROP)
			interface->by_statistics.interface =
				file_u64(option.value, options.swapped);
		else if (option.code == OPTION_OSDROP)
			interface->by_statistics.kernel =
				file_u64(option.value, options.swapped);
	}
}

void pcapng_interface_note_packet(struct pcapng_interface *interface, uint16_t drops,
                                  struct fields options)
{
	struct option option;

	interface->by_packets = sum_saturated(interface->by_packets, drops);
	while (next_option(&options, &option))
		if (option.value && option.len == 8 && option.code == OPTION_DROPCOUNT)
			interface->by_packets =
				sum_saturated(interface->by_packets,
			                      file_u64(option.value, options.swapped));
}

/* Statistics and packets may both speak of the same losses: the larger sum counts. */
struct stated_losses pcapng_interface_losses(const struct pcapng_interface *interface)
{
	struct stated_losses losses = interface->by_statistics;

	if (interface->by_packets > sum_saturated(losses.kernel, losses.interface))
		losses = (struct stated_losses){ .interface = interface->by_packets };
	return losses;
}
