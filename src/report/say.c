/* SPDX-License-Identifier: BSD-2-Clause */
#include "say.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

struct message {
	const char *english;
	const char *other[LANGUAGES]; /* by enum language; English is the first column */
};

/* In the order of strcmp(), which a test holds it to. */
static const struct message messages[] = {
	{ " (never: ", { [LANGUAGE_FR] = " (jamais : " } },
	{ " and %1 more", { [LANGUAGE_FR] = " et %1 de plus" } },
	{ " from %1 cause", { [LANGUAGE_FR] = ", %1 cause" } },
	{ " from %1 causes", { [LANGUAGE_FR] = ", %1 causes" } },
	{ "#", { [LANGUAGE_FR] = "#" } },
	{ "##", { [LANGUAGE_FR] = "##" } },
	{ "%1 ends %2", { [LANGUAGE_FR] = "%1 prend fin le %2" } },
	{ "%1 finding", { [LANGUAGE_FR] = "%1 constat" } },
	{ "%1 findings", { [LANGUAGE_FR] = "%1 constats" } },
	{ "%1 host", { [LANGUAGE_FR] = "%1 h\xc3\xb4te" } },
	{ "%1 hosts", { [LANGUAGE_FR] = "%1 h\xc3\xb4tes" } },
	{ "%1 input",
	  { [LANGUAGE_FR] = "%1 entr\xc3\xa9"
	                    "e" } },
	{ "%1 inputs",
	  { [LANGUAGE_FR] = "%1 entr\xc3\xa9"
	                    "es" } },
	{ "%1 listener",
	  { [LANGUAGE_FR] = "%1 \xc3\xa9"
	                    "coute" } },
	{ "%1 listeners",
	  { [LANGUAGE_FR] = "%1 \xc3\xa9"
	                    "coutes" } },
	{ "%1 of %2 declared servers",
	  { [LANGUAGE_FR] = "%1 serveurs d\xc3\xa9"
	                    "clar\xc3\xa9s sur %2" } },
	{ "%1 of %2 documented rows; %3 wrong, %4 in vain, %5 never seen",
	  { [LANGUAGE_FR] =
	            "%1 lignes de document sur %2 ; %3 fausses, %4 en vain, %5 jamais vues" } },
	{ "%1 of %2 flows: %3 unexpected, %4 in vain, %5 unverified",
	  { [LANGUAGE_FR] =
	            "%1 flux sur %2 : %3 inattendus, %4 tent\xc3\xa9s en vain, %5 non v\xc3\xa9rifi\xc3\xa9s" } },
	{ "%1 of the %2 rows that apply were seen",
	  { [LANGUAGE_FR] = "%1 des %2 lignes applicables ont \xc3\xa9t\xc3\xa9 vues" } },
	{ "%1 packet", { [LANGUAGE_FR] = "%1 paquet" } },
	{ "%1 packets", { [LANGUAGE_FR] = "%1 paquets" } },
	{ "%1 packets, %2 dropped", { [LANGUAGE_FR] = "%1 paquets, %2 perdus" } },
	{ "%1 to %2", { [LANGUAGE_FR] = "%1 vers %2" } },
	{ "%1 undeclared",
	  { [LANGUAGE_FR] = "%1 non d\xc3\xa9"
	                    "clar\xc3\xa9(s)" } },
	{ ", %1 flow", { [LANGUAGE_FR] = ", %1 flux" } },
	{ ", %1 flows", { [LANGUAGE_FR] = ", %1 flux" } },
	{ ", %1 new since the baseline",
	  { [LANGUAGE_FR] = ", %1 de nouveau depuis la r\xc3\xa9"
	                    "f\xc3\xa9rence" } },
	{ ", %1 of them high", { [LANGUAGE_FR] = ", dont %1 de gravit\xc3\xa9 haute" } },
	{ ", as --idle-ok allows", { [LANGUAGE_FR] = ", ce que --idle-ok admet" } },
	{ ", filter %1", { [LANGUAGE_FR] = ", filtre %1" } },
	{ ", no filter", { [LANGUAGE_FR] = ", sans filtre" } },
	{ "00 to 24 h", { [LANGUAGE_FR] = "0 \xc3\xa0 24 h" } },
	{ ": ", { [LANGUAGE_FR] = " : " } },
	{ "; sides unknown: ", { [LANGUAGE_FR] = " ; c\xc3\xb4t\xc3\xa9s inconnus : " } },
	{ "; work for nobody: ", { [LANGUAGE_FR] = " ; pour personne : " } },
	{ "Address", { [LANGUAGE_FR] = "Adresse" } },
	{ "Allowed and accepted",
	  { [LANGUAGE_FR] = "Autoris\xc3\xa9 et accept\xc3\xa9" } },
	{ "Allowed and accepted by the site file",
	  { [LANGUAGE_FR] =
	            "Autoris\xc3\xa9 et accept\xc3\xa9 par le fichier de site" } },
	{ "Allowed or accepted since",
	  { [LANGUAGE_FR] = "Autoris\xc3\xa9 ou accept\xc3\xa9 depuis" } },
	{ "As before", { [LANGUAGE_FR] = "Comme avant" } },
	{ "Asked and never answered, refused, or failed: no finding, but a firewall closed too far, a server that is down, or a setting.",
	  { [LANGUAGE_FR] =
	            "Demand\xc3\xa9 et jamais r\xc3\xa9pondu, refus\xc3\xa9 ou \xc3\xa9"
	            "chou\xc3\xa9 : pas un constat, mais un pare-feu trop ferm\xc3\xa9, un serveur arr\xc3\xaat\xc3\xa9 ou un r\xc3\xa9glage." } },
	{ "By", { [LANGUAGE_FR] = "Par" } },
	{ "Causes", { [LANGUAGE_FR] = "Causes" } },
	{ "Causes, each settled by one decision",
	  { [LANGUAGE_FR] = "Causes, une d\xc3\xa9"
	                    "cision r\xc3\xa8gle chacune" } },
	{ "Changed", { [LANGUAGE_FR] = "Chang\xc3\xa9" } },
	{ "Client certificate", { [LANGUAGE_FR] = "Certificat client" } },
	{ "Complete", { [LANGUAGE_FR] = "Compl\xc3\xa8tes" } },
	{ "Contents", { [LANGUAGE_FR] = "Sommaire" } },
	{ "Coverage of the documented tables",
	  { [LANGUAGE_FR] = "Couverture des tables du document" } },
	{ "Coverage: \xe2\x96\xa0 confirmed  \xe2\x96\xa1 by port  x wrong  - in vain  \xc2\xb7 never seen  _ does not apply",
	  { [LANGUAGE_FR] =
	            "Couverture : \xe2\x96\xa0 confirm\xc3\xa9  \xe2\x96\xa1 par le port  x faux  - en vain  \xc2\xb7 jamais vu  _ sans objet" } },
	{ "Each box is a role, each line flows that hosts of one opened to hosts of the other; a number is a cause.",
	  { [LANGUAGE_FR] =
	            "Chaque case est un r\xc3\xb4le, chaque trait des flux ouverts par les h\xc3\xb4tes de l\xe2\x80\x99un vers ceux de l\xe2\x80\x99"
	            "autre ; un num\xc3\xa9ro est une cause." } },
	{ "Edge servers and reverse proxies",
	  { [LANGUAGE_FR] = "Serveurs Edge et proxys inverses" } },
	{ "Ends", { [LANGUAGE_FR] = "Fin" } },
	{ "Exceptions", { [LANGUAGE_FR] = "Exceptions" } },
	{ "Exit status %1.", { [LANGUAGE_FR] = "Code de sortie %1." } },
	{ "Failed",
	  { [LANGUAGE_FR] = "\xc3\x89"
	                    "chou\xc3\xa9"
	                    "es" } },
	{ "Finding", { [LANGUAGE_FR] = "Constat" } },
	{ "Findings", { [LANGUAGE_FR] = "Constats" } },
	{ "Flows", { [LANGUAGE_FR] = "Flux" } },
	{ "Flows by verdict", { [LANGUAGE_FR] = "Flux par verdict" } },
	{ "Flows by when they began, UTC; each line has a scale of its own.",
	  { [LANGUAGE_FR] = "Flux selon leur d\xc3\xa9"
	                    "but, en UTC ; chaque ligne a sa propre \xc3\xa9"
	                    "chelle." } },
	{ "From", { [LANGUAGE_FR] = "Depuis" } },
	{ "Function", { [LANGUAGE_FR] = "Fonction" } },
	{ "Gone", { [LANGUAGE_FR] = "Disparu" } },
	{ "Hosts", { [LANGUAGE_FR] = "H\xc3\xb4tes" } },
	{ "Hosts and roles", { [LANGUAGE_FR] = "H\xc3\xb4tes et r\xc3\xb4les" } },
	{ "Hosts that have a role, without clients and phones",
	  { [LANGUAGE_FR] =
	            "H\xc3\xb4tes qui ont un r\xc3\xb4le, sans les clients ni les t\xc3\xa9l\xc3\xa9phones" } },
	{ "How", { [LANGUAGE_FR] = "Comment" } },
	{ "How this was made",
	  { [LANGUAGE_FR] = "Comment ce rapport a \xc3\xa9t\xc3\xa9 fait" } },
	{ "I have read this report and the rows of its coverage tables, and the exceptions it names are known to me.",
	  { [LANGUAGE_FR] =
	            "J\xe2\x80\x99"
	            "ai lu ce rapport et les lignes de ses tables de couverture, et je connais les exceptions qu\xe2\x80\x99il cite." } },
	{ "INCOMPLETE, and ", { [LANGUAGE_FR] = "INCOMPLET, et " } },
	{ "If it is meant to be",
	  { [LANGUAGE_FR] = "Si c\xe2\x80\x99"
	                    "est voulu" } },
	{ "If it is meant to be, in the site file under allow:",
	  { [LANGUAGE_FR] = "Si c\xe2\x80\x99"
	                    "est voulu, dans le fichier de site sous allow :" } },
	{ "Is each documented row in use? Never seen is not closed, and by port is not confirmed.",
	  { [LANGUAGE_FR] =
	            "Chaque ligne du document sert-elle ? Jamais vue ne veut pas dire ferm\xc3\xa9"
	            "e, et par le port n\xe2\x80\x99"
	            "est pas confirm\xc3\xa9." } },
	{ "Issuer", { [LANGUAGE_FR] = "\xc3\x89metteur" } },
	{ "Key", { [LANGUAGE_FR] = "Cl\xc3\xa9" } },
	{ "Line", { [LANGUAGE_FR] = "Ligne" } },
	{ "Listener",
	  { [LANGUAGE_FR] = "\xc3\x89"
	                    "coute" } },
	{ "Listeners",
	  { [LANGUAGE_FR] = "\xc3\x89"
	                    "coutes" } },
	{ "Lync", { [LANGUAGE_FR] = "Lync" } },
	{ "More causes, a line each (--all: in full)",
	  { [LANGUAGE_FR] = "Autres causes, une ligne chacune (--all : en entier)" } },
	{ "NOTHING JUDGED",
	  { [LANGUAGE_FR] = "RIEN N\xe2\x80\x99"
	                    "A \xc3\x89T\xc3\x89 JUG\xc3\x89" } },
	{ "Name", { [LANGUAGE_FR] = "Nom" } },
	{ "Nearest row", { [LANGUAGE_FR] = "Ligne la plus proche" } },
	{ "New", { [LANGUAGE_FR] = "Nouveau" } },
	{ "No handshake of a documented listener was seen.",
	  { [LANGUAGE_FR] = "Aucune n\xc3\xa9gociation d\xe2\x80\x99une \xc3\xa9"
	                    "coute du document n\xe2\x80\x99"
	                    "a \xc3\xa9t\xc3\xa9 vue." } },
	{ "Not seen, in an incomplete report",
	  { [LANGUAGE_FR] = "Non vu, dans un rapport incomplet" } },
	{ "Nothing was found that no document explains.",
	  { [LANGUAGE_FR] = "Rien n\xe2\x80\x99"
	                    "a \xc3\xa9t\xc3\xa9 trouv\xc3\xa9 qu\xe2\x80\x99"
	                    "aucun document n\xe2\x80\x99"
	                    "explique." } },
	{ "Nothing was judged, so nothing can be said.",
	  { [LANGUAGE_FR] =
	            "Rien n\xe2\x80\x99"
	            "a \xc3\xa9t\xc3\xa9 jug\xc3\xa9, rien ne peut donc \xc3\xaatre dit." } },
	{ "Nothing was tried in vain.",
	  { [LANGUAGE_FR] = "Rien n\xe2\x80\x99"
	                    "a \xc3\xa9t\xc3\xa9 tent\xc3\xa9 en vain." } },
	{ "Of documented listeners whose handshakes were seen.",
	  { [LANGUAGE_FR] =
	            "Des \xc3\xa9"
	            "coutes du document dont les n\xc3\xa9gociations ont \xc3\xa9t\xc3\xa9 vues." } },
	{ "Past its day the finding is back, under the same id.",
	  { [LANGUAGE_FR] =
	            "Pass\xc3\xa9 son jour, le constat revient, sous le m\xc3\xaame identifiant." } },
	{ "Place and date", { [LANGUAGE_FR] = "Lieu et date" } },
	{ "Ports", { [LANGUAGE_FR] = "Ports" } },
	{ "Printed", { [LANGUAGE_FR] = "Imprim\xc3\xa9" } },
	{ "Reason", { [LANGUAGE_FR] = "Motif" } },
	{ "Remark", { [LANGUAGE_FR] = "Remarque" } },
	{ "Role", { [LANGUAGE_FR] = "R\xc3\xb4le" } },
	{ "Roles", { [LANGUAGE_FR] = "R\xc3\xb4les" } },
	{ "Row", { [LANGUAGE_FR] = "Ligne" } },
	{ "Rows", { [LANGUAGE_FR] = "Lignes" } },
	{ "Service", { [LANGUAGE_FR] = "Service" } },
	{ "Services on hosts", { [LANGUAGE_FR] = "Services sur les h\xc3\xb4tes" } },
	{ "Services on hosts: \xe2\x96\xa0 confirmed  \xe2\x96\xa1 by port  x finding  - in vain",
	  { [LANGUAGE_FR] =
	            "Services sur les h\xc3\xb4tes : \xe2\x96\xa0 confirm\xc3\xa9  \xe2\x96\xa1 par le port  x constat  - en vain" } },
	{ "Services seen", { [LANGUAGE_FR] = "Services vus" } },
	{ "Severity", { [LANGUAGE_FR] = "Gravit\xc3\xa9" } },
	{ "Signature", { [LANGUAGE_FR] = "Signature" } },
	{ "Skip to the causes", { [LANGUAGE_FR] = "Aller aux causes" } },
	{ "Start with:", { [LANGUAGE_FR] = "Commencer par :" } },
	{ "State", { [LANGUAGE_FR] = "\xc3\x89tat" } },
	{ "Subject", { [LANGUAGE_FR] = "Sujet" } },
	{ "TLS and certificates", { [LANGUAGE_FR] = "TLS et certificats" } },
	{ "Table 1: ports and protocols of servers",
	  { [LANGUAGE_FR] = "Table 1 : ports et protocoles des serveurs" } },
	{ "Table 2: hardware load balancers",
	  { [LANGUAGE_FR] =
	            "Table 2 : \xc3\xa9quilibreurs de charge mat\xc3\xa9riels" } },
	{ "Table 3: DNS load balancing",
	  { [LANGUAGE_FR] = "Table 3 : \xc3\xa9quilibrage de charge DNS" } },
	{ "Table 4: clients", { [LANGUAGE_FR] = "Table 4 : clients" } },
	{ "The same as a table", { [LANGUAGE_FR] = "La m\xc3\xaame chose en tableau" } },
	{ "The site file allows and accepts nothing.",
	  { [LANGUAGE_FR] = "Le fichier de site n\xe2\x80\x99"
	                    "autorise ni n\xe2\x80\x99"
	                    "accepte rien." } },
	{ "This report is not whole:",
	  { [LANGUAGE_FR] = "Ce rapport n\xe2\x80\x99"
	                    "est pas complet :" } },
	{ "Ticket", { [LANGUAGE_FR] = "Ticket" } },
	{ "To", { [LANGUAGE_FR] = "Vers" } },
	{ "Tried in vain", { [LANGUAGE_FR] = "Tent\xc3\xa9 en vain" } },
	{ "Until",
	  { [LANGUAGE_FR] = "Jusqu\xe2\x80\x99"
	                    "au" } },
	{ "Verdict", { [LANGUAGE_FR] = "Verdict" } },
	{ "Versions", { [LANGUAGE_FR] = "Versions" } },
	{ "What", { [LANGUAGE_FR] = "Quoi" } },
	{ "What else is not as it was",
	  { [LANGUAGE_FR] = "Ce qui a chang\xc3\xa9 par ailleurs" } },
	{ "What one decision settles is one cause. Worst first, and what touches the Internet before what does not.",
	  { [LANGUAGE_FR] = "Ce qu\xe2\x80\x99une seule d\xc3\xa9"
	                    "cision r\xc3\xa8gle est une cause. La pire d\xe2\x80\x99"
	                    "abord, et ce qui touche Internet avant le reste." } },
	{ "What one decision settles, worst first",
	  { [LANGUAGE_FR] = "Ce qu\xe2\x80\x99une d\xc3\xa9"
	                    "cision r\xc3\xa8gle, la pire d\xe2\x80\x99"
	                    "abord" } },
	{ "What to do", { [LANGUAGE_FR] = "Que faire" } },
	{ "What was read", { [LANGUAGE_FR] = "Ce qui a \xc3\xa9t\xc3\xa9 lu" } },
	{ "What was said", { [LANGUAGE_FR] = "Ce qui a \xc3\xa9t\xc3\xa9 dit" } },
	{ "When", { [LANGUAGE_FR] = "Quand" } },
	{ "Where", { [LANGUAGE_FR] = "O\xc3\xb9" } },
	{ "Who talks to whom", { [LANGUAGE_FR] = "Qui parle \xc3\xa0 qui" } },
	{ "Who talks to whom, by role; the table below says the same",
	  { [LANGUAGE_FR] =
	            "Qui parle \xc3\xa0 qui, par r\xc3\xb4le ; le tableau ci-dessous dit la m\xc3\xaame chose" } },
	{ "Why", { [LANGUAGE_FR] = "Pourquoi" } },
	{ "Works for others",
	  { [LANGUAGE_FR] = "Marche pour d\xe2\x80\x99"
	                    "autres" } },
	{ "Worse than before",
	  { [LANGUAGE_FR] = "Pire qu\xe2\x80\x99"
	                    "avant" } },
	{ "ahead",
	  { [LANGUAGE_FR] = "\xc3\xa9"
	                    "ch\xc3\xa9"
	                    "ances" } },
	{ "allowed", { [LANGUAGE_FR] = "autoris\xc3\xa9" } },
	{ "and %1 host more", { [LANGUAGE_FR] = "et %1 h\xc3\xb4te de plus" } },
	{ "and %1 hosts more", { [LANGUAGE_FR] = "et %1 h\xc3\xb4tes de plus" } },
	{ "and %1 listener more",
	  { [LANGUAGE_FR] = "et %1 \xc3\xa9"
	                    "coute de plus" } },
	{ "and %1 listeners more",
	  { [LANGUAGE_FR] = "et %1 \xc3\xa9"
	                    "coutes de plus" } },
	{ "and %1 more; JSON and CSV have all of them",
	  { [LANGUAGE_FR] = "et %1 de plus ; JSON et CSV les ont tous" } },
	{ "by", { [LANGUAGE_FR] = "par" } },
	{ "by port", { [LANGUAGE_FR] = "par le port" } },
	{ "capture", { [LANGUAGE_FR] = "capture" } },
	{ "catalogue (SHA-256)", { [LANGUAGE_FR] = "catalogue (SHA-256)" } },
	{ "catalogues", { [LANGUAGE_FR] = "catalogues" } },
	{ "cause", { [LANGUAGE_FR] = "cause" } },
	{ "cause %1", { [LANGUAGE_FR] = "cause %1" } },
	{ "cleartext", { [LANGUAGE_FR] = "en clair" } },
	{ "client", { [LANGUAGE_FR] = "client" } },
	{ "cms", { [LANGUAGE_FR] = "cms" } },
	{ "command", { [LANGUAGE_FR] = "commande" } },
	{ "confirmed", { [LANGUAGE_FR] = "confirm\xc3\xa9" } },
	{ "covered", { [LANGUAGE_FR] = "couverts" } },
	{ "declared",
	  { [LANGUAGE_FR] = "d\xc3\xa9"
	                    "clar\xc3\xa9" } },
	{ "dhcp-server", { [LANGUAGE_FR] = "serveur DHCP" } },
	{ "digest of input (SHA-256)",
	  { [LANGUAGE_FR] = "empreinte d\xe2\x80\x99"
	                    "entr\xc3\xa9"
	                    "e (SHA-256)" } },
	{ "director", { [LANGUAGE_FR] = "directeur" } },
	{ "do", { [LANGUAGE_FR] = "faire" } },
	{ "does not apply", { [LANGUAGE_FR] = "sans objet" } },
	{ "domain-controller", { [LANGUAGE_FR] = "contr\xc3\xb4leur de domaine" } },
	{ "e911-gateway", { [LANGUAGE_FR] = "passerelle E9-1-1" } },
	{ "edge", { [LANGUAGE_FR] = "edge" } },
	{ "ends", { [LANGUAGE_FR] = "prend fin" } },
	{ "exchange-um", { [LANGUAGE_FR] = "exchange-um" } },
	{ "expected", { [LANGUAGE_FR] = "attendu" } },
	{ "expired", { [LANGUAGE_FR] = "expir\xc3\xa9" } },
	{ "expired-certificate", { [LANGUAGE_FR] = "certificat p\xc3\xa9rim\xc3\xa9" } },
	{ "file-server", { [LANGUAGE_FR] = "serveur de fichiers" } },
	{ "filter", { [LANGUAGE_FR] = "filtre" } },
	{ "finding", { [LANGUAGE_FR] = "constat" } },
	{ "flows", { [LANGUAGE_FR] = "flux" } },
	{ "from", { [LANGUAGE_FR] = "depuis" } },
	{ "front-end", { [LANGUAGE_FR] = "frontal" } },
	{ "gateway", { [LANGUAGE_FR] = "passerelle" } },
	{ "handshake", { [LANGUAGE_FR] = "n\xc3\xa9gociation" } },
	{ "heard", { [LANGUAGE_FR] = "entendus" } },
	{ "high", { [LANGUAGE_FR] = "haute" } },
	{ "icmp", { [LANGUAGE_FR] = "icmp" } },
	{ "idle", { [LANGUAGE_FR] = "repos" } },
	{ "if it is meant to be, in the site file, allow:",
	  { [LANGUAGE_FR] = "si c\xe2\x80\x99"
	                    "est voulu, dans le fichier de site, allow :" } },
	{ "in force", { [LANGUAGE_FR] = "en vigueur" } },
	{ "in no document", { [LANGUAGE_FR] = "dans aucun document" } },
	{ "in vain", { [LANGUAGE_FR] = "en vain" } },
	{ "in-vain", { [LANGUAGE_FR] = "en vain" } },
	{ "inferred",
	  { [LANGUAGE_FR] = "d\xc3\xa9"
	                    "duit" } },
	{ "input",
	  { [LANGUAGE_FR] = "entr\xc3\xa9"
	                    "e" } },
	{ "inputs",
	  { [LANGUAGE_FR] = "entr\xc3\xa9"
	                    "es" } },
	{ "internet", { [LANGUAGE_FR] = "Internet" } },
	{ "judged", { [LANGUAGE_FR] = "jug\xc3\xa9s" } },
	{ "known", { [LANGUAGE_FR] = "connu" } },
	{ "libraries", { [LANGUAGE_FR] = "biblioth\xc3\xa8ques" } },
	{ "listener",
	  { [LANGUAGE_FR] = "\xc3\xa9"
	                    "coute" } },
	{ "load-balancer", { [LANGUAGE_FR] = "\xc3\xa9quilibreur" } },
	{ "low", { [LANGUAGE_FR] = "basse" } },
	{ "made", { [LANGUAGE_FR] = "fait" } },
	{ "mediation",
	  { [LANGUAGE_FR] = "m\xc3\xa9"
	                    "diation" } },
	{ "medium", { [LANGUAGE_FR] = "moyenne" } },
	{ "nearest row", { [LANGUAGE_FR] = "ligne la plus proche" } },
	{ "never heard", { [LANGUAGE_FR] = "jamais entendus" } },
	{ "never seen", { [LANGUAGE_FR] = "jamais vu" } },
	{ "no", { [LANGUAGE_FR] = "non" } },
	{ "no answer", { [LANGUAGE_FR] = "sans r\xc3\xa9ponse" } },
	{ "no end", { [LANGUAGE_FR] = "sans fin" } },
	{ "no findings", { [LANGUAGE_FR] = "aucun constat" } },
	{ "no server is declared: every role is inferred",
	  { [LANGUAGE_FR] = "aucun serveur n\xe2\x80\x99"
	                    "est d\xc3\xa9"
	                    "clar\xc3\xa9 : chaque r\xc3\xb4le est d\xc3\xa9"
	                    "duit" } },
	{ "no-client-certificate", { [LANGUAGE_FR] = "sans certificat client" } },
	{ "none", { [LANGUAGE_FR] = "aucune" } },
	{ "office-web-apps", { [LANGUAGE_FR] = "office-web-apps" } },
	{ "on", { [LANGUAGE_FR] = "sur" } },
	{ "options", { [LANGUAGE_FR] = "options" } },
	{ "or", { [LANGUAGE_FR] = "ou" } },
	{ "out-of-scope", { [LANGUAGE_FR] = "hors sujet" } },
	{ "outside", { [LANGUAGE_FR] = "dehors" } },
	{ "people", { [LANGUAGE_FR] = "personnes" } },
	{ "perimeter", { [LANGUAGE_FR] = "p\xc3\xa9rim\xc3\xa8tre" } },
	{ "period", { [LANGUAGE_FR] = "p\xc3\xa9riode" } },
	{ "persistent-chat", { [LANGUAGE_FR] = "chat persistant" } },
	{ "phone", { [LANGUAGE_FR] = "t\xc3\xa9l\xc3\xa9phone" } },
	{ "product", { [LANGUAGE_FR] = "produit" } },
	{ "program", { [LANGUAGE_FR] = "programme" } },
	{ "rcc-gateway", { [LANGUAGE_FR] = "passerelle RCC" } },
	{ "reset", { [LANGUAGE_FR] = "rejet\xc3\xa9" } },
	{ "reverse-proxy", { [LANGUAGE_FR] = "proxy inverse" } },
	{ "said", { [LANGUAGE_FR] = "dit" } },
	{ "sandbox", { [LANGUAGE_FR] = "confinement" } },
	{ "sba", { [LANGUAGE_FR] = "sba" } },
	{ "scan", { [LANGUAGE_FR] = "balayage" } },
	{ "severity", { [LANGUAGE_FR] = "gravit\xc3\xa9" } },
	{ "site", { [LANGUAGE_FR] = "site" } },
	{ "site file (SHA-256)", { [LANGUAGE_FR] = "fichier de site (SHA-256)" } },
	{ "site file, under allow:",
	  { [LANGUAGE_FR] = "fichier de site, sous allow :" } },
	{ "sql-server", { [LANGUAGE_FR] = "serveur SQL" } },
	{ "standard input",
	  { [LANGUAGE_FR] = "entr\xc3\xa9"
	                    "e standard" } },
	{ "traffic", { [LANGUAGE_FR] = "trafic" } },
	{ "tried in vain", { [LANGUAGE_FR] = "tent\xc3\xa9 en vain" } },
	{ "trusted-application",
	  { [LANGUAGE_FR] = "application approuv\xc3\xa9"
	                    "e" } },
	{ "unanswered", { [LANGUAGE_FR] = "sans suite" } },
	{ "unapproved-port", { [LANGUAGE_FR] = "port non document\xc3\xa9" } },
	{ "undeclared-server",
	  { [LANGUAGE_FR] = "serveur non d\xc3\xa9"
	                    "clar\xc3\xa9" } },
	{ "unexpected", { [LANGUAGE_FR] = "inattendu" } },
	{ "unexpected-peer", { [LANGUAGE_FR] = "pair inattendu" } },
	{ "unknown", { [LANGUAGE_FR] = "inconnu" } },
	{ "unused", { [LANGUAGE_FR] = "inutilis\xc3\xa9" } },
	{ "unverified", { [LANGUAGE_FR] = "non v\xc3\xa9rifi\xc3\xa9" } },
	{ "video-interop", { [LANGUAGE_FR] = "interop vid\xc3\xa9o" } },
	{ "weak-certificate", { [LANGUAGE_FR] = "certificat faible" } },
	{ "weak-tls", { [LANGUAGE_FR] = "TLS faible" } },
	{ "what", { [LANGUAGE_FR] = "quoi" } },
	{ "what it uses", { [LANGUAGE_FR] = "ce qu\xe2\x80\x99il utilise" } },
	{ "where", { [LANGUAGE_FR] = "o\xc3\xb9" } },
	{ "why", { [LANGUAGE_FR] = "motif" } },
	{ "wrong", { [LANGUAGE_FR] = "faux" } },
	{ "wrong-interface", { [LANGUAGE_FR] = "autre interface" } },
	{ "wrong-protocol", { [LANGUAGE_FR] = "autre protocole" } },
	{ "wrong-role", { [LANGUAGE_FR] = "autre r\xc3\xb4le" } },
	{ "wrong-source", { [LANGUAGE_FR] = "autre source" } },
	{ "yes", { [LANGUAGE_FR] = "oui" } },
	{ "\xe2\x80\xa6 (%1 byte)", { [LANGUAGE_FR] = "\xe2\x80\xa6 (%1 octet)" } },
	{ "\xe2\x80\xa6 (%1 bytes)", { [LANGUAGE_FR] = "\xe2\x80\xa6 (%1 octets)" } },
	{ "\xe2\x96\xa0 confirmed, \xe2\x96\xa1 by port, x finding, - tried in vain. A lonely mark is a host that is not like its siblings.",
	  { [LANGUAGE_FR] =
	            "\xe2\x96\xa0 confirm\xc3\xa9, \xe2\x96\xa1 par le port, x constat, - en vain. Une marque isol\xc3\xa9"
	            "e est un h\xc3\xb4te qui ne ressemble pas \xc3\xa0 ses pareils." } },
};

static int compare_messages(const void *key, const void *element)
{
	return strcmp(key, ((const struct message *)element)->english);
}

const char *say(enum language language, const char *english)
{
	const struct message *found;

	if (language == LANGUAGE_EN)
		return english;
	found = bsearch(english, messages, ARRAY_LEN(messages), sizeof(*messages),
	                compare_messages);
	return found && found->other[language] ? found->other[language] : english;
}

void say_add(struct text *out, enum language language, const char *english,
             const char *const *values)
{
	const char *at = say(language, english);

	while (*at) {
		size_t plain = strcspn(at, "%");

		text_add_bytes(out, at, plain);
		at += plain;
		if (at[0] == '%' && at[1] >= '1' && at[1] <= '9') {
			text_add(out, values[at[1] - '1']);
			at += 2;
		} else if (*at == '%') {
			text_add_char(out, *at++);
		}
	}
}

const char *say_number(enum language language, uint64_t number,
                       char text[static SAY_NUMBER_SIZE])
{
	/* A narrow no-break space where there is no comma. */
	const char *gap = language == LANGUAGE_FR ? "\xe2\x80\xaf" : ",";
	char digits[24], *at = text;
	size_t count = 0;

	do
		digits[count++] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	while (count-- > 0) {
		*at++ = digits[count];
		if (count > 0 && count % 3 == 0)
			at = stpcpy(at, gap);
	}
	*at = '\0';
	return text;
}

void say_count(struct text *out, enum language language, uint64_t count,
               const char *singular, const char *plural)
{
	char number[SAY_NUMBER_SIZE];
	/* French counts 0 as one. */
	bool one = count == 1 || (language == LANGUAGE_FR && count == 0);

	say_add(out, language, one ? singular : plural,
	        (const char *[]){ say_number(language, count, number), NULL });
}
