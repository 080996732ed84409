/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * language - the languages in which a report can be read.
 *
 * Room: base. What is made for each of them is an array by this enum.
 */
#ifndef BASE_LANGUAGE_H
#define BASE_LANGUAGE_H

enum language {
	LANGUAGE_EN,
	LANGUAGE_FR,
	LANGUAGES,
};

#endif
