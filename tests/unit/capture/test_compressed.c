/* SPDX-License-Identifier: BSD-2-Clause */
#include "../unit.h"

#include <lzma.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "../../../src/capture/compressed.h"

#define PLAIN_LEN  300000
#define PACKED_MAX 400000

static uint8_t plain[PLAIN_LEN];

static int fill_plain(void **state)
{
	(void)state;
	uint32_t x = 1;

	for (size_t i = 0; i < PLAIN_LEN; i++) {
		x = x * 1664525 + 1013904223;
		plain[i] = (uint8_t)(i % 7 ? x >> 30 : i);
	}
	return 0;
}

static size_t pack_gzip(uint8_t *packed, const uint8_t *bytes, size_t len)
{
	z_stream stream = { 0 };

	assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8,
	                              Z_DEFAULT_STRATEGY),
	                 Z_OK);
	memcpy(&stream.next_in, &bytes, sizeof(bytes));
	stream.avail_in = (uInt)len;
	stream.next_out = packed;
	stream.avail_out = PACKED_MAX;
	assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
	size_t size = PACKED_MAX - stream.avail_out;

	deflateEnd(&stream);
	return size;
}

static size_t pack_zstd(uint8_t *packed, const uint8_t *bytes, size_t len)
{
	ZSTD_CCtx *context = ZSTD_createCCtx();

	/* As zstd(1) does; the library alone does not. */
	ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
	size_t size = ZSTD_compress2(context, packed, PACKED_MAX, bytes, len);

	ZSTD_freeCCtx(context);
	assert_false(ZSTD_isError(size));
	return size;
}

static size_t pack_xz(uint8_t *packed, const uint8_t *bytes, size_t len)
{
	size_t size = 0;

	assert_int_equal(lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, NULL, bytes, len,
	                                         packed, &size, PACKED_MAX),
	                 LZMA_OK);
	return size;
}

static const struct {
	const char *name;
	size_t (*pack)(uint8_t *packed, const uint8_t *bytes, size_t len);
} packers[] = {
	{ "gzip", pack_gzip },
	{ "zstd", pack_zstd },
	{ "xz", pack_xz },
};

/* Unpack all of @packed; *@status says how it ended.
 * @return for how many bytes it was as in plain */
static size_t unpack_all(const uint8_t *packed, size_t len, enum byte_status *status,
                         struct error *why)
{
	struct byte_source *source, *file = byte_source_from_memory(packed, len);
	size_t total = 0;
	bool same = true;

	assert_int_equal(compressed_open(file, &source), BYTES_READY);
	assert_non_null(source);
	while ((*status = byte_source_need(source, 1)) == BYTES_READY) {
		for (; same && source->at < source->end; source->at++) {
			same = *source->at == plain[total % PLAIN_LEN];
			total += same;
		}
		byte_source_skip(source, byte_source_loaded(source));
	}
	*why = source->why;
	byte_source_close(source);
	return total;
}

static void what_was_packed_comes_out(void **state)
{
	uint8_t *packed = malloc(PACKED_MAX);
	enum byte_status status;
	struct error why;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		size_t len = packers[i].pack(packed, plain, PLAIN_LEN);

		assert_int_equal(unpack_all(packed, len, &status, &why), PLAIN_LEN);
		assert_int_equal(status, BYTES_END);
	}
	free(packed);
}

static void members_one_after_the_other_are_one_stream(void **state)
{
	uint8_t *packed = malloc(2 * PACKED_MAX);
	enum byte_status status;
	struct error why;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		size_t len = packers[i].pack(packed, plain, PLAIN_LEN);

		len += packers[i].pack(packed + len, plain, PLAIN_LEN);
		assert_int_equal(unpack_all(packed, len, &status, &why), 2 * PLAIN_LEN);
		assert_int_equal(status, BYTES_END);
	}
	free(packed);
}

static void every_cut_is_noticed_and_named(void **state)
{
	uint8_t *packed = malloc(PACKED_MAX);
	enum byte_status status;
	struct error why;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		size_t len = packers[i].pack(packed, plain, 400);

		for (size_t cut = 6; cut < len; cut++) {
			assert_in_range(unpack_all(packed, cut, &status, &why), 0, 400);
			assert_int_equal(status, BYTES_BROKEN);
			assert_non_null(strstr(why.text, packers[i].name));
			assert_non_null(strstr(why.text, "cut short at byte"));
		}
	}
	free(packed);
}

static void every_flipped_byte_ends_somehow(void **state)
{
	uint8_t *packed = malloc(PACKED_MAX);
	enum byte_status status;
	struct error why;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		size_t len = packers[i].pack(packed, plain, 400), broken = 0;

		for (size_t at = 6; at < len; at++) {
			packed[at] ^= 0x55;
			unpack_all(packed, len, &status, &why);
			broken += status == BYTES_BROKEN;
			packed[at] ^= 0x55;
		}
		assert_in_range(broken, len / 2, len);
	}
	free(packed);
}

static void what_came_before_the_damage_is_delivered(void **state)
{
	uint8_t *packed = malloc(PACKED_MAX);
	enum byte_status status;
	struct error why;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		size_t len = packers[i].pack(packed, plain, PLAIN_LEN);

		packed[len - 40] ^= 0x55;
		/* A zstd block is lost whole, and has up to 128 KiB. */
		assert_in_range(unpack_all(packed, len, &status, &why),
		                PLAIN_LEN - (128 << 10), PLAIN_LEN);
		assert_int_equal(status, BYTES_BROKEN);
	}
	free(packed);
}

static void a_wrong_checksum_costs_no_bytes(void **state)
{
	uint8_t *packed = malloc(PACKED_MAX);
	enum byte_status status;
	struct error why;

	(void)state;
	size_t len = pack_gzip(packed, plain, 400);

	packed[len - 8] ^= 0x55;
	assert_int_equal(unpack_all(packed, len, &status, &why), 400);
	assert_int_equal(status, BYTES_BROKEN);
	assert_non_null(strstr(why.text, "incorrect data check"));
	free(packed);
}

static void garbage_after_gzip_is_damage_but_padding_is_not(void **state)
{
	uint8_t *packed = malloc(PACKED_MAX + 512);
	enum byte_status status;
	struct error why;

	(void)state;
	size_t len = pack_gzip(packed, plain, 1000);

	memset(packed + len, 0, 512);
	assert_int_equal(unpack_all(packed, len + 512, &status, &why), 1000);
	assert_int_equal(status, BYTES_END);
	memset(packed + len, 'x', 512);
	assert_int_equal(unpack_all(packed, len + 512, &status, &why), 1000);
	assert_int_equal(status, BYTES_BROKEN);
	assert_non_null(strstr(why.text, "corrupt"));
	free(packed);
}

static void a_bomb_is_refused_before_it_goes_off(void **state)
{
	const size_t huge = (size_t)256 << 20;
	uint8_t *zeros = calloc(1, huge), *packed = malloc(PACKED_MAX);
	struct byte_source *source;
	uint64_t total = 0;

	(void)state;
	size_t len = ZSTD_compress(packed, PACKED_MAX, zeros, huge, 1);

	assert_in_range(len, 1, PACKED_MAX);
	assert_int_equal(compressed_open(byte_source_from_memory(packed, len), &source),
	                 BYTES_READY);
	while (byte_source_need(source, 1) == BYTES_READY) {
		total += byte_source_loaded(source);
		byte_source_skip(source, byte_source_loaded(source));
	}
	assert_int_equal(source->ended, BYTES_BROKEN);
	assert_non_null(strstr(source->why.text, "more than 1000 times its size"));
	assert_in_range(total, 64 << 20, (64 << 20) + 1000 * len);
	byte_source_close(source);
	free(zeros);
	free(packed);
}

static void what_is_not_compressed_stays_itself(void **state)
{
	const uint8_t bytes[] = "\x1f\x8b\x07 no gzip";

	(void)state;
	for (size_t len = 0; len < sizeof(bytes); len++) {
		struct byte_source *source, *file = byte_source_from_memory(bytes, len);

		assert_int_equal(compressed_open(file, &source), BYTES_READY);
		assert_ptr_equal(source, file);
		byte_source_close(source);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_packed_comes_out),
		cmocka_unit_test(members_one_after_the_other_are_one_stream),
		cmocka_unit_test(every_cut_is_noticed_and_named),
		cmocka_unit_test(every_flipped_byte_ends_somehow),
		cmocka_unit_test(what_came_before_the_damage_is_delivered),
		cmocka_unit_test(a_wrong_checksum_costs_no_bytes),
		cmocka_unit_test(garbage_after_gzip_is_damage_but_padding_is_not),
		cmocka_unit_test(a_bomb_is_refused_before_it_goes_off),
		cmocka_unit_test(what_is_not_compressed_stays_itself),
	};

	return cmocka_run_group_tests(tests, fill_plain, NULL);
}
