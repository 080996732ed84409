/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notes: what the reader has to know of the audit itself before he believes it.
 */
#include <string.h>

#include "base/arena.h"
#include "base/say.h"
#include "base/sentences.h"

#include "audit_build.h"

static void add_excused(struct sentences *notes, const struct audit *audit)
{
	for (size_t i = 0; i < audit->exception_count; i++)
		if (audit->exceptions[i].remark[notes->language][0])
			sentences_add(notes,
			              audit->exceptions[i].remark[notes->language]);
}

static void add_of_host(struct sentences *notes, const struct audit_host *host)
{
	char address[ADDRESS_TEXT_SIZE];

	address_format(&host->address, address);
	if (host->undeclared_address)
		sentences_say(notes,
		              "%1 is taken for %2, as the domain's DNS calls it: add it "
		              "to the addresses of that host in the site file",
		              (const char *[]){ address, host->names[0], NULL });
	if (host->sides_unknown)
		sentences_say(notes,
		              "which side %1 is on nobody knows, so rows of both fit it: "
		              "`external:` of its host in the site file settles it",
		              (const char *[]){ address, NULL });
}

bool audit_build_notes(const struct judge *judge, struct audit *audit,
                       struct arena *arena)
{
	bool copied = true;

	for (unsigned l = 0; copied && l < LANGUAGES; l++) {
		struct sentences notes = { .language = (enum language)l };

		add_excused(&notes, audit);
		for (size_t i = 0; i < audit->host_count; i++)
			add_of_host(&notes, &audit->hosts[i]);
		folded_networks_say(&judge->folded, &notes);
		copied = sentences_copy(&notes, arena, &audit->notes[l]);
		sentences_fini(&notes);
	}
	return copied;
}
