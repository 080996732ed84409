/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was read, what is wrong with it, what the reader has to know of the audit itself.
 *
 * In the order of strcmp(), which a test holds it to.
 */
#include "messages.h"

static const struct message messages[] = {
	{ " as seen by ", { [LANGUAGE_FR] = " vu par " } },
	{ " by %1", { [LANGUAGE_FR] = " par %1" } },
	{ " came too late, or its tables cannot be read: ",
	  { [LANGUAGE_FR] = " est venu trop tard, ou ses tables sont illisibles : " } },
	{ " on %1", { [LANGUAGE_FR] = " sur %1" } },
	{ "%1 (%2 of %3 packets taken)",
	  { [LANGUAGE_FR] = "%1 (%2 paquets pris sur %3)" } },
	{ "%1 (%2 packets taken)", { [LANGUAGE_FR] = "%1 (%2 paquets pris)" } },
	{ "%1 conversation judged early to stay within memory.",
	  { [LANGUAGE_FR] = "%1 conversation jugée plus tôt pour tenir en mémoire." } },
	{ "%1 conversations judged early to stay within memory.",
	  { [LANGUAGE_FR] = "%1 conversations jugées plus tôt pour tenir en mémoire." } },
	{ "%1 failed", { [LANGUAGE_FR] = "%1 en échec" } },
	{ "%1 flow", { [LANGUAGE_FR] = "%1 flux" } },
	{ "%1 flow began before the capture: who opened it is told from ports or payload.",
	  { [LANGUAGE_FR] =
	            "%1 flux a commencé avant la capture : qui l’a ouvert se lit aux ports ou aux données." } },
	{ "%1 flow ended early to stay within --memcap.",
	  { [LANGUAGE_FR] = "%1 flux terminé plus tôt pour tenir dans --memcap." } },
	{ "%1 flow heard from one side only: the mirror port may copy one direction.",
	  { [LANGUAGE_FR] =
	            "%1 flux entendu d’un seul côté : le port miroir ne copie peut-être qu’un sens." } },
	{ "%1 flows", { [LANGUAGE_FR] = "%1 flux" } },
	{ "%1 flows began before the capture: who opened them is told from ports or payload.",
	  { [LANGUAGE_FR] =
	            "%1 flux ont commencé avant la capture : qui les a ouverts se lit aux ports ou aux données." } },
	{ "%1 flows ended early to stay within --memcap.",
	  { [LANGUAGE_FR] = "%1 flux terminés plus tôt pour tenir dans --memcap." } },
	{ "%1 flows heard from one side only: the mirror port may copy one direction.",
	  { [LANGUAGE_FR] =
	            "%1 flux entendus d’un seul côté : le port miroir ne copie peut-être qu’un sens." } },
	{ "%1 from %2 to %3", { [LANGUAGE_FR] = "%1, de %2 à %3" } },
	{ "%1 inspection given up to stay within --memcap.",
	  { [LANGUAGE_FR] = "%1 inspection abandonnée pour tenir dans --memcap." } },
	{ "%1 inspections given up to stay within --memcap.",
	  { [LANGUAGE_FR] = "%1 inspections abandonnées pour tenir dans --memcap." } },
	{ "%1 is one host", { [LANGUAGE_FR] = "%1 est un seul hôte" } },
	{ "%1 is taken for %2, as the domain's DNS calls it: add it to the addresses of that host in the site file",
	  { [LANGUAGE_FR] =
	            "%1 est tenu pour %2, comme le nomme le DNS du domaine : l’ajouter aux adresses de cet hôte dans le fichier de site" } },
	{ "%1 may be %2 (%3 points): no proof of it was seen",
	  { [LANGUAGE_FR] =
	            "%1 est peut-être %2 (%3 points) : aucune preuve n’en a été vue" } },
	{ "%1 may be %2 (%3 points): too little of it was seen",
	  { [LANGUAGE_FR] = "%1 est peut-être %2 (%3 points) : trop peu en a été vu" } },
	{ "%1 of %2 packets (%3) are copies of packets just before them and do not count: this was captured at several places (--copies keep counts them).",
	  { [LANGUAGE_FR] =
	            "%1 paquets sur %2 (%3) sont des copies de paquets qui les précèdent et ne comptent pas : la capture vient de plusieurs endroits (--copies keep les compte)." } },
	{ "%1 packet captured without the whole payload (snaplen): what it speaks may stay unknown.",
	  { [LANGUAGE_FR] =
	            "%1 paquet capturé sans toutes ses données (snaplen) : ce qu’il parle peut rester inconnu." } },
	{ "%1 packet could not be decoded",
	  { [LANGUAGE_FR] = "%1 paquet n’a pas pu être décodé" } },
	{ "%1 packet larger than a frame: the interface merged segments (GRO, LRO, TSO), so packet counts are too low.",
	  { [LANGUAGE_FR] =
	            "%1 paquet plus grand qu’une trame : l’interface a réuni des segments (GRO, LRO, TSO), les nombres de paquets sont donc trop bas." } },
	{ "%1 packet was dropped before we saw it (",
	  { [LANGUAGE_FR] = "%1 paquet a été perdu avant d’être vu (" } },
	{ "%1 packet was dropped when this was captured, as it says itself (",
	  { [LANGUAGE_FR] =
	            "%1 paquet a été perdu à la capture, qui le dit elle-même (" } },
	{ "%1 packets captured without the whole payload (snaplen): what they speak may stay unknown.",
	  { [LANGUAGE_FR] =
	            "%1 paquets capturés sans toutes leurs données (snaplen) : ce qu’ils parlent peut rester inconnu." } },
	{ "%1 packets could not be decoded",
	  { [LANGUAGE_FR] = "%1 paquets n’ont pas pu être décodés" } },
	{ "%1 packets larger than a frame: the interface merged segments (GRO, LRO, TSO), so packet counts are too low.",
	  { [LANGUAGE_FR] =
	            "%1 paquets plus grands qu’une trame : l’interface a réuni des segments (GRO, LRO, TSO), les nombres de paquets sont donc trop bas." } },
	{ "%1 packets were dropped before we saw them (",
	  { [LANGUAGE_FR] = "%1 paquets ont été perdus avant d’être vus (" } },
	{ "%1 packets were dropped when this was captured, as it says itself (",
	  { [LANGUAGE_FR] =
	            "%1 paquets ont été perdus à la capture, qui le dit elle-même (" } },
	{ "%1 record", { [LANGUAGE_FR] = "%1 enregistrement" } },
	{ "%1 records", { [LANGUAGE_FR] = "%1 enregistrements" } },
	{ "%1 stands for all clients of its network, of which the store has %2: only attempts, and what a sensor accused, are told by client",
	  { [LANGUAGE_FR] =
	            "%1 tient lieu de tous les clients de son réseau, dont le magasin a %2 : seuls les essais, et ce qu’une sonde a accusé, sont dits client par client" } },
	{ "%1 stream of ", { [LANGUAGE_FR] = "%1 flux de média, " } },
	{ "%1 streams of ", { [LANGUAGE_FR] = "%1 flux de média, " } },
	{ "%1, load balancing %2", { [LANGUAGE_FR] = "%1, répartition de charge %2" } },
	{ "%1, load balancing none",
	  { [LANGUAGE_FR] = "%1, sans répartition de charge" } },
	{ "%1, load balancing unstated",
	  { [LANGUAGE_FR] = "%1, répartition de charge non dite" } },
	{ "%1:%2 covers", { [LANGUAGE_FR] = "%1:%2 couvre" } },
	{ "): %1 by the kernel's buffer (see -B), %2 by the interface. Services may be missing below.",
	  { [LANGUAGE_FR] =
	            ") : %1 par le tampon du noyau (voir -B), %2 par l’interface. Des services peuvent manquer ci-dessous." } },
	{ "): %1 by the system, %2 by the interface. Services may be missing below.",
	  { [LANGUAGE_FR] =
	            ") : %1 par le système, %2 par l’interface. Des services peuvent manquer ci-dessous." } },
	{ ", %1 at %2", { [LANGUAGE_FR] = ", %1 à %2" } },
	{ ", %1 byte of each packet (-s)",
	  { [LANGUAGE_FR] = ", %1 octet de chaque paquet (-s)" } },
	{ ", %1 bytes of each packet (-s)",
	  { [LANGUAGE_FR] = ", %1 octets de chaque paquet (-s)" } },
	{ ", as its servers show: ", { [LANGUAGE_FR] = ", d’après ses serveurs : " } },
	{ ", as the site file states",
	  { [LANGUAGE_FR] = ", dit par le fichier de site" } },
	{ ", as the site file states none",
	  { [LANGUAGE_FR] = ", le fichier de site n’en disant rien" } },
	{ ", for want of a site file that states it",
	  { [LANGUAGE_FR] = ", faute d’un fichier de site qui le dise" } },
	{ ", from ", { [LANGUAGE_FR] = ", depuis " } },
	{ ", no more than %1 packet (--count)",
	  { [LANGUAGE_FR] = ", pas plus de %1 paquet (--count)" } },
	{ ", no more than %1 packets (--count)",
	  { [LANGUAGE_FR] = ", pas plus de %1 paquets (--count)" } },
	{ ": DSCP %1 at %2", { [LANGUAGE_FR] = " : DSCP %1 à %2" } },
	{ "; DAMAGED", { [LANGUAGE_FR] = "; ENDOMMAGÉ" } },
	{ "; NOT READ", { [LANGUAGE_FR] = "; NON LU" } },
	{ "; left out: %1", { [LANGUAGE_FR] = "; laissé de côté : %1" } },
	{ "; still being written: %1",
	  { [LANGUAGE_FR] = "; encore en cours d’écriture : %1" } },
	{ "; what it covered is found again",
	  { [LANGUAGE_FR] = "; ce qu’elle couvrait est de nouveau constaté" } },
	{ "; what tells of ", { [LANGUAGE_FR] = "; ce qui révèle " } },
	{ "Note: %1.", { [LANGUAGE_FR] = "Note : %1." } },
	{ "The capture was ended by %1.",
	  { [LANGUAGE_FR] = "La capture a été arrêtée par %1." } },
	{ "every port", { [LANGUAGE_FR] = "tout port" } },
	{ "fragment lost", { [LANGUAGE_FR] = "au fragment perdu" } },
	{ "fragment lost to memory",
	  { [LANGUAGE_FR] = "au fragment perdu faute de mémoire" } },
	{ "lynctap site infer -r FILE > site.yaml drafts one from this traffic, lynctap site import one from the topology; check it, then audit with -c site.yaml",
	  { [LANGUAGE_FR] =
	            "lynctap site infer -r FICHIER > site.yaml en ébauche un de ce trafic, lynctap site import un de la topologie ; le vérifier, puis auditer avec -c site.yaml" } },
	{ "malformed header", { [LANGUAGE_FR] = "à l’en-tête mal formé" } },
	{ "no host showed a role", { [LANGUAGE_FR] = "aucun hôte n’a montré de rôle" } },
	{ "no site file: every role is inferred from the traffic",
	  { [LANGUAGE_FR] =
	            "pas de fichier de site : chaque rôle est déduit du trafic" } },
	{ "not known", { [LANGUAGE_FR] = "inconnu" } },
	{ "raw IP labelled Ethernet (editcap -T rawip)",
	  { [LANGUAGE_FR] = "en IP brut étiqueté Ethernet (editcap -T rawip)" } },
	{ "the %1 at %2:%3 ended on %4",
	  { [LANGUAGE_FR] = "l’entrée %1 à %2:%3 a pris fin le %4" } },
	{ "the %1 at %2:%3 ends on %4, in %5 days",
	  { [LANGUAGE_FR] = "l’entrée %1 à %2:%3 prend fin le %4, dans %5 jours" } },
	{ "the %1 at %2:%3 is from any to any: too wide, name the hosts",
	  { [LANGUAGE_FR] =
	            "l’entrée %1 à %2:%3 va de any à any : trop large, nommer les hôtes" } },
	{ "the %1 at %2:%3 matched nothing",
	  { [LANGUAGE_FR] = "l’entrée %1 à %2:%3 n’a rien rencontré" } },
	{ "the clock of %1 is %2 s ahead of that of %3, as %4 conversations tell that more than one sensor saw",
	  { [LANGUAGE_FR] =
	            "l’horloge de %1 avance de %2 s sur celle de %3, d’après %4 conversations vues par plus d’une sonde" } },
	{ "the clock of %1 is %2 s behind that of %3, as %4 conversations tell that more than one sensor saw",
	  { [LANGUAGE_FR] =
	            "l’horloge de %1 retarde de %2 s sur celle de %3, d’après %4 conversations vues par plus d’une sonde" } },
	{ "too many layers", { [LANGUAGE_FR] = "à trop de couches" } },
	{ "truncated header", { [LANGUAGE_FR] = "à l’en-tête tronqué" } },
	{ "unknown link type", { [LANGUAGE_FR] = "de lien inconnu" } },
	{ "unknown type", { [LANGUAGE_FR] = "de type inconnu" } },
	{ "which product it is, how pools are balanced, whose the hosts without a role are: nobody is accused for want of that",
	  { [LANGUAGE_FR] =
	            "quel produit c’est, comment les pools sont répartis, à qui sont les hôtes sans rôle : nul n’est accusé faute de le savoir" } },
	{ "which side %1 is on nobody knows, so rows of both fit it: `external:` of its host in the site file settles it",
	  { [LANGUAGE_FR] =
	            "nul ne sait de quel côté est %1, les lignes des deux lui vont donc : `external:` de son hôte dans le fichier de site en décide" } },
};

const struct message_table messages_capture = MESSAGE_TABLE(messages);
