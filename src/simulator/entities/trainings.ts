/** Trainings: the same life as a pool's, with settings of their own. */

import { API, type Route } from "../server/router.ts";
import { poolLikeRoutes } from "./pools.ts";

/** Endpoints of trainings. */
export const trainingRoutes: readonly Route[] = poolLikeRoutes(
  "TRAINING",
  `${API}/trainings`,
);
