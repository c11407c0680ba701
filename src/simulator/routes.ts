/** All endpoints. */

import { aggregatedSolutionRoutes } from "./entities/aggregated_solutions.ts";
import { analyticsRoutes } from "./entities/analytics.ts";
import { appBatchRoutes } from "./entities/apps/batches.ts";
import { appItemRoutes } from "./entities/apps/items.ts";
import { appProjectRoutes } from "./entities/apps/projects.ts";
import { appRoutes } from "./entities/apps/apps.ts";
import { assignmentRoutes } from "./entities/assignments.ts";
import { attachmentRoutes } from "./entities/attachments.ts";
import { messageThreadRoutes } from "./entities/message_threads.ts";
import { operationRoutes } from "./entities/operations.ts";
import { poolRoutes } from "./entities/pools.ts";
import { projectRoutes } from "./entities/projects.ts";
import { requesterRoutes } from "./entities/requester.ts";
import { restrictionRoutes } from "./entities/restrictions.ts";
import { skillRoutes } from "./entities/skills.ts";
import { taskSuiteRoutes } from "./entities/task_suites.ts";
import { taskRoutes } from "./entities/tasks.ts";
import { trainingRoutes } from "./entities/trainings.ts";
import { userBonusRoutes } from "./entities/user_bonuses.ts";
import { userRoutes } from "./entities/users.ts";
import { webhookSubscriptionRoutes } from "./entities/webhook_subscriptions.ts";
import { Router } from "./server/router.ts";

/** Knows every endpoint of the API. */
export function makeRouter(): Router {
  return new Router([
    ...projectRoutes,
    ...poolRoutes,
    ...trainingRoutes,
    ...taskRoutes,
    ...taskSuiteRoutes,
    ...assignmentRoutes,
    ...operationRoutes,
    ...skillRoutes,
    ...restrictionRoutes,
    ...requesterRoutes,
    ...userRoutes,
    ...aggregatedSolutionRoutes,
    ...analyticsRoutes,
    ...appRoutes,
    ...appProjectRoutes,
    ...appItemRoutes,
    ...appBatchRoutes,
    ...attachmentRoutes,
    ...messageThreadRoutes,
    ...userBonusRoutes,
    ...webhookSubscriptionRoutes,
  ]);
}
