#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Answers HTTP like the web components of a front end: a stand-in for IIS.

usage: web.py PORT
"""
import http.server
import sys

PATHS = ("/abs/", "/CertProv/", "/RequestHandler", "/Autodiscover/", "/meet", "/GroupExpansion/")


class WebComponents(http.server.BaseHTTPRequestHandler):
    server_version = "Microsoft-IIS/8.5"
    sys_version = ""
    protocol_version = "HTTP/1.1"

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        known = self.path.startswith(PATHS)
        body = b"<resource/>\r\n" if known else b"not here\r\n"
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "application/xml")
        self.send_header("X-MS-Server-Fqdn", "fe01.contoso.example")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = answer
    do_POST = answer


http.server.ThreadingHTTPServer(("", int(sys.argv[1])), WebComponents).serve_forever()
