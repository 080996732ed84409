/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What to do about a finding, and where it goes.
 *
 * In the order of strcmp(), which a test holds it to.
 */
#include "messages.h"

static const struct message messages[] = {
	{ "Close the port to the Internet.",
	  { [LANGUAGE_FR] = "Fermer ce port à Internet." } },
	{ "Find out what it is.", { [LANGUAGE_FR] = "Trouver ce que c’est." } },
	{ "Find out what it is; if it belongs to the site, declare it.",
	  { [LANGUAGE_FR] = "Trouver ce que c’est ; si c’est du site, le déclarer." } },
	{ "Find out what runs there and stop it.",
	  { [LANGUAGE_FR] = "Trouver ce qui tourne là et l’arrêter." } },
	{ "Find out what runs there.", { [LANGUAGE_FR] = "Trouver ce qui tourne là." } },
	{ "Find out whether the site needs it.",
	  { [LANGUAGE_FR] = "Trouver si le site en a besoin." } },
	{ "Find out who scans, and stop it.",
	  { [LANGUAGE_FR] = "Trouver qui balaie, et l’arrêter." } },
	{ "Find out who that is, and keep it away.",
	  { [LANGUAGE_FR] = "Trouver qui c’est, et l’écarter." } },
	{ "Find out why the server talks to it, or declare what the peer is.",
	  { [LANGUAGE_FR] =
	            "Trouver pourquoi le serveur lui parle, ou déclarer ce qu’est ce pair." } },
	{ "Give the initiator a certificate that the listener trusts.",
	  { [LANGUAGE_FR] =
	            "Donner à l’initiateur un certificat auquel l’écoute se fie." } },
	{ "If it is meant to be", { [LANGUAGE_FR] = "Si c’est voulu" } },
	{ "If it is meant to be, in the site file under allow:",
	  { [LANGUAGE_FR] = "Si c’est voulu, dans le fichier de site sous allow :" } },
	{ "If the ports of %1 were moved, say so in the site file; the rows then follow.",
	  { [LANGUAGE_FR] =
	            "Si les ports de %1 ont été changés, le dire dans le fichier de site ; les lignes suivent alors." } },
	{ "If these are the probes of a load balancer, declare it.",
	  { [LANGUAGE_FR] =
	            "Si ce sont les sondes d’un équilibreur de charge, le déclarer." } },
	{ "Keep it away from this side by firewall, or say which addresses of the host are external.",
	  { [LANGUAGE_FR] =
	            "L’écarter de ce côté par le pare-feu, ou dire quelles adresses de l’hôte sont externes." } },
	{ "Keep this source away by firewall, or declare what it is.",
	  { [LANGUAGE_FR] =
	            "Écarter cette source par le pare-feu, ou déclarer ce qu’elle est." } },
	{ "Keep this source away, or say dedicated: false of the host where others have business with it.",
	  { [LANGUAGE_FR] =
	            "Écarter cette source, ou dire dedicated: false de l’hôte si d’autres y ont affaire." } },
	{ "Let this traffic reach the servers directly, or state the load balancing mode in the site file.",
	  { [LANGUAGE_FR] =
	            "Laisser ce trafic aller droit aux serveurs, ou dire le mode d’équilibrage de charge dans le fichier de site." } },
	{ "Renew the allow at %1, which ended on %2, or stop the traffic.",
	  { [LANGUAGE_FR] =
	            "Renouveler l’autorisation de %1, qui a pris fin le %2, ou arrêter le trafic." } },
	{ "Renew the certificate, and assign it to the service.",
	  { [LANGUAGE_FR] = "Renouveler le certificat et l’affecter au service." } },
	{ "Replace the certificate: 2048 bits or more, SHA-2, of an authority, for the names that are asked for.",
	  { [LANGUAGE_FR] =
	            "Remplacer le certificat : 2048 bits ou plus, SHA-2, d’une autorité, pour les noms demandés." } },
	{ "Stop the listener, or declare what the host really is.",
	  { [LANGUAGE_FR] =
	            "Arrêter cette écoute, ou déclarer ce qu’est vraiment l’hôte." } },
	{ "Turn TLS on at both ends.",
	  { [LANGUAGE_FR] = "Activer TLS aux deux bouts." } },
	{ "Turn old versions and suites off once no client needs them.",
	  { [LANGUAGE_FR] =
	            "Désactiver les anciennes versions et suites quand plus aucun client n’en a besoin." } },
	{ "What to do", { [LANGUAGE_FR] = "Que faire" } },
	{ "if it is meant to be, in the site file, allow:",
	  { [LANGUAGE_FR] = "si c’est voulu, dans le fichier de site, allow :" } },
	{ "site file", { [LANGUAGE_FR] = "fichier de site" } },
	{ "site file, allow:", { [LANGUAGE_FR] = "fichier de site, allow :" } },
	{ "site file, hosts:", { [LANGUAGE_FR] = "fichier de site, hosts :" } },
	{ "site file, ports:", { [LANGUAGE_FR] = "fichier de site, ports :" } },
	{ "site file, under allow:",
	  { [LANGUAGE_FR] = "fichier de site, sous allow :" } },
	{ "to bear it until then, in the site file, accept:",
	  { [LANGUAGE_FR] =
	            "pour le supporter jusque-là, dans le fichier de site, accept :" } },
};

const struct message_table messages_remedies = MESSAGE_TABLE(messages);
