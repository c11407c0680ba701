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

/** Closes the runtime's own clients, which otherwise last as long as the program. */
async function closing(work: () => Promise<void>): Promise<void> {
  const real = Deno.createHttpClient;
  const clients: Deno.HttpClient[] = [];
  Deno.createHttpClient = (options) => {
    clients.push(real(options));
    return clients.at(-1)!;
  };
  try {
    await work();
  } finally {
    Deno.createHttpClient = real;
    for (const client of clients) client.close();
  }
}

Deno.test(
  "verify takes the certificate of an authority, as text or in a list",
  STRICT,
  async () => {
    await using server = serve();
    await closing(async () => {
      for (const verify of [authority, [authority], [cert, authority]]) {
        const toloka = clientOf(server, verify);
        assertEquals(await toloka.request("GET", "/api/v1/pools/1"), {
          id: "1",
        });
      }
    });
  },
);

Deno.test(
  "verify refuses a server of an unknown authority",
  STRICT,
  async () => {
    await using server = serve();
    await closing(async () => {
      const error = await errorOf(clientOf(server).request("POST", "/x"));
      assertInstanceOf(error, TolokaConnectionError);
      assertEquals(error.outcomeUnknown, false);
      assertStringIncludes(error.message, "was not sent as no connection to");
      assertStringIncludes(error.message, "certificate");
    });
  },
);

Deno.test(
  "verify refuses a server of an authority that was not given",
  STRICT,
  async () => {
    await using server = serve();
    await closing(async () => {
      await assertRejects(
        () => clientOf(server, cert).request("GET", "/x"),
        TolokaConnectionError,
        "certificate",
      );
    });
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
