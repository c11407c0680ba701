/** Checks the options of a client and completes them to what the transport works with. */
import { checkFunction, checkInteger, isRecord, show } from "./checks.ts";
import { checkNames } from "./names.ts";
import {
  type AuthScheme,
  type BonusLimits,
  type ClientOptions,
  type Environment,
  type EnvironmentPreset,
  ENVIRONMENTS,
  type Logger,
  type LogLevel,
  type QuotaInterval,
} from "./options.ts";
import type { LargeIntegers } from "./transport/parse_json.ts";
import { rateLimiterOf } from "./transport/rate_limiter.ts";
import { DefaultRetryPolicy } from "./transport/retry_policy.ts";
import {
  type Connector,
  connectorOf,
  environmentVariable,
  isWebPage,
  requestVariable,
  runtimeName,
  type Verify,
} from "./transport/runtime.ts";
import { checkTimeout } from "./transport/timeouts.ts";
import type { TransportSettings } from "./transport/transport.ts";
import { VERSION } from "./version.ts";

const ACTION = "create TolokaClient";
const SCHEMES: readonly AuthScheme[] = ["ApiKey", "OAuth"];
const QUOTAS: readonly QuotaInterval[] = ["MIN", "HOUR", "DAY"];
const LARGE_INTEGERS: readonly LargeIntegers[] = ["error", "bigint", "string"];
const LOG_LEVELS: readonly LogLevel[] = ["debug", "warn", "off"];
const LOG_LEVEL_VARIABLE = "TOLOKA_LOG_LEVEL";
/** Members of the second argument of `fetch` that are the client's to set. */
const OWN_FETCH_OPTIONS: readonly string[] = [
  "method",
  "headers",
  "body",
  "signal",
  "redirect",
  "keepalive",
];
const CERTIFICATE = "-----BEGIN CERTIFICATE-----";
const HOOKS = ["onRequest", "onResponse", "onRetry"] as const;
const MAX_BODY_SIZE = 200_000_000;

/** Names of all options, in the order in which they are documented. */
const OPTIONS: Record<keyof ClientOptions, true> = {
  token: true,
  auth: true,
  environment: true,
  url: true,
  retries: true,
  retryQuotas: true,
  retryPolicy: true,
  rateLimit: true,
  timeout: true,
  maxBodySize: true,
  largeIntegers: true,
  allowHttp: true,
  application: true,
  actUnderAccountId: true,
  headers: true,
  fetch: true,
  fetchOptions: true,
  verify: true,
  pageSize: true,
  logger: true,
  telemetry: true,
  logLevel: true,
  onRequest: true,
  onResponse: true,
  onRetry: true,
};
const OPTION_NAMES: ReadonlySet<string> = new Set(Object.keys(OPTIONS));

/** Settings of a client: the transport's, and those of single resources. */
export interface ClientSettings extends TransportSettings {
  /** Limits of one bonus, if the server is a known one. */
  bonus: BonusLimits | undefined;
}

/** Checks and completes the options of a client. */
export function settingsOf(options: ClientOptions): ClientSettings {
  if (!isRecord(options)) {
    throw new TypeError(
      `Cannot ${ACTION} as it must be given options, with at least 'token' and 'environment': current value is ${
        show(options)
      }`,
    );
  }
  checkNames(ACTION, "option", options, OPTION_NAMES);
  const token = checkToken(options.token);
  const preset = presetOf(options);
  const { auth, pageSize = 1000, largeIntegers = "error" } = options;
  const { timeout = 10_000, maxBodySize = MAX_BODY_SIZE } = options;
  if (auth !== undefined) checkOneOf("auth", SCHEMES, auth);
  checkOneOf("largeIntegers", LARGE_INTEGERS, largeIntegers);
  if (pageSize !== null) {
    checkInteger(ACTION, "pageSize", pageSize, 1, undefined, ", or null");
  }
  checkFunctions(options);
  const logger = loggerOf(options);
  warnInWebPage(options, preset.url, logger);
  return {
    url: preset.url,
    headers: headersOf(options, auth ?? preset.auth ?? schemeOf(token), token),
    fetch: options.fetch,
    fetchOptions: fetchOptionsOf(options),
    connector: connectorFor(options),
    timeout: checkTimeout(ACTION, timeout),
    maxBodySize: checkInteger(ACTION, "maxBodySize", maxBodySize, 1),
    largeIntegers,
    retries: checkInteger(ACTION, "retries", options.retries ?? 3, 0),
    retryQuotas: quotasOf(options),
    retryPolicy: options.retryPolicy ??
      ((given) => new DefaultRetryPolicy(given)),
    rateLimiter: rateLimiterOf(options.rateLimit),
    pageSize,
    bonus: preset.bonus,
    logger,
    telemetry: checkTelemetry(options.telemetry),
    onRequest: options.onRequest,
    onResponse: options.onResponse,
    onRetry: options.onRetry,
  };
}

function checkFunctions(options: ClientOptions): void {
  for (const name of ["fetch", "retryPolicy", ...HOOKS] as const) {
    checkFunction(ACTION, name, options[name]);
  }
  const { logger } = options;
  for (const name of logger ? ["debug", "warn"] as const : []) {
    if (typeof logger![name] !== "function") {
      refuse(`logger.${name}`, "must be a function", logger![name]);
    }
  }
}

function checkTelemetry(
  telemetry: ClientOptions["telemetry"],
): ClientOptions["telemetry"] {
  const isOff = telemetry === undefined || telemetry === false;
  if (isOff || typeof telemetry?.tracerProvider?.getTracer === "function") {
    return telemetry;
  }
  refuse(
    "telemetry",
    "must be false or have a 'tracerProvider' with a function 'getTracer'",
    telemetry,
  );
}

/** Chooses the logger, and leaves out the messages below the level. */
function loggerOf({ logger, logLevel }: ClientOptions): Logger | undefined {
  const variable = environmentVariable(LOG_LEVEL_VARIABLE) || undefined;
  const level = logLevel ?? variable ?? (logger ? "debug" : "off");
  const name = logLevel === undefined ? LOG_LEVEL_VARIABLE : "logLevel";
  checkOneOf(name, LOG_LEVELS, level);
  if (level === "off") return undefined;
  const target = logger ?? console;
  if (level === "debug") return target;
  return { debug() {}, warn: (message) => target.warn(message) };
}

let hasWarned = false;

/** Warns once that what a web page sends can be read in it; servers on the same machine and simulators get no secrets. */
function warnInWebPage(
  { fetch }: ClientOptions,
  url: string,
  logger: Logger = console,
): void {
  if (hasWarned || fetch || !isWebPage() || isLocal(new URL(url).hostname)) {
    return;
  }
  hasWarned = true;
  logger.warn(
    "The token of a TolokaClient in a web page can be read by everyone who opens the page, and spends the account's money: keep it on a server",
  );
}

function fetchOptionsOf(
  { fetchOptions = {}, verify = true }: ClientOptions,
): Record<string, unknown> {
  if (!isRecord(fetchOptions)) {
    refuse("fetchOptions", "must be an object", fetchOptions);
  }
  for (const name of OWN_FETCH_OPTIONS) {
    if (fetchOptions[name] === undefined) continue;
    refuse(
      `fetchOptions.${name}`,
      "is the client's to set",
      fetchOptions[name],
    );
  }
  for (const name of ["client", "dispatcher", "tls"]) {
    if (verify === true || fetchOptions[name] === undefined) continue;
    throw new TypeError(
      `Cannot ${ACTION} with both 'verify' and 'fetchOptions.${name}', as the latter checks certificates in its own way`,
    );
  }
  return { ...fetchOptions };
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
  { environment, url, allowHttp = false }: ClientOptions,
): Omit<EnvironmentPreset, "bonus"> & Partial<EnvironmentPreset> {
  if ((environment === undefined) === (url === undefined)) {
    throw new TypeError(
      `Cannot ${ACTION} as exactly one of 'environment' and 'url' must be given: current values are ${
        show(environment)
      } and ${show(publicUrl(url))}`,
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
  return urlPreset(url!, allowHttp);
}

function urlPreset(
  url: unknown,
  allowHttp: boolean,
): Omit<EnvironmentPreset, "bonus"> & Partial<EnvironmentPreset> {
  const parsed = typeof url === "string" ? URL.parse(url) : null;
  const { protocol = "", origin = "", pathname = "" } = parsed ?? {};
  const root = `${origin}${pathname.replace(/\/+$/, "")}`;
  const shown = publicUrl(url);
  if (!parsed || !/^https?:$/.test(protocol)) {
    refuse("url", "must be an http or https address", shown);
  }
  if (parsed.username || parsed.password) {
    refuse("url", "must be without a user's name and password", shown);
  }
  if (parsed.search || parsed.hash || /\/api(\/|$)/.test(pathname)) {
    refuse("url", "must be the root of a server, without '/api/v1'", shown);
  }
  if (protocol === "http:" && !allowHttp && !isLocal(parsed.hostname)) {
    refuse(
      "url",
      "must begin with 'https:' unless 'allowHttp' is set, as the token would be sent unencrypted",
      shown,
    );
  }
  const known = Object.values(ENVIRONMENTS).find((preset) =>
    preset.url === root
  );
  return { url: root, ...(known ? { bonus: known.bonus } : {}) };
}

/** Leaves out of an address what may be secret: a user's name and password, and the query. */
function publicUrl(url: unknown): unknown {
  return typeof url !== "string"
    ? url
    : url.replace(/^.*@/s, "...@").replace(/[?#].*$/s, "?...");
}

/** Tells whether a host is this machine, or a name that RFC 6761 reserves for tests, to which nothing is sent. */
function isLocal(host: string): boolean {
  return /^(127(\.\d+){3}|\[::1\]|(.*\.)?(localhost|test|example|invalid))$/
    .test(host);
}

function headersOf(
  options: ClientOptions,
  scheme: AuthScheme,
  token: string,
): Headers {
  const headers = new Headers(options.headers);
  const { application } = options;
  const valid = application === undefined ||
    typeof application === "string" && /^[\x20-\x7e]+$/.test(application);
  if (!valid) refuse("application", "must be ASCII text", application);
  if (!headers.has("User-Agent")) {
    const own = `toloka-client-js/${VERSION} (${runtimeName()})`;
    headers.set("User-Agent", application ? `${own} ${application}` : own);
  }
  headers.set("Authorization", `${scheme} ${token}`);
  if (options.actUnderAccountId !== undefined) {
    headers.set("X-Act-Under-Account-ID", options.actUnderAccountId);
  }
  return headers;
}

function connectorFor({ verify = true, fetch }: ClientOptions): Connector {
  if (verify === true) return connectorOf(true, fetch !== undefined);
  if (fetch) {
    throw new TypeError(
      `Cannot ${ACTION} with both 'verify' and 'fetch', as a given fetch checks certificates in its own way`,
    );
  }
  const given: Verify = typeof verify === "string" ? [verify] : verify;
  if (given !== false && !isCertificates(given)) {
    refuse("verify", "must be a boolean or certificates in PEM form", verify);
  }
  return connectorOf(given);
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

function checkOneOf(
  name: string,
  values: readonly string[],
  value: string,
): void {
  if (!values.includes(value)) {
    refuse(name, `must be one of ${list(values)}`, value);
  }
}

function refuse(name: string, rule: string, value: unknown): never {
  throw new TypeError(
    `Cannot ${ACTION} as '${name}' ${rule}: current value is ${show(value)}`,
  );
}

function list(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(", ");
}

/** Completes options by the environment variables for token and server. */
export function optionsFromEnv(given: Partial<ClientOptions>): ClientOptions {
  const token = given.token ?? tokenFromEnv();
  if (given.url !== undefined || given.environment !== undefined) {
    return { ...given, token };
  }
  const url = environmentVariable("TOLOKA_URL") || undefined;
  const environment = environmentVariable("TOLOKA_ENVIRONMENT") || undefined;
  const fallback = url === undefined ? "PRODUCTION" : undefined;
  return {
    ...given,
    token,
    url,
    environment: (environment ?? fallback) as Environment | undefined,
  };
}

function tokenFromEnv(): string {
  let token: string | undefined;
  try {
    token = requestVariable("TOLOKA_TOKEN");
  } catch (cause) {
    throw new TypeError(
      `Cannot ${ACTION} as the program may not read 'TOLOKA_TOKEN': run it with --allow-env=TOLOKA_TOKEN`,
      { cause },
    );
  }
  if (token) return token;
  throw new TypeError(
    `Cannot ${ACTION} as the environment variable 'TOLOKA_TOKEN' must be set: it is ${
      token === "" ? "empty" : "undefined"
    }`,
  );
}
