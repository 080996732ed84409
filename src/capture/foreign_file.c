/* SPDX-License-Identifier: BSD-2-Clause */
#include "foreign_file.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/path.h"

#define CONVERT  "convert it with: editcap -F pcapng IN OUT.pcapng"
#define ETHERNET "convert it with: editcap -F pcapng -T ether IN OUT.pcapng"
#define UNPACK   "unpack it first"
#define FROM_TO  " -dc < IN > OUT"
#define BINARY   "transfer it again in binary mode"
#define UTF16    "text in UTF-16, as PowerShell makes it of what > redirects"
#define OWN_FILE "let the program write the file itself: -w FILE"
#define NETSCALER                                                                        \
	"a NetScaler trace, record it again in the format of tcpdump: start nstrace "    \
	"-size 0 -traceformat PCAP"
#define EVENT_TRACE                                                                       \
	"a Windows event trace; if it holds packets, on Windows: pktmon etl2pcap IN -o "  \
	"OUT.pcapng (of pktmon), etl2pcapng IN OUT.pcapng (of netsh trace capture=yes); " \
	"CLS and OCSLogger traces hold none"

#define ANYWHERE SIZE_MAX

/*
 * Bytes at an offset, or anywhere in the beginning; letters of either case. Without a
 * way out the words say all.
 */
struct kind {
	const char *magic;
	size_t len, offset;
	const char *is, *way_out;
};

/* There is, was or should be a capture in it. */
static const struct kind kinds[] = {
	/* Captures of other programs. */
	{ "NetScaler ", 10, ANYWHERE, NETSCALER, NULL },
	{ "\x02\x00\x02\xc0", 4, 72, EVENT_TRACE, NULL },
	{ "TRSNIFF data", 12, 0, "a Sniffer capture", CONVERT },
	{ "XCP", 4, 0, "a NetXRay or Sniffer capture", CONVERT },
	{ "VL\0", 4, 0, "a NetXRay capture", CONVERT },
	{ "\x7fver", 4, 0, "an OmniPeek capture", CONVERT },
	{ "iptrace ", 8, 0, "an AIX iptrace capture", CONVERT },
	{ "\xaa\xaa\xaa\xaa", 4, 0, "a 5View capture", CONVERT },
	{ "\x05VNF", 4, 0, "a Visual Networks capture", CONVERT },
	{ "\x01\x10", 2, 0, "a LANalyzer capture", CONVERT },
	{ "TR\x00\x64\x00", 5, 0, "an HP-UX nettl trace", ETHERNET },
	{ "ObserverPktBufferVersion", 24, 0, "a Network Instruments Observer capture",
	  ETHERNET },
	{ "+---------+---------------+", 27, 0, "a K12 text export", ETHERNET },
	{ "\x00\x00\x02\x00\x12\x05\x00\x10", 8, 0, "a Tektronix K12 capture", CONVERT },
	{ "EyeSDN", 6, 0, "an EyeSDN capture", CONVERT },
	{ "btsnoop", 8, 0, "a Bluetooth capture, which holds no IP", NULL },
	{ "ElfFile", 8, 0, "a Windows event log, which holds no packets", NULL },
	/* Packed. What is packed twice has been unpacked once. */
	{ "BZh", 3, 0, "compressed with bzip2", UNPACK ": bzip2" FROM_TO },
	{ "\x04\x22\x4d\x18", 4, 0, "compressed with lz4", UNPACK ": lz4" FROM_TO },
	{ "\x1f\x8b", 2, 0, "compressed with gzip, and something else around it",
	  UNPACK },
	{ "\xfd"
	  "7zXZ",
	  6, 0, "compressed with xz, and something else around it", UNPACK },
	{ "\x28\xb5\x2f\xfd", 4, 0, "compressed with zstd, and something else around it",
	  UNPACK },
	{ "\x1f\x9d", 2, 0, "compressed with compress", UNPACK ": gzip" FROM_TO },
	{ "LZIP", 4, 0, "compressed with lzip", UNPACK ": lzip" FROM_TO },
	{ "\x89LZO", 4, 0, "compressed with lzop", UNPACK ": lzop" FROM_TO },
	{ "\x5d\0\0", 3, 0, "compressed with lzma", UNPACK ": xz" FROM_TO },
	{ "PK\x03\x04", 4, 0,
	  "a zip archive (a .matp of Message Analyzer is one as well: "
	  "save it as .cap there)",
	  UNPACK ": unzip IN" },
	{ "7z\xbc\xaf\x27\x1c", 6, 0, "a 7z archive", UNPACK ": 7z x IN" },
	{ "Rar!\x1a\x07", 6, 0, "a rar archive", UNPACK ": unrar x IN" },
	{ "MSCF", 4, 0, "a Microsoft cabinet", UNPACK ": cabextract IN" },
	{ "ustar", 5, 257, "a tar archive", UNPACK ": tar xf IN" },
	/* Damaged on the way, or never fetched. */
	{ "\r\n\r\r\r\n", 6, 0,
	  "a pcapng capture whose line ends were changed in transfer", BINARY },
	{ "\n\r\n", 3, 0, "a pcapng capture whose line ends were changed in transfer",
	  BINARY },
	{ "version https://git-lfs.github.com/spec/", 39, 0, "a Git LFS pointer",
	  "fetch the file with: git lfs pull" },
	{ "/annex/objects/", 15, 0, "a git-annex pointer",
	  "fetch the file with: git annex get" },
	{ "\xc3\x94\xc3\x83\xc2\xb2\xc2\xa1", 8, 0, "a pcap capture turned into UTF-8",
	  BINARY },
	{ "\xd4\0\xc3\0\xb2\0\xa1\0", 8, 0, "a pcap capture turned into UTF-16", BINARY },
	{ "\xef\xbf\xbd", 3, 0, "bytes that were taken for text on the way", BINARY },
	{ "1MOyoQ", 6, 0, "a pcap capture in base64", "base64 -d IN > OUT.pcap" },
	{ "obLD1", 5, 0, "a pcap capture in base64", "base64 -d IN > OUT.pcap" },
	{ "TTyyoQ", 6, 0, "a pcap capture in base64", "base64 -d IN > OUT.pcap" },
	{ "Cg0NC", 5, 0, "a pcapng capture in base64", "base64 -d IN > OUT.pcapng" },
	{ "begin 644 ", 10, 0, "a file that was uuencoded", "uudecode -o OUT IN" },
	{ "HTTP/1.", 7, 0, "what a web server answered, with its head in front",
	  "save the file alone (curl without -i)" },
};

/* Never was: beside captures it takes nothing away from them. */
static const struct kind others[] = {
	{ "\xff\xfe", 2, 0, UTF16, OWN_FILE },
	{ "\xfe\xff", 2, 0, UTF16, OWN_FILE },
	{ "SQLite format 3", 16, 0, "an SQLite file",
	  "if it is a store of lynctap: -r sqlite:FILE" },
	{ "\0\5\x16\7", 4, 0, "what macOS keeps beside a file", NULL },
	{ "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16, 0,
	  "only zero bytes in its beginning: it was never written there", NULL },
	{ "\x89PNG", 4, 0, "a picture", NULL },
	{ "\xff\xd8\xff", 3, 0, "a picture", NULL },
	{ "GIF8", 4, 0, "a picture", NULL },
	{ "%PDF", 4, 0, "a PDF document", NULL },
	{ "\xd0\xcf\x11\xe0", 4, 0, "a Microsoft Office or installer file", NULL },
	{ "MZ", 2, 0, "a Windows program", NULL },
	{ "\x7f"
	  "ELF",
	  4, 0, "a program", NULL },
	{ "MDMP", 4, 0, "a Windows memory dump", NULL },
	{ "PAGEDU", 6, 0, "a Windows memory dump", NULL },
};

/* What has no bytes of its own at its beginning, and a name that tells. */
static const struct {
	const char *extension;
	const char *is, *way_out;
} named[] = {
	{ "etl", EVENT_TRACE, NULL },
	{ "ncf", "a CommView capture", ETHERNET },
	{ "ncfx", "a CommView capture", ETHERNET },
};

/* Names under which captures are handed over. */
static const char *const extensions[] = {
	"cap", "pcap", "pcapng", "pcapn", "ntar", "dmp",  "dump", "trc", "trace",   "enc",
	"etl", "5vw",  "ncf",    "ncfx",  "bfr",  "fdc",  "syc",  "tr1", "pkt",     "wpc",
	"wpz", "tpc",  "snoop",  "erf",   "out",  "matp", "acp",  "nst", "nstrace",
};

static bool matches(const uint8_t *at, const char *magic, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (tolower(at[i]) != tolower((uint8_t)magic[i]))
			return false;
	return true;
}

static bool is_kind(const uint8_t *bytes, size_t len, const struct kind *kind)
{
	if (kind->offset != ANYWHERE)
		return kind->offset + kind->len <= len &&
		       matches(bytes + kind->offset, kind->magic, kind->len);
	for (size_t at = 0; at + kind->len <= len; at++)
		if (matches(bytes + at, kind->magic, kind->len))
			return true;
	return false;
}

/* How captures begin that are read here, and what stands eight bytes on. */
static const struct {
	const char *magic;
	size_t len;
	const char *mark;
} beginnings[] = {
	{ "\xd4\xc3\xb2\xa1\2\0\4\0", 8, "" },
	{ "\xa1\xb2\xc3\xd4\0\2\0\4", 8, "" },
	{ "\x4d\x3c\xb2\xa1\2\0\4\0", 8, "" },
	{ "\xa1\xb2\x3c\x4d\0\2\0\4", 8, "" },
	{ "\x0a\x0d\x0d\x0a", 4, "\x4d\x3c\x2b\x1a" },
	{ "\x0a\x0d\x0d\x0a", 4, "\x1a\x2b\x3c\x4d" },
	{ "snoop\0\0\0", 8, "" },
	{ "GMBU", 4, "" },
};

#define MARK_AT       8
#define CAPTURE_LEAST 16 /* bytes of its header to know one by */

static bool is_beginning(const uint8_t *bytes)
{
	for (size_t i = 0; i < ARRAY_LEN(beginnings); i++)
		if (memcmp(bytes, beginnings[i].magic, beginnings[i].len) == 0 &&
		    memcmp(bytes + MARK_AT, beginnings[i].mark,
		           strlen(beginnings[i].mark)) == 0)
			return true;
	return false;
}

/* A mark of UTF-8, a shell's greeting or a line of the program that captured. */
static bool find_behind(const uint8_t *bytes, size_t len, struct error *err)
{
	static const char mark[] = "\xef\xbb\xbf";

	for (size_t at = 1; at + CAPTURE_LEAST <= len; at++) {
		if (!is_beginning(bytes + at))
			continue;
		error_set(
			err,
			"%s stands before the capture, remove it with: tail -c +%zu IN > "
			"OUT",
			at == strlen(mark) && memcmp(bytes, mark, at) == 0
				? "a byte order mark"
				: "something else",
			at + 1);
		return true;
	}
	return false;
}

static void say(const char *is, const char *way_out, struct error *err)
{
	if (way_out)
		error_set(err, "%s, %s", is, way_out);
	else
		error_set(err, "%s", is);
}

/* Is @extension one of the parts between dots, but for digits behind it? */
static bool has_extension(const char *path, const char *extension)
{
	const size_t len = strlen(extension);
	const char *dot = strchr(path + path_directory_len(path), '.');

	for (; dot; dot = strchr(dot + 1, '.')) {
		const char *rest = dot + 1 + len;

		if (strncasecmp(dot + 1, extension, len) != 0)
			continue;
		rest += strspn(rest, "0123456789");
		if (*rest == '\0' || *rest == '.')
			return true;
	}
	return false;
}

/* Say which of @rows it is. @return whether it is one of them */
static bool find_kind(const uint8_t *bytes, size_t len, const struct kind *rows,
                      size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i++)
		if (is_kind(bytes, len, &rows[i])) {
			say(rows[i].is, rows[i].way_out, err);
			return true;
		}
	return false;
}

enum foreign_file foreign_file_name(const uint8_t *bytes, size_t len, const char *path,
                                    struct error *err)
{
	if (find_kind(bytes, len, kinds, ARRAY_LEN(kinds), err))
		return FOREIGN_FILE_CAPTURE;
	if (find_behind(bytes, len, err))
		return FOREIGN_FILE_CAPTURE;
	if (find_kind(bytes, len, others, ARRAY_LEN(others), err) ||
	    foreign_text_name(bytes, len, err))
		return FOREIGN_FILE_OTHER;
	for (size_t i = 0; i < ARRAY_LEN(named); i++)
		if (has_extension(path, named[i].extension)) {
			say(named[i].is, named[i].way_out, err);
			return FOREIGN_FILE_CAPTURE;
		}
	return FOREIGN_FILE_UNKNOWN;
}

#define SIGNS_ENOUGH 8 /* by chance one in 256 of these follows that */

/* Every line feed behind a carriage return, as FTP makes them in its text mode. */
static bool has_text_line_ends(const uint8_t *bytes, size_t len)
{
	size_t line_ends = 0;

	for (size_t i = 1; i < len; i++) {
		if (bytes[i] != '\n')
			continue;
		if (bytes[i - 1] != '\r')
			return false;
		line_ends++;
	}
	return line_ends >= SIGNS_ENOUGH;
}

/* What is no UTF-8 became the sign for that, three bytes each time. */
static bool was_taken_for_text(const uint8_t *bytes, size_t len)
{
	size_t signs = 0;

	for (size_t i = 0; i + 3 <= len; i++)
		signs += memcmp(bytes + i, "\xef\xbf\xbd", 3) == 0;
	return signs >= SIGNS_ENOUGH;
}

const char *foreign_file_damage(const uint8_t *bytes, size_t len)
{
	if (len >= CAPTURE_LEAST && is_beginning(bytes))
		return "another capture file begins here: join them with "
		       "mergecap -w OUT.pcapng FILE..., or name each with -r";
	if (has_text_line_ends(bytes, len))
		return "its line ends were changed in transfer: " BINARY;
	if (was_taken_for_text(bytes, len))
		return "its bytes were taken for text on the way: " BINARY;
	return NULL;
}

bool foreign_file_calls_itself_capture(const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(extensions); i++)
		if (has_extension(path, extensions[i]))
			return true;
	return false;
}
