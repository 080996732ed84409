/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xml_calls - what is called of libxml2, which is loaded by who reads XML.
 *
 * Private to topology. calls.ParseChunk() is xmlParseChunk(), and so on.
 */
#ifndef TOPOLOGY_XML_CALLS_H
#define TOPOLOGY_XML_CALLS_H

#include <libxml/parser.h>
#include <stdbool.h>

#include "base/attributes.h"

struct error;

#define XML_CALLS(CALL)                                                                  \
	CALL(CreatePushParserCtxt)                                                       \
	CALL(CtxtUseOptions)                                                             \
	CALL(FreeParserCtxt)                                                             \
	CALL(ParseChunk)                                                                 \
	CALL(StopParser)

struct xml_calls {
#define XML_CALL(name) __typeof__(&xml##name) name;
	XML_CALLS(XML_CALL)
#undef XML_CALL
};

/** Load libxml2. @return false with @err when this machine has none */
MUST_CHECK bool xml_calls_load(struct xml_calls *calls, struct error *err);

#endif
