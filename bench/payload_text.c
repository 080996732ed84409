/* SPDX-License-Identifier: BSD-2-Clause */
#include "payload.h"

#include <stdarg.h>
#include <stdio.h>

static void put_format(struct buffer *b, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void put_format(struct buffer *b, const char *format, ...)
{
	const size_t room = sizeof(b->bytes) - b->len;
	va_list args;

	va_start(args, format);
	const int len = vsnprintf((char *)b->bytes + b->len, room, format, args);
	va_end(args);
	assert(len >= 0 && (size_t)len < room);
	b->len += (size_t)len;
}

struct dotted {
	char text[16];
};

static struct dotted dotted(uint32_t address)
{
	struct dotted d;

	(void)snprintf(d.text, sizeof(d.text), "%u.%u.%u.%u", address >> 24,
	               address >> 16 & 255, address >> 8 & 255, address & 255);
	return d;
}

/** One line of a call as the two ends say it: INVITE to 200, then again. */
struct sip_turn {
	bool from_initiator;
	const char *start; /* of a request up to the URI; of an answer the whole line */
	const char *method;
	unsigned cseq;
	bool has_body;
};

static const struct sip_turn sip_turns[] = {
	{ true, "INVITE", "INVITE", 1, true },
	{ false, "SIP/2.0 100 Trying", "INVITE", 1, false },
	{ false, "SIP/2.0 183 Session Progress", "INVITE", 1, true },
	{ false, "SIP/2.0 200 OK", "INVITE", 1, true },
	{ true, "ACK", "ACK", 1, false },
	{ true, "BYE", "BYE", 2, false },
	{ false, "SIP/2.0 200 OK", "BYE", 2, false },
};

enum {
	SIP_TURNS = sizeof(sip_turns) / sizeof(sip_turns[0])
};

/** Source: RFC 8866; the payload types are those of a Lync mediation server. */
static int format_sdp(char *text, size_t size, const struct conversation *c,
                      uint32_t from)
{
	return snprintf(
		text, size,
		"v=0\r\no=- %u 1 IN IP4 %s\r\ns=session\r\nc=IN IP4 %s\r\nt=0 0\r\n"
		"m=audio %u RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\n"
		"a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
		"a=fmtp:101 0-16\r\na=ptime:20\r\n",
		c->secret >> 8, dotted(from).text, dotted(from).text,
		49152 + c->secret % 4096 * 2);
}

static void put_sip_start(struct buffer *b, const struct conversation *c,
                          const struct sip_turn *turn, uint32_t call)
{
	if (!turn->from_initiator) {
		put_format(b, "%s\r\n", turn->start);
		return;
	}
	put_format(b, "%s sip:+15550%05u@%s;user=phone SIP/2.0\r\nMax-Forwards: 70\r\n",
	           turn->start, call % 100000, c->server_name);
}

/** The headers that are the same in a request and in what answers it. */
static void put_sip_dialog(struct buffer *b, const struct conversation *c,
                           const struct sip_turn *turn, uint32_t call)
{
	const struct dotted from = dotted(c->initiator.address);
	const bool first = turn->from_initiator && turn->has_body;
	char tag[20] = "";

	if (!first)
		(void)snprintf(tag, sizeof(tag), ";tag=%08x", call ^ 0xa5a5a5a5);
	put_format(b, "Via: SIP/2.0/TCP %s:%u;branch=z9hG4bK%08x%s\r\n", from.text,
	           c->initiator.port, call, turn->method);
	put_format(b, "From: <sip:+15551%05u@gw.contoso.example;user=phone>;tag=%08x\r\n",
	           call / 7 % 100000, call ^ 0x5a5a5a5a);
	put_format(b, "To: <sip:+15550%05u@%s;user=phone>%s\r\n", call % 100000,
	           c->server_name, tag);
	put_format(b, "Call-ID: %08x@gw.contoso.example\r\nCSeq: %u %s\r\n", call,
	           turn->cseq, turn->method);
}

void payload_sip(struct conversation *c, struct prng *r, struct message *m)
{
	const struct sip_turn *turn = &sip_turns[c->step % SIP_TURNS];
	const struct endpoint from = turn->from_initiator ? c->initiator : c->responder;
	const uint32_t call = c->secret + c->step / SIP_TURNS;
	struct buffer *b = &m->payload;
	char body[400] = "";
	int body_len = 0;

	(void)r; /* a call is told by its number alone */
	m->from_initiator = turn->from_initiator;
	if (turn->has_body)
		body_len = format_sdp(body, sizeof(body), c, from.address);
	put_sip_start(b, c, turn, call);
	put_sip_dialog(b, c, turn, call);
	put_format(b, "Contact: <sip:%s:%u;transport=tcp>\r\n", dotted(from.address).text,
	           from.port);
	put_text(b, turn->from_initiator ? "User-Agent: Contoso Gateway 7.2\r\n"
	                                 : "Server: RTCC/5.0.0.0 MediationServer\r\n");
	if (turn->has_body)
		put_text(b, "Content-Type: application/sdp\r\n");
	put_format(b, "Content-Length: %d\r\n\r\n%s", body_len, body);
}

void payload_http(struct conversation *c, struct prng *r, struct message *m)
{
	static const char *const paths[] = {
		"/abs/handler/C-0a1b-0a1c.lsabs",
		"/CertProv/CertProvisioningService.svc",
		"/RequestHandler/Files/UCPhone.cat",
		"/Autodiscover/autodiscoverservice.svc/root",
	};

	m->from_initiator = c->step % 2 == 0;
	if (m->from_initiator) {
		put_format(&m->payload,
		           "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: */*\r\n"
		           "User-Agent: OC/15.0.4420.1017 (Microsoft Lync)\r\n\r\n",
		           paths[(c->secret + c->step) % 4], c->server_name);
		return;
	}
	const uint32_t len = prng_range(r, 100, 1100);
	put_format(&m->payload,
	           "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
	           "Server: Microsoft-IIS/8.0\r\nContent-Length: %u\r\n\r\n",
	           len);
	put_noise(&m->payload, r, len);
}
