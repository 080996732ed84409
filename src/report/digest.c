/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <gcrypt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digits.h"
#include "base/error.h"

#define SHA256_BYTES 32
#define PIECE        ((size_t)256 << 10) /* what the second-level cache holds */

void digest_prepare(void)
{
	/* nDPI hashes with it too: whoever comes first sets it up. */
	if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P))
		return;
	gcry_check_version(NULL);
	gcry_control(GCRYCTL_DISABLE_SECMEM, 0); /* there are no secrets */
	gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
}

static void put_hexadecimal(const uint8_t *bytes, char text[static DIGEST_TEXT_SIZE])
{
	for (size_t i = 0; i < SHA256_BYTES; i++)
		text = digits_put_hex(text, bytes[i]);
	*text = '\0';
}

/* A pipe or a device has no bytes of its own: what it gave once it does not give again. */
static bool is_regular(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

/* @return 0, or an errno */
static int hash_all(int fd, gcry_md_hd_t hash, uint8_t *piece, const atomic_bool *stop)
{
	off_t at = 0;
	ssize_t len;

	if (!is_regular(fd))
		return EINVAL;
	/* Others may read from the same place in the file. */
	for (; (len = pread(fd, piece, PIECE, at)) > 0; at += len) {
		gcry_md_write(hash, piece, (size_t)len);
		if (stop && atomic_load_explicit(stop, memory_order_relaxed))
			return ECANCELED;
	}
	return len < 0 ? errno : 0;
}

bool digest_descriptor(int fd, const atomic_bool *stop,
                       char text[static DIGEST_TEXT_SIZE], struct error *err)
{
	gcry_md_hd_t hash = NULL;
	uint8_t *piece = malloc(PIECE);
	int failure = ENOMEM;

	if (piece && gcry_md_open(&hash, GCRY_MD_SHA256, 0) == 0)
		failure = hash_all(fd, hash, piece, stop);
	if (failure == 0)
		put_hexadecimal(gcry_md_read(hash, GCRY_MD_SHA256), text);
	gcry_md_close(hash);
	free(piece);
	return failure == 0 || error_set(err, "%s", strerror(failure));
}

bool digest_file(const char *path, const atomic_bool *stop,
                 char text[static DIGEST_TEXT_SIZE], struct error *err)
{
	struct error why;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool taken = fd >= 0 ? digest_descriptor(fd, stop, text, &why)
	                     : error_set(&why, "%s", strerror(errno));

	if (fd >= 0)
		close(fd);
	return taken || error_set(err, "%s: %s", path, why.text);
}
