// One call that reads, as another process makes it:
//
//     node call.mjs URL
import process from "node:process";
import { TolokaClient } from "@toloka/client";

const toloka = new TolokaClient({
  token: "token",
  url: process.argv[2],
  retries: 0,
});
const { balance } = await toloka.requester.get();
if (typeof balance !== "number") throw new Error(`No balance: ${balance}`);
await toloka.close();
