/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exports - what each kind of export adds to the deployment.
 *
 * Private to topology. Each has a file; formats.c finds which one it is.
 */
#ifndef TOPOLOGY_EXPORTS_H
#define TOPOLOGY_EXPORTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct deployment;
struct error;
struct record_list;
struct source;
struct xml_node;

/** Get-CsTopology -AsXml, at any depth below @root: Export-CsConfiguration wraps it. @return whether there was one */
bool topology_xml_add(struct deployment *deployment, const struct xml_node *root);

/** A .tbxml of Topology Builder. @return whether @root is one with a topology */
bool topology_builder_add(struct deployment *deployment, const struct xml_node *root);

/** Output of cmdlets. @return how many records were understood */
size_t cmdlets_add(struct deployment *deployment, const struct record_list *list);

#endif
