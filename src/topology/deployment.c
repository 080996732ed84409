/* SPDX-License-Identifier: BSD-2-Clause */
#include "deployment.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "topology/topology.h"

#define NAME_MAX_BYTES 253 /* RFC 1035 section 2.3.4, as printed */
#define INDEX_FEWEST   256
#define LIST_MAX       64 /* of what is walked each time: more of one thing is no export */

struct deployment *topology_create(void)
{
	struct deployment *deployment = calloc(1, sizeof(*deployment));

	if (!deployment)
		return NULL;
	deployment->arena = arena_create();
	if (!deployment->arena ||
	    !slot_index_init(&deployment->pool_index, INDEX_FEWEST) ||
	    !slot_index_init(&deployment->machine_index, INDEX_FEWEST)) {
		topology_destroy(deployment);
		return NULL;
	}
	return deployment;
}

void topology_destroy(struct deployment *deployment)
{
	if (!deployment)
		return;
	slot_index_fini(&deployment->pool_index);
	slot_index_fini(&deployment->machine_index);
	free(deployment->pools);
	free(deployment->machines);
	free(deployment->known);
	if (deployment->arena)
		arena_destroy(deployment->arena);
	free(deployment);
}

static void *take(struct deployment *deployment, size_t size)
{
	void *memory = arena_alloc(deployment->arena, 1, size);

	deployment->failed |= !memory;
	return memory;
}

const char *deployment_text(struct deployment *deployment, const char *text, size_t len)
{
	const char *copy = arena_copy_text(deployment->arena, text, len);

	deployment->failed |= !copy;
	return copy ? copy : "";
}

/* --- Names ------------------------------------------------------------------------- */

/* @text as names are kept, in @name; false when it cannot be one. */
static bool make_name(char name[static NAME_MAX_BYTES + 1], const char *text)
{
	size_t len;

	text += strspn(text, " \t");
	len = strcspn(text, " \t\r\n");
	if (text[len + strspn(text + len, " \t\r\n")] != '\0')
		return false;
	if (len > 0 && text[len - 1] == '.')
		len--;
	/* With a dot left it would be another name the next time. */
	if (len == 0 || len > NAME_MAX_BYTES || text[len - 1] == '.')
		return false;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		/* What ends a scalar in the site file, or a comment, is in no name. */
		if (c < 0x21 || c == 0x7f || strchr("{}[],\"'#&*!|>%@`\\/=", c))
			return false;
		name[i] = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : (char)c;
	}
	name[len] = '\0';
	return true;
}

static uint32_t hash_name(const char *name)
{
	return (uint32_t)hash_quick(name, strlen(name));
}

struct topo_pool *deployment_find_pool(const struct deployment *deployment,
                                       const char *name)
{
	uint32_t hash = hash_name(name), number;
	size_t slot = hash;

	while ((number = slot_index_next(&deployment->pool_index, hash, &slot)) !=
	       SLOT_INDEX_NONE)
		if (strcmp(deployment->pools[number]->name, name) == 0)
			return deployment->pools[number];
	return NULL;
}

static struct topo_machine *find_machine(const struct deployment *deployment,
                                         const char *name)
{
	uint32_t hash = hash_name(name), number;
	size_t slot = hash;

	while ((number = slot_index_next(&deployment->machine_index, hash, &slot)) !=
	       SLOT_INDEX_NONE)
		if (strcmp(deployment->machines[number]->name, name) == 0)
			return deployment->machines[number];
	return NULL;
}

static void refuse_name(struct deployment *deployment, const char *text)
{
	if (text[strspn(text, " \t\r\n")] != '\0')
		deployment_remark(deployment,
		                  "something is called by what cannot be a name and was "
		                  "left out");
}

struct topo_pool *deployment_pool(struct deployment *deployment, const char *text)
{
	char name[NAME_MAX_BYTES + 1];
	struct topo_pool *pool;

	if (!make_name(name, text)) {
		refuse_name(deployment, text);
		return NULL;
	}
	pool = deployment_find_pool(deployment, name);
	if (pool)
		return pool;
	pool = take(deployment, sizeof(*pool));
	if (!pool ||
	    !array_reserve(&deployment->pools, &deployment->pool_capacity,
	                   deployment->pool_count, sizeof(struct topo_pool *)) ||
	    !slot_index_add(&deployment->pool_index, hash_name(name),
	                    (uint32_t)deployment->pool_count)) {
		deployment->failed = true;
		return NULL;
	}
	deployment->pools[deployment->pool_count++] = pool;
	pool->name = deployment_text(deployment, name, strlen(name));
	pool->site = "";
	return pool;
}

struct topo_machine *deployment_find_machine(const struct deployment *deployment,
                                             const char *text)
{
	char name[NAME_MAX_BYTES + 1];

	return make_name(name, text) ? find_machine(deployment, name) : NULL;
}

struct topo_machine *deployment_machine(struct deployment *deployment, const char *text)
{
	char name[NAME_MAX_BYTES + 1];
	struct topo_machine *machine;

	if (!make_name(name, text)) {
		refuse_name(deployment, text);
		return NULL;
	}
	machine = find_machine(deployment, name);
	if (machine)
		return machine;
	machine = take(deployment, sizeof(*machine));
	if (!machine ||
	    !array_reserve(&deployment->machines, &deployment->machine_capacity,
	                   deployment->machine_count, sizeof(struct topo_machine *)) ||
	    !slot_index_add(&deployment->machine_index, hash_name(name),
	                    (uint32_t)deployment->machine_count)) {
		deployment->failed = true;
		return NULL;
	}
	deployment->machines[deployment->machine_count++] = machine;
	machine->name = deployment_text(deployment, name, strlen(name));
	/* A machine that is called by its address has it. */
	(void)deployment_add_address(deployment, machine, TOPO_SIDE_INTERNAL, name);
	return machine;
}

/* The same twice is one when it is written; here it would cost a walk each time. */
static void push_name(struct deployment *deployment, struct topo_name **list,
                      const char *text)
{
	struct topo_name *entry = take(deployment, sizeof(*entry));

	if (!entry)
		return;
	*entry = (struct topo_name){ .text = text, .next = *list };
	*list = entry;
}

void deployment_add_member(struct deployment *deployment, struct topo_pool *pool,
                           const char *name)
{
	struct topo_machine *machine = deployment_machine(deployment, name);

	if (!machine)
		return;
	pool->marks |= TOPO_MEMBERS_KNOWN | TOPO_LISTED;
	push_name(deployment, &pool->members, machine->name);
}

void deployment_add_name(struct deployment *deployment, struct topo_name **list,
                         const char *text)
{
	size_t len = strcspn(text, "\r\n");

	/* A name of blanks alone is none. */
	if (strspn(text, " \t") >= len)
		return;
	if (len > NAME_MAX_BYTES)
		len = NAME_MAX_BYTES;
	const char *copy = deployment_text(deployment, text, len);
	size_t count = 0;

	for (const struct topo_name *entry = *list; entry; entry = entry->next)
		if (++count == LIST_MAX || strcmp(entry->text, copy) == 0)
			return;
	push_name(deployment, list, copy);
}

/* --- Addresses and ports ------------------------------------------------------------ */

static bool is_of_one_host(const struct address *address)
{
	static const struct address loopback6 = { .bytes = { [15] = 1 } };
	bool loopback4 = address_is_ipv4(address) && address->bytes[12] == 127;

	return !loopback4 && !address_equal(address, &loopback6) &&
	       !address_is_group(address);
}

bool deployment_add_address(struct deployment *deployment, struct topo_machine *machine,
                            enum topo_side side, const char *text)
{
	struct topo_address **lists[] = { &machine->addresses, &machine->external,
		                          &machine->nat };
	struct topo_address *entry;
	struct address address;
	size_t count = 0;

	if (!address_parse(&address, text) || !is_of_one_host(&address))
		return false;
	for (entry = *lists[side]; entry; entry = entry->next)
		if (++count == LIST_MAX || address_equal(&entry->address, &address))
			return true;
	entry = take(deployment, sizeof(*entry));
	if (!entry)
		return false;
	*entry = (struct topo_address){ .address = address, .next = *lists[side] };
	*lists[side] = entry;
	return true;
}

void deployment_add_ports(struct deployment *deployment, struct topo_port **list,
                          const char *service, uint8_t transport, unsigned long low,
                          unsigned long count)
{
	struct topo_port *entry;

	if (low == 0 || low > UINT16_MAX || count == 0)
		return;
	entry = take(deployment, sizeof(*entry));
	if (!entry)
		return;
	if (count > UINT16_MAX - low + 1)
		count = UINT16_MAX - low + 1;
	*entry = (struct topo_port){
		.service = service,
		.span = { transport, (uint16_t)low, (uint16_t)(low + count - 1) },
		.next = *list,
	};
	*list = entry;
}

/* --- What a hosts file knows ----------------------------------------------------------- */

void deployment_add_known(struct deployment *deployment, const char *text,
                          const struct address *address)
{
	char name[NAME_MAX_BYTES + 1];

	if (!make_name(name, text) || !is_of_one_host(address))
		return;
	if (!array_reserve(&deployment->known, &deployment->known_capacity,
	                   deployment->known_count, sizeof(*deployment->known))) {
		deployment->failed = true;
		return;
	}
	deployment->known[deployment->known_count++] = (struct host_address){
		.name = deployment_text(deployment, name, strlen(name)),
		.address = *address,
	};
}

static int compare_known(const void *a, const void *b)
{
	const struct host_address *left = a, *right = b;
	int order = strcmp(left->name, right->name);

	return order ? order : address_compare(&left->address, &right->address);
}

void deployment_sort_known(struct deployment *deployment)
{
	array_sort(deployment->known, deployment->known_count, sizeof(*deployment->known),
	           compare_known);
}

const struct host_address *deployment_known(const struct deployment *deployment,
                                            const char *name, size_t *count)
{
	const struct host_address *known = deployment->known;
	size_t low = 0, high = deployment->known_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(known[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*count = 0;
	while (low + *count < deployment->known_count &&
	       strcmp(known[low + *count].name, name) == 0)
		++*count;
	return *count > 0 ? known + low : NULL;
}

void deployment_remark(struct deployment *deployment, const char *format, ...)
{
	char sentence[400];
	size_t count = 0;
	va_list args;

	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	for (const struct topo_name *entry = deployment->remarks; entry;
	     entry = entry->next)
		if (++count == LIST_MAX || strcmp(entry->text, sentence) == 0)
			return;
	push_name(deployment, &deployment->remarks,
	          deployment_text(deployment, sentence, strlen(sentence)));
}

bool deployment_has_address(const struct topo_machine *machine)
{
	const struct topo_address *lists[] = { machine->addresses, machine->external,
		                               machine->nat };

	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		for (const struct topo_address *at = lists[i]; at; at = at->next)
			if (!at->owner)
				return true;
	return false;
}
