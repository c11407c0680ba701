/** Trainings: the same life as a pool's, with settings of their own. */

import { poolLikeRoutes } from "./pools.ts";
import { API, type Route } from "./router.ts";

/** Endpoints of trainings. */
export const trainingRoutes: readonly Route[] = poolLikeRoutes(
  "TRAINING",
  `${API}/trainings`,
);
