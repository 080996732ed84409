/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * detail - the texts an inspection leaves on a flow: SNI, certificate, User-Agent, …
 *
 * Room: inspect. Kept as one packed allocation, because a million flows have
 * them, and shared by flows that say the same, in whatever thread. The values are
 * captured bytes, unescaped and not NUL-terminated.
 */
#ifndef INSPECT_DETAIL_H
#define INSPECT_DETAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is called a pair are two keys, for flow->end[0] and flow->end[1]. */
enum detail {
	DETAIL_TLS_VERSION, /* "TLS 1.2", negotiated when a ServerHello was seen */
	DETAIL_TLS_VERSIONS_OFFERED, /* "TLS 1.3,TLS 1.2"; else the highest */
	DETAIL_TLS_SNI,
	DETAIL_TLS_ALPN,    /* chosen by the server, else first offered */
	DETAIL_TLS_CIPHER,  /* "0xc030" */
	DETAIL_TLS_SUBJECT, /* server certificate subject common name */
	DETAIL_TLS_ISSUER,
	DETAIL_TLS_SAN,        /* first names, comma separated, at most 255 bytes */
	DETAIL_TLS_NOT_BEFORE, /* RFC 3339 */
	DETAIL_TLS_NOT_AFTER,
	DETAIL_TLS_SERIAL,         /* "0A:1B:2C" */
	DETAIL_TLS_KEY,            /* "RSA 2048" */
	DETAIL_TLS_SIGNATURE,      /* "sha256WithRSAEncryption" */
	DETAIL_TLS_CLIENT_SUBJECT, /* client certificate subject common name */
	DETAIL_TLS_CLIENT_ISSUER,  /* and so on, as of the server's */
	DETAIL_TLS_CLIENT_NOT_BEFORE,
	DETAIL_TLS_CLIENT_NOT_AFTER,
	DETAIL_TLS_CLIENT_SERIAL,
	DETAIL_TLS_CLIENT_KEY,
	DETAIL_TLS_CLIENT_SIGNATURE,
	DETAIL_TLS_CLIENT_CERTIFICATE, /* "given", "refused" (asked, none came), "not asked" */
	DETAIL_TLS_OUTCOME, /* "complete", "failed", "unanswered", "abandoned", "unseen" */
	DETAIL_TLS_UNSEEN, /* why: "mid-stream", "cut", "one-sided", "resumed", "TLS 1.3", … */
	DETAIL_TLS_ALERT,    /* "handshake_failure"; a number without a name */
	DETAIL_TLS_ALERT_BY, /* "client", "server" */
	DETAIL_TLS_STEP,     /* the last message before it failed or was abandoned */
	DETAIL_SIP_METHOD,   /* of the first request */
	DETAIL_SIP_CODE,     /* of the first response */
	DETAIL_SIP_AGENTS,   /* pair: each end's own User-Agent or Server header */
	DETAIL_SIP_AGENTS_END_1,
	DETAIL_SIP_GRUU, /* GruuType, as in srvr:HomeServer */
	DETAIL_HTTP_METHOD,
	DETAIL_HTTP_HOST,
	DETAIL_HTTP_PATH,
	DETAIL_HTTP_USER_AGENT,
	DETAIL_HTTP_SERVER,
	DETAIL_STUN_SOFTWARE,
	DETAIL_MSTURN_VERSION,
	DETAIL_MODALITY, /* "audio", "video", "data" */
	DETAIL_MODALITY_REASON,
	DETAIL_RTP_PAYLOAD_TYPE, /* "114" */
	DETAIL_RTP_CODEC,        /* likely, as in "x-msrta/16000" */
	DETAIL_RTP_LOSS,         /* pair: per cent lost of what each end sent; "-" */
	DETAIL_RTP_LOSS_END_1,
	DETAIL_RTP_JITTER, /* pair: ms; "-" */
	DETAIL_RTP_JITTER_END_1,
	DETAIL_RTP_REORDERED, /* pair: packets; shown in the note */
	DETAIL_RTP_REORDERED_END_1,
	DETAIL_DHCP_VENDOR_CLASS,
	DETAIL_SSRP_INSTANCES,   /* "RTCLOCAL:49155,RTC:1433" */
	DETAIL_DCERPC_INTERFACE, /* UUID of the first bind */
	DETAIL_DNS_QUERY,
	DETAIL_SMB_DIALECT,
	DETAIL_PROTOCOL, /* what HINT_OTHER is: "ssh", "vnc", a signature id or nDPI name */
	DETAIL_BANNER, /* the first line of text of who listens: "SSH-2.0-OpenSSH_9.2" */
	DETAIL_NOTE,   /* notes such as "TLS 1.0", comma separated */
	DETAILS,
};

/* Opaque; NULL is the empty list. */
struct detail_list;

/** An empty list with room for @capacity bytes. Owned: detail_list_destroy(). NULL: out of memory. */
struct detail_list *detail_list_create(size_t capacity);

/**
 * Set or replace @key. Values beyond 255 bytes are cut. Out of memory: the value is not kept.
 *
 * A list that has other owners stays as it is; *@list becomes one of its own.
 */
void detail_set(struct detail_list **list, enum detail key, const void *bytes,
                size_t len);

/** Set or replace every value of @from, NULL for none. */
void detail_merge(struct detail_list **list, const struct detail_list *from);

/** The value of @key, borrowed until the list changes; NULL when it has none. */
const char *detail_get(const struct detail_list *list, enum detail key, size_t *len);

/** Has it a value of one of @keys, a bit for each? */
bool detail_has_any(const struct detail_list *list, uint64_t keys);

/** The keys that have a value, a bit each of enum detail; 0 of NULL, the empty list. */
uint64_t detail_keys(const struct detail_list *list);

typedef void (*detail_visitor)(enum detail key, const char *bytes, size_t len,
                               void *context);

/** Visit every value in the order of enum detail. */
void detail_visit(const struct detail_list *list, detail_visitor visit, void *context);

/** The key of what end number @end has of @pair. */
static inline enum detail detail_by_end(enum detail pair, unsigned end)
{
	return (enum detail)(pair + end);
}

/**
 * Visit every value as a reader of the flow wants it: of a pair the initiator's first,
 * under the keys of ends 0 and 1, or both as one, "0.12/0.00", under that of end 0.
 *
 * @initiator  the number of its end
 */
void detail_show(const struct detail_list *list, unsigned initiator, detail_visitor visit,
                 void *context);

/**
 * Set what detail_show() showed under @key, its initiator being end 0: the way back from
 * a record of the flow. A pair that was shown as one text becomes two values again.
 */
void detail_restore(struct detail_list **list, enum detail key, const char *shown,
                    size_t len);

#define DETAIL_NOTE_SIZE 800

/** DETAIL_NOTE and what is shown in it. @return the bytes put into @text; 0: none */
size_t detail_note(const struct detail_list *list, unsigned initiator,
                   char text[static DETAIL_NOTE_SIZE]);

/** A copy of @list in no more memory than it needs; NULL for the empty list or out of memory. */
struct detail_list *detail_copy(const struct detail_list *list);

/** Do both say the same? Either may be NULL, the empty list. */
bool detail_list_equal(const struct detail_list *a, const struct detail_list *b);

/** One owner more, who calls detail_list_destroy() as well; in one thread only. @return @list */
struct detail_list *detail_list_share(struct detail_list *list);

/**
 * Bytes of memory @list takes, divided by all owners it ever had. For the thread that
 * shares it, and so the same whenever owners in other threads are done with it.
 */
size_t detail_memory(const struct detail_list *list);

/** One owner less; the last one frees it. NULL is fine. */
void detail_list_destroy(struct detail_list *list);

/** Where it goes in an EVE record when shown: object and key, as in "tls" and "sni". Static. */
const char *detail_object(enum detail key);
const char *detail_key(enum detail key);

#endif
