// An application that takes callbacks and trusts only the Standard Webhooks library (npm standardwebhooks), which nobody
// here wrote. Each POST is a line of JSON in the ledger: {path, id, ok, error, type, events}. The first POST to /flaky is
// answered 500, so that the retry can be seen: the same id, signed again. Run from tests/e2e.
//
//   node verify.js PORT LEDGER WHSEC_SECRET RAW_SECRET
"use strict";
const http = require("http");
const fs = require("fs");
const path = require("path");
const { Webhook } = require(path.join(__dirname, "..", "node_modules", "standardwebhooks"));

const [port, ledger, secret, raw] = process.argv.slice(2);
const verifiers = { "/flaky": new Webhook(secret), "/batch": new Webhook(raw, { format: "raw" }) };
let failures = 1;

http.createServer((request, response) => {
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
        const body = Buffer.concat(pieces).toString("utf8");
        const line = { path: request.url, id: request.headers["webhook-id"], method: request.method };
        try {
            const told = verifiers[request.url].verify(body, request.headers);
            line.ok = true;
            line.type = told.type;
            line.events = told.type === "batch" ? told.data : [{ id: line.id, ...told }];
        } catch (refused) {
            line.ok = false;
            line.error = String(refused.message);
        }
        // A body that was changed on its way must not pass.
        try {
            verifiers[request.url].verify(body + " ", request.headers);
            line.forged = true;
        } catch (refused) {
            line.forged = false;
        }
        line.status = !line.ok ? 401 : request.url === "/flaky" && failures-- > 0 ? 500 : 204;
        fs.appendFileSync(ledger, JSON.stringify(line) + "\n");
        response.writeHead(line.status).end();
    });
}).listen(Number(port), "127.0.0.1", () => console.log("listening"));
