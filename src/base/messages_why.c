/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why something is a finding: the reasons of verdicts and findings.
 *
 * In the order of strcmp(), which a test holds it to.
 */
#include "messages.h"

static const struct message messages[] = {
	{ " and ", { [LANGUAGE_FR] = " et " } },
	{ " for ", { [LANGUAGE_FR] = " pour " } },
	{ " or ", { [LANGUAGE_FR] = " ou " } },
	{ " with ", { [LANGUAGE_FR] = " avec " } },
	{ "%1 accepted this until %2 (%3)",
	  { [LANGUAGE_FR] = "%1 l’acceptait jusqu’au %2 (%3)" } },
	{ "%1 allowed this until %2 (%3)",
	  { [LANGUAGE_FR] = "%1 l’autorisait jusqu’au %2 (%3)" } },
	{ "%1 behaves as %2; the site file does not declare it",
	  { [LANGUAGE_FR] =
	            "%1 se comporte en %2 ; le fichier de site ne le déclare pas" } },
	{ "%1 from %2 to %5 (%3, %4)", { [LANGUAGE_FR] = "%1 de %2 vers %5 (%3, %4)" } },
	{ "%1 has no known role", { [LANGUAGE_FR] = "%1 n’a pas de rôle connu" } },
	{ "%1 is declared %2", { [LANGUAGE_FR] = "%1 est déclaré %2" } },
	{ "%1 is documented for %2", { [LANGUAGE_FR] = "%1 est documenté pour %2" } },
	{ "%1 is documented for %2, printed as %3",
	  { [LANGUAGE_FR] = "%1 est documenté pour %2, imprimé %3" } },
	{ "%1 is inferred from port and roles, never seen",
	  { [LANGUAGE_FR] = "%1 est déduit du port et des rôles, jamais vu" } },
	{ "%1 is listed in no catalogue for this host",
	  { [LANGUAGE_FR] = "%1 n’est dans aucun catalogue pour cet hôte" } },
	{ "%1 is taken to be %2", { [LANGUAGE_FR] = "%1 est tenu pour %2" } },
	{ "%1 more answered; what listens there is reported by port",
	  { [LANGUAGE_FR] =
	            "%1 de plus ont répondu ; ce qui y écoute est rapporté par port" } },
	{ "%1 offered nothing newer than %2",
	  { [LANGUAGE_FR] = "%1 n’a rien proposé de plus récent que %2" } },
	{ "%1 on %2 (%3, %4)", { [LANGUAGE_FR] = "%1 sur %2 (%3, %4)" } },
	{ "%1 tried %2 listeners on %3 host, ports %4 to %5, in vain",
	  { [LANGUAGE_FR] =
	            "%1 a essayé %2 écoutes sur %3 hôte, ports %4 à %5, en vain" } },
	{ "%1 tried %2 listeners on %3 hosts, ports %4 to %5, in vain",
	  { [LANGUAGE_FR] =
	            "%1 a essayé %2 écoutes sur %3 hôtes, ports %4 à %5, en vain" } },
	{ "%1 was asked for, and the certificate is for %2",
	  { [LANGUAGE_FR] = "%1 était demandé, et le certificat est pour %2" } },
	{ "%1 was negotiated", { [LANGUAGE_FR] = "%1 a été négocié" } },
	{ "%1 was the listener's choice: newer was offered",
	  { [LANGUAGE_FR] =
	            "%1 était le choix de l’écoute : plus récent était proposé" } },
	{ "%1, which %2 documents", { [LANGUAGE_FR] = "%1, ce que %2 documente" } },
	{ "%1: %2", { [LANGUAGE_FR] = "%1 : %2" } },
	{ "%1: %2 (%3)", { [LANGUAGE_FR] = "%1 : %2 (%3)" } },
	{ "(blank)", { [LANGUAGE_FR] = "(vide)" } },
	{ "1024 bits are supported, 2048 recommended",
	  { [LANGUAGE_FR] = "1024 bits sont admis, 2048 recommandés" } },
	{ "P256, P384 and P521 are supported",
	  { [LANGUAGE_FR] = "P256, P384 et P521 sont admis" } },
	{ "RC4, DES and triple DES are withdrawn",
	  { [LANGUAGE_FR] = "RC4, DES et triple DES sont retirés" } },
	{ "SHA-1 is supported, and withdrawn everywhere else",
	  { [LANGUAGE_FR] = "SHA-1 est admis, et retiré partout ailleurs" } },
	{ "a load balancer carries this port only in another mode (%1); the site says load-balancing: %2",
	  { [LANGUAGE_FR] =
	            "un équilibreur de charge ne porte ce port que dans un autre mode (%1) ; le site dit load-balancing: %2" } },
	{ "accepted, but what was asked was never answered",
	  { [LANGUAGE_FR] = "accepté, mais la demande est restée sans réponse" } },
	{ "allowed by %1", { [LANGUAGE_FR] = "autorisé par %1" } },
	{ "allowed by %1, until %2", { [LANGUAGE_FR] = "autorisé par %1, jusqu’au %2" } },
	{ "answered, but the TLS handshake did not succeed",
	  { [LANGUAGE_FR] = "répondu, mais la négociation TLS n’a pas abouti" } },
	{ "anybody", { [LANGUAGE_FR] = "n’importe qui" } },
	{ "anybody can forge it",
	  { [LANGUAGE_FR] = "n’importe qui peut la contrefaire" } },
	{ "asked and given", { [LANGUAGE_FR] = "demandé et donné" } },
	{ "asked of some and given", { [LANGUAGE_FR] = "demandé à certains et donné" } },
	{ "asked of some, given by some",
	  { [LANGUAGE_FR] = "demandé à certains, donné par certains" } },
	{ "asked of some, none given",
	  { [LANGUAGE_FR] = "demandé à certains, aucun donné" } },
	{ "asked, given by some", { [LANGUAGE_FR] = "demandé, donné par certains" } },
	{ "asked, none given", { [LANGUAGE_FR] = "demandé, aucun donné" } },
	{ "by port only: %1", { [LANGUAGE_FR] = "par le port seulement : %1" } },
	{ "cipher suite %1 was negotiated",
	  { [LANGUAGE_FR] = "la suite de chiffrement %1 a été négociée" } },
	{ "every role is documented to have a certificate of an authority, with a place to ask for revoked ones",
	  { [LANGUAGE_FR] =
	            "chaque rôle doit, selon le document, avoir un certificat d’une autorité, avec un lieu où demander les révocations" } },
	{ "it encrypts nothing, proves nobody, or has a key of 40 bits",
	  { [LANGUAGE_FR] =
	            "elle ne chiffre rien, ne prouve personne ou a une clé de 40 bits" } },
	{ "marked otherwise than documented",
	  { [LANGUAGE_FR] = "marqué autrement que documenté" } },
	{ "marked otherwise than the site file says",
	  { [LANGUAGE_FR] = "marqué autrement que ne le dit le fichier de site" } },
	{ "media flows one way: nothing came back",
	  { [LANGUAGE_FR] = "les médias ne vont que dans un sens : rien n’est revenu" } },
	{ "more initiators did so",
	  { [LANGUAGE_FR] = "d’autres initiateurs ont fait de même" } },
	{ "neither end is a Lync server",
	  { [LANGUAGE_FR] = "aucun des deux bouts n’est un serveur Lync" } },
	{ "no release documents it, and it is broken",
	  { [LANGUAGE_FR] = "aucune version ne le documente, et il est cassé" } },
	{ "no release supports a key so short",
	  { [LANGUAGE_FR] = "aucune version n’admet une clé si courte" } },
	{ "no release supports it", { [LANGUAGE_FR] = "aucune version ne l’admet" } },
	{ "nobody answered, where an answer is due",
	  { [LANGUAGE_FR] = "personne n’a répondu, où une réponse est due" } },
	{ "nobody is to trust it any more",
	  { [LANGUAGE_FR] = "plus personne ne doit s’y fier" } },
	{ "nobody is to trust it yet, unless the clock of the capture was wrong",
	  { [LANGUAGE_FR] =
	            "personne ne doit encore s’y fier, sauf si l’horloge de la capture était fausse" } },
	{ "not asked", { [LANGUAGE_FR] = "non demandé" } },
	{ "not marked: no policy does by default",
	  { [LANGUAGE_FR] = "non marqué : aucune stratégie ne le fait par défaut" } },
	{ "noted there: %1", { [LANGUAGE_FR] = "noté là : %1" } },
	{ "nothing in the payload shows media; dynamic RPC and SQL instances use the same range",
	  { [LANGUAGE_FR] =
	            "rien dans les données ne montre de média ; RPC dynamique et instances SQL utilisent la même plage" } },
	{ "nothing of the responder was captured",
	  { [LANGUAGE_FR] = "rien du répondeur n’a été capturé" } },
	{ "only members of one pool speak so to each other, and these are of different pools",
	  { [LANGUAGE_FR] =
	            "seuls les membres d’un même pool se parlent ainsi, et ceux-ci sont de pools différents" } },
	{ "refused: nobody listens there",
	  { [LANGUAGE_FR] = "refusé : personne n’écoute là" } },
	{ "servers trust each other by the name of the server or its pool",
	  { [LANGUAGE_FR] =
	            "les serveurs se fient les uns aux autres par le nom du serveur ou de son pool" } },
	{ "that is documented for the external interface only; %1 is internal",
	  { [LANGUAGE_FR] =
	            "documenté pour l’interface externe seulement ; %1 est interne" } },
	{ "that is documented for the external interface only; %1 is of the Internet",
	  { [LANGUAGE_FR] =
	            "documenté pour l’interface externe seulement ; %1 est d’Internet" } },
	{ "that is documented for the internal interface only; %1 is external",
	  { [LANGUAGE_FR] =
	            "documenté pour l’interface interne seulement ; %1 est externe" } },
	{ "that is documented for the internal interface only; %1 is of the Internet",
	  { [LANGUAGE_FR] =
	            "documenté pour l’interface interne seulement ; %1 est d’Internet" } },
	{ "the Internet keeps no marks",
	  { [LANGUAGE_FR] = "Internet ne garde aucune marque" } },
	{ "the certificate begins on %1",
	  { [LANGUAGE_FR] = "le certificat commence le %1" } },
	{ "the certificate ended on %1",
	  { [LANGUAGE_FR] = "le certificat a pris fin le %1" } },
	{ "the certificate ends in %1 days, on %2",
	  { [LANGUAGE_FR] = "le certificat prend fin dans %1 jours, le %2" } },
	{ "the certificate is for %1, not for %2",
	  { [LANGUAGE_FR] = "le certificat est pour %1, non pour %2" } },
	{ "the certificate is signed with %1",
	  { [LANGUAGE_FR] = "le certificat est signé avec %1" } },
	{ "the certificate signs itself",
	  { [LANGUAGE_FR] = "le certificat se signe lui-même" } },
	{ "the certificate's key is %1",
	  { [LANGUAGE_FR] = "la clé du certificat est %1" } },
	{ "the connection was reset before any payload, as scanners do",
	  { [LANGUAGE_FR] =
	            "la connexion a été coupée avant toute donnée, comme le font les balayages" } },
	{ "the initiator marks its packets DSCP %1; the documented QoS value is %2",
	  { [LANGUAGE_FR] =
	            "l’initiateur marque ses paquets DSCP %1 ; la valeur de QoS documentée est %2" } },
	{ "the initiator marks its packets DSCP %1; the site file says %2",
	  { [LANGUAGE_FR] =
	            "l’initiateur marque ses paquets DSCP %1 ; le fichier de site dit %2" } },
	{ "the initiator speaks %1, and %2",
	  { [LANGUAGE_FR] = "l’initiateur parle %1, et %2" } },
	{ "the payload begins as nothing does that the row documents",
	  { [LANGUAGE_FR] =
	            "les données ne commencent comme rien de ce que la ligne documente" } },
	{ "the payload shows %1", { [LANGUAGE_FR] = "les données montrent %1" } },
	{ "the port was announced by %1 reply",
	  { [LANGUAGE_FR] = "le port a été annoncé par une réponse (%1)" } },
	{ "the responder marks its packets DSCP %1; the documented QoS value is %2",
	  { [LANGUAGE_FR] =
	            "le répondeur marque ses paquets DSCP %1 ; la valeur de QoS documentée est %2" } },
	{ "the responder marks its packets DSCP %1; the site file says %2",
	  { [LANGUAGE_FR] =
	            "le répondeur marque ses paquets DSCP %1 ; le fichier de site dit %2" } },
	{ "the responder said nothing", { [LANGUAGE_FR] = "le répondeur n’a rien dit" } },
	{ "the responder's words neither confirm nor contradict it",
	  { [LANGUAGE_FR] =
	            "les mots du répondeur ne le confirment ni ne le contredisent" } },
	{ "the row documents TLS, but the payload does not begin as TLS does",
	  { [LANGUAGE_FR] =
	            "la ligne documente TLS, mais les données ne commencent pas comme TLS" } },
	{ "the row documents TLS, but the payload is readable %1",
	  { [LANGUAGE_FR] =
	            "la ligne documente TLS, mais les données sont lisibles : %1" } },
	{ "the row documents mutual TLS, but the initiator showed no certificate in a complete handshake",
	  { [LANGUAGE_FR] =
	            "la ligne documente TLS mutuel, mais l’initiateur n’a montré aucun certificat dans une négociation complète" } },
	{ "the row documents no TLS, but the payload shows it",
	  { [LANGUAGE_FR] =
	            "la ligne ne documente pas TLS, mais les données en montrent" } },
	{ "the site keeps that host for Lync alone (dedicated)",
	  { [LANGUAGE_FR] = "le site réserve cet hôte à Lync (dedicated)" } },
	{ "what asks for it will fail from that day on",
	  { [LANGUAGE_FR] = "ce qui le demande échouera à partir de ce jour" } },
	{ "what is inside TLS is inferred from port and roles, not seen: %1",
	  { [LANGUAGE_FR] =
	            "ce qui est dans TLS est déduit du port et des rôles, pas vu : %1" } },
	{ "what phones mark by default (VoiceDiffServTag)",
	  { [LANGUAGE_FR] =
	            "ce que les téléphones marquent par défaut (VoiceDiffServTag)" } },
	{ "whether the initiator showed a certificate is not visible: TLS 1.3, a resumed session or a partial capture",
	  { [LANGUAGE_FR] =
	            "on ne voit pas si l’initiateur a présenté un certificat : TLS 1.3, session reprise ou capture partielle" } },
	{ "which end listens is a guess (%1): the beginning was not captured",
	  { [LANGUAGE_FR] =
	            "on devine qui écoute (%1) : le début n’a pas été capturé" } },
	{ "which end's words they are is a guess",
	  { [LANGUAGE_FR] = "on ne fait que deviner de quel côté viennent ces mots" } },
	{ "who asked for that name will not trust it",
	  { [LANGUAGE_FR] = "qui demandait ce nom ne s’y fiera pas" } },
	{ "with --strict, traffic that only the catalogues of known traffic explain is unexpected",
	  { [LANGUAGE_FR] =
	            "avec --strict, le trafic que seuls les catalogues de trafic connu expliquent est inattendu" } },
	{ "withdrawn. Lync Phone Edition, Lync Room System, clients of Lync 2010, mobile clients of Lync 2013, Mac 2011 and branch appliances of 2013 know nothing newer",
	  { [LANGUAGE_FR] =
	            "retiré. Lync Phone Edition, Lync Room System, les clients Lync 2010, les clients mobiles Lync 2013, Mac 2011 et les Survivable Branch Appliances de 2013 ne connaissent rien de plus récent" } },
};

const struct message_table messages_why = MESSAGE_TABLE(messages);
