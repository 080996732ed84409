/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The style sheet of the page, a line each: light and dark, from a phone to A4. Text has a
 * contrast of 4.5:1 or better in both, lines 3:1, and colour never stands alone.
 */
#include "html.h"

#include "base/array.h"

/* clang-format off */
static const char *const lines[] = {
	":root{--bg:#fff;--ink:#1b1e21;--mute:#5a6066;--rule:#d9d9d3;--soft:#f5f5f1;--l"
		"ink:#0b4f8a;",
	"--high:#a8201a;--highbg:#fbe9e7;--med:#855000;--medbg:#fbf0da;--medline:#bd7d0"
		"f;--low:#3f5a73;",
	"--ok:#1f6b3a;--okline:#5e9a74;--known:#3d6a8a;--knownline:#6f98b6;--vain:#6a4c"
		"93;--vainbg:#efe9f6;",
	"--sans:\"Segoe UI\",\"Helvetica Neue\",\"Liberation Sans\",Arial,sans-serif;",
	"--mono:Consolas,\"DejaVu Sans Mono\",\"Liberation Mono\",monospace;color-schem"
		"e:light dark}",
	"@media (prefers-color-scheme:dark){:root{--bg:#14171a;--ink:#e7e7e2;--mute:#a4"
		"abb1;--rule:#343a40;",
	"--soft:#1c2024;--link:#8fc1f0;--high:#ff8f86;--highbg:#3b1c1a;--med:#f0b75f;--"
		"medbg:#33280f;",
	"--medline:#b98327;--low:#a5bfd6;--ok:#85cb9c;--okline:#4c7a5c;--known:#9ac0dc;"
		"--knownline:#587c94;",
	"--vain:#c0abe8;--vainbg:#2a2239}}",
	"*{box-sizing:border-box}",
	"html{-webkit-text-size-adjust:100%;scroll-padding-top:12px}",
	"body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 var(--sans);"
		"border-top:8px solid var(--okline)}",
	"body.high{border-color:var(--high)}",
	"body.medium{border-color:var(--medline)}",
	"body.low{border-color:var(--low)}",
	"a{color:var(--link);text-underline-offset:2px}",
	":focus-visible{outline:3px solid var(--link);outline-offset:2px}",
	".skip{position:absolute;left:-999px}",
	".skip:focus{left:12px;top:12px;background:var(--bg);padding:8px}",
	".top,.page,footer{max-width:1330px;margin:0 auto;padding:0 28px}",
	".what{margin:22px 0 0;color:var(--mute);font-size:15px}",
	".what b{color:var(--ink)}",
	".what span{margin-left:10px}",
	"h1{font-size:38px;line-height:1.15;letter-spacing:-.015em;margin:6px 0;overflo"
		"w-wrap:anywhere}",
	".sub{font-size:18px;margin:0 0 18px;max-width:52em}",
	"h2{font-size:25px;line-height:1.2;margin:0 0 6px;padding-top:14px;border-top:2"
		"px solid var(--ink)}",
	"h3{font-size:20px;line-height:1.3;margin:18px 0 6px;padding-left:38px;text-ind"
		"ent:-38px;overflow-wrap:anywhere}",
	"h4{font-size:13.5px;margin:14px 0 2px;color:var(--mute);font-weight:600}",
	"section{margin-top:52px}",
	"#causes{margin-top:0}",
	"#causes>h2{border-top:0;padding-top:0}",
	".lead{margin:0 0 14px;color:var(--mute);max-width:46em}",
	".note{margin:10px 0;padding:10px 14px;background:var(--soft);max-width:60em}",
	".note p{margin:0}",
	".note ul{margin:4px 0 0;padding-left:20px}",
	".bad{color:var(--high);background:var(--highbg)}",
	".bar{display:flex;gap:2px;height:16px}",
	".bar .b{min-width:5px}",
	".b.expected{background:var(--okline)}",
	".b.known{background:var(--knownline)}",
	".b.allowed{background:var(--low)}",
	".b.unverified{background:var(--mute)}",
	".b.unexpected{background:var(--high)}",
	".b.in-vain{background:var(--vain)}",
	".keys,.mapkey{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:3px 20"
		"px;font-size:14px;margin:7px 0 0;color:var(--mute)}",
	".keys b{color:var(--ink);font-variant-numeric:tabular-nums}",
	".keys i{display:inline-block;width:10px;height:10px;margin-right:6px}",
	".facts{display:grid;grid-template-columns:1fr 1fr;gap:1px 36px;margin:16px 0 2"
		"6px;font-size:14.5px}",
	".facts div{display:flex;gap:12px;border-top:1px solid var(--rule);padding:5px "
		"0}",
	".facts dt{flex:0 0 86px;color:var(--mute)}",
	".facts dt::first-letter,.pv dt::first-letter{text-transform:uppercase}",
	".facts dd{margin:0;min-width:0;overflow-wrap:anywhere}",
	".page{display:grid;grid-template-columns:minmax(0,1fr)}",
	"main{min-width:0}",
	"nav ol{list-style:none;margin:0 0 18px;padding:10px 0;border-top:1px solid var"
		"(--rule);border-bottom:1px solid var(--rule);display:flex;flex-wrap:wrap;gap:2"
		"px 20px;font-size:14.5px}",
	"nav a{text-decoration:none}",
	"nav a:hover{text-decoration:underline}",
	".scroll{overflow-x:auto;max-width:100%}",
	"table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.38}",
	"caption{text-align:left;font-weight:600;padding:12px 0 5px;font-size:15px}",
	"th,td{padding:5px 14px 5px 0;text-align:left;vertical-align:top;border-bottom:"
		"1px solid var(--rule);font-weight:400}",
	"thead th{font-size:13px;color:var(--mute);font-weight:600;border-bottom:1px so"
		"lid var(--ink);vertical-align:bottom;white-space:nowrap}",
	".n{text-align:right;font-variant-numeric:tabular-nums}",
	"td.n,.nb{white-space:nowrap}",
	".small{font-size:13px}",
	"code,.row,pre{font-family:var(--mono);font-size:.9em}",
	"code{overflow-wrap:anywhere}",
	".row{white-space:nowrap;text-decoration:none;color:var(--known)}",
	".row:hover{text-decoration:underline}",
	".tag{display:inline-block;font-size:13px;font-weight:600;line-height:1.35;padd"
		"ing:0 7px;border-radius:2px;min-width:62px;text-align:center}",
	".tag.high{background:var(--high);color:var(--bg)}",
	".tag.medium{background:var(--medbg);color:var(--med);box-shadow:inset 0 0 0 1p"
		"x var(--medline)}",
	".tag.low{color:var(--low);box-shadow:inset 0 0 0 1px var(--low)}",
	".causes{font-size:15px}",
	".causes th[scope=row]{font-weight:600}",
	".causes .spark{width:120px;padding-right:0;vertical-align:middle}",
	".causes td:nth-child(4),.causes td:nth-child(5){color:var(--mute)}",
	".hours{display:block;width:100%;height:20px}",
	".hours rect{fill:var(--mute)}",
	".hours.high rect{fill:var(--high)}",
	".hours.medium rect{fill:var(--medline)}",
	".hours.low rect{fill:var(--low)}",
	".hours.ok rect{fill:var(--okline)}",
	".hours.known rect{fill:var(--knownline)}",
	".hours.vain rect{fill:var(--vain)}",
	".hours line{stroke:var(--rule);stroke-width:1;vector-effect:non-scaling-stroke"
		"}",
	".cause{border-top:1px solid var(--rule);padding:4px 0 22px;margin-top:18px}",
	".cause .no{display:inline-block;width:38px;text-indent:0;color:var(--high);fon"
		"t-variant-numeric:tabular-nums}",
	".cause.medium .no{color:var(--med)}",
	".cause.low .no{color:var(--low)}",
	".cause>*:not(h3){margin-left:38px}",
	".cause>.scroll{max-width:calc(100% - 38px)}",
	".cause>p:not(.meta){max-width:44em;margin-top:2px;margin-bottom:6px}",
	".meta{margin-top:0;margin-bottom:4px;font-size:14px;color:var(--mute)}",
	".meta span{margin-right:14px}",
	".meta .tag{margin-right:10px}",
	".two{display:grid;grid-template-columns:1fr 1fr;gap:0 36px}",
	".two>div{min-width:0}",
	".two ul{margin:0;padding-left:18px}",
	".two li{margin-bottom:3px;overflow-wrap:anywhere}",
	".said{margin:0}",
	".said div{margin-bottom:5px}",
	".said dt{font-size:13.5px;color:var(--mute)}",
	".said dd{margin:0;font:13.5px/1.4 var(--mono);overflow-wrap:anywhere}",
	".cut{color:var(--mute);font-family:var(--sans);font-size:13px}",
	"figure.code{margin-top:8px;margin-bottom:0;background:var(--soft);max-width:86"
		"0px}",
	"figcaption{font-size:13px;color:var(--mute);padding:5px 12px 0}",
	"pre{margin:0;padding:2px 12px 10px;white-space:pre-wrap;overflow-wrap:anywhere"
		";line-height:1.45;font-size:13.5px}",
	"pre code{font-size:1em;user-select:all}",
	".mapkey li{display:flex;align-items:center;gap:7px}",
	".mapkey svg{width:34px;height:8px}",
	".mapkey{margin-bottom:8px}",
	".map{display:block;width:100%;min-width:880px;height:auto}",
	".map .node rect{fill:var(--bg);stroke:var(--ink);stroke-width:1}",
	".map .internet rect,.map .client rect,.map .phone rect{stroke:var(--mute);fill"
		":var(--soft)}",
	".map .unknown rect{stroke:var(--med);stroke-dasharray:4 3;fill:var(--medbg)}",
	".map text{font:12px var(--sans);fill:var(--ink);text-anchor:middle}",
	".map .t{font-weight:600;font-size:13px}",
	".map .s,.zone text{fill:var(--mute);font-size:11.5px}",
	".e path{fill:none;stroke:var(--okline);stroke-width:1}",
	".e .hit{stroke:transparent;stroke-width:9}",
	".e.known path:not(.hit){stroke:var(--knownline);stroke-dasharray:1.5 2.5;strok"
		"e-width:1.4}",
	".e.allowed path:not(.hit){stroke:var(--low);stroke-dasharray:7 3}",
	".e.unverified path:not(.hit){stroke:var(--mute);stroke-dasharray:2 4}",
	".e.in-vain path:not(.hit){stroke:var(--vain);stroke-dasharray:5 3;stroke-width"
		":2}",
	".e.unexpected path:not(.hit){stroke:var(--medline);stroke-width:2.6}",
	".e.unexpected.high path:not(.hit){stroke:var(--high);stroke-width:3}",
	".e:hover path:not(.hit){stroke:var(--ink);stroke-width:3}",
	".mk path{fill:var(--okline)}",
	".mk.known path{fill:var(--knownline)}",
	".mk.allowed path{fill:var(--low)}",
	".mk.unverified path{fill:var(--mute)}",
	".mk.in-vain path{fill:var(--vain)}",
	".mk.unexpected path{fill:var(--medline)}",
	".mk.unexpected.high path{fill:var(--high)}",
	".badge rect{fill:var(--medbg);stroke:var(--medline)}",
	".map .badge text{font-weight:700;fill:var(--med)}",
	".badge.high rect{fill:var(--high);stroke:var(--bg)}",
	".map .badge.high text{fill:var(--bg)}",
	".v.unexpected{color:var(--high);font-weight:600}",
	".v.in-vain{color:var(--vain)}",
	".matrix{width:auto;font-size:13px}",
	".matrix th,.matrix td{padding:2px 0}",
	".matrix th[scope=row]{padding-right:14px;white-space:nowrap;position:sticky;le"
		"ft:0;background:var(--bg)}",
	".matrix small{color:var(--mute)}",
	".matrix td:nth-child(2){text-align:left;padding-right:10px}",
	".matrix .v{height:66px;width:27px;min-width:27px;vertical-align:bottom;padding"
		"-bottom:5px}",
	".matrix .v span{writing-mode:vertical-rl;transform:rotate(180deg);font-weight:"
		"600;color:var(--ink)}",
	".matrix td{text-align:center}",
	".matrix tbody tr:hover>*{background:var(--soft)}",
	".x{color:var(--ok);line-height:1.3}",
	"td.x.wrong{color:var(--high);font-weight:700;background:var(--highbg)}",
	"td.x.vain{color:var(--vain);font-weight:700;background:var(--vainbg)}",
	".lane{display:grid;grid-template-columns:130px minmax(0,1fr) 70px;gap:14px;ali"
		"gn-items:end;padding:4px 0;font-size:14px}",
	".lane .hours{height:30px}",
	".ticks{display:grid;grid-template-columns:repeat(4,1fr);font-size:12.5px;color"
		":var(--mute)}",
	".st{font-weight:600;white-space:nowrap}",
	".st.wrap{white-space:normal}",
	".st.high{color:var(--high)}",
	".st.medium{color:var(--med)}",
	".st.ok{color:var(--ok)}",
	".st.low{color:var(--low)}",
	".cov{font-size:13px}",
	".cov th,.cov td{padding:3px 12px 3px 0}",
	".cov th[scope=row]{font-family:var(--mono);font-size:12px;white-space:nowrap}",
	".cov td:nth-child(6){white-space:nowrap;font-weight:600}",
	".cov td span{display:inline-block;width:1em}",
	".st-confirmed,.st-seen{color:var(--ok)}",
	".st-wrong{color:var(--high)}",
	".st-vain{color:var(--vain)}",
	".st-never,.st-na,.cov tr.na>*{color:var(--mute)}",
	".cov tr.wrong>*{background:var(--highbg)}",
	".cov tr.vain>*{background:var(--vainbg)}",
	".cov tr:target>*{background:var(--medbg)}",
	".covt{margin-top:20px}",
	".covt>.say{margin:0 0 -8px;font-size:14px;color:var(--mute)}",
	".pv{margin:10px 0 0;font-size:14.5px}",
	".pv div{display:grid;grid-template-columns:200px 1fr;gap:14px;border-bottom:1p"
		"x solid var(--rule);padding:5px 0}",
	".pv dt{color:var(--mute)}",
	".pv dd{margin:0;min-width:0;overflow-wrap:anywhere}",
	".sha code{font-size:11.5px}",
	".sign{margin-top:30px;border:1px solid var(--ink);padding:16px 20px;break-insi"
		"de:avoid}",
	".sign p{margin:0;max-width:46em}",
	".lines{display:grid;grid-template-columns:1fr 1fr;gap:44px 40px;margin:54px 0 "
		"6px}",
	".lines div{border-top:1px solid var(--ink);padding-top:3px;font-size:13px;colo"
		"r:var(--mute)}",
	"footer{margin-top:48px;padding-bottom:36px;color:var(--mute);font-size:13px}",
	"@media (min-width:1180px){.page{grid-template-columns:150px minmax(0,1fr);gap:"
		"0 34px}",
	"nav ol{display:block;position:sticky;top:14px;border:0;padding:0}",
	"nav li{padding:3px 0;line-height:1.25}}",
	/* Between a phone and a page, titles need the room more than hours do. */
	"@media (min-width:701px) and (max-width:960px){"
	".causes .spark,.causes thead th:last-child{display:none}}",
	"@media (max-width:700px){.what span{display:block;margin:0}",
	".scroll table:not(.causes):not(.matrix){min-width:640px}",
	"nav ol{flex-wrap:nowrap;overflow-x:auto;white-space:nowrap}",
	".top,.page,footer{padding:0 16px}",
	"h1{font-size:29px}",
	".sub{font-size:16.5px}",
	".facts,.two,.lines{grid-template-columns:1fr}",
	".facts dt{flex-basis:76px}",
	"section{margin-top:40px}",
	".causes,.causes caption,.causes tbody,.causes tr{display:block}",
	".causes thead{display:none}",
	".causes tr{display:grid;grid-template-columns:26px auto 1fr;gap:0 8px;padding:"
		"9px 0;border-bottom:1px solid var(--rule)}",
	".causes td,.causes th{border:0;padding:0}",
	".causes td.n:first-child{text-align:left;font-weight:600}",
	".causes th[scope=row]{grid-column:1/-1;grid-row:2}",
	".causes td:nth-child(4){grid-column:3;grid-row:1;text-align:right;font-size:13"
		".5px}",
	".causes td:nth-child(5),.causes td:nth-child(6){display:none}",
	".causes .spark{grid-column:1/-1;width:100%;margin-top:5px}",
	".causes .hours{height:12px}",
	".cause>*:not(h3){margin-left:0}",
	".cause>.scroll{max-width:100%}",
	"h3{font-size:18px;padding-left:26px;text-indent:-26px}",
	".cause .no{width:26px}",
	".lane{grid-template-columns:minmax(0,1fr) 50px;gap:2px 8px}",
	".lane .name,.lane.axis>div:first-child{grid-column:1/-1}",
	".pv div{grid-template-columns:1fr;gap:0}}",
	"@page{size:A4;margin:14mm 12mm 16mm}",
	"@media print{:root{--bg:#fff;--ink:#000;--mute:#4a4f54;--rule:#ccc;--soft:#f4f"
		"4f0;--link:#000;",
	"--high:#a8201a;--highbg:#fbe9e7;--med:#855000;--medbg:#fbf0da;--medline:#bd7d0"
		"f;--low:#3f5a73;",
	"--ok:#1f6b3a;--okline:#5e9a74;--known:#3d6a8a;--knownline:#6f98b6;--vain:#6a4c"
		"93;--vainbg:#efe9f6}",
	"*{-webkit-print-color-adjust:exact;print-color-adjust:exact}",
	"body{font-size:10pt;line-height:1.4}",
	"nav,.skip{display:none}",
	".top,.page,footer{padding:0;max-width:none}",
	".page{display:block}",
	"h1{font-size:24pt}",
	"h2{font-size:15pt}",
	"h3{font-size:12pt}",
	".sub{font-size:11.5pt}",
	".what,.keys,.facts,.lead,.meta{font-size:9pt}",
	"section{margin-top:22pt}",
	"h2,h3,h4,caption,.lead,.meta,.say{break-after:avoid}",
	"tr,figure,.lane,.two,.map{break-inside:avoid}",
	".scroll{overflow:visible}",
	"thead{display:table-header-group}",
	"table,.causes{font-size:8.5pt}",
	"th,td{padding:2.5px 8px 2.5px 0}",
	".small,.cov{font-size:7.5pt}",
	".cov th,.cov td{padding:1.5px 6px 1.5px 0}",
	".cov th[scope=row],.sha code{font-size:6.8pt}",
	".causes .spark{width:76px}",
	".map{min-width:0}",
	"a{text-decoration:none}",
	".row{color:#000}",
	".said dd,pre{font-size:8pt}",
	".matrix{font-size:7pt}",
	".matrix .v{width:14px;min-width:14px;height:46px}",
	".matrix th[scope=row]{position:static;padding-right:4px}",
	".matrix th,.matrix td{padding-top:.6px;padding-bottom:.6px}",
	".tag{font-size:8pt;min-width:50px}",
	"#coverage,#made{break-before:page}}",
};
/* clang-format on */

void html_add_style(struct text *out)
{
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		text_add(out, lines[i]);
		text_add_char(out, '\n');
	}
}
