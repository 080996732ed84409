/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names and addresses: a hosts file, or CSV in any order of columns. On a line the
 * words that are addresses belong to the words that are not.
 */
#include "topology/topology.h"

#include <string.h>

#include "deployment.h"
#include "source.h"

#define WORDS_MAX 32 /* on one line */
#define WORD_MAX  256

struct words {
	char names[WORDS_MAX][WORD_MAX];
	size_t name_count;
	struct address addresses[WORDS_MAX];
	size_t address_count;
};

static void take_word(struct words *words, const char *at, size_t len)
{
	char word[WORD_MAX];
	struct address address;

	while (len > 0 && (*at == '"' || *at == '\'')) {
		at++;
		len--;
	}
	while (len > 0 && (at[len - 1] == '"' || at[len - 1] == '\''))
		len--;
	if (len == 0 || len >= sizeof(word))
		return;
	memcpy(word, at, len);
	word[len] = '\0';
	if (address_parse(&address, word)) {
		if (words->address_count < WORDS_MAX)
			words->addresses[words->address_count++] = address;
	} else if (words->name_count < WORDS_MAX) {
		memcpy(words->names[words->name_count++], word, len + 1);
	}
}

static void read_line(struct words *words, const char *at, size_t len)
{
	const char *separators = " \t\r,;";
	const char *end = at + len, *comment = memchr(at, '#', len);

	if (comment)
		end = comment;
	words->name_count = words->address_count = 0;
	while (at < end) {
		const char *start = at;

		while (at < end && !strchr(separators, *at))
			at++;
		take_word(words, start, (size_t)(at - start));
		while (at < end && strchr(separators, *at))
			at++;
	}
}

bool topology_read_hosts_bytes(struct deployment *deployment, const char *file,
                               const char *bytes, size_t len, struct error *err)
{
	struct source source;
	struct words words;
	bool found = false;

	if (!source_decode(&source, file, bytes, len, err))
		return false;
	for (const char *at = source.bytes; *at;) {
		size_t line = strcspn(at, "\n");

		read_line(&words, at, line);
		for (size_t i = 0; i < words.name_count; i++)
			for (size_t j = 0; j < words.address_count; j++)
				deployment_add_known(deployment, words.names[i],
				                     &words.addresses[j]);
		found |= words.name_count > 0 && words.address_count > 0;
		at += line + (at[line] == '\n');
	}
	source_fini(&source);
	deployment_sort_known(deployment);
	return found ||
	       source_error(file, err, "no line with a name and its address in it");
}

bool topology_read_hosts(struct deployment *deployment, int fd, const char *path,
                         struct error *err)
{
	struct source source;

	if (!source_read(&source, fd, path, err))
		return false;
	bool read = topology_read_hosts_bytes(deployment, path, source.bytes, source.len,
	                                      err);

	source_fini(&source);
	return read;
}
