/* SPDX-License-Identifier: BSD-2-Clause */
#include "inspect/signature_set.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/transport.h"

struct signature_set {
	struct signature *signatures; /* owned, in the order they were added */
	size_t count, capacity;
	size_t reach; /* see signature_set_reach() */
};

struct signature_set *signature_set_create(void)
{
	return calloc(1, sizeof(struct signature_set));
}

static bool matches_everything(const struct signature *signature)
{
	for (size_t i = 0; i < signature->len; i++) {
		if (signature->mask[i])
			return false;
	}
	return true;
}

static bool check(const struct signature_set *set, const struct signature *signature,
                  struct error *err)
{
	if (!memchr(signature->id, '\0', sizeof(signature->id)) || !signature->id[0])
		return error_set(err, "a signature's id has 1 to %zu characters",
		                 sizeof(signature->id) - 1);
	if (signature->len > SIGNATURE_MAX_LEN)
		return error_set(err, "signature '%s' is longer than %d bytes",
		                 signature->id, SIGNATURE_MAX_LEN);
	if (matches_everything(signature))
		return error_set(err, "signature '%s' would match everything",
		                 signature->id);
	for (size_t i = 0; i < set->count; i++) {
		if (strcmp(set->signatures[i].id, signature->id) == 0)
			return error_set(err, "signature '%s' is defined twice",
			                 signature->id);
	}
	return true;
}

/* How many bytes it is decided by. */
static size_t needs(const struct signature *signature)
{
	size_t end = (size_t)signature->offset + signature->len;

	return end > signature->min_len ? end : signature->min_len;
}

bool signature_set_add(struct signature_set *set, const struct signature *signature,
                       struct error *err)
{
	struct signature *copy;

	if (!check(set, signature, err))
		return false;
	if (!array_reserve(&set->signatures, &set->capacity, set->count,
	                   sizeof(*set->signatures)))
		return error_set(err, "out of memory");
	copy = &set->signatures[set->count++];
	*copy = *signature;
	for (size_t i = 0; i < copy->len; i++)
		copy->bytes[i] &= copy->mask[i];
	if (copy->transport == TRANSPORT_TCP && set->reach < needs(copy))
		set->reach = needs(copy);
	return true;
}

static bool matches(const struct signature *signature, const uint8_t *bytes, size_t len)
{
	const uint8_t *at;

	if (len < needs(signature))
		return false;
	at = bytes + signature->offset;
	for (size_t i = 0; i < signature->len; i++) {
		if ((at[i] & signature->mask[i]) != signature->bytes[i])
			return false;
	}
	return true;
}

const struct signature *signature_set_match(const struct signature_set *set,
                                            uint8_t transport, const uint8_t *bytes,
                                            size_t len)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct signature *signature = &set->signatures[i];

		if (signature->transport == transport && matches(signature, bytes, len))
			return signature;
	}
	return NULL;
}

size_t signature_set_reach(const struct signature_set *set)
{
	return set->reach;
}

void signature_set_destroy(struct signature_set *set)
{
	if (!set)
		return;
	free(set->signatures);
	free(set);
}
