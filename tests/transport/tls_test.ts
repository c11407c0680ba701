import {
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { TolokaClient, TolokaConnectionError } from "../../mod.ts";
import { errorOf, STRICT, TOKEN } from "./_fetch.ts";

const folder = `${import.meta.dirname}/../testdata/tls`;
const [authority, cert, key] = await Promise.all(
  ["ca.pem", "server.pem", "server.key"].map((name) =>
    Deno.readTextFile(`${folder}/${name}`)
  ),
) as [string, string, string];

function serve(): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve(
    { hostname: "127.0.0.1", port: 0, cert, key, onListen() {} },
    () => Response.json({ id: "1" }),
  );
}

function clientOf(
  server: Deno.HttpServer<Deno.NetAddr>,
  verify?: string | string[],
): TolokaClient {
  const url = `https://127.0.0.1:${server.addr.port}`;
  return new TolokaClient({ token: TOKEN, url, retries: 0, verify });
}

Deno.test(
  "verify takes the certificate of an authority, as text or in a list",
  STRICT,
  async () => {
    await using server = serve();
    for (const verify of [authority, [authority], [cert, authority]]) {
      await using toloka = clientOf(server, verify);
      for (const method of ["GET", "POST", "DELETE"] as const) {
        const result = await toloka.request(method, "/api/v1/pools/1");
        assertEquals(result, { id: "1" });
      }
    }
  },
);

Deno.test(
  "verify refuses a server of an unknown authority",
  STRICT,
  async () => {
    await using server = serve();
    const error = await errorOf(clientOf(server).request("POST", "/x"));
    assertInstanceOf(error, TolokaConnectionError);
    assertEquals(error.outcomeUnknown, false);
    assertStringIncludes(error.message, "was not sent as no connection to");
    assertStringIncludes(error.message, "certificate");
  },
);

Deno.test(
  "verify refuses a server of an authority that was not given",
  STRICT,
  async () => {
    await using server = serve();
    await using toloka = clientOf(server, cert);
    await assertRejects(
      () => toloka.request("GET", "/x"),
      TolokaConnectionError,
      "certificate",
    );
  },
);

Deno.test("verify refuses a certificate that is broken when the client is made", () => {
  const broken = authority.replace(/\n[^-]{20}/, "\n!!!!");
  for (const verify of [broken, [authority, broken], authority.slice(0, 200)]) {
    assertThrows(
      () => new TolokaClient({ token: TOKEN, environment: "SANDBOX", verify }),
      TypeError,
      "Cannot create TolokaClient as a certificate in 'verify' cannot be read: Unable to add pem file",
    );
  }
});

Deno.test(
  "TolokaClient.close() refuses what comes later, and may be called twice",
  STRICT,
  async () => {
    const toloka = new TolokaClient({
      token: TOKEN,
      environment: "SANDBOX",
      verify: authority,
    });
    await toloka.close();
    await toloka.close();
    await assertRejects(
      () => toloka.request("GET", "/x"),
      TypeError,
      "Cannot make a request as the client is closed",
    );
  },
);
