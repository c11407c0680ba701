/** The requester's account. */

import { fromMoney } from "../engine/money.ts";
import { API, ok, type Route, route } from "../server/router.ts";

/** Endpoints of the account. */
export const requesterRoutes: readonly Route[] = [
  route("GET", `${API}/requester`, ({ world: { account } }) =>
    ok({
      id: account.id,
      balance: fromMoney(account.balance),
      public_name: { EN: "Simulated requester" },
      company: { id: account.companyId, superintendent_id: account.id },
    })),
];
