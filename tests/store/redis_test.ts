/** The client of Redis against a server that breaks; the real one is in engines.ts. */
import { assertEquals, assertRejects } from "@std/assert";
import { redisStore, StoreError } from "../../src/store/mod.ts";
import {
  encodeCommand,
  RespReader,
  RespRefusal,
} from "../../src/store/resp.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** A server that answers the n-th command with the n-th text, and hangs up on `null`. */
async function serving(
  replies: readonly (string | null)[],
  use: (url: string) => Promise<void>,
): Promise<number> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  let asked = 0;
  const serve = async () => {
    for await (const connection of listener) {
      const buffer = new Uint8Array(100_000);
      for (;;) {
        const read = await connection.read(buffer).catch(() => null);
        if (read === null) break;
        const reply = replies[asked++];
        if (reply === null || reply === undefined) break;
        await connection.write(encode(reply));
      }
      connection.close();
    }
  };
  const served = serve().catch(() => {});
  await use(`redis://127.0.0.1:${port}`);
  listener.close();
  await served;
  return asked;
}

Deno.test("encodeCommand() counts bytes", () => {
  assertEquals(
    encodeCommand(["GET", "ä"]),
    encode("*2\r\n$3\r\nGET\r\n$2\r\nä\r\n"),
  );
});

Deno.test("RespReader reads replies however they are cut", () => {
  const bytes = encode(
    "+OK\r\n:12\r\n$-1\r\n*3\r\n$2\r\nä\r\n*1\r\n:1\r\n$0\r\n\r\n-ERR no\r\n",
  );
  const expected = ["OK", 12, null, ["ä", [1], ""], new RespRefusal("ERR no")];
  for (let size = 1; size <= bytes.length; size++) {
    const reader = new RespReader();
    const replies = [];
    for (let i = 0; i < bytes.length; i += size) {
      replies.push(...reader.read(bytes.subarray(i, i + size)));
    }
    assertEquals(replies, expected);
  }
});

Deno.test("redisStore() reads again when the connection breaks", async () => {
  const asked = await serving(
    ["+PONG\r\n", null, "$3\r\n7:1\r\n"],
    async (url) => {
      const store = await redisStore(url);
      assertEquals(await store.get("a"), { key: "a", value: 1, version: "7" });
      await store.close();
    },
  );
  assertEquals(asked, 3);
});

Deno.test("redisStore() says that the outcome of a commit is unknown", async () => {
  const asked = await serving(
    ["+PONG\r\n", null, "$1\r\n8\r\n"],
    async (url) => {
      const store = await redisStore(url);
      const error = await assertRejects(
        () => store.commit({ set: { a: 1 } }),
        StoreError,
      );
      assertEquals(error.outcomeUnknown, true);
      assertEquals(await store.commit({ set: { a: 1 } }), "8");
      await store.close();
    },
  );
  assertEquals(asked, 3);
});

Deno.test("redisStore() tells what the server refuses, and never the password", async () => {
  await serving(["-WRONGPASS invalid\r\n"], async (url) => {
    const secret = url.replace("//", "//user:secret@");
    const error = await assertRejects(
      () => redisStore(secret),
      StoreError,
      "WRONGPASS",
    );
    assertEquals(error.message.includes("secret"), false);
  });
  const wrong = "http://user:secret@127.0.0.1";
  const error = await assertRejects(() => redisStore(wrong), TypeError);
  assertEquals(error.message.includes("secret"), false);
});

Deno.test("redisStore() says that the server is out of reach", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  await assertRejects(
    () => redisStore(`redis://127.0.0.1:${port}`),
    StoreError,
    `Cannot reach Redis at 127.0.0.1:${port}`,
  );
});
