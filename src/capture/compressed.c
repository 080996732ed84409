/* SPDX-License-Identifier: BSD-2-Clause */
#include "compressed.h"

#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "base/array.h"

#define MAX_EXPANSION  1000
#define FREE_EXPANSION (UINT64_C(64) << 20)
#define MAX_XZ_MEMORY                                                                    \
	(UINT64_C(160) << 20) /* xz -9 needs 65 MiB, a 128 MiB dictionary this */
#define MAX_ZSTD_LOG     27
#define ZSTD_FIRST_BYTES 5  /* of a frame, until it tells more */
#define GZIP_FORMAT      16 /* inflateInit2(): a gzip header, not a zlib one */
#define LONGEST_MAGIC    6

struct unpacker;

/* One step: consume from unpacker->packed, produce into @into. Producing nothing is
 * fine as long as something is consumed. */
typedef enum byte_status (*unpack_step)(struct unpacker *, uint8_t *into, size_t size,
                                        size_t *got, struct error *why);

struct format {
	const char *name;
	uint8_t magic[LONGEST_MAGIC];
	uint8_t mask[LONGEST_MAGIC];
	bool (*init)(struct unpacker *);
	unpack_step step;
	void (*fini)(struct unpacker *);
};

struct unpacker {
	const struct format *format;
	struct byte_source *packed; /* owned */
	uint64_t produced;
	bool between_members; /* the packed bytes may end here */
	bool flushing;        /* output is left inside the library */
	bool failed;          /* what came before the damage is delivered first */
	struct error failure;
	size_t zstd_hint; /* packed bytes zstd takes for its next block */
	union {
		z_stream gzip;
		lzma_stream xz;
		ZSTD_DCtx *zstd;
	};
};

static enum byte_status corrupt(const struct unpacker *unpacker, const char *reason,
                                struct error *why)
{
	error_set(why, "%s data is corrupt near byte %llu: %s", unpacker->format->name,
	          (unsigned long long)byte_source_offset(unpacker->packed), reason);
	return BYTES_BROKEN;
}

/* --- gzip ------------------------------------------------------------------ */

static bool init_gzip(struct unpacker *unpacker)
{
	return inflateInit2(&unpacker->gzip, MAX_WBITS + GZIP_FORMAT) == Z_OK;
}

static enum byte_status step_gzip(struct unpacker *unpacker, uint8_t *into, size_t size,
                                  size_t *got, struct error *why)
{
	z_stream *stream = &unpacker->gzip;
	struct byte_source *packed = unpacker->packed;

	if (unpacker->between_members && packed->at < packed->end) {
		/* RFC 1952 section 2.2: members follow one another. Tapes and block
		   devices pad with zeros. */
		if (*packed->at == 0) {
			packed->at++;
			return BYTES_READY;
		}
		inflateReset(stream);
		unpacker->between_members = false;
	}
	/* zlib without ZLIB_CONST takes a pointer it does not write through. */
	memcpy(&stream->next_in, &packed->at, sizeof(packed->at));
	stream->avail_in = (uInt)byte_source_loaded(packed);
	stream->next_out = into;
	stream->avail_out = (uInt)size;

	int result = inflate(stream, Z_NO_FLUSH);

	packed->at = packed->end - stream->avail_in;
	*got = size - stream->avail_out;
	unpacker->flushing = stream->avail_out == 0 && result == Z_OK;
	if (result == Z_STREAM_END)
		unpacker->between_members = true;
	else if (result != Z_OK && result != Z_BUF_ERROR)
		return corrupt(unpacker, stream->msg ? stream->msg : "cannot inflate",
		               why);
	return BYTES_READY;
}

static void fini_gzip(struct unpacker *unpacker)
{
	inflateEnd(&unpacker->gzip);
}

/* --- zstd ------------------------------------------------------------------ */

static bool init_zstd(struct unpacker *unpacker)
{
	unpacker->zstd = ZSTD_createDCtx();
	unpacker->zstd_hint = ZSTD_FIRST_BYTES;
	return unpacker->zstd &&
	       !ZSTD_isError(ZSTD_DCtx_setParameter(unpacker->zstd, ZSTD_d_windowLogMax,
	                                            MAX_ZSTD_LOG));
}

static enum byte_status step_zstd(struct unpacker *unpacker, uint8_t *into, size_t size,
                                  size_t *got, struct error *why)
{
	struct byte_source *packed = unpacker->packed;
	size_t loaded = byte_source_loaded(packed);
	/* On an error zstd drops all that the call produced: one block at a time. */
	ZSTD_inBuffer in = { packed->at,
		             loaded < unpacker->zstd_hint ? loaded : unpacker->zstd_hint,
		             0 };
	ZSTD_outBuffer out = { into, size, 0 };
	size_t result = ZSTD_decompressStream(unpacker->zstd, &out, &in);

	if (ZSTD_isError(result))
		return corrupt(unpacker, ZSTD_getErrorName(result), why);
	packed->at += in.pos;
	unpacker->zstd_hint = result ? result : ZSTD_FIRST_BYTES;
	*got = out.pos;
	unpacker->between_members = result == 0;
	unpacker->flushing = out.pos == size && result != 0;
	return BYTES_READY;
}

static void fini_zstd(struct unpacker *unpacker)
{
	ZSTD_freeDCtx(unpacker->zstd);
}

/* --- xz -------------------------------------------------------------------- */

static bool init_xz(struct unpacker *unpacker)
{
	unpacker->xz = (lzma_stream)LZMA_STREAM_INIT;
	return lzma_stream_decoder(&unpacker->xz, MAX_XZ_MEMORY, LZMA_CONCATENATED) ==
	       LZMA_OK;
}

static const char *explain_xz(lzma_ret result)
{
	if (result == LZMA_MEMLIMIT_ERROR)
		return "its dictionary is larger than 128 MiB";
	if (result == LZMA_OPTIONS_ERROR)
		return "it uses options that liblzma does not know";
	return "cannot decompress";
}

static enum byte_status step_xz(struct unpacker *unpacker, uint8_t *into, size_t size,
                                size_t *got, struct error *why)
{
	lzma_stream *stream = &unpacker->xz;
	struct byte_source *packed = unpacker->packed;
	/* Of several streams the last one is only known by the end of the input. */
	bool finishing = packed->ended == BYTES_END;

	stream->next_in = packed->at;
	stream->avail_in = byte_source_loaded(packed);
	stream->next_out = into;
	stream->avail_out = size;

	lzma_ret result = lzma_code(stream, finishing ? LZMA_FINISH : LZMA_RUN);

	packed->at = stream->next_in;
	*got = size - stream->avail_out;
	unpacker->flushing = stream->avail_out == 0;
	unpacker->between_members = result == LZMA_STREAM_END;
	if (result != LZMA_OK && result != LZMA_STREAM_END && result != LZMA_BUF_ERROR)
		return corrupt(unpacker, explain_xz(result), why);
	return BYTES_READY;
}

static void fini_xz(struct unpacker *unpacker)
{
	lzma_end(&unpacker->xz);
}

/* --- The origin ------------------------------------------------------------ */

static const struct format formats[] = {
	{ "gzip",
	  { 0x1f, 0x8b, 8 },
	  { 0xff, 0xff, 0xff },
	  init_gzip,
	  step_gzip,
	  fini_gzip },
	{ "zstd",
	  { 0x28, 0xb5, 0x2f, 0xfd },
	  { 0xff, 0xff, 0xff, 0xff },
	  init_zstd,
	  step_zstd,
	  fini_zstd },
	/* RFC 8878 section 3.1.2: a skippable frame, as pzstd puts in front. */
	{ "zstd",
	  { 0x50, 0x2a, 0x4d, 0x18 },
	  { 0xf0, 0xff, 0xff, 0xff },
	  init_zstd,
	  step_zstd,
	  fini_zstd },
	{ "xz",
	  { 0xfd, '7', 'z', 'X', 'Z', 0 },
	  { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
	  init_xz,
	  step_xz,
	  fini_xz },
};

/* The packed bytes ended: was that a good place to? */
static enum byte_status finish(struct unpacker *unpacker, uint8_t *into, size_t size,
                               size_t *got, struct error *why)
{
	enum byte_status status = BYTES_READY;

	/* Ask once more: the library may hold output, and xz must see the end. */
	if (!unpacker->between_members)
		status = unpacker->format->step(unpacker, into, size, got, why);
	if (status != BYTES_READY || *got > 0)
		return status;
	if (unpacker->between_members)
		return BYTES_END;
	error_set(why, "%s data is cut short at byte %llu", unpacker->format->name,
	          (unsigned long long)byte_source_offset(unpacker->packed));
	return BYTES_BROKEN;
}

/* Produce at least one byte, or say why not. */
static enum byte_status produce(struct unpacker *unpacker, uint8_t *into, size_t size,
                                size_t *got, struct error *why)
{
	enum byte_status status = BYTES_READY;

	while (status == BYTES_READY && *got == 0) {
		const bool flushing = unpacker->flushing;
		enum byte_status input = BYTES_READY;

		if (!flushing)
			input = byte_source_need(unpacker->packed, 1);
		const uint8_t *before = unpacker->packed->at;

		if (input == BYTES_READY)
			status = unpacker->format->step(unpacker, into, size, got, why);
		else if (input == BYTES_END)
			status = finish(unpacker, into, size, got, why);
		else
			status = input;
		if (input == BYTES_BROKEN)
			*why = unpacker->packed->why;
		/* No library does this, but no endless loop may depend on that. */
		if (input == BYTES_READY && status == BYTES_READY && *got == 0 &&
		    !flushing && unpacker->packed->at == before)
			status = corrupt(unpacker, "nothing can be unpacked", why);
	}
	return status;
}

static enum byte_status unpack(void *state, uint8_t *into, size_t size, size_t *got,
                               struct error *why)
{
	struct unpacker *unpacker = state;

	*got = 0;
	if (unpacker->failed) {
		*why = unpacker->failure;
		return BYTES_BROKEN;
	}

	enum byte_status status = produce(unpacker, into, size, got, why);
	uint64_t packed_len = byte_source_offset(unpacker->packed);

	if (status == BYTES_BROKEN && *got > 0) {
		unpacker->failed = true;
		unpacker->failure = *why;
		status = BYTES_READY;
	}
	unpacker->produced += *got;
	if (unpacker->produced <= FREE_EXPANSION + MAX_EXPANSION * packed_len)
		return status;
	error_set(
		why,
		"%s data unpacks to more than %d times its size: refused near byte %llu",
		unpacker->format->name, MAX_EXPANSION, (unsigned long long)packed_len);
	return BYTES_BROKEN;
}

static void close_unpacker(void *state)
{
	struct unpacker *unpacker = state;

	unpacker->format->fini(unpacker);
	byte_source_close(unpacker->packed);
	free(unpacker);
}

static struct byte_source *create_unpacker(const struct format *format,
                                           struct byte_source *packed)
{
	static const struct byte_origin origin = { .read = unpack,
		                                   .close = close_unpacker };
	struct unpacker *unpacker = calloc(1, sizeof(*unpacker));

	if (!unpacker) {
		byte_source_close(packed);
		return NULL;
	}
	unpacker->format = format;
	unpacker->packed = packed;
	if (!format->init(unpacker)) {
		close_unpacker(unpacker);
		return NULL;
	}
	return byte_source_create(&origin, unpacker);
}

static bool begins_with(const struct byte_source *source, const struct format *format)
{
	for (size_t i = 0; i < LONGEST_MAGIC; i++)
		if ((source->at[i] & format->mask[i]) != format->magic[i])
			return false;
	return true;
}

enum byte_status compressed_open(struct byte_source *packed,
                                 struct byte_source **unpacked)
{
	enum byte_status status = byte_source_need(packed, LONGEST_MAGIC);

	*unpacked = packed;
	/* Too short to be compressed: what it is, others say. */
	if (status == BYTES_END)
		return BYTES_READY;
	if (status != BYTES_READY)
		return status;
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		if (begins_with(packed, &formats[i])) {
			*unpacked = create_unpacker(&formats[i], packed);
			break;
		}
	}
	return BYTES_READY;
}
