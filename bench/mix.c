/* SPDX-License-Identifier: BSD-2-Clause */
#include "mix.h"

#include "wire.h"

/** Hosts @base + @low to @base + @high. */
struct place {
	uint32_t base, low, high;
};

static const struct place client = { 0x0a640000, 1, 20000 };  /* 10.100.0.0/16 */
static const struct place front_end = { 0x0a010100, 11, 14 }; /* 10.1.1.11 to .14 */
static const struct place director = { 0x0a010100, 21, 22 };
static const struct place mediation = { 0x0a010100, 31, 32 };
static const struct place chat = { 0x0a010100, 41, 41 };
static const struct place web_apps = { 0x0a010100, 51, 51 };
static const struct place proxy = { 0x0a010100, 61, 61 };
static const struct place edge = { 0x0a010100, 71, 71 };
static const struct place dhcp_server = { 0x0a010100, 81, 81 };
static const struct place controller = { 0x0a010100, 82, 82 };
static const struct place gateway = { 0x0a010200, 1, 1 };   /* 10.1.2.1 */
static const struct place outside = { 0xc6336400, 1, 250 }; /* 198.51.100.0/24 */

#define TCP       TRANSPORT_TCP, 49152, 65535
#define UDP       TRANSPORT_UDP, 49152, 65535
#define DHCP      TRANSPORT_UDP, 68, 68
#define MEDIA     TRANSPORT_UDP, 1024, 65535
#define ONE(port) port, port
#define SIP_NAME  "sip.contoso.example"
#define WEB_NAME  "lyncweb.contoso.example"
#define POOL_NAME "pool01.contoso.example"
#define CHAT_NAME "chat01.contoso.example"
#define MED_NAME  "med01.contoso.example"
#define OFFICE    "officewebapps01.contoso.example"
#define EXTERNAL  "www.example.net"

/* clang-format off */
static const struct traffic rows[] = {
/* weight, protocol, writer, from, to, transport and initiator's ports, responder's ports,
 *   messages, media, server name, service, unexpected */
{ 260, "TLS", payload_tls, &client, &front_end, TCP, ONE(5061),
  8, 56, false, SIP_NAME, "front-end-service", false },
{ 180, "TLS", payload_tls, &client, &front_end, TCP, ONE(443),
  6, 36, false, WEB_NAME, "web-compatibility", false },
{ 30, "HTTP", payload_http, &client, &front_end, TCP, ONE(80),
  4, 16, false, WEB_NAME, "web-compatibility", false },
{ 20, "TLS", payload_tls, &proxy, &front_end, TCP, ONE(4443),
  6, 36, false, WEB_NAME, "web-server-component", false },
{ 10, "HTTP", payload_http, &proxy, &front_end, TCP, ONE(8080),
  4, 16, false, WEB_NAME, "web-compatibility", false },
{ 60, "TLS", payload_mtls, &front_end, &front_end, TCP, ONE(444),
  6, 76, false, POOL_NAME, "front-end-focus", false },
{ 20, "DCERPC", payload_dcerpc, &front_end, &front_end, TCP, ONE(135),
  4, 16, false, POOL_NAME, "front-end-dcom", false },
{ 25, "TLS", payload_mtls, &front_end, &front_end, TCP, ONE(5062),
  6, 26, false, POOL_NAME, "im-conferencing", false },
{ 35, "TLS", payload_tls, &client, &front_end, TCP, ONE(8057),
  6, 76, false, POOL_NAME, "web-conferencing", false },
{ 15, "TLS", payload_mtls, &front_end, &front_end, TCP, ONE(5063),
  6, 26, false, POOL_NAME, "av-conferencing", false },
{ 8, "TLS", payload_mtls, &front_end, &front_end, TCP, ONE(8060),
  4, 16, false, POOL_NAME, "web-server-component", false },
{ 8, "TLS", payload_mtls, &front_end, &front_end, TCP, ONE(5086),
  4, 16, false, POOL_NAME, "mobility", false },
{ 6, "TLS", payload_mtls, &front_end, &front_end, TCP, ONE(5064),
  4, 16, false, POOL_NAME, "attendant", false },
{ 6, "TLS", payload_mtls, &front_end, &front_end, TCP, ONE(5072),
  4, 16, false, POOL_NAME, "attendant", false },
{ 15, "TLS", payload_mtls, &front_end, &mediation, TCP, ONE(5070),
  6, 36, false, MED_NAME, "mediation", false },
{ 10, "TLS", payload_mtls, &gateway, &mediation, TCP, ONE(5067),
  6, 36, false, MED_NAME, "mediation", false },
{ 8, "SIP", payload_sip, &gateway, &mediation, TCP, ONE(5068),
  7, 28, false, MED_NAME, "mediation", false },
{ 6, "TLS", payload_mtls, &front_end, &front_end, TCP, ONE(5065),
  4, 16, false, POOL_NAME, "application-sharing", false },
{ 5, "TLS", payload_mtls, &front_end, &front_end, TCP, ONE(5071),
  4, 16, false, POOL_NAME, "response-group", false },
{ 5, "TLS", payload_mtls, &front_end, &front_end, TCP, ONE(5075),
  4, 16, false, POOL_NAME, "call-park", false },
{ 5, "TLS", payload_mtls, &front_end, &front_end, TCP, ONE(448),
  4, 16, false, POOL_NAME, "bandwidth-policy", false },
{ 20, "SMB", payload_smb, &front_end, &front_end, TCP, ONE(445),
  6, 60, false, POOL_NAME, "master-replicator", false },
{ 10, "SSRP", payload_sql_browser, &front_end, &front_end, UDP, ONE(1434),
  2, 4, false, POOL_NAME, "sql-browser", false },
{ 80, "RTP", payload_audio, &client, &front_end, MEDIA, 49152, 57500,
  400, 3000, true, POOL_NAME, "audio", false },
{ 30, "RTP", payload_video, &client, &front_end, MEDIA, 57501, 65535,
  400, 3000, true, POOL_NAME, "video", false },
{ 14, "RTP-TCP", payload_application_sharing, &client, &front_end, TCP, 49152, 65535,
  100, 800, true, POOL_NAME, "application-sharing-media", false },
{ 40, "RTP", payload_audio, &client, &client, MEDIA, 1024, 65535,
  200, 2000, true, POOL_NAME, "client-audio", false },
{ 10, "TLS", payload_mtls, &front_end, &chat, TCP, ONE(5041),
  6, 26, false, CHAT_NAME, "persistent-chat-sip", false },
{ 4, "TLS", payload_mtls, &front_end, &chat, TCP, ONE(881),
  4, 16, false, CHAT_NAME, "persistent-chat-wcf", false },
{ 8, "TLS", payload_tls, &front_end, &web_apps, TCP, ONE(443),
  6, 26, false, OFFICE, "office-web-apps", false },
{ 15, "TLS", payload_tls, &client, &director, TCP, ONE(5061),
  6, 26, false, SIP_NAME, "front-end-service", false },
{ 12, "MSTURN", payload_msturn, &client, &edge, UDP, ONE(3478),
  6, 40, false, POOL_NAME, "msturn", false },
{ 6, "DHCP", payload_dhcp, &client, &dhcp_server, DHCP, ONE(67),
  2, 4, false, POOL_NAME, "dhcp", false },
{ 60, "DNS", payload_dns, &client, &controller, UDP, ONE(53),
  2, 2, false, POOL_NAME, "dns", false },
{ 4, "SSH", payload_ssh, &outside, &front_end, TCP, ONE(22),
  6, 36, false, EXTERNAL, "-", true },
{ 3, "SSH", payload_ssh, &outside, &front_end, TCP, ONE(5061),
  6, 36, false, EXTERNAL, "-", true },
{ 2, "SSH", payload_ssh, &client, &front_end, TCP, ONE(443),
  6, 36, false, EXTERNAL, "-", true },
{ 3, "SIP", payload_sip, &outside, &front_end, TCP, ONE(15060),
  7, 14, false, POOL_NAME, "-", true },
{ 3, "UNKNOWN", payload_unknown, &outside, &front_end, TCP, ONE(4444),
  4, 36, false, EXTERNAL, "-", true },
{ 2, "TLS", payload_tls, &client, &mediation, TCP, ONE(8057),
  4, 16, false, POOL_NAME, "-", true },
{ 2, "TLS", payload_tls, &front_end, &outside, TCP, ONE(8443),
  6, 26, false, EXTERNAL, "-", true },
};
/* clang-format on */

enum {
	ROW_COUNT = sizeof(rows) / sizeof(rows[0])
};

const struct traffic *mix_rows(size_t *count)
{
	*count = ROW_COUNT;
	return rows;
}

static unsigned weight_of(const struct traffic *t, bool media)
{
	return t->is_media && !media ? 0 : t->weight;
}

const struct traffic *mix_draw(struct prng *r, bool media)
{
	unsigned total = 0;
	const struct traffic *t = rows;

	for (size_t i = 0; i < ROW_COUNT; i++)
		total += weight_of(&rows[i], media);
	for (unsigned left = prng_range(r, 0, total - 1); left >= weight_of(t, media);
	     t++)
		left -= weight_of(t, media);
	return t;
}

static uint32_t draw_host(const struct place *p, struct prng *r)
{
	return p->base + prng_range(r, p->low, p->high);
}

void mix_draw_hosts(const struct traffic *t, struct prng *r, uint32_t *from, uint32_t *to)
{
	*from = draw_host(t->from, r);
	do
		*to = draw_host(t->to, r);
	while (*to == *from);
}
