/* SPDX-License-Identifier: BSD-2-Clause */
#include "payload.h"

#include <stdio.h>

enum { /* MS-SMB2 section 2.2.1.2 */
	SMB2_NEGOTIATE = 0,
	SMB2_SESSION_SETUP = 1,
	SMB2_WRITE = 9,
	SMB2_FLAG_RESPONSE = 1,
	SMB2_HEADER_LEN = 64,
};

/** The NetBIOS frame (RFC 1002 section 4.3.1) is patched over by the caller. */
static void put_smb2_header(struct buffer *b, const struct conversation *c,
                            uint16_t command, bool is_request)
{
	put_be32(b, 0);
	put_bytes(b, "\xfeSMB", 4);
	put_le16(b, SMB2_HEADER_LEN);
	put_le16(b, 1); /* credit charge */
	put_le32(b, 0); /* status */
	put_le16(b, command);
	put_le16(b, 31); /* credits */
	put_le32(b, is_request ? 0 : SMB2_FLAG_RESPONSE);
	put_le32(b, 0);
	put_le32(b, c->step / 2); /* message id, low half */
	put_le32(b, 0);
	put_le32(b, 0xfeff);
	put_le32(b, command == SMB2_WRITE ? 1 : 0); /* tree */
	put_le32(b, command == SMB2_NEGOTIATE ? 0 : c->secret);
	put_le32(b, 0);
	put_zeros(b, 16); /* not signed */
}

/** Source: MS-SMB2 sections 2.2.3 and 2.2.4. */
static void put_smb2_negotiate(struct buffer *b, struct prng *r, bool is_request)
{
	put_le16(b, is_request ? 36 : 65);
	if (is_request) {
		put_le16(b, 3); /* dialects */
		put_le32(b, 1); /* signing enabled */
		put_le32(b, 0x3f);
		put_noise(b, r, 16);
		put_zeros(b, 8);
		put_bytes(b, "\2\2\x10\2\0\3", 6); /* 2.0.2, 2.1, 3.0 */
		return;
	}
	put_le16(b, 1);
	put_le16(b, 0x0300);
	put_le16(b, 0);
	put_noise(b, r, 16);
	put_le32(b, 0x3f);
	for (int limit = 0; limit < 3; limit++)
		put_le32(b, 1 << 20);
	put_noise(b, r, 16); /* times */
	put_le16(b, SMB2_HEADER_LEN + 64);
	put_le16(b, 0); /* no security blob */
	put_le32(b, 0);
}

/** Source: MS-SMB2 sections 2.2.5 and 2.2.6. */
static void put_smb2_session(struct buffer *b, bool is_request)
{
	static const uint8_t negotiate[32] =
		"NTLMSSP\0\1\0\0\0\7\x82\x08\xa2"; /* MS-NLMP */
	const uint16_t blob_len = is_request ? sizeof(negotiate) : 0;

	put_le16(b, is_request ? 25 : 9);
	put_le16(b, is_request ? 1 << 8 : 0);
	if (is_request) {
		put_le32(b, 1);
		put_le32(b, 0);
	}
	put_le16(b, SMB2_HEADER_LEN + (is_request ? 24 : 8));
	put_le16(b, blob_len);
	if (is_request)
		put_zeros(b, 8); /* no previous session */
	put_bytes(b, negotiate, blob_len);
}

/** Source: MS-SMB2 sections 2.2.21 and 2.2.22. */
static void put_smb2_write(struct buffer *b, const struct conversation *c, struct prng *r,
                           bool is_request)
{
	const uint32_t len = is_request ? prng_range(r, 200, 1300) : 0;

	put_le16(b, is_request ? 49 : 17);
	if (!is_request) {
		put_le16(b, 0);
		put_le32(b, 1300);
		put_zeros(b, 8);
		return;
	}
	put_le16(b, SMB2_HEADER_LEN + 48);
	put_le32(b, len);
	put_le32(b, c->step * 1300); /* offset in the file */
	put_le32(b, 0);
	put_le32(b, c->secret); /* file id */
	put_le32(b, 0);
	put_le32(b, ~c->secret);
	put_le32(b, 0);
	put_zeros(b, 16);
	put_noise(b, r, len);
}

void payload_smb(struct conversation *c, struct prng *r, struct message *m)
{
	const uint16_t command = c->step < 2   ? SMB2_NEGOTIATE
	                         : c->step < 4 ? SMB2_SESSION_SETUP
	                                       : SMB2_WRITE;

	m->from_initiator = c->step % 2 == 0;
	put_smb2_header(&m->payload, c, command, m->from_initiator);
	if (command == SMB2_NEGOTIATE)
		put_smb2_negotiate(&m->payload, r, m->from_initiator);
	else if (command == SMB2_SESSION_SETUP)
		put_smb2_session(&m->payload, m->from_initiator);
	else
		put_smb2_write(&m->payload, c, r, m->from_initiator);
	patch_length(&m->payload, 1, 3);
}

enum { /* C706 section 12.6.3 */
	DCERPC_REQUEST = 0,
	DCERPC_RESPONSE = 2,
	DCERPC_BIND = 11,
	DCERPC_BIND_ACK = 12,
	DCERPC_LENGTH_AT = 8,
	OBJECT_EXPORTER_SERVER_ALIVE = 3, /* MS-DCOM section 3.1.2.5.1.4 */
};

static const uint8_t ndr_syntax[] = { 0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9,
	                              0x11, 0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10,
	                              0x48, 0x60, 2,    0,    0,    0 };

/** Source: C706 section 12.6.4.3; MS-DCOM section 1.9 (IObjectExporter), in NDR. */
static void put_bind(struct buffer *b)
{
	static const uint8_t exporter[] = { 0xc4, 0xfe, 0xfc, 0x99, 0x60, 0x52, 0x1b,
		                            0x10, 0xbb, 0xcb, 0x00, 0xaa, 0x00, 0x21,
		                            0x34, 0x7a, 0,    0,    0,    0 };

	put_le16(b, 5840);
	put_le16(b, 5840);
	put_le32(b, 0);
	put_le32(b, 1); /* one context */
	put_le16(b, 0);
	put_le16(b, 1); /* with one transfer syntax */
	put_bytes(b, exporter, sizeof(exporter));
	put_bytes(b, ndr_syntax, sizeof(ndr_syntax));
}

/** Source: C706 section 12.6.4.4. */
static void put_bind_ack(struct buffer *b, const struct conversation *c)
{
	put_le16(b, 5840);
	put_le16(b, 5840);
	put_le32(b, c->secret);
	put_le16(b, 4);
	put_bytes(b, "135\0\0\0", 6); /* secondary address, aligned */
	put_le32(b, 1);
	put_le32(b, 0); /* accepted */
	put_bytes(b, ndr_syntax, sizeof(ndr_syntax));
}

void payload_dcerpc(struct conversation *c, struct prng *r, struct message *m)
{
	static const uint8_t types[] = { DCERPC_BIND, DCERPC_BIND_ACK, DCERPC_REQUEST,
		                         DCERPC_RESPONSE };
	const uint8_t type = types[c->step < 2 ? c->step : 2 + c->step % 2];
	struct buffer *b = &m->payload;

	(void)r; /* a call is told by its number alone */
	m->from_initiator = c->step % 2 == 0;
	put_bytes(b, "\5\0", 2);
	put_u8(b, type);
	put_u8(b, 3);                          /* first and last fragment */
	put_bytes(b, "\x10\0\0\0\0\0\0\0", 8); /* little-endian; length patched below */
	put_le32(b, 2 + c->step / 2);          /* call id */
	if (type == DCERPC_BIND) {
		put_bind(b);
	} else if (type == DCERPC_BIND_ACK) {
		put_bind_ack(b, c);
	} else {
		const bool is_request = type == DCERPC_REQUEST;

		put_le32(b, is_request ? 0 : 4); /* allocation hint */
		put_le16(b, 0);                  /* context */
		put_le16(b, is_request ? OBJECT_EXPORTER_SERVER_ALIVE : 0);
		put_zeros(b, is_request ? 0 : 4); /* it is alive */
	}
	b->bytes[DCERPC_LENGTH_AT] = (uint8_t)b->len;
	b->bytes[DCERPC_LENGTH_AT + 1] = (uint8_t)(b->len >> 8);
}

/** Source: MC-SQLR sections 2.2.3 and 2.2.5. */
void payload_sql_browser(struct conversation *c, struct prng *r, struct message *m)
{
	char text[200];

	m->from_initiator = c->step % 2 == 0;
	if (m->from_initiator) {
		put_bytes(&m->payload, "\4RTCLOCAL", 10);
		return;
	}
	const int len = snprintf(text, sizeof(text),
	                         "ServerName;FE%02u;InstanceName;RTCLOCAL;IsClustered;No;"
	                         "Version;11.0.2100.60;tcp;%u;;",
	                         c->responder.address & 255, prng_range(r, 49152, 65535));
	put_u8(&m->payload, 5);
	put_le16(&m->payload, (uint16_t)len);
	put_text(&m->payload, text);
}

enum { /* RFC 2131 section 2, RFC 2132 section 9 */
	DHCP_INFORM = 8,
	DHCP_ACK = 5,
	DHCP_MINIMUM_LEN = 300,
};

/** What Lync looks for with DHCP: RFC 3361 (120) and the vendor's own (43). */
static void put_dhcp_options(struct buffer *b, bool is_request)
{
	static const uint8_t asked[] = { 53, 1, DHCP_INFORM, 55, 2, 120, 43 };
	static const uint8_t answered[] = { 53, 1, DHCP_ACK, 54, 4, 10, 1, 1, 81 };
	static const uint8_t registrar[] = "\170\31\0\6pool01\7contoso\7example";

	put_bytes(b, "\x63\x82\x53\x63", 4);
	if (is_request) {
		put_bytes(b, asked, sizeof(asked));
		put_bytes(b, "\74\14MS-UC-Client", 14);
	} else {
		put_bytes(b, answered, sizeof(answered));
		put_bytes(b, registrar,
		          sizeof(registrar)); /* with the root's empty label */
	}
	put_u8(b, 255);
	if (b->len < DHCP_MINIMUM_LEN)
		put_zeros(b, DHCP_MINIMUM_LEN - b->len);
}

void payload_dhcp(struct conversation *c, struct prng *r, struct message *m)
{
	struct buffer *b = &m->payload;

	(void)r; /* an exchange is told by its transaction id alone */
	m->from_initiator = c->step % 2 == 0;
	put_u8(b, m->from_initiator ? 1 : 2);
	put_bytes(b, "\1\6\0", 3); /* Ethernet, six bytes, no hops */
	put_be32(b, c->secret + c->step / 2);
	put_be32(b, 0);
	put_be32(b, c->initiator.address);
	put_zeros(b, 12);
	put_be16(b, 0x0200); /* hardware address, as wire.c makes it */
	put_be32(b, c->initiator.address);
	put_zeros(b, 10 + 64 + 128);
	put_dhcp_options(b, m->from_initiator);
}

/** Source: RFC 1035 section 4.1, RFC 2782. */
void payload_dns(struct conversation *c, struct prng *r, struct message *m)
{
	static const uint8_t question[] = "\17_sipinternaltls\4_tcp\7contoso\7example\0"
					  "\0\41\0\1"; /* SRV, IN */
	static const uint8_t answer[] =
		"\300\14\0\41\0\1\0\0\2\130\0\36"            /* 600 s, 30 bytes */
		"\0\0\0\0\23\305\6pool01\7contoso\7example"; /* :5061 */
	struct buffer *b = &m->payload;

	(void)r; /* every client asks the same */
	m->from_initiator = c->step % 2 == 0;
	put_be16(b, (uint16_t)(c->secret + c->step / 2));
	put_be16(b, m->from_initiator ? 0x0100 : 0x8580);
	put_be16(b, 1);
	put_be16(b, m->from_initiator ? 0 : 1);
	put_be32(b, 0);
	put_bytes(b, question, sizeof(question) - 1);
	if (!m->from_initiator)
		put_bytes(b, answer, sizeof(answer));
}
