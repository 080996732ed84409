/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who talks to whom, as a picture of roles: boxes have fixed places, so that two reports
 * can be held side by side. Under it the same as a table, for who cannot see it.
 */
#include "html.h"

#include <assert.h>
#include <string.h>

#include "policy/row.h"

#include "words.h"

#define COLUMNS      5
#define BOX_WIDTH    148
#define BOX_HEIGHT   46
#define COLUMN_PITCH 236
#define LINE_PITCH   82
#define LEFT         12
#define TOP          34
#define BADGES       4
#define BEND         52
#define LANE         18 /* from a box to the middle of the gap beside it */
#define TABLE_ROWS   120

/* Where each role stands: outside, the perimeter, people, Lync, what Lync uses. */
static const struct {
	uint8_t end, column;
} places[] = {
	{ TRAFFIC_INTERNET, 0 },
	{ ROLE_EDGE, 1 },
	{ ROLE_REVERSE_PROXY, 1 },
	{ ROLE_CLIENT, 2 },
	{ ROLE_PHONE, 2 },
	{ ROLE_LOAD_BALANCER, 2 },
	{ TRAFFIC_UNKNOWN, 2 },
	{ ROLE_FRONT_END, 3 },
	{ ROLE_DIRECTOR, 3 },
	{ ROLE_MEDIATION, 3 },
	{ ROLE_CMS, 3 },
	{ ROLE_PERSISTENT_CHAT, 3 },
	{ ROLE_OFFICE_WEB_APPS, 3 },
	{ ROLE_SBA, 3 },
	{ ROLE_VIDEO_INTEROP, 3 },
	{ ROLE_SQL_SERVER, 4 },
	{ ROLE_FILE_SERVER, 4 },
	{ ROLE_EXCHANGE_UM, 4 },
	{ ROLE_GATEWAY, 4 },
	{ ROLE_RCC_GATEWAY, 4 },
	{ ROLE_E911_GATEWAY, 4 },
	{ ROLE_TRUSTED_APPLICATION, 4 },
	{ ROLE_STATISTICS_MANAGER, 4 },
	{ ROLE_OPERATIONS_MANAGER, 4 },
	{ ROLE_DOMAIN_CONTROLLER, 4 },
	{ ROLE_DHCP_SERVER, 4 },
};
static_assert(sizeof(places) / sizeof(places[0]) == TRAFFIC_ENDS, "each end has a place");

struct map {
	struct {
		bool shown;
		unsigned x, y, column;
		uint64_t hosts;
	} boxes[TRAFFIC_ENDS];
	unsigned width, height;
};

/* Lines are drawn in this order: what matters most comes last, on top. */
static const enum traffic_class drawn[] = {
	TRAFFIC_KNOWN,      TRAFFIC_EXPECTED, TRAFFIC_ALLOWED,
	TRAFFIC_UNVERIFIED, TRAFFIC_IN_VAIN,  TRAFFIC_UNEXPECTED,
};

/* --- Places ------------------------------------------------------------------------------ */

static void count_hosts(struct map *map, const struct audit *audit)
{
	for (size_t i = 0; i < audit->host_count; i++) {
		const struct audit_host *host = &audit->hosts[i];

		if (role_set_own(host->role_set))
			map->boxes[traffic_end_of(host->role_set, &host->address)]
				.hosts++;
	}
}

static void place_boxes(struct map *map, const struct audit *audit)
{
	unsigned used[COLUMNS] = { 0 }, most = 0;

	for (size_t i = 0; i < audit->edge_count; i++) {
		const struct audit_edge *edge = &audit->edges[i];

		if (edge->class == TRAFFIC_OUT_OF_SCOPE)
			continue;
		map->boxes[edge->from].shown = map->boxes[edge->to].shown = true;
	}
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		unsigned column = places[i].column;

		if (!map->boxes[places[i].end].shown)
			continue;
		map->boxes[places[i].end].column = column;
		map->boxes[places[i].end].x = LEFT + column * COLUMN_PITCH;
		map->boxes[places[i].end].y = TOP + used[column]++ * LINE_PITCH;
		most = used[column] > most ? used[column] : most;
	}
	map->width = LEFT + (COLUMNS - 1) * COLUMN_PITCH + BOX_WIDTH + 74;
	map->height = TOP + (most ? most : 1) * LINE_PITCH;
}

/* --- Lines ---------------------------------------------------------------------------------- */

struct curve {
	int x1, y1, x2, y2; /* where it leaves and arrives */
	int bend1, bend2;   /* x of the control points */
	int over;           /* y of them where it returns to its box, and of the lane */
	enum {
		CURVE_DIRECT,
		CURVE_LOOP,
		CURVE_LANE
	} kind;
};

/* Back to the box it left, over the top of it. */
static struct curve loop_of(int x, int y, int offset)
{
	return (struct curve){ .x1 = x + BOX_WIDTH - 44 + offset,
		               .x2 = x + BOX_WIDTH - 24 + offset,
		               .y1 = y,
		               .y2 = y,
		               .bend1 = x + BOX_WIDTH - 48 + offset,
		               .bend2 = x + BOX_WIDTH - 20 + offset,
		               .over = y - 26,
		               .kind = CURVE_LOOP };
}

/* Lines of several classes between the same two boxes lie beside each other; those that
 * would go through a box between them take the lane under the one they leave. */
static struct curve curve_of(const struct map *map, const struct audit_edge *edge)
{
	int offset = ((int)edge->class - 2) * 6;
	int from = (int)map->boxes[edge->from].column,
	    to = (int)map->boxes[edge->to].column;
	int x1 = (int)map->boxes[edge->from].x, x2 = (int)map->boxes[edge->to].x;
	int y1 = (int)map->boxes[edge->from].y, y2 = (int)map->boxes[edge->to].y;
	struct curve curve = { .y1 = y1 + BOX_HEIGHT / 2 + offset,
		               .y2 = y2 + BOX_HEIGHT / 2 + offset };

	if (edge->from == edge->to)
		return loop_of(x1, y1, offset);
	if (from == to) {
		int away = 34 + (y1 > y2 ? y1 - y2 : y2 - y1) / 8;

		curve.x1 = x1 + BOX_WIDTH;
		curve.x2 = x2 + BOX_WIDTH;
		curve.bend1 = curve.bend2 = x1 + BOX_WIDTH + away;
		return curve;
	}
	curve.x1 = to > from ? x1 + BOX_WIDTH : x1;
	curve.x2 = to > from ? x2 : x2 + BOX_WIDTH;
	curve.bend1 = curve.x1 + (to > from ? BEND : -BEND);
	curve.bend2 = curve.x2 + (to > from ? -BEND : BEND);
	if (to - from > 1 || from - to > 1) {
		curve.kind = CURVE_LANE;
		curve.over = (y2 < y1 ? y1 - LANE : y1 + BOX_HEIGHT + LANE) + offset / 2 +
		             (to > from ? -5 : 5);
	}
	return curve;
}

static void add_path(struct html *html, const struct curve *curve, const char *more)
{
	struct text *out = html->out;
	bool loop = curve->kind == CURVE_LOOP;

	text_addf(out, "<path %s d=\"M%d %d", more, curve->x1, curve->y1);
	if (curve->kind == CURVE_LANE)
		text_addf(out, "C%d %d %d %d %d %dH%dC%d %d %d %d %d %d",
		          (curve->x1 + curve->bend1) / 2, curve->y1,
		          (curve->x1 + curve->bend1) / 2, curve->over, curve->bend1,
		          curve->over, curve->bend2, (curve->x2 + curve->bend2) / 2,
		          curve->over, (curve->x2 + curve->bend2) / 2, curve->y2,
		          curve->x2, curve->y2);
	else
		text_addf(out, "C%d %d %d %d %d %d", curve->bend1,
		          loop ? curve->over : curve->y1, curve->bend2,
		          loop ? curve->over : curve->y2, curve->x2, curve->y2);
	text_add(out, "\"/>");
}

/* "front-end to internet: unexpected, 43 flows, server-3" */
static void add_label(struct html *html, const struct audit_edge *edge)
{
	struct text *cell = &html->cell;

	text_addf(cell, "%s \xe2\x86\x92 %s: ",
	          say(html->language, traffic_end_name(edge->from)),
	          say(html->language, traffic_end_name(edge->to)));
	text_add(cell, say(html->language, traffic_class_name(edge->class)));
	say_count(cell, html->language, edge->flows, ", %1 flow", ", %1 flows");
	for (size_t i = 0; i < edge->row_count; i++)
		text_addf(cell, "%s%s", i ? " " : "; ", edge->rows[i]->id);
	text_add_html(html->out, cell->len ? cell->at : "", cell->len);
	text_clear(cell);
}

static void add_edge(struct html *html, const struct map *map,
                     const struct audit_edge *edge)
{
	struct curve curve = curve_of(map, edge);
	char marker[48];

	snprintf(marker, sizeof(marker), "marker-end=\"url(#a-%s%s)\"",
	         traffic_class_name(edge->class),
	         edge->severity == SEVERITY_HIGH ? "-high" : "");
	text_addf(html->out, "<g class=\"e %s%s\"><title>",
	          traffic_class_name(edge->class),
	          edge->severity == SEVERITY_HIGH ? " high" : "");
	add_label(html, edge);
	html_raw(html, "</title>");
	add_path(html, &curve, "class=\"hit\"");
	add_path(html, &curve, marker);
	html_raw(html, "</g>\n");
}

/* Is the finding about this edge: did one of its peers open it? */
static bool is_about(const struct audit_finding *finding, const struct audit_edge *edge)
{
	if (traffic_end_of(finding->roles, &finding->address) != edge->to)
		return false;
	for (size_t i = 0; i < finding->peer_count; i++)
		if (traffic_end_of(finding->peers[i].roles, &finding->peers[i].address) ==
		    edge->from)
			return true;
	return false;
}

/* Numbers of the causes of an edge, as many as are shown. @return how many it has */
static size_t find_causes(const struct audit *audit, const struct audit_edge *edge,
                          size_t causes[static BADGES])
{
	size_t found = 0;

	for (size_t i = 0; i < audit->cause_count; i++) {
		const struct audit_cause *cause = &audit->causes[i];
		size_t j = 0;

		while (j < cause->finding_count && !is_about(cause->findings[j], edge))
			j++;
		if (j == cause->finding_count)
			continue;
		if (found < BADGES)
			causes[found] = i;
		found++;
	}
	return found;
}

/* A link to @target whose middle is at @x, @y. */
static void add_badge(struct html *html, const char *target, const char *class, int x,
                      int y, const char *words)
{
	int width = 14 + 8 * (int)strlen(words);

	text_addf(html->out,
	          "<a href=\"#%s\"><g class=\"badge %s\"><rect x=\"%d\" y=\"%d\" "
	          "width=\"%d\" height=\"18\" rx=\"9\"/><text x=\"%d\" "
	          "y=\"%d\">%s</text></g></a>\n",
	          target, class, x - width / 2, y - 9, width, x, y + 4, words);
}

/* The numbers of its causes around the middle of the line, two beside each other, since the
 * gap between boxes has room for no more; then how many are left. */
static void add_badges(struct html *html, const struct map *map,
                       const struct audit_edge *edge)
{
	size_t causes[BADGES], found = find_causes(html->audit, edge, causes);
	size_t shown = found < BADGES ? found : BADGES, lines = (found + 1) / 2;
	struct curve curve = curve_of(map, edge);
	int x = (curve.x1 + curve.x2 + 3 * (curve.bend1 + curve.bend2)) / 8;
	int y = curve.kind == CURVE_DIRECT ? (curve.y1 + curve.y2) / 2
	        : curve.kind == CURVE_LOOP ? curve.over + 6
	                                   : curve.over;
	char words[24];

	if (found > BADGES)
		lines = BADGES / 2 + 1;
	if (curve.kind == CURVE_DIRECT)
		y -= 10 * ((int)lines - 1);
	for (size_t i = 0; i < shown; i++) {
		const struct audit_cause *cause = &html->audit->causes[causes[i]];
		bool alone = i + 1 == shown && i % 2 == 0;

		snprintf(words, sizeof(words), "%zu", causes[i] + 1);
		add_badge(html, cause->id, severity_name(cause->severity),
		          alone ? x : x + (i % 2 ? 16 : -16), y + 20 * (int)(i / 2),
		          words);
	}
	if (found > shown) {
		snprintf(words, sizeof(words), "+%zu", found - shown);
		add_badge(html, "causes", severity_name(edge->severity), x,
		          y + 20 * (BADGES / 2), words);
	}
}

/* --- The picture ----------------------------------------------------------------------------- */

static void add_markers(struct html *html)
{
	html_raw(html, "<defs>");
	for (unsigned class = 0; class < TRAFFIC_OUT_OF_SCOPE; class ++)
		for (unsigned high = 0; high < 2; high++)
			text_addf(
				html->out,
				"<marker id=\"a-%s%s\" viewBox=\"0 0 8 8\" refX=\"7\" "
				"refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" "
				"markerUnits=\"userSpaceOnUse\" orient=\"auto\" "
				"class=\"mk %s%s\"><path d=\"M0 0L8 4L0 8z\"/></marker>",
				traffic_class_name((enum traffic_class) class),
				high ? "-high" : "",
				traffic_class_name((enum traffic_class) class),
				high ? " high" : "");
	html_raw(html, "</defs>\n");
}

static void add_zones(struct html *html, const struct map *map)
{
	static const char *const zones[COLUMNS] = { "outside", "perimeter", "people",
		                                    "Lync", "what it uses" };

	for (unsigned i = 0; i < COLUMNS; i++) {
		text_addf(html->out, "<g class=\"zone\"><text x=\"%u\" y=\"14\">",
		          LEFT + i * COLUMN_PITCH + BOX_WIDTH / 2);
		html_say(html, zones[i]);
		html_raw(html, "</text></g>");
	}
	(void)map;
}

static void add_box(struct html *html, const struct map *map, unsigned end)
{
	unsigned x = map->boxes[end].x, y = map->boxes[end].y;
	bool one_line = map->boxes[end].hosts == 0;

	text_addf(html->out,
	          "<g class=\"node %s\"><rect x=\"%u\" y=\"%u\" width=\"%d\" "
	          "height=\"%d\" rx=\"3\"/><text class=\"t\" x=\"%u\" y=\"%u\">",
	          traffic_end_name(end), x, y, BOX_WIDTH, BOX_HEIGHT, x + BOX_WIDTH / 2,
	          y + (one_line ? 28 : 20));
	html_say(html, traffic_end_name(end));
	html_raw(html, "</text>");
	if (!one_line) {
		text_addf(html->out, "<text class=\"s\" x=\"%u\" y=\"%u\">",
		          x + BOX_WIDTH / 2, y + 36);
		say_count(&html->cell, html->language, map->boxes[end].hosts, "%1 host",
		          "%1 hosts");
		text_add_html(html->out, html->cell.len ? html->cell.at : "",
		              html->cell.len);
		text_clear(&html->cell);
		html_raw(html, "</text>");
	}
	html_raw(html, "</g>\n");
}

static void add_picture(struct html *html, const struct map *map)
{
	const struct audit *audit = html->audit;

	text_addf(
		html->out,
		"<div class=\"scroll wide\" tabindex=\"0\"><svg class=\"map\" viewBox=\"0 0 "
		"%u %u\" role=\"img\" aria-labelledby=\"map-title\">"
		"<title id=\"map-title\">",
		map->width, map->height);
	html_say(html, "Who talks to whom, by role; the table below says the same");
	html_raw(html, "</title>");
	add_markers(html);
	add_zones(html, map);
	for (size_t i = 0; i < sizeof(drawn) / sizeof(drawn[0]); i++)
		for (size_t j = 0; j < audit->edge_count; j++)
			if (audit->edges[j].class == drawn[i])
				add_edge(html, map, &audit->edges[j]);
	for (unsigned end = 0; end < TRAFFIC_ENDS; end++)
		if (map->boxes[end].shown)
			add_box(html, map, end);
	for (size_t j = 0; j < audit->edge_count; j++)
		if (audit->edges[j].class == TRAFFIC_UNEXPECTED)
			add_badges(html, map, &audit->edges[j]);
	html_raw(html, "</svg></div>\n");
}

static void add_key(struct html *html)
{
	static const enum traffic_class keys[] = { TRAFFIC_UNEXPECTED, TRAFFIC_IN_VAIN,
		                                   TRAFFIC_UNVERIFIED, TRAFFIC_EXPECTED,
		                                   TRAFFIC_KNOWN,      TRAFFIC_ALLOWED };

	html_raw(html, "<ul class=\"mapkey\" aria-hidden=\"true\">");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		text_addf(html->out,
		          "<li><svg viewBox=\"0 0 34 8\"><g class=\"e %s\"><path "
		          "d=\"M0 4H34\"/></g></svg>",
		          traffic_class_name(keys[i]));
		html_say(html, traffic_class_name(keys[i]));
		html_raw(html, "</li>");
	}
	html_raw(html, "</ul>\n");
}

static void add_table_row(struct html *html, const struct audit_edge *edge)
{
	html_raw(html, "<tr>");
	html_td(html, NULL, say(html->language, traffic_end_name(edge->from)));
	html_td(html, NULL, say(html->language, traffic_end_name(edge->to)));
	text_addf(html->out, "<td class=\"v %s\">", traffic_class_name(edge->class));
	html_say(html, traffic_class_name(edge->class));
	html_raw(html, "</td>");
	html_td_number(html, edge->flows);
	for (size_t i = 0; i < edge->row_count; i++)
		text_addf(&html->cell, "%s%s", i ? ", " : "", edge->rows[i]->id);
	if (edge->row_count == 0)
		text_add(&html->cell, "\xe2\x80\x93");
	html_td_cell(html, NULL);
	html_raw(html, "</tr>\n");
}

static void add_table(struct html *html)
{
	static const char *const columns[] = { "From",   "To",   "Verdict",
		                               "#Flows", "Rows", NULL };
	const struct audit *audit = html->audit;
	size_t shown = 0;

	html_raw(html, "<details><summary>");
	html_say(html, "The same as a table");
	html_raw(html, "</summary>");
	html_table(html, "small edges", "The same as a table", columns);
	for (size_t i = sizeof(drawn) / sizeof(drawn[0]); i-- > 0;)
		for (size_t j = 0; j < audit->edge_count; j++)
			if (audit->edges[j].class == drawn[i] && shown++ < TABLE_ROWS)
				add_table_row(html, &audit->edges[j]);
	html_raw(html, "</tbody></table></div></details>\n");
}

void audit_html_map(struct html *html)
{
	struct map map = { .width = 0 };

	count_hosts(&map, html->audit);
	place_boxes(&map, html->audit);
	html_section(
		html, "map", "Who talks to whom",
		"Each box is a role, each line flows that hosts of one opened to hosts "
		"of the other; a number is a cause.");
	add_key(html);
	add_picture(html, &map);
	add_table(html);
	html_raw(html, "</section>\n");
}
