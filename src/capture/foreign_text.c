/* SPDX-License-Identifier: BSD-2-Clause */
#include "foreign_text.h"

#include <string.h>

#include "base/array.h"
#include "base/error.h"

#define PAGE    "a saved web page, not the file it links to"
#define XML     "an export of Wireshark in XML, which is no capture"
#define TCPDUMP "what tcpdump prints, which is no capture"
#define TSHARK  "what tshark prints, which is no capture"
#define DUMP    "a hex dump, not the file itself"
#define SAVE    "save the capture itself as pcapng"
#define RECORD  "record again with: tcpdump -w FILE"
#define REVERSE "xxd -r IN OUT"

/* Letters of either case; a line feed in front is the beginning of a line. */
static const struct {
	const char *word, *also; /* both are there; NULL: the first alone tells */
	const char *is, *way_out;
} texts[] = {
	{ "<!doctype html", NULL, PAGE, NULL },
	{ "<html", NULL, PAGE, NULL },
	{ "<pdml", NULL, XML, SAVE },
	{ "<psml", NULL, XML, SAVE },
	{ "<Events", NULL, "a Windows event trace as XML, which has lost its packets",
	  "convert the .etl itself: etl2pcapng IN OUT.pcapng" },
	{ "<?xml", NULL, "an XML file, which is no capture", NULL },
	{ "MIME-Version:", NULL, "a saved mail, not the file attached to it", NULL },
	{ "\nFrame 1: ", NULL, TSHARK, SAVE },
	{ " \xe2\x86\x92 ", NULL, TSHARK, SAVE },
	{ "\t\xe2\x86\x92\t", NULL, TSHARK, SAVE },
	{ "Wireshark - Network traffic analyzer", NULL, TSHARK, SAVE },
	{ "\n%!PS", NULL, "a printed page, which is no capture", NULL },
	{ "Conversations\nFilter:", NULL, TSHARK, SAVE },
	{ "Endpoints\nFilter:", NULL, TSHARK, SAVE },
	{ "Protocol Hierarchy Statistics\nFilter:", NULL, TSHARK, SAVE },
	{ "| IO Statistics ", NULL, TSHARK, SAVE },
	{ "\nFollow: ", "\nFilter: ", TSHARK, SAVE },
	{ "\nFile name: ", "\nFile type: ", "what capinfos prints, which is no capture",
	  "name the capture itself" },
	{ "\nFile name\tFile type\t", NULL, "what capinfos prints, which is no capture",
	  "name the capture itself" },
	{ "\nreading from file ", "link-type ", TCPDUMP, RECORD },
	{ "listening on ", "link-type ", TCPDUMP, RECORD },
	{ "IP ", " > ", TCPDUMP, RECORD },
	{ "IP6 ", " > ", TCPDUMP, RECORD },
	{ "ARP, ", " who-has ", TCPDUMP, RECORD },
	{ "ethertype ", " > ", TCPDUMP, RECORD },
	{ "\n0000  ", NULL, "a hex dump of packets", "text2pcap IN OUT.pcapng" },
	{ "\n00000000: ", NULL, DUMP, REVERSE },
	{ "\n00000000  ", NULL, DUMP, "sed 's/|.*//; s/  / /g' IN | xxd -r - OUT" },
	{ "\n000000 ", NULL, DUMP, REVERSE },
	{ "\n0000000 ", NULL, DUMP, NULL },
	{ "\nd4c3b2a1", NULL, DUMP, "xxd -r -p IN OUT" },
	{ "\na1b2c3d4", NULL, DUMP, "xxd -r -p IN OUT" },
	{ "\n4d3cb2a1", NULL, DUMP, "xxd -r -p IN OUT" },
	{ "\n0a0d0d0a", NULL, DUMP, "xxd -r -p IN OUT" },
};

/* In whatever alphabet; colours and form feeds are of texts, other controls are not. */
static bool is_text(const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((bytes[i] < ' ' && !strchr("\t\n\r\f\033", bytes[i])) ||
		    bytes[i] == '\0' || bytes[i] == 0x7f)
			return false;
	return true;
}

bool foreign_text_name(const uint8_t *bytes, size_t len, struct error *err)
{
	char text[1 + FOREIGN_TEXT_MOST + 1] = "\n";
	size_t row = 0;

	if (len > FOREIGN_TEXT_MOST)
		len = FOREIGN_TEXT_MOST;
	if (!is_text(bytes, len))
		return false;
	memcpy(text + 1, bytes, len);
	text[1 + len] = '\0';
	while (row < ARRAY_LEN(texts) &&
	       (!strcasestr(text, texts[row].word) ||
	        (texts[row].also && !strcasestr(text, texts[row].also))))
		row++;
	if (row == ARRAY_LEN(texts))
		return false;
	error_set(err, texts[row].way_out ? "%s, %s" : "%s", texts[row].is,
	          texts[row].way_out);
	return true;
}
