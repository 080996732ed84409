/* SPDX-License-Identifier: BSD-2-Clause */
#include "ring.h"

#include <string.h>
#include <sys/stat.h>

#include "file_set.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Are the names the same but for their digits? */
static bool are_of_one_ring(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (is_digit(*a))
			a++;
		while (is_digit(*b))
			b++;
		if (*a != *b)
			return false;
		if (!*a)
			return true;
	}
}

static bool has_grown(const struct file_input *input)
{
	struct stat about;

	return stat(input->path, &about) == 0 && about.st_ino == input->identity.inode &&
	       about.st_dev == input->identity.device &&
	       (uint64_t)about.st_size > input->identity.size;
}

bool ring_is_unfinished(const struct file_set *set, size_t number)
{
	const struct file_input *input = &set->slots[number].input;
	size_t others = 0;

	if (!set->slots[number].broken || !input->cut_short ||
	    !input->identity.is_regular || input->compressed)
		return false;
	if (has_grown(input))
		return true;
	for (size_t i = 0; i < set->count; i++) {
		const struct file_input *other = &set->slots[i].input;

		if (i == number || !other->path ||
		    !are_of_one_ring(input->path, other->path))
			continue;
		if (other->identity.changed_ns >= input->identity.changed_ns)
			return false;
		others++;
	}
	return others > 0;
}
