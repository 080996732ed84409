/* SPDX-License-Identifier: BSD-2-Clause */
#include "reading.h"

#include <assert.h>
#include <string.h>

#include "base/transport.h"
#include "decode/cursor.h"

#include "inspection.h"
#include "payload.h"
#include "payload_streams.h"
#include "readers.h"
#include "tls_opening.h"

/* From this datagram on, a reader that says no to one is not shown the others. */
#define DATAGRAMS_IN_VAIN 8
#define TEXT_LEAST        3
#define TEXT_ENOUGH       16
/* Of who listens, before anything follows from how they begin. */
#define STRANGE_DATAGRAMS 4

void reading_init(struct reading *reading, struct block_pool *pool)
{
	reading->pool = pool;
	for (uint8_t i = 0; reader_table[i]; i++) {
		const struct reader_spec *spec = reader_table[i];

		assert(i < 32 && spec->state_size <= READER_STATE_MAX);
		if (spec->transports & READER_TCP)
			reading->readers[0] |= UINT32_C(1) << i;
		if (spec->transports & READER_UDP)
			reading->readers[1] |= UINT32_C(1) << i;
		if (spec->of_text)
			reading->of_text |= UINT32_C(1) << i;
	}
}

uint32_t reading_readers(const struct reading *reading, uint8_t transport)
{
	return reading->readers[transport == TRANSPORT_UDP];
}

static enum reader_answer ask(struct reading *reading, struct payload *payload,
                              uint8_t index)
{
	struct inspection *inspection = payload->inspection;
	const struct reader_spec *spec = reader_table[index];
	void *state = spec->state_size ? inspection_state(inspection, index) : NULL;

	payload->view.state = state;
	if (!state && spec->state_size) {
		memset(reading->scratch, 0, spec->state_size);
		payload->view.state = reading->scratch;
	}
	payload->view.done = 0;
	return spec->read(&payload->view);
}

/* A reader that wants to be asked again has a state of its own from now on. */
static bool keep_state(struct reading *reading, struct payload *payload, uint8_t index)
{
	return reader_table[index]->state_size == 0 ||
	       payload->view.state != reading->scratch ||
	       inspection_keep_state(payload->inspection, reading->pool, index,
	                             reading->scratch);
}

static void refuse(struct reading *reading, const struct payload *payload, uint8_t index)
{
	struct inspection *inspection = payload->inspection;
	uint32_t bit = UINT32_C(1) << index;
	unsigned end = payload->view.end;

	if (inspection->keeper == index)
		inspection->keeper = NO_READER;
	if (payload->view.transport == TRANSPORT_UDP) {
		if (inspection->packets < DATAGRAMS_IN_VAIN)
			return;
		inspection->refused[!end] |= bit;
	}
	inspection->refused[end] |= bit;
	if (inspection->refused[!end] & bit)
		inspection_drop_state(inspection, reading->pool, index);
}

static void note_who_knows(const struct payload *payload, enum reader_answer answer)
{
	if (answer != READER_NO && flow_hints(payload->view.flow) &&
	    !payload->inspection->by)
		payload->inspection->by = INSPECTION_BY_READER;
}

/* Reader @index is through. The other end is asked for its own words, by it first. */
static enum reading_result tell(struct reading *reading, struct payload *payload,
                                uint8_t index)
{
	struct inspection *inspection = payload->inspection;
	const struct reader_view *view = &payload->view;

	/* It found nothing of this end's: that is for the others to know. */
	if (!inspection_has_words(view->flow, view->end)) {
		refuse(reading, payload, index);
		return READING_ON;
	}
	inspection->keeper = index;
	return inspection_tell(inspection, view->flow, view->end) ? READING_DECIDED
	                                                          : READING_ON;
}

static enum reading_result ask_and_note(struct reading *reading, struct payload *payload,
                                        uint8_t index)
{
	struct inspection *inspection = payload->inspection;
	enum reader_answer answer = ask(reading, payload, index);

	note_who_knows(payload, answer);
	switch (answer) {
	case READER_NO:
		refuse(reading, payload, index);
		return READING_ON;
	case READER_YES:
		return tell(reading, payload, index);
	case READER_MORE:
		inspection->wanting = true;
		break;
	case READER_KEEP:
		inspection->keeper = index;
		break;
	}
	return keep_state(reading, payload, index) ? READING_ON : READING_NO_MEMORY;
}

/* --- From a later segment on ------------------------------------------------ */

/* Reader @index from nothing. @return its answer; with KEEP, it has the flow from here on */
static enum reader_answer ask_anew(struct reading *reading, struct payload *payload,
                                   uint8_t index)
{
	struct inspection *inspection = payload->inspection;
	enum reader_answer answer;

	inspection_drop_state(inspection, reading->pool, index);
	answer = ask(reading, payload, index);
	note_who_knows(payload, answer);
	if (answer == READER_KEEP) {
		inspection->keeper = index;
		inspection->refused[payload->view.end] &= ~(UINT32_C(1) << index);
		payload_streams_forget_before(payload, reading->pool);
	}
	inspection->wanting |= answer == READER_MORE;
	return answer;
}

/* The @refusers know nothing of what the end's stream begins with; perhaps of what follows. */
static enum reading_result resume(struct reading *reading, struct payload *payload,
                                  uint32_t refusers)
{
	const struct reader_view whole = payload->view;
	bool more = false;

	if (!refusers || !payload_streams_resume(payload))
		return READING_ON;
	for (uint8_t i = 0; refusers >> i; i++) {
		if (!(refusers >> i & 1))
			continue;
		switch (ask_anew(reading, payload, i)) {
		case READER_NO:
			break;
		case READER_MORE:
			more = true;
			break;
		case READER_YES:
			if (inspection_has_words(whole.flow, whole.end))
				return tell(reading, payload, i);
			break;
		case READER_KEEP:
			return keep_state(reading, payload, i) ? READING_ON
			                                       : READING_NO_MEMORY;
		}
	}
	payload->view = whole;
	if (!more)
		payload_streams_resume_later(payload);
	return READING_ON;
}

/* --- What nobody knows --------------------------------------------------------- */

/* Does what is kept of @stream begin with text? Enough of it to be no length in front. */
static bool begins_with_text(const struct stream *stream)
{
	struct cursor c = cursor_over(stream->bytes, stream->len);

	if (stream->len < TEXT_LEAST || stream->moved)
		return false;
	for (size_t i = 0; i < TEXT_ENOUGH && cursor_left(&c); i++) {
		uint8_t byte = cursor_u8(&c);

		if (byte != '\t' && byte != '\r' && byte != '\n' &&
		    (byte < ' ' || byte > '~'))
			return false;
	}
	return true;
}

/* Did end number @end speak, seen from its first byte on, and does no reader know it? */
static bool is_unknown(const struct reading *reading, const struct inspection *inspection,
                       unsigned end)
{
	const struct stream *stream = &inspection->streams[end];
	uint32_t all = reading_readers(reading, TRANSPORT_TCP);

	/* Those that begin with a length wait for the rest of what text would be as one; and for
	 * ever when no more came. */
	if (begins_with_text(stream) || inspection->ended >> end & 1)
		all &= reading->of_text;
	/* Records of TLS without a hello may be those of a connection that began before. */
	return stream->from_start && inspection->opening[end] == TLS_OPENING_OTHER &&
	       (inspection->refused[end] & all) == all;
}

/* RFC 7983 section 7, [MS-TURN] 2.2.2: what a datagram of STUN, TURN, DTLS or media begins with. */
static bool may_be_media(uint8_t first)
{
	return first <= 3 || (first >= 16 && first <= 79) ||
	       (first >= 128 && first <= 191) || first == 0xff;
}

/* Nobody took the datagram in view: does it begin as nothing does that shares a port with media? */
static void note_strange(struct payload *payload)
{
	struct cursor c = cursor_over(payload->view.bytes, payload->view.len);
	uint8_t *strange = &payload->inspection->strange[payload->view.end];

	if (!may_be_media(cursor_u8(&c)) && *strange < UINT8_MAX)
		(*strange)++;
}

/* Did it speak in datagrams, and begin each of them so? */
static bool is_strange(const struct inspection *inspection, unsigned end)
{
	return inspection->strange[end] == inspection->packets_by[end];
}

static bool is_nobodys(const struct reading *reading, const struct inspection *inspection,
                       const struct flow *flow)
{
	unsigned caller = flow->initiator;
	bool asked = inspection->packets_by[caller] > 0;

	/* Of who was not heard nobody knows what it said, nor what of the answer was missed. */
	if (flow->packets[caller] == 0)
		return false;
	if (flow->transport == TRANSPORT_TCP)
		return is_unknown(reading, inspection, !caller) &&
		       (!asked || is_unknown(reading, inspection, caller));
	return inspection->packets_by[!caller] >= STRANGE_DATAGRAMS &&
	       is_strange(inspection, 0) && is_strange(inspection, 1);
}

void reading_note_unknown(const struct reading *reading,
                          const struct inspection *inspection, struct flow *flow)
{
	if (!(flow->flags & FLOW_CUT) && !inspection_has_words(flow, 0) &&
	    !inspection_has_words(flow, 1) && is_nobodys(reading, inspection, flow))
		flow->hints[!flow->initiator] |= HINT_BIT(HINT_UNKNOWN);
}

/* --- One payload -------------------------------------------------------------- */

enum reading_result reading_observe(struct reading *reading, struct payload *payload)
{
	struct inspection *inspection = payload->inspection;
	uint32_t all = reading_readers(reading, payload->view.transport);
	uint32_t refusers = all & inspection->refused[payload->view.end];
	uint32_t left = all & ~refusers;
	enum reading_result result = READING_ON;

	inspection->wanting = false;
	if (inspection->keeper != NO_READER && left >> inspection->keeper & 1) {
		uint8_t keeper = inspection->keeper;

		result = ask_and_note(reading, payload, keeper);
		if (result != READING_ON || inspection->keeper != NO_READER)
			return result;
		/* What its peer answers is somebody else's: both are kept. */
		left &= ~(UINT32_C(1) << keeper);
	}
	for (uint8_t i = 0; left >> i; i++) {
		uint8_t before = inspection->keeper;

		if (!(left >> i & 1))
			continue;
		result = ask_and_note(reading, payload, i);
		if (result != READING_ON || inspection->keeper != before)
			return result;
	}
	if (inspection->keeper != NO_READER)
		return READING_ON;
	if (payload->view.transport == TRANSPORT_UDP) {
		note_strange(payload);
		return READING_ON;
	}
	return resume(reading, payload, refusers);
}
