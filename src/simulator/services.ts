/** What a requester has besides projects, pools and Tolokers' answers. */

import {
  aggregatedSolutionRoutes,
  startAggregating,
} from "./aggregated_solutions.ts";
import { analyticsRoutes, startAnalysing } from "./analytics.ts";
import { appBatchRoutes } from "./app_batches.ts";
import { appItemRoutes } from "./app_items.ts";
import { appProjectRoutes, startPreparing } from "./app_projects.ts";
import { startAppWork } from "./app_work.ts";
import { addApps, appRoutes, type SimulatedApp } from "./apps.ts";
import { attachmentRoutes, startUploading } from "./attachments.ts";
import { startDelivering, type WebhookOptions } from "./deliveries.ts";
import { messageThreadRoutes, startAnswering } from "./message_threads.ts";
import type { Route } from "./router.ts";
import type { ServiceSettings, World } from "./store.ts";
import { startPaying, userBonusRoutes } from "./user_bonuses.ts";
import { webhookSubscriptionRoutes } from "./webhook_subscriptions.ts";

/** What files, messages, bonuses, webhooks and apps are like. */
export interface ServiceOptions {
  /** The files behind answers of the type `file`. */
  attachments?: AttachmentOptions | undefined;
  /**
   * Least and most of a bonus.
   *
   * @default {[0.005, 100]}
   */
  bonusLimits?: readonly [number, number] | undefined;
  /**
   * Probability that a careful Toloker answers a message that can be answered,
   * 0 to 1; others are less ready to. An answer takes ten minutes on average.
   *
   * @default {0.5}
   */
  replyRate?: number | undefined;
  /** How webhooks are delivered. */
  webhooks?: WebhookOptions | undefined;
  /**
   * The apps that projects can be made from.
   *
   * @default {three apps that classify texts and pages}
   */
  apps?: readonly SimulatedApp[] | undefined;
}

/** What files are like. Their bytes look random and follow from the seed. */
export interface AttachmentOptions {
  /**
   * Least and most bytes of a file.
   *
   * @default {[2000, 20000]}
   */
  size?: readonly [number, number] | undefined;
  /**
   * Whether a part of a file can be asked for with the header `Range`. The API
   * does not say that it can.
   *
   * @default {false}
   */
  ranges?: boolean | undefined;
}

/** Reads the options, or tells what is wrong with them. */
export function serviceSettings(
  options: ServiceOptions,
): Partial<ServiceSettings> {
  const { attachments = {}, bonusLimits, replyRate } = options;
  const { size, ranges } = attachments;
  checkLimits("bonusLimits", bonusLimits);
  checkLimits("attachments.size", size);
  if (replyRate !== undefined && !(replyRate >= 0 && replyRate <= 1)) {
    throw new RangeError(
      `Cannot create the simulator as 'replyRate' must be between 0 and 1: current value is ${replyRate}`,
    );
  }
  return {
    ...(bonusLimits === undefined ? {} : { bonusLimits }),
    ...(replyRate === undefined ? {} : { replyRate }),
    ...(size === undefined ? {} : { fileSize: size }),
    ...(ranges === undefined ? {} : { fileRanges: ranges }),
  };
}

function checkLimits(
  name: string,
  limits: readonly [number, number] | undefined,
): void {
  if (limits === undefined || (limits[0] >= 0 && limits[0] <= limits[1])) {
    return;
  }
  throw new RangeError(
    `Cannot create the simulator as '${name}' must be two numbers from 0, the smaller one first: current value is ${limits}`,
  );
}

/**
 * Begins everything in a new world. Listens before others do: answers are seen
 * with their files, and events are told in their order.
 *
 * @param copies How many times more than once an event is delivered.
 */
export function startServices(
  world: World,
  options: ServiceOptions,
  copies?: (eventType: string) => number,
): void {
  startDelivering(world, options.webhooks, copies);
  startUploading(world);
  startAggregating(world);
  startAnalysing(world);
  startAnswering(world);
  startPaying(world);
  startPreparing(world);
  startAppWork(world);
  addApps(world, options.apps);
}

/** Their endpoints. */
export const serviceRoutes: readonly Route[] = [
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
];
