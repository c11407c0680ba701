import { TolokaError, type TolokaErrorOptions } from "../errors.ts";

/** Name of the header that carries the signature. */
export const SIGNATURE_HEADER = "Toloka-Signature";

/** The only version of signatures. */
const VERSION = "1";
/** Tolerance for a sender's clock that is ahead, in milliseconds. */
const CLOCK_TOLERANCE = 5 * 60_000;
/** Maximum age by default, in milliseconds: a day. */
const DEFAULT_MAX_AGE = 24 * 60 * 60_000;
/** Maximum length of a header in a message. */
const EXCERPT = 200;

/**
 * Reason to refuse a signature: it is missing, it cannot be parsed, its version
 * is unknown, it was not made with the secret for this body, or its time is too
 * long ago or too far in the future.
 */
export type WebhookSignatureErrorReason =
  | "MISSING"
  | "MALFORMED"
  | "UNSUPPORTED_VERSION"
  | "WRONG"
  | "TOO_OLD"
  | "FROM_FUTURE";

/** Error about a delivery that is not signed, or whose signature is not valid: do not trust the body. */
export class WebhookSignatureError extends TolokaError {
  /** Name of the class. */
  override name = "WebhookSignatureError";
  /** Reason to refuse the signature. */
  readonly reason: WebhookSignatureErrorReason;

  /** Creates an error with the reason and a message. */
  constructor(
    reason: WebhookSignatureErrorReason,
    message: string,
    options?: TolokaErrorOptions,
  ) {
    super(message, options);
    this.reason = reason;
  }
}

/** Options of {@linkcode verifySignature}. */
export interface VerifySignatureOptions {
  /** Value of the delivery's `Toloka-Signature` header, if it has one. */
  header: string | null | undefined;
  /** Body of the delivery exactly as it came: parsed and written again, it would not verify. */
  body: string | Uint8Array;
  /** `secret_key` of the subscription; of several, any one may have signed the delivery. */
  secret: string | readonly string[];
  /**
   * Maximum age of a signature in milliseconds. Toloka documents no limit, nor
   * whether an event that is sent again is signed again, so the default is
   * generous. A signature from more than five minutes ahead is refused too.
   * `Infinity` leaves the time unchecked on both sides.
   *
   * @default 86_400_000
   */
  maxAge?: number | undefined;
  /** Moment from which the age is computed. @default the current time */
  now?: Date | undefined;
}

interface Signature {
  ts: string;
  sign: Uint8Array<ArrayBuffer>;
}

/**
 * Verifies that a delivery comes from someone who knows the subscription's secret.
 * The comparison takes constant time.
 *
 * @param options Header, body, secrets and maximum age.
 * @returns Moment of signing.
 * @throws {WebhookSignatureError} If the signature is not valid, with the `reason`.
 * @throws {TypeError} If a secret is empty, or there is none.
 * @throws {RangeError} If `maxAge` is not a positive number.
 *
 * @example Usage
 * ```ts
 * import {
 *   verifySignature,
 *   WebhookSignatureError,
 * } from "@toloka/client/webhooks";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const delivery = {
 *   header:
 *     "{v=1, ts=946728000000, sign=356e8dbdad0c0b097df9b4f4d6621614723f5a1ba320b1df50eb049d616af63a}",
 *   body: '{"events":[]}',
 *   secret: "12345",
 *   now: new Date("2000-01-01T12:00:01Z"),
 * };
 * assertEquals(
 *   await verifySignature(delivery),
 *   new Date("2000-01-01T12:00:00Z"),
 * );
 *
 * const error = await assertRejects(
 *   () => verifySignature({ ...delivery, body: '{"events":[{}]}' }),
 *   WebhookSignatureError,
 * );
 * assertEquals(error.reason, "WRONG");
 * ```
 */
export async function verifySignature(
  options: VerifySignatureOptions,
): Promise<Date> {
  const { header, body, secret, maxAge = DEFAULT_MAX_AGE } = options;
  checkSecret("verify signature", secret);
  checkMaxAge("verify signature", maxAge);
  const { ts, sign } = parseHeader(header);
  if (!await isSignedWithAny(secret, sign, signedBytes(ts, body))) {
    throw new WebhookSignatureError(
      "WRONG",
      "Cannot verify signature as it was not made with this secret for this body",
    );
  }
  // Only now: an age says something only about a time that is proved genuine.
  const signed = new Date(Number(ts));
  checkAge(signed, options.now ?? new Date(), maxAge);
  return signed;
}

/** Computes the header's value for a body. */
export async function signatureOf(
  body: string | Uint8Array,
  secret: string,
  time: Date,
): Promise<string> {
  const ts = String(time.getTime());
  const key = await importKey(secret, "sign");
  const sign = await crypto.subtle.sign("HMAC", key, signedBytes(ts, body));
  const hex = Array.from(
    new Uint8Array(sign),
    (byte) => byte.toString(16).padStart(2, "0"),
  ).join("");
  return `{v=${VERSION}, ts=${ts}, sign=${hex}}`;
}

/** Checks a secret; the message does not show it. */
export function checkSecret(
  action: string,
  secret: string | readonly string[],
): void {
  const list = Array.isArray(secret) ? secret : [secret];
  const wrong = list.length === 0
    ? "an empty list"
    : list.filter((one) => typeof one !== "string" || one === "").map((one) =>
      one === "" ? "empty" : typeof one
    )[0];
  if (wrong === undefined) return;
  throw new TypeError(
    `Cannot ${action} as 'secret' must be a non-empty string, or a list of them: it is ${wrong}`,
  );
}

async function isSignedWithAny(
  secret: string | readonly string[],
  sign: Uint8Array<ArrayBuffer>,
  data: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  for (const one of typeof secret === "string" ? [secret] : secret) {
    const key = await importKey(one, "verify");
    if (await crypto.subtle.verify("HMAC", key, sign, data)) return true;
  }
  return false;
}

/** Checks a maximum age. */
export function checkMaxAge(action: string, maxAge: number): void {
  if (!(maxAge > 0)) {
    throw new RangeError(
      `Cannot ${action} as 'maxAge' must be a positive number of milliseconds: current value is ${maxAge}`,
    );
  }
}

function parseHeader(header: string | null | undefined): Signature {
  if (header === null || header === undefined || header.trim() === "") {
    throw new WebhookSignatureError(
      "MISSING",
      `Cannot verify signature as the delivery has no '${SIGNATURE_HEADER}' header`,
    );
  }
  const fields = parseFields(header);
  const version = fields?.get("v") ?? "";
  // Another version may have other fields, so it comes before all other checks.
  if (/^\d+$/.test(version) && version !== VERSION) {
    throw new WebhookSignatureError(
      "UNSUPPORTED_VERSION",
      `Cannot verify signature as its version must be "${VERSION}": current value is ${
        quote(version)
      }`,
    );
  }
  const ts = fields?.get("ts") ?? "";
  const sign = fields?.get("sign") ?? "";
  if (
    version !== VERSION || fields?.size !== 3 ||
    !/^[1-9]\d{0,14}$/.test(ts) || !/^[0-9a-f]{64}$/.test(sign)
  ) {
    throw new WebhookSignatureError(
      "MALFORMED",
      `Cannot verify signature as the '${SIGNATURE_HEADER}' header must read "{v=1, ts=<milliseconds>, sign=<64 hexadecimal digits>}": current value is ${
        quote(header)
      }`,
    );
  }
  return { ts, sign: bytesOfHex(sign) };
}

/** Parses the fields between the braces; gives `undefined` if the text has another form. */
function parseFields(header: string): Map<string, string> | undefined {
  const text = header.trim();
  if (!text.startsWith("{") || !text.endsWith("}")) return undefined;
  const fields = new Map<string, string>();
  for (const part of text.slice(1, -1).split(",")) {
    const at = part.indexOf("=");
    const name = part.slice(0, Math.max(at, 0)).trim();
    if (name === "" || fields.has(name)) return undefined;
    fields.set(name, part.slice(at + 1).trim());
  }
  return fields;
}

function checkAge(signed: Date, now: Date, maxAge: number): void {
  if (maxAge === Infinity) return;
  const age = now.getTime() - signed.getTime();
  // Negated, so that a 'now' that is no moment does not pass.
  if (!(age <= maxAge)) {
    throw new WebhookSignatureError(
      "TOO_OLD",
      `Cannot verify signature as it must not be older than ${maxAge} ms: it is ${age} ms old`,
    );
  }
  if (age < -CLOCK_TOLERANCE) {
    throw new WebhookSignatureError(
      "FROM_FUTURE",
      `Cannot verify signature as it must not be more than ${CLOCK_TOLERANCE} ms ahead of the clock: it is ${-age} ms ahead`,
    );
  }
}

/** Joins what is signed: time, version and raw body, separated by dots. */
function signedBytes(
  ts: string,
  body: string | Uint8Array,
): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const head = encoder.encode(`${ts}.${VERSION}.`);
  const tail = typeof body === "string" ? encoder.encode(body) : body;
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
}

function importKey(secret: string, use: "sign" | "verify"): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(secret);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", bytes, algorithm, false, [use]);
}

function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    { length: hex.length / 2 },
    (_, at) => parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  );
}

function quote(text: string): string {
  const excerpt = text.length > EXCERPT ? `${text.slice(0, EXCERPT)}...` : text;
  return JSON.stringify(excerpt);
}
