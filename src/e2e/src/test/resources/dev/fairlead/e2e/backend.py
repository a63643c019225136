"""An application as people write them: http.server, a thread for each connection.

Answers /status/NNN with that status and everything else with 200. Its argument is the protocol
version of its answers; it prints the port that it listens on.
"""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Application(BaseHTTPRequestHandler):
    protocol_version = sys.argv[1]

    def do_GET(self):
        parts = self.path.split("/")
        status = int(parts[2]) if parts[1] == "status" else 200
        body = ("path %s\n" % self.path).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_DELETE = do_GET

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.do_GET()

    do_PUT = do_POST

    def log_message(self, *arguments):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Application)
print("port %d" % server.server_address[1], flush=True)
server.serve_forever()
