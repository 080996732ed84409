/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One end of an ICE session, made by libnice, for the captures of tests/peers.
 *
 * It writes its offer (candidates, user fragment, password) to one file, waits for
 * the other end's offer in another (what SIP would carry), lets libnice run the
 * connectivity checks, and then forwards datagrams: what arrives on local UDP port
 * PORT and PORT+1 leaves as component 1 (RTP) and 2 (RTCP), and what arrives on a
 * component goes to local port PORT+2 or PORT+3. GStreamer sits behind those ports.
 *
 * Exit status: 0 connected and ran for the time asked; 1 did not connect.
 */
#include <arpa/inet.h>
#include <nice/agent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	COMPONENTS = 2,
	POLL_MS = 50,
	GIVE_UP_S = 25,
	DATAGRAM_MAX = 2048,
};

/** What the command line said; strings owned by GLib until exit. */
struct options {
	gchar *address;
	gchar *dialect;
	gchar *offer;
	gchar *answer;
	gchar *relay;
	gint low;
	gint high;
	gint port;
	gint seconds;
	gboolean controlling;
	gboolean relay_only;
	gboolean tcp;
};

struct session {
	struct options options;
	GMainLoop *loop;
	NiceAgent *agent;
	guint stream;
	int sockets[COMPONENTS];
	bool ready[COMPONENTS];
	bool finished;
};

static bool parse_options(struct options *options, int argc, char **argv)
{
	const GOptionEntry entries[] = {
		{ "address", 0, 0, G_OPTION_ARG_STRING, &options->address,
		  "local address", "IP" },
		{ "dialect", 0, 0, G_OPTION_ARG_STRING, &options->dialect,
		  "oc2007r2 or rfc5245", "NAME" },
		{ "offer", 0, 0, G_OPTION_ARG_FILENAME, &options->offer, "own offer",
		  "FILE" },
		{ "answer", 0, 0, G_OPTION_ARG_FILENAME, &options->answer,
		  "the other end's offer", "FILE" },
		{ "relay", 0, 0, G_OPTION_ARG_STRING, &options->relay,
		  "udp|tcp|tls,IP,PORT,USER,PASSWORD", "RELAY" },
		{ "low", 0, 0, G_OPTION_ARG_INT, &options->low, "lowest port", "N" },
		{ "high", 0, 0, G_OPTION_ARG_INT, &options->high, "highest port", "N" },
		{ "port", 0, 0, G_OPTION_ARG_INT, &options->port,
		  "first of four local ports", "N" },
		{ "seconds", 0, 0, G_OPTION_ARG_INT, &options->seconds,
		  "how long to forward", "N" },
		{ "controlling", 0, 0, G_OPTION_ARG_NONE, &options->controlling,
		  "take the controlling role", NULL },
		{ "relay-only", 0, 0, G_OPTION_ARG_NONE, &options->relay_only,
		  "offer relayed candidates only", NULL },
		{ "tcp", 0, 0, G_OPTION_ARG_NONE, &options->tcp,
		  "TCP candidates instead of UDP ones", NULL },
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
	};
	GOptionContext *context = g_option_context_new(NULL);
	GError *error = NULL;

	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error)) {
		g_printerr("ice_agent: %s\n", error->message);
		g_clear_error(&error);
	}
	g_option_context_free(context);
	return options->address && options->offer && options->answer && options->port;
}

static struct sockaddr_in loopback(int port)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};

	return address;
}

static bool open_sockets(struct session *session)
{
	for (int i = 0; i < COMPONENTS; i++) {
		struct sockaddr_in address = loopback(session->options.port + i);

		session->sockets[i] = socket(AF_INET, SOCK_DGRAM, 0);
		if (session->sockets[i] < 0 ||
		    bind(session->sockets[i], (struct sockaddr *)&address,
		         sizeof(address)) < 0)
			return false;
	}
	return true;
}

static gboolean forward_to_peer(GIOChannel *channel, GIOCondition condition,
                                gpointer data)
{
	struct session *session = data;
	int fd = g_io_channel_unix_get_fd(channel);
	char bytes[DATAGRAM_MAX];
	ssize_t len = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	(void)condition; /* only G_IO_IN is watched */
	for (guint i = 0; i < COMPONENTS; i++) {
		if (len > 0 && fd == session->sockets[i] && session->ready[i])
			nice_agent_send(session->agent, session->stream, i + 1,
			                (guint)len, bytes);
	}
	return G_SOURCE_CONTINUE;
}

static void forward_from_peer(NiceAgent *agent, guint stream, guint component, guint len,
                              gchar *bytes, gpointer data)
{
	const struct session *session = data;
	struct sockaddr_in to = loopback(session->options.port + 1 + (int)component);

	(void)agent;  /* the session's only one */
	(void)stream; /* likewise */
	/* Nobody listening is normal: the other program may have ended first. */
	(void)sendto(session->sockets[component - 1], bytes, len, 0,
	             (struct sockaddr *)&to, sizeof(to));
}

static void on_closed(GObject *agent, GAsyncResult *result, gpointer data)
{
	struct session *session = data;

	(void)agent;
	(void)result; /* closing cannot fail */
	g_main_loop_quit(session->loop);
}

static gboolean finish(gpointer data)
{
	struct session *session = data;

	session->finished = session->ready[0] && session->ready[1];
	/* Gives allocations back to the relay, as a client that hangs up does. */
	nice_agent_close_async(session->agent, on_closed, session);
	return G_SOURCE_REMOVE;
}

static void on_state(NiceAgent *agent, guint stream, guint component, guint state,
                     gpointer data)
{
	struct session *session = data;

	(void)agent;
	(void)stream;
	if (state != NICE_COMPONENT_STATE_READY || session->ready[component - 1])
		return;
	session->ready[component - 1] = true;
	if (session->ready[0] && session->ready[1]) {
		g_print("ready\n");
		g_timeout_add_seconds((guint)session->options.seconds, finish, session);
	}
}

static gboolean read_answer(gpointer data)
{
	struct session *session = data;
	gchar *text = NULL;

	if (!g_file_get_contents(session->options.answer, &text, NULL, NULL))
		return G_SOURCE_CONTINUE;
	if (nice_agent_parse_remote_sdp(session->agent, text) <= 0) {
		g_printerr("ice_agent: cannot use %s\n", session->options.answer);
		g_main_loop_quit(session->loop);
	}
	g_free(text);
	return G_SOURCE_REMOVE;
}

static void on_gathered(NiceAgent *agent, guint stream, gpointer data)
{
	struct session *session = data;
	gchar *text = nice_agent_generate_local_sdp(agent);

	(void)stream;
	/* Replaces the file in one step, so the other end never reads half of it. */
	if (!g_file_set_contents(session->options.offer, text, -1, NULL))
		g_main_loop_quit(session->loop);
	g_free(text);
	g_timeout_add(POLL_MS, read_answer, session);
}

static bool add_relay(struct session *session)
{
	gchar **part;
	NiceRelayType type = NICE_RELAY_TYPE_TURN_UDP;
	bool ok = true;

	if (!session->options.relay)
		return true;
	part = g_strsplit(session->options.relay, ",", 0);
	if (g_strv_length(part) != 5) {
		g_strfreev(part);
		return false;
	}
	if (!strcmp(part[0], "tcp"))
		type = NICE_RELAY_TYPE_TURN_TCP;
	if (!strcmp(part[0], "tls"))
		type = NICE_RELAY_TYPE_TURN_TLS;
	for (guint i = 1; i <= COMPONENTS; i++)
		ok = ok && nice_agent_set_relay_info(session->agent, session->stream, i,
		                                     part[1], (guint)atoi(part[2]),
		                                     part[3], part[4], type);
	g_strfreev(part);
	return ok;
}

static bool start_agent(struct session *session)
{
	const struct options *options = &session->options;
	NiceCompatibility dialect = g_strcmp0(options->dialect, "rfc5245")
	                                    ? NICE_COMPATIBILITY_OC2007R2
	                                    : NICE_COMPATIBILITY_RFC5245;
	NiceAddress address;

	session->agent = nice_agent_new(g_main_loop_get_context(session->loop), dialect);
	g_object_set(session->agent, "upnp", FALSE, "ice-tcp", options->tcp, "ice-udp",
	             !options->tcp, "controlling-mode", options->controlling,
	             "force-relay", options->relay_only, NULL);
	nice_address_init(&address);
	if (!nice_address_set_from_string(&address, options->address) ||
	    !nice_agent_add_local_address(session->agent, &address))
		return false;
	session->stream = nice_agent_add_stream(session->agent, COMPONENTS);
	nice_agent_set_stream_name(session->agent, session->stream, "audio");
	g_signal_connect(session->agent, "component-state-changed", G_CALLBACK(on_state),
	                 session);
	g_signal_connect(session->agent, "candidate-gathering-done",
	                 G_CALLBACK(on_gathered), session);
	for (guint i = 1; i <= COMPONENTS; i++) {
		nice_agent_attach_recv(session->agent, session->stream, i,
		                       g_main_loop_get_context(session->loop),
		                       forward_from_peer, session);
		nice_agent_set_port_range(session->agent, session->stream, i,
		                          (guint)options->low, (guint)options->high);
	}
	return add_relay(session) &&
	       nice_agent_gather_candidates(session->agent, session->stream);
}

int main(int argc, char **argv)
{
	struct session session = { .options = {
					   .low = 1024, .high = 65535, .seconds = 5 } };

	if (!parse_options(&session.options, argc, argv) || !open_sockets(&session)) {
		g_printerr("ice_agent: see --help\n");
		return 2;
	}
	session.loop = g_main_loop_new(NULL, FALSE);
	if (!start_agent(&session)) {
		g_printerr("ice_agent: cannot start\n");
		return 2;
	}
	for (int i = 0; i < COMPONENTS; i++) {
		GIOChannel *channel = g_io_channel_unix_new(session.sockets[i]);

		g_io_add_watch(channel, G_IO_IN, forward_to_peer, &session);
		g_io_channel_unref(channel);
	}
	g_timeout_add_seconds(GIVE_UP_S, finish, &session);
	g_main_loop_run(session.loop);
	g_object_unref(session.agent);
	g_main_loop_unref(session.loop);
	return session.finished ? 0 : 1;
}
