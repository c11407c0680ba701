/** Tolokers, as requesters see them. */

import type { User, UserAttributes } from "../../types/users.ts";
import { doesNotExist } from "../checks/api_error.ts";
import {
  API,
  type Context,
  ok,
  type Reply,
  type Route,
  route,
} from "../server/router.ts";

/** Traits that are shown under `attributes`. */
const ATTRIBUTES = [
  "client_type",
  "user_agent_type",
  "device_category",
  "os_family",
  "os_version",
  "os_version_major",
] as const;

function getUser({ world, params }: Context): Reply {
  const toloker = world.tolokers.get(params.id!);
  if (toloker === undefined) throw doesNotExist("Toloker", params.id!);
  const { country, languages, adult_allowed } = toloker.traits;
  const attributes: Record<string, unknown> = {
    country_by_phone: country,
    country_by_ip: country,
  };
  for (const name of ATTRIBUTES) attributes[name] = toloker.traits[name];
  return ok(
    {
      id: toloker.id,
      country: String(country),
      languages: languages as string[],
      adult_allowed: adult_allowed === true,
      attributes: attributes as UserAttributes,
    } satisfies User,
  );
}

/** Endpoint of Tolokers. */
export const userRoutes: readonly Route[] = [
  route("GET", `${API}/user-metadata/:id`, getUser),
];
