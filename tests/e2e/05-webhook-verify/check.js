// Judges the ledger of verify.js:  node check.js LEDGER SINGLES BATCHED   exit 0 when everything that must be true is.
"use strict";
const fs = require("fs");
const [ledger, singles, batched] = process.argv.slice(2);
const lines = fs.readFileSync(ledger, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const problems = [];
const must = (holds, what) => { if (!holds) problems.push(what); };

must(lines.every((line) => line.ok), "every signature verifies: " + JSON.stringify(lines.find((line) => !line.ok)));
must(lines.every((line) => !line.forged), "a changed body does not verify");
must(lines.every((line) => line.method === "POST"), "callbacks are posted");
const flaky = lines.filter((line) => line.path === "/flaky");
const failed = flaky.find((line) => line.status === 500);
must(failed && flaky.some((line) => line.status === 204 && line.id === failed.id), "a failed callback comes again with its id");
const told = (path) => lines.filter((line) => line.path === path && line.status === 204).flatMap((line) => line.events || []);
const types = (events, type) => new Set(events.filter((event) => event.type === type).map((event) => event.id)).size;
must(types(told("/flaky"), "message.delivered") === Number(singles), `${singles} deliveries told one by one, not ${types(told("/flaky"), "message.delivered")}`);
must(types(told("/flaky"), "message.received") === 1, "one message from a handset");
const received = told("/flaky").find((event) => event.type === "message.received");
must(received && received.data.text === "Grüße \u20ac \"zurück\"", "its text: " + JSON.stringify(received && received.data.text));
must(types(told("/batch"), "message.delivered") === Number(batched), `${batched} deliveries told in batches, not ${types(told("/batch"), "message.delivered")}`);
must(lines.some((line) => line.type === "batch" && line.events.length > 1), "at least one batch holds several events");
must(lines.flatMap((line) => line.events || []).every((event) => /^m[0-9A-Z]+$/.test(event.data.id) && !Number.isNaN(Date.parse(event.timestamp))), "ids and timestamps");
if (process.env.VERBOSE || problems.length) console.log(problems.length ? "FAILED:\n  " + problems.join("\n  ") : "");
process.exit(problems.length ? 1 : 0);
