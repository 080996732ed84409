/* SPDX-License-Identifier: BSD-2-Clause */
#include "services.h"

#include <fnmatch.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"

#include "deployment.h"

/* --- Services and roles ------------------------------------------------------------- */

static const struct service_kind kinds[] = {
	{ "UserServices", "UserServer", 0, TOPO_USER_SERVICES, true, false },
	{ "Registrar", "Registrar", 0, TOPO_REGISTRAR, true, false },
	{ NULL, "Director", 0, TOPO_REGISTRAR | TOPO_DIRECTOR, true, false },
	{ "ConfServices", "ConferencingServer", 0, TOPO_CONFERENCING, true, false },
	{ "ApplicationServer", "ApplicationServer", 0, TOPO_APPLICATIONS, true, false },
	{ "WebServices", "WebServer", 0, TOPO_WEB, true, false },
	{ "MediationServer", "MediationServer", ROLE_BIT(ROLE_MEDIATION), 0, true,
	  false },
	{ "EdgeServer", "EdgeServer", ROLE_BIT(ROLE_EDGE), 0, true, false },
	{ "CentralMgmt", "CentralManagement", ROLE_BIT(ROLE_CMS), 0, true, false },
	{ "ManagementServices", "ManagementServer", 0, 0, false, true },
	{ "ProvisionServices", "ProvisionServer", 0, 0, false, true },
	{ "BackupServices", "BackupServer", 0, 0, false, true },
	{ "BackupService", NULL, 0, 0, false, true },
	{ "UserStore", "UserDatabase", ROLE_BIT(ROLE_SQL_SERVER), 0, false, false },
	{ "FileStore", "FileStore", ROLE_BIT(ROLE_FILE_SERVER), 0, false, false },
	{ "WacService", "WacServer", ROLE_BIT(ROLE_OFFICE_WEB_APPS), 0, false, false },
	{ "PstnGateway", "PstnGateway", ROLE_BIT(ROLE_GATEWAY), 0, false, false },
	/* Of a Video Interop Server: rows call both gateways. */
	{ "VideoGateway", "VideoGateway", ROLE_BIT(ROLE_GATEWAY), 0, false, false },
	{ "ExternalServer", "TrustedApplicationPool", ROLE_BIT(ROLE_TRUSTED_APPLICATION),
	  0, false, false },
	{ "VideoInteropServer", "VideoInteropServer", ROLE_BIT(ROLE_VIDEO_INTEROP), 0,
	  true, false },
};

/* What is told by the end or the beginning of its name: versions differ in the middle. */
static const struct {
	const char *pattern; /* fnmatch(3) */
	enum role role;
} families[] = {
	{ "*Store", ROLE_SQL_SERVER },
	{ "*Database", ROLE_SQL_SERVER },
	{ "PersistentChat*", ROLE_PERSISTENT_CHAT },
	{ "VideoInterop*", ROLE_VIDEO_INTEROP },
};

const struct service_kind *service_kind_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if ((kinds[i].role_name && strcasecmp(kinds[i].role_name, name) == 0) ||
		    (kinds[i].cmdlet && strcasecmp(kinds[i].cmdlet, name) == 0))
			return &kinds[i];
	return NULL;
}

static void add_version(struct deployment *deployment, struct topo_pool *pool,
                        unsigned long version)
{
	if (version == 0 || version >= DEPLOYMENT_VERSIONS) {
		deployment->version_unknown = true;
		return;
	}
	deployment->versions[version]++;
	if (version > pool->version)
		pool->version = (unsigned)version;
}

void service_add(struct deployment *deployment, struct topo_pool *pool, const char *name,
                 unsigned long version)
{
	const struct service_kind *kind = service_kind_find(name);

	pool->marks |= TOPO_LISTED;
	if (kind) {
		pool->roles |= kind->roles;
		pool->marks |= kind->marks;
		deployment->user_services_seen |= kind->marks & TOPO_USER_SERVICES;
		if (kind->versioned)
			add_version(deployment, pool, version);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(families); i++) {
		if (fnmatch(families[i].pattern, name, FNM_CASEFOLD) == 0) {
			pool->roles |= ROLE_BIT(families[i].role);
			return;
		}
	}
	deployment_add_name(deployment, &pool->wordless, name);
}

/* --- Ports of a topology -------------------------------------------------------------- */

static const struct port_kind port_kinds[] = {
	{ "ExternalServer", "MediaComp", NULL, NULL, NULL, "", false },
	{ "ExternalServer", NULL, NULL, NULL, NULL, NULL, false },
	{ "PstnGateway", NULL, NULL, NULL, NULL, "gateway-sip", false },
	{ "EdgeServer", "AccessEdge", "SipServer", NULL, NULL, "access-edge", false },
	{ "EdgeServer", "AccessEdge", "SipClient", NULL, NULL, "client-sip", false },
	{ "EdgeServer", "DataEdge", "PsomServer", NULL, NULL, "web-conferencing-edge",
	  false },
	{ "EdgeServer", "DataEdge", "PsomClient", NULL, NULL, "client-web-conferencing",
	  false },
	{ "EdgeServer", "MediaRelayAuthenticationEdge", NULL, NULL, NULL,
	  "media-relay-authentication", false },
	{ "EdgeServer", "MediaRelayEdge", "TURNServer", NULL, NULL, "msturn", false },
	{ "EdgeServer", "MediaRelayEdge", "MediaCommunication", NULL, NULL, "edge-media",
	  false },
	{ "EdgeServer", "SkypeSearchProxy", NULL, NULL, NULL, "edge-replication", false },
	{ "EdgeServer", "XmppFederationProxy", "XmppServer", NULL, NULL,
	  "xmpp-federation", false },
	{ "EdgeServer", "XmppFederationProxy", NULL, NULL, NULL, "xmpp-gateway", false },
	{ NULL, "ReplicationService", NULL, NULL, NULL, "edge-replication", false },
	{ NULL, "McuFactory", "WcfServer", NULL, NULL, "conference-directory", false },
	{ NULL, "PresenceFocus", "UserPinManagement", NULL, NULL, "web-compatibility",
	  false },
	{ NULL, "MediaComp", "AudioCommunication", NULL, NULL, "audio", false },
	{ NULL, "MediaComp", "VideoCommunication", NULL, NULL, "video", false },
	{ NULL, "MediaComp", "AppSharingCommunication", NULL, NULL,
	  "application-sharing-media", true },
	{ NULL, "WinFab", NULL, NULL, NULL, "windows-fabric", false },
	{ NULL, "Lyss", NULL, NULL, NULL, "storage-service", false },
	{ NULL, "XmppFederation", NULL, NULL, NULL, "xmpp-gateway", false },
	{ "MediationServer", "Mediation", NULL, NULL, NULL, "mediation", false },
	{ "Registrar", NULL, "WebServer", NULL, NULL, "front-end-focus", false },
	{ "Registrar", NULL, "Sip*", NULL, NULL, "front-end-service", false },
	{ "UserServices", NULL, "WebServer", NULL, NULL, "front-end-focus", false },
	{ "ConfServices", NULL, "WebServer", NULL, NULL, "front-end-focus", false },
	{ NULL, "IMConf", NULL, NULL, NULL, "im-conferencing", false },
	{ NULL, "AVConf", NULL, NULL, NULL, "av-conferencing", false },
	{ NULL, "AppSharingConf", NULL, NULL, NULL, "application-sharing", false },
	{ NULL, "DataConf", NULL, NULL, NULL, "web-conferencing", false },
	{ NULL, "OCSWebSite", NULL, "External", "Https", "web-server-component", false },
	{ NULL, "OCSWebSite", NULL, NULL, NULL, "web-compatibility", false },
	{ NULL, "Reach", NULL, NULL, NULL, "web-server-component", false },
	{ NULL, "McxService", NULL, NULL, NULL, "mobility", false },
	{ NULL, "McxServiceExternal", NULL, NULL, NULL, "mobility", false },
	{ NULL, "UcwaService", NULL, NULL, NULL, "ucwa", false },
	{ NULL, "UcwaServiceExternal", NULL, NULL, NULL, "ucwa", false },
	{ NULL, "PersistentChatWebManager", NULL, NULL, NULL, "persistent-chat-web",
	  false },
	{ NULL, "PersistentChatWebManagerExternal", NULL, NULL, NULL,
	  "persistent-chat-web", false },
	{ NULL, "PlatformService", NULL, NULL, NULL, "ucap", false },
	{ NULL, "testbot", NULL, NULL, NULL, "audio-test", false },
	{ NULL, "Cps", NULL, NULL, NULL, "call-park", false },
	{ NULL, "RGS", NULL, NULL, NULL, "response-group", false },
	{ NULL, "PDP", NULL, NULL, NULL, "bandwidth-policy", false },
	{ NULL, "Cas", NULL, NULL, NULL, "announcement", false },
	{ NULL, "Caa", NULL, NULL, NULL, "attendant", false },
};

static bool fits(const char *wanted, const char *given)
{
	size_t len = wanted ? strlen(wanted) : 0;

	if (!wanted)
		return true;
	if (len > 0 && wanted[len - 1] == '*')
		return strncasecmp(wanted, given, len - 1) == 0;
	return strcasecmp(wanted, given) == 0;
}

const struct port_kind *port_kind_find(const char *role_name, const char *owner,
                                       const char *usage, const char *side,
                                       const char *protocol)
{
	for (size_t i = 0; i < ARRAY_LEN(port_kinds); i++) {
		const struct port_kind *kind = &port_kinds[i];

		if (fits(kind->role_name, role_name) && fits(kind->owner, owner) &&
		    fits(kind->usage, usage) && fits(kind->side, side) &&
		    fits(kind->protocol, protocol))
			return kind;
	}
	return NULL;
}

/* --- Ports of Get-CsService ------------------------------------------------------------ */

#define BOTH (PROPERTY_TCP | PROPERTY_UDP)

/* The same property is printed under several names: both spellings fit the pattern. */
static const struct property_kind property_kinds[] = {
	{ "Registrar", "SipPort", NULL, "front-end-service", PROPERTY_TCP },
	{ "Registrar", "SipServerTcpPort", NULL, "front-end-service", PROPERTY_TCP },
	{ "Registrar", "WebPort", NULL, "front-end-focus", PROPERTY_TCP },
	{ "Registrar", "WinFab*Port", NULL, "windows-fabric", PROPERTY_TCP },
	{ "Registrar", "LyssWcf*Port", NULL, "storage-service", PROPERTY_TCP },
	{ "Registrar", "XmppGatewaySipPort", NULL, "xmpp-gateway", PROPERTY_TCP },
	{ "Director", "SipPort", NULL, "front-end-service", PROPERTY_TCP },
	{ "Director", "SipServerTcpPort", NULL, "front-end-service", PROPERTY_TCP },
	{ "Director", "WebPort", NULL, "front-end-focus", PROPERTY_TCP },
	{ "UserServer", "McuFactorySipPort", NULL, "front-end-focus", PROPERTY_TCP },
	{ "UserServer", "UserPinManagementWcf*Port", NULL, "web-compatibility",
	  PROPERTY_TCP },
	{ "UserServer", "ConfDirManagementWcf*Port", NULL, "conference-directory",
	  PROPERTY_TCP },
	{ "ConferencingServer", "ImSipPort", NULL, "im-conferencing", PROPERTY_TCP },
	{ "ConferencingServer", "AudioVideoSipPort", NULL, "av-conferencing",
	  PROPERTY_TCP },
	{ "ConferencingServer", "AppSharingSipPort", NULL, "application-sharing",
	  PROPERTY_TCP },
	{ "ConferencingServer", "DataPsomPort", NULL, "web-conferencing", PROPERTY_TCP },
	{ "WebServer", "PrimaryHttp*Port", NULL, "web-compatibility", PROPERTY_TCP },
	{ "WebServer", "ExternalHttpPort", NULL, "web-compatibility", PROPERTY_TCP },
	{ "WebServer", "ExternalHttpsPort", NULL, "web-server-component", PROPERTY_TCP },
	{ "WebServer", "Reach*PsomServerPort", NULL, "web-server-component",
	  PROPERTY_TCP },
	{ "WebServer", "McxSip*Port", NULL, "mobility", PROPERTY_TCP },
	{ "WebServer", "UcwaSip*Port", NULL, "ucwa", PROPERTY_TCP },
	{ "WebServer", "PersistentChat*Sip*Port", NULL, "persistent-chat-web",
	  PROPERTY_TCP },
	{ "ApplicationServer", "AtsSipPort", NULL, "audio-test", PROPERTY_TCP },
	{ "ApplicationServer", "CpsSipPort", NULL, "call-park", PROPERTY_TCP },
	{ "ApplicationServer", "Rgs*Port", NULL, "response-group", PROPERTY_TCP },
	{ "ApplicationServer", "Pdp*Port", NULL, "bandwidth-policy", PROPERTY_TCP },
	{ "ApplicationServer", "CasSipPort", NULL, "announcement", PROPERTY_TCP },
	{ "ApplicationServer", "CaaSipPort", NULL, "attendant", PROPERTY_TCP },
	{ "MediationServer", "SipServerPort", NULL, "mediation", PROPERTY_TCP },
	{ "MediationServer", "SipClient*Port", NULL, "mediation", PROPERTY_TCP },
	{ "EdgeServer", "AccessEdge*ternalSipPort", NULL, "access-edge", PROPERTY_TCP },
	{ "EdgeServer", "AccessEdgeClient*Port", NULL, "client-sip", PROPERTY_TCP },
	{ "EdgeServer", "DataPsomServerPort", NULL, "web-conferencing-edge",
	  PROPERTY_TCP },
	{ "EdgeServer", "DataPsomClientPort", NULL, "client-web-conferencing",
	  PROPERTY_TCP },
	{ "EdgeServer", "MediaRelayAuthEdgePort", NULL, "media-relay-authentication",
	  PROPERTY_TCP },
	{ "EdgeServer", "MediaRelay*TurnTcpPort", NULL, "msturn", PROPERTY_TCP },
	{ "EdgeServer", "MediaRelay*TurnUdpPort", NULL, "msturn", PROPERTY_UDP },
	{ "EdgeServer", "MediaCommunicationPortStart", "MediaCom*unicationPortCount",
	  "edge-media", BOTH },
	{ "PersistentChatServer", "MtlsPort", NULL, "persistent-chat-sip", PROPERTY_TCP },
	{ "PstnGateway", "GatewaySip*Port", NULL, "gateway-sip", PROPERTY_TCP },
	{ "PstnGateway", "SipClient*Port", NULL, "gateway-sip", PROPERTY_TCP },
	{ "PstnGateway", "SipServer*Port", NULL, "gateway-sip", PROPERTY_TCP },
	{ "PstnGateway", "Sip*Port", NULL, "gateway-sip", PROPERTY_TCP },
	{ "ConferencingServer", "AudioPortStart", "AudioPortCount", "audio", BOTH },
	{ "ConferencingServer", "VideoPortStart", "VideoPortCount", "video", BOTH },
	{ "ConferencingServer", "AppSharingPortStart", "AppSharingPortCount",
	  "application-sharing-media", PROPERTY_TCP },
	{ "ApplicationServer", "AudioPortStart", "AudioPortCount", "audio", BOTH },
	{ "ApplicationServer", "VideoPortStart", "VideoPortCount", "video", BOTH },
	{ "ApplicationServer", "AppSharingPortStart", "AppSharingPortCount",
	  "application-sharing-media", PROPERTY_TCP },
	{ "WebServer", "AppSharingPortStart", "AppSharingPortCount",
	  "application-sharing-media", PROPERTY_TCP },
	{ "MediationServer", "AudioPortStart", "AudioPortCount", "audio", BOTH },
};

const struct property_kind *property_kind_next(const char *cmdlet,
                                               const struct property_kind *last)
{
	size_t i = last ? (size_t)(last - property_kinds) + 1 : 0;

	for (; i < ARRAY_LEN(property_kinds); i++)
		if (strcasecmp(property_kinds[i].cmdlet, cmdlet) == 0)
			return &property_kinds[i];
	return NULL;
}

/* --- The product's ranges --------------------------------------------------------------- */

static const struct {
	const char *service;
	uint16_t low, high;
} ranges[] = {
	{ "audio", 49152, 57499 },
	{ "video", 57501, 65534 },
	{ "application-sharing-media", 49152, 65534 },
	{ "edge-media", 50000, 59999 },
	{ "client-audio", 1024, 65535 },
	{ "client-video", 1024, 65535 },
	{ "client-application-sharing", 1024, 65535 },
	{ "client-file-transfer", 1024, 65535 },
};

bool service_default_range(const char *service, uint16_t *low, uint16_t *high)
{
	for (size_t i = 0; i < ARRAY_LEN(ranges); i++) {
		if (strcmp(ranges[i].service, service) == 0) {
			*low = ranges[i].low;
			*high = ranges[i].high;
			return true;
		}
	}
	return false;
}
