/** Checks the options of a client and completes them to what the transport works with. */
import {
  type AuthScheme,
  type BonusLimits,
  type ClientOptions,
  type EnvironmentPreset,
  ENVIRONMENTS,
  type QuotaInterval,
} from "./options.ts";
import { checkFunction, checkInteger, show } from "./checks.ts";
import { DefaultRetryPolicy } from "./transport/retry_policy.ts";
import { tlsInit, type Verify } from "./transport/runtime.ts";
import { checkTimeout } from "./transport/timeouts.ts";
import type { TransportSettings } from "./transport/transport.ts";

const ACTION = "create TolokaClient";
const SCHEMES: readonly AuthScheme[] = ["ApiKey", "OAuth"];
const QUOTAS: readonly QuotaInterval[] = ["MIN", "HOUR", "DAY"];
const CERTIFICATE = "-----BEGIN CERTIFICATE-----";

/** What a client is made of: the transport's settings, and those of single resources. */
export interface ClientSettings extends TransportSettings {
  /** Limits of one bonus, if the server is a known one. */
  bonus: BonusLimits | undefined;
}

/** Checks and completes the options of a client. */
export function settingsOf(options: ClientOptions): ClientSettings {
  const preset = presetOf(options);
  const { auth, retryPolicy, pageSize = 1000, logger } = options;
  if (auth !== undefined && !SCHEMES.includes(auth)) {
    refuse("auth", `must be one of ${list(SCHEMES)}`, auth);
  }
  if (pageSize !== null) {
    checkInteger(ACTION, "pageSize", pageSize, 1, undefined, ", or null");
  }
  checkFunction(ACTION, "retryPolicy", retryPolicy);
  for (const name of ["fetch", "onRequest", "onResponse", "onRetry"] as const) {
    checkFunction(ACTION, name, options[name]);
  }
  for (const name of logger ? ["debug", "warn"] as const : []) {
    if (typeof logger![name] !== "function") {
      refuse(`logger.${name}`, "must be a function", logger![name]);
    }
  }
  const token = checkToken(options.token);
  return {
    url: preset.url,
    headers: headersOf(options, auth ?? preset.auth ?? schemeOf(token), token),
    init: initOf(options),
    fetch: options.fetch,
    timeout: checkTimeout(
      ACTION,
      options.timeout === undefined ? 10_000 : options.timeout,
    ),
    retries: checkInteger(ACTION, "retries", options.retries ?? 3, 0),
    retryQuotas: quotasOf(options),
    retryPolicy: retryPolicy ?? ((given) => new DefaultRetryPolicy(given)),
    pageSize,
    bonus: preset.bonus,
    logger,
    onRequest: options.onRequest,
    onResponse: options.onResponse,
    onRetry: options.onRetry,
  };
}

function checkToken(token: unknown): string {
  if (typeof token === "string" && /^[\x21-\x7e]+$/.test(token)) return token;
  // The value stays out of the message: it may be a token with a line break at its end.
  const value = token === undefined
    ? "it is undefined"
    : token === ""
    ? "it is empty"
    : typeof token === "string"
    ? "it has spaces, line breaks or other characters that no token has"
    : `it is of type ${typeof token}`;
  throw new TypeError(
    `Cannot ${ACTION} as 'token' must be an API key or an OAuth token: ${value}`,
  );
}

/** API keys have two dots, the first after 22 to 24 characters; OAuth tokens do not. */
function schemeOf(token: string): AuthScheme {
  return /^[^.]{22,24}\.[^.]*\.[^.]*$/.test(token) ? "ApiKey" : "OAuth";
}

function presetOf(
  { environment, url }: ClientOptions,
): Omit<EnvironmentPreset, "bonus"> & Partial<EnvironmentPreset> {
  if ((environment === undefined) === (url === undefined)) {
    throw new TypeError(
      `Cannot ${ACTION} as exactly one of 'environment' and 'url' must be given: current values are ${
        show(environment)
      } and ${show(url)}`,
    );
  }
  if (environment !== undefined) {
    if (Object.hasOwn(ENVIRONMENTS, environment)) {
      return ENVIRONMENTS[environment];
    }
    refuse(
      "environment",
      `must be one of ${list(Object.keys(ENVIRONMENTS))}`,
      environment,
    );
  }
  const parsed = URL.parse(url!);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    refuse("url", "must be an http or https address", url);
  }
  if (parsed.search || parsed.hash || /\/api(\/|$)/.test(parsed.pathname)) {
    refuse("url", "must be the root of a server, without '/api/v1'", url);
  }
  const root = `${parsed.origin}${parsed.pathname.replace(/\/+$/, "")}`;
  const known = Object.values(ENVIRONMENTS).find((preset) =>
    preset.url === root
  );
  return { url: root, ...(known ? { bonus: known.bonus } : {}) };
}

function headersOf(
  options: ClientOptions,
  scheme: AuthScheme,
  token: string,
): Headers {
  const headers = new Headers(options.headers);
  headers.set("Authorization", `${scheme} ${token}`);
  if (options.actUnderAccountId !== undefined) {
    headers.set("X-Act-Under-Account-ID", options.actUnderAccountId);
  }
  return headers;
}

function initOf({ verify = true, fetch }: ClientOptions) {
  if (verify === true) return {};
  if (fetch) {
    throw new TypeError(
      `Cannot ${ACTION} with both 'verify' and 'fetch', as a given fetch checks certificates in its own way`,
    );
  }
  const given: Verify = typeof verify === "string" ? [verify] : verify;
  if (given !== false && !isCertificates(given)) {
    refuse("verify", "must be a boolean or certificates in PEM form", verify);
  }
  return tlsInit(given);
}

function isCertificates(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 &&
    value.every((text) =>
      typeof text === "string" && text.includes(CERTIFICATE)
    );
}

function quotasOf({ retryQuotas = "MIN" }: ClientOptions) {
  const quotas = [retryQuotas ?? []].flat() as QuotaInterval[];
  for (const quota of quotas) {
    if (!QUOTAS.includes(quota)) {
      refuse("retryQuotas", `must be of ${list(QUOTAS)}`, quota);
    }
  }
  return quotas;
}

function refuse(name: string, rule: string, value: unknown): never {
  throw new TypeError(
    `Cannot ${ACTION} as '${name}' ${rule}: current value is ${show(value)}`,
  );
}

function list(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(", ");
}
