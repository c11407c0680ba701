// A client with an authority of its own can be made behind a proxy, too.
//
//     HTTPS_PROXY=... NODE_USE_ENV_PROXY=1 node verify.mjs FOLDER_WITH_CERTIFICATES
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import process from "node:process";
import { TolokaClient } from "@toloka/client";

const verify = await readFile(`${process.argv[2]}/ca.pem`, "utf8");
const toloka = new TolokaClient({
  token: "token",
  environment: "SANDBOX",
  verify,
  retries: 0,
});
// Nobody listens where the proxy should be, so that nothing is sent.
await assert.rejects(toloka.requester.get(), { outcomeUnknown: false });
await toloka.close();
