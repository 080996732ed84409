/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lyncday - makes a capture of a Lync front-end pool's network, and the truth about it.
 *
 * usage: lyncday WORKLOAD OUT.pcap TRUTH.tsv SCALE SEED
 *
 * WORKLOAD is day, storm, elephant or concurrent-N; SCALE is how many million packets,
 * for concurrent-N how many million flows.
 * The same arguments give the same bytes. README.md says what each workload is.
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mix.h"
#include "payload.h"
#include "prng.h"
#include "wire.h"

enum {
	HANDSHAKE_STEPS = 3,
	FEWEST_MESSAGES = 4, /* what a conversation still says when the workload ends */
	ELEPHANT_MESSAGES = 60,
	MOST_REDRAWS = 100,
	GENERATION_GAP_US = 900 * 1000000, /* longer than any idle timeout in use */
};

struct workload {
	const char *name;
	uint32_t open;        /* conversations open at the same time */
	uint32_t gap_us;      /* longest pause between two packets */
	uint32_t least, most; /* messages a conversation; 0: as the mix says */
	bool media;
	bool refill;    /* a conversation that ended makes room for another */
	bool elephants; /* only rows with long conversations, and those never end */
};

static const struct workload workloads[] = {
	{ "day", 4000, 60, 0, 0, true, true, false },
	{ "storm", 2000, 60, 1, 3, false, true, false },
	{ "elephant", 20, 30, 0, 0, true, true, true },
	{ "concurrent-", 0, 4, 1, 3, false, false, false },
};

/** A conversation and its transport state; index 0 is the initiator's. */
struct flow {
	struct conversation talk;
	const struct traffic *traffic;
	uint32_t seq[2];
	uint32_t messages; /* before it closes */
	uint8_t handshake; /* packets of it sent */
};

/** Endpoints already given to a conversation, so that every truth row is unique. */
struct key_set {
	uint64_t *keys; /* open addressing; 0 is an empty place */
	uint64_t mask;
};

struct generator {
	struct workload workload;
	struct wire wire;
	struct prng random;
	FILE *truth;
	struct key_set used;
	struct flow *flows;
	uint32_t open;
	uint32_t started;
	uint64_t
		target; /* packets, or without refill flows, after which nothing new begins */
};

static bool is_enough(const struct generator *g)
{
	return (g->workload.refill ? g->wire.packets : g->started) >= g->target;
}

static uint64_t key_of(const struct traffic *t, const struct conversation *c)
{
	const uint64_t addresses =
		(uint64_t)c->initiator.address << 32 | c->responder.address;
	const uint64_t ports = (uint64_t)c->initiator.port << 16 | c->responder.port;
	uint64_t key = (addresses + t->transport) * 0x9e3779b97f4a7c15u;

	key = (key ^ key >> 29 ^ ports) * 0xbf58476d1ce4e5b9u;
	key ^= key >> 32;
	return key ? key : 1;
}

/** Whether @key is new; it is a member afterwards. */
static bool key_set_add(struct key_set *set, uint64_t key)
{
	uint64_t at = key & set->mask;

	while (set->keys[at] != 0 && set->keys[at] != key)
		at = (at + 1) & set->mask;
	const bool is_new = set->keys[at] == 0;
	set->keys[at] = key;
	return is_new;
}

/** Room for @count keys at half load. */
static bool key_set_init(struct key_set *set, uint64_t count)
{
	uint64_t size = 1024;

	while (size < 2 * count)
		size *= 2;
	set->mask = size - 1;
	set->keys = calloc(size, sizeof(*set->keys));
	return set->keys != NULL;
}

static void draw_endpoints(struct generator *g, const struct traffic *t,
                           struct conversation *c)
{
	struct prng *r = &g->random;

	for (int draws = 0; draws < MOST_REDRAWS; draws++) {
		mix_draw_hosts(t, r, &c->initiator.address, &c->responder.address);
		c->initiator.port = (uint16_t)prng_range(r, t->from_low, t->from_high);
		c->responder.port = (uint16_t)prng_range(r, t->to_low, t->to_high);
		if (key_set_add(&g->used, key_of(t, c)))
			return;
	}
	/* Rather a conversation between the same endpoints again than none. */
}

static const struct traffic *draw_elephant(uint32_t number)
{
	size_t count;
	const struct traffic *rows = mix_rows(&count);
	size_t at = 0;

	for (;; at = (at + 1) % count)
		if (rows[at].most >= ELEPHANT_MESSAGES && number-- == 0)
			return &rows[at];
}

static void write_truth(const struct generator *g, const struct flow *f)
{
	const struct traffic *t = f->traffic;
	const uint32_t a = f->talk.initiator.address, b = f->talk.responder.address;

	/* A failed write is sticky in the stream: finish() reports it. */
	fprintf(g->truth, "%s\t%u.%u.%u.%u\t%u\t%u.%u.%u.%u\t%u\t%s\t%s\t%d\n",
	        t->transport == TRANSPORT_TCP ? "tcp" : "udp", a >> 24, a >> 16 & 255,
	        a >> 8 & 255, a & 255, f->talk.initiator.port, b >> 24, b >> 16 & 255,
	        b >> 8 & 255, b & 255, f->talk.responder.port, t->protocol, t->service,
	        t->unexpected);
}

static void start_flow(struct generator *g, struct flow *f)
{
	const struct workload *w = &g->workload;
	struct prng *r = &g->random;
	const struct traffic *t =
		w->elephants ? draw_elephant(g->started) : mix_draw(r, w->media);

	*f = (struct flow){ .traffic = t };
	draw_endpoints(g, t, &f->talk);
	f->talk.server_name = t->server_name;
	f->talk.secret = (uint32_t)prng_next(r);
	f->seq[0] = (uint32_t)prng_next(r);
	f->seq[1] = (uint32_t)prng_next(r);
	f->messages = w->most ? prng_range(r, w->least, w->most)
	                      : prng_range(r, t->least, t->most);
	if (t->transport == TRANSPORT_UDP && f->messages < 2)
		f->messages =
			2; /* with TCP the handshake is an answer, here the reply is */
	if (w->elephants)
		f->messages = UINT32_MAX;
	g->started++;
	write_truth(g, f);
}

static void send_segment(struct generator *g, struct flow *f, int end, uint8_t flags,
                         const struct buffer *payload)
{
	static const struct buffer nothing = { .len = 0 };
	const struct buffer *sent = payload ? payload : &nothing;
	const struct endpoint ends[] = { f->talk.initiator, f->talk.responder };
	const struct segment at = { flags, f->seq[end],
		                    flags & TCP_ACK ? f->seq[!end] : 0 };

	wire_tcp(&g->wire, ends[end], ends[!end], at, sent);
	f->seq[end] += (uint32_t)sent->len + (flags & (TCP_SYN | TCP_FIN) ? 1 : 0);
}

static void send_handshake(struct generator *g, struct flow *f)
{
	static const uint8_t flags[HANDSHAKE_STEPS] = { TCP_SYN, TCP_SYN | TCP_ACK,
		                                        TCP_ACK };

	send_segment(g, f, f->handshake == 1, flags[f->handshake], NULL);
	f->handshake++;
}

static void send_message(struct generator *g, struct flow *f)
{
	struct message m;

	m.payload.len = 0;
	f->traffic->write(&f->talk, &g->random, &m);
	f->talk.step++;
	if (f->traffic->transport == TRANSPORT_TCP)
		send_segment(g, f, !m.from_initiator, TCP_PSH | TCP_ACK, &m.payload);
	else if (m.from_initiator)
		wire_udp(&g->wire, f->talk.initiator, f->talk.responder, &m.payload);
	else
		wire_udp(&g->wire, f->talk.responder, f->talk.initiator, &m.payload);
}

/** Send what comes next in @f; whether that was its end. */
static bool step_flow(struct generator *g, struct flow *f)
{
	const bool is_tcp = f->traffic->transport == TRANSPORT_TCP;
	const bool ending =
		g->wire.packets >= g->target && f->talk.step >= FEWEST_MESSAGES;

	if (is_tcp && f->handshake < HANDSHAKE_STEPS) {
		send_handshake(g, f);
		return false;
	}
	if (f->talk.step < f->messages && !ending) {
		send_message(g, f);
		return !is_tcp && f->talk.step == f->messages;
	}
	if (is_tcp) {
		send_segment(g, f, 0, TCP_FIN | TCP_ACK, NULL);
		send_segment(g, f, 1, TCP_FIN | TCP_ACK, NULL);
		send_segment(g, f, 0, TCP_ACK, NULL);
	}
	return true;
}

/** Open all conversations and let them talk in turns by chance until the last one ends. */
static void run_generation(struct generator *g)
{
	for (g->open = 0; g->open < g->workload.open; g->open++)
		start_flow(g, &g->flows[g->open]);
	for (uint32_t i = 0; !g->workload.refill && i < g->open; i++)
		(void)step_flow(g, &g->flows[i]); /* no first packet is a last one */
	while (g->open > 0) {
		struct flow *f = &g->flows[prng_range(&g->random, 0, g->open - 1)];

		if (!step_flow(g, f))
			continue;
		if (g->workload.refill && !is_enough(g))
			start_flow(g, f);
		else
			*f = g->flows[--g->open];
	}
}

static bool find_workload(const char *name, struct workload *found)
{
	for (size_t i = 0; i < sizeof(workloads) / sizeof(workloads[0]); i++) {
		const size_t len = strlen(workloads[i].name);
		char *end;

		*found = workloads[i];
		if (found->open > 0 && strcmp(name, found->name) == 0)
			return true;
		if (found->open > 0 || strncmp(name, found->name, len) != 0)
			continue;
		const unsigned long open = strtoul(name + len, &end, 10);
		found->open = (uint32_t)open;
		return open > 0 && open <= 100000000 && *end == '\0';
	}
	return false;
}

static bool prepare(struct generator *g, char **argv)
{
	char *end;
	const double millions = strtod(argv[4], &end);

	if (!find_workload(argv[1], &g->workload) || *end != '\0' ||
	    !isfinite(millions) || millions <= 0 || millions > 10000) {
		errno = EINVAL;
		return false;
	}
	const uint64_t seed = strtoull(argv[5], &end, 10);
	if (*end != '\0') {
		errno = EINVAL;
		return false;
	}
	g->random = prng_seeded(seed);
	g->target = (uint64_t)(millions * 1e6);
	g->flows = calloc(g->workload.open, sizeof(*g->flows));
	/* No conversation has fewer than two packets. */
	const uint64_t flows = g->workload.refill ? g->target / 2 : g->target;
	if (g->flows == NULL || !key_set_init(&g->used, flows + g->workload.open))
		return false;
	g->truth = fopen(argv[3], "w");
	return g->truth != NULL && wire_open(&g->wire, argv[2], seed, g->workload.gap_us);
}

/** Close and free whatever prepare() got; whether every byte was written. */
static bool finish(struct generator *g)
{
	const bool captured = g->wire.out != NULL && wire_close(&g->wire);
	const bool written = g->truth != NULL && !ferror(g->truth);
	const bool closed = g->truth != NULL && fclose(g->truth) == 0;

	free(g->flows);
	free(g->used.keys);
	return captured && written && closed;
}

static void generate(struct generator *g)
{
	fputs("proto\tsrc\tsport\tdst\tdport\tprotocol\tservice\tunexpected\n", g->truth);
	do {
		run_generation(g);
		g->wire.time_us += GENERATION_GAP_US;
	} while (!is_enough(g));
	fprintf(stderr, "%" PRIu64 " packets, %" PRIu32 " flows\n", g->wire.packets,
	        g->started);
}

int main(int argc, char **argv)
{
	struct generator g = { .started = 0 };

	if (argc != 6) {
		fputs("usage: lyncday WORKLOAD OUT.pcap TRUTH.tsv SCALE SEED\n", stderr);
		return 2;
	}
	const bool prepared = prepare(&g, argv);
	if (prepared)
		generate(&g);
	else
		fprintf(stderr, "lyncday: %s %s %s %s %s: %s\n", argv[1], argv[2],
		        argv[3], argv[4], argv[5], strerror(errno));
	const bool finished = finish(&g);
	if (prepared && !finished)
		fprintf(stderr, "lyncday: %s and %s are incomplete: %s\n", argv[2],
		        argv[3], strerror(errno));
	return prepared && finished ? 0 : 2;
}
