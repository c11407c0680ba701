/**
 * Maps the method names of toloka-kit, the Python client, to this client, for
 * {@linkcode replay} to run the recorded cases of the one against the other.
 */
import {
  type ClientOptions,
  DefaultRetryPolicy,
  type FailedAttempt,
  type Operation,
  TolokaClient,
  TolokaOperationError,
} from "../../mod.ts";
import type { ClientSetup } from "./replay.ts";

// The recorded arguments are what a Python program gave: plain JSON without types of ours.
// deno-lint-ignore no-explicit-any
type Args = any;
type Call = (toloka: TolokaClient, args: Args) => Promise<unknown>;

const SECOND = 1000;

/** Repeats as the peer does: also what is not idempotent, after an error of the server. */
class RepeatsAll extends DefaultRetryPolicy {
  override wait(failure: FailedAttempt): number | undefined {
    return super.wait({ ...failure, idempotent: true });
  }
}

/** Makes a client of options under their recorded names and in their units. */
export function makeClient(setup: ClientSetup): TolokaClient {
  const { url, fetch, token, retries, timeout, retry_quotas } = setup as
    & ClientSetup
    & Args;
  const { act_under_account_id: actUnderAccountId, verify } = setup as Args;
  const options: ClientOptions = {
    url,
    fetch,
    token,
    retries,
    // The peer leaves page sizes to the server.
    pageSize: null,
    ...(timeout === undefined ? {} : { timeout: inMs(timeout) }),
    ...(retry_quotas === undefined ? {} : { retryQuotas: retry_quotas }),
    ...(verify === undefined ? {} : { verify }),
    actUnderAccountId,
    retryPolicy: (given) => new RepeatsAll(given),
  };
  return new TolokaClient(options);
}

function inMs(timeout: number | [number, number] | null) {
  if (timeout === null) return null;
  if (typeof timeout === "number") return timeout * SECOND;
  return { connect: timeout[0] * SECOND, read: timeout[1] * SECOND };
}

/** Options of a call by the peer's names. */
function creating({ parameters = {}, timeout }: Args) {
  return {
    operationId: parameters?.operation_id,
    async: parameters?.async_mode,
    allowDefaults: parameters?.allow_defaults,
    openPool: parameters?.open_pool,
    skipInvalidItems: parameters?.skip_invalid_items,
    ...waiting({ timeout }),
  };
}

function waiting({ timeout }: Args) {
  return timeout === undefined ? {} : { maxWait: timeout * SECOND };
}

/** How many items one request of a listing asks for. */
function size({ batch_size }: Args) {
  return { pageSize: batch_size ?? undefined };
}

/** The peer takes the folders as a list, or as the body they are sent in. */
function folders({ folders }: Args) {
  return Array.isArray(folders) ? folders : folders.folders;
}

/** A query; texts with commas are lists. */
function query({ request = {}, sort, limit }: Args): Args {
  const { status } = request ?? {};
  const list = typeof status === "string" && status.includes(",")
    ? { status: status.split(",").map((part: string) => part.trim()) }
    : {};
  return { ...request, ...list, sort, limit };
}

/** The first page: filters, order and size. */
function page(
  pick: (toloka: TolokaClient) => { find(query: Args): Promise<unknown> },
): Call {
  return (toloka, args) => pick(toloka).find(query(args));
}

/** Everything: filters, and the size of pages. */
function all(
  pick: (toloka: TolokaClient) => {
    list(query: Args, options: Args): AsyncIterable<unknown>;
  },
): Call {
  return (toloka, args) =>
    Array.fromAsync(pick(toloka).list(query(args), size(args)));
}

/** The bytes of a download. */
async function base64(bytes: Promise<Uint8Array>) {
  return { base64: btoa(String.fromCharCode(...await bytes)) };
}

/** The peer's result of a creation has no list of other failures. */
async function created(
  result: Promise<{ items: unknown; validation_errors: unknown }>,
) {
  const { items, validation_errors } = await result;
  return { items, validation_errors };
}

/** By the peer's method names, grouped by resource. */
export const adapter: Record<string, Call> = {
  // The peer adds the only type it knows.
  aggregate_solutions_by_task: (t, a) =>
    t.aggregatedSolutions.aggregateByTask({
      type: "WEIGHTED_DYNAMIC_OVERLAP",
      ...a.request,
    }),
  aggregate_solutions_by_pool: (t, a) =>
    t.aggregatedSolutions.startAggregateByPool(a.request),
  find_aggregated_solutions: (t, a) =>
    t.aggregatedSolutions.find(a.operation_id, query(a)),
  get_aggregated_solutions: (t, a) =>
    Array.fromAsync(
      t.aggregatedSolutions.list(a.operation_id, query(a), size(a)),
    ),

  get_analytics: (t, a) => t.analytics.startGet(a.stats),

  get_app: (t, { app_id, lang }) => t.apps.get(app_id, { lang }),
  find_apps: page((t) => t.apps),
  get_apps: all((t) => t.apps),

  create_app_project: (t, a) => t.appProjects.create(a.app_project),
  get_app_project: (t, a) => t.appProjects.get(a.app_project_id),
  find_app_projects: page((t) => t.appProjects),
  get_app_projects: all((t) => t.appProjects),
  archive_app_project: (t, a) => t.appProjects.archive(a.app_project_id),
  unarchive_app_project: (t, a) => t.appProjects.unarchive(a.app_project_id),

  create_app_item: (t, { app_project_id, app_item, ...rest }) =>
    t.appItems.create(app_project_id, { ...app_item, ...rest }),
  create_app_items: (t, a) =>
    t.appItems.createMany(a.app_project_id, a.request),
  get_app_item: (t, a) => t.appItems.get(a.app_project_id, a.app_item_id),
  find_app_items: (t, a) => t.appItems.find(a.app_project_id, query(a)),
  get_app_items: (t, a) =>
    Array.fromAsync(t.appItems.list(a.app_project_id, query(a), size(a))),

  create_app_batch: (t, a) => t.appBatches.create(a.app_project_id, a.request),
  start_sync_batch_processing: (t, a) =>
    t.appBatches.startSync(a.app_project_id, a.request),
  get_app_batch: (t, a) => t.appBatches.get(a.app_project_id, a.batch_id),
  find_app_batches: (t, a) => t.appBatches.find(a.app_project_id, query(a)),
  get_app_batches: (t, a) =>
    Array.fromAsync(t.appBatches.list(a.app_project_id, query(a), size(a))),
  patch_app_batch: (t, a) =>
    t.appBatches.patch(a.app_project_id, a.batch_id, a.patch),
  start_app_batch: (t, a) => t.appBatches.start(a.app_project_id, a.batch_id),
  stop_app_batch: (t, a) => t.appBatches.stop(a.app_project_id, a.batch_id),
  resume_app_batch: (t, a) => t.appBatches.resume(a.app_project_id, a.batch_id),
  archive_app_batch: (t, a) =>
    t.appBatches.archive(a.app_project_id, a.batch_id),
  unarchive_app_batch: (t, a) =>
    t.appBatches.unarchive(a.app_project_id, a.batch_id),

  accept_assignment: (t, a) =>
    t.assignments.accept(a.assignment_id, a.public_comment),
  reject_assignment: (t, a) =>
    t.assignments.reject(a.assignment_id, a.public_comment),
  patch_assignment: (t, a) => t.assignments.patch(a.assignment_id, a.patch),
  get_assignment: (t, a) => t.assignments.get(a.assignment_id),
  find_assignments: page((t) => t.assignments),
  get_assignments: all((t) => t.assignments),
  get_assignments_df: (t, a) =>
    Array.fromAsync(t.assignments.table(a.pool_id, a.parameters ?? {})),

  get_attachment: (t, a) => t.attachments.get(a.attachment_id),
  find_attachments: page((t) => t.attachments),
  get_attachments: all((t) => t.attachments),
  download_attachment: (t, a) =>
    base64(t.attachments.downloadBytes(a.attachment_id)),

  compose_message_thread: (t, a) => t.messageThreads.compose(a.compose),
  reply_message_thread: (t, a) =>
    t.messageThreads.reply(a.message_thread_id, a.reply),
  add_message_thread_to_folders: (t, a) =>
    t.messageThreads.addToFolders(a.message_thread_id, folders(a)),
  remove_message_thread_from_folders: (t, a) =>
    t.messageThreads.removeFromFolders(a.message_thread_id, folders(a)),
  find_message_threads: page((t) => t.messageThreads),
  get_message_threads: all((t) => t.messageThreads),

  get_operation: (t, a) => t.operations.get(a.operation_id),
  find_operations: page((t) => t.operations),
  get_operations: all((t) => t.operations),
  get_operation_log: (t, a) => t.operations.getLog(a.operation_id),
  // The peer gives a failed operation back, ours throws it.
  wait_operation: (t, a) =>
    t.operations.wait(a.op as Operation, waiting(a)).catch((error) => {
      if (error instanceof TolokaOperationError) return error.operation;
      throw error;
    }),

  create_pool: (t, a) =>
    t.pools.create(a.pool, { storageKey: a.tier ?? undefined }),
  update_pool: (t, a) => t.pools.update(a.pool_id, a.pool),
  patch_pool: (t, a) => t.pools.patch(a.pool_id, a.request),
  get_pool: (t, a) => t.pools.get(a.pool_id),
  find_pools: page((t) => t.pools),
  get_pools: all((t) => t.pools),
  open_pool: (t, a) => t.pools.open(a.pool_id),
  open_pool_async: (t, a) => t.pools.startOpen(a.pool_id),
  close_pool: (t, a) => t.pools.close(a.pool_id),
  close_pool_async: (t, a) => t.pools.startClose(a.pool_id),
  close_pool_for_update: (t, a) => t.pools.closeForUpdate(a.pool_id),
  close_pool_for_update_async: (t, a) => t.pools.startCloseForUpdate(a.pool_id),
  archive_pool: (t, a) => t.pools.archive(a.pool_id),
  archive_pool_async: (t, a) => t.pools.startArchive(a.pool_id),
  clone_pool: (t, a) => t.pools.clone(a.pool_id),
  clone_pool_async: (t, a) => t.pools.startClone(a.pool_id),

  create_project: (t, a) => t.projects.create(a.project),
  update_project: (t, a) => t.projects.update(a.project_id, a.project),
  check_update_project_for_major_version_change: (t, a) =>
    t.projects.checkUpdate(a.project_id, a.project),
  get_project: (t, a) => t.projects.get(a.project_id),
  find_projects: page((t) => t.projects),
  get_projects: all((t) => t.projects),
  archive_project: (t, a) => t.projects.archive(a.project_id),
  archive_project_async: (t, a) => t.projects.startArchive(a.project_id),
  clone_project: (t, a) =>
    t.projects.clone(a.project_id, { reuseControllers: a.reuse_controllers }),

  get_requester: (t) => t.requester.get(),

  create_skill: (t, a) => t.skills.create(a.skill),
  update_skill: (t, a) => t.skills.update(a.skill_id, a.skill),
  get_skill: (t, a) => t.skills.get(a.skill_id),
  find_skills: page((t) => t.skills),
  get_skills: all((t) => t.skills),

  create_task: (t, a) => t.tasks.create(a.task, creating(a)),
  create_tasks: (t, a) => created(t.tasks.createMany(a.tasks, creating(a))),
  create_tasks_async: (t, a) => t.tasks.startCreateMany(a.tasks, creating(a)),
  get_task: (t, a) => t.tasks.get(a.task_id),
  find_tasks: page((t) => t.tasks),
  get_tasks: all((t) => t.tasks),
  patch_task: (t, a) => t.tasks.patch(a.task_id, a.patch),
  patch_task_overlap_or_min: (t, a) =>
    t.tasks.setOverlapOrMin(a.task_id, a.patch),

  create_task_suite: (t, a) => t.taskSuites.create(a.task_suite, creating(a)),
  create_task_suites: (t, a) =>
    created(t.taskSuites.createMany(a.task_suites, creating(a))),
  create_task_suites_async: (t, a) =>
    t.taskSuites.startCreateMany(a.task_suites, creating(a)),
  get_task_suite: (t, a) => t.taskSuites.get(a.task_suite_id),
  find_task_suites: page((t) => t.taskSuites),
  get_task_suites: all((t) => t.taskSuites),
  patch_task_suite: (t, { task_suite_id, patch }) => {
    const { open_pool: openPool, ...rest } = patch;
    return t.taskSuites.patch(task_suite_id, rest, { openPool });
  },
  patch_task_suite_overlap_or_min: (t, { task_suite_id, patch }) => {
    const { open_pool: openPool, ...rest } = patch;
    return t.taskSuites.setOverlapOrMin(task_suite_id, rest, { openPool });
  },

  create_training: (t, a) => t.trainings.create(a.training),
  update_training: (t, a) => t.trainings.update(a.training_id, a.training),
  get_training: (t, a) => t.trainings.get(a.training_id),
  find_trainings: page((t) => t.trainings),
  get_trainings: all((t) => t.trainings),
  open_training: (t, a) => t.trainings.open(a.training_id),
  open_training_async: (t, a) => t.trainings.startOpen(a.training_id),
  close_training: (t, a) => t.trainings.close(a.training_id),
  close_training_async: (t, a) => t.trainings.startClose(a.training_id),
  archive_training: (t, a) => t.trainings.archive(a.training_id),
  archive_training_async: (t, a) => t.trainings.startArchive(a.training_id),
  clone_training: (t, a) => t.trainings.clone(a.training_id),
  clone_training_async: (t, a) => t.trainings.startClone(a.training_id),

  create_user_bonus: (t, a) => t.userBonuses.create(a.user_bonus, creating(a)),
  create_user_bonuses: (t, a) =>
    created(t.userBonuses.createMany(a.user_bonuses, creating(a))),
  create_user_bonuses_async: (t, a) =>
    t.userBonuses.startCreateMany(a.user_bonuses, creating(a)),
  get_user_bonus: (t, a) => t.userBonuses.get(a.user_bonus_id),
  find_user_bonuses: page((t) => t.userBonuses),
  get_user_bonuses: all((t) => t.userBonuses),

  set_user_restriction: (t, a) => t.userRestrictions.set(a.user_restriction),
  get_user_restriction: (t, a) => t.userRestrictions.get(a.user_restriction_id),
  find_user_restrictions: page((t) => t.userRestrictions),
  get_user_restrictions: all((t) => t.userRestrictions),
  delete_user_restriction: (t, a) =>
    t.userRestrictions.delete(a.user_restriction_id),

  set_user_skill: (t, a) => t.userSkills.set(a.request),
  get_user_skill: (t, a) => t.userSkills.get(a.user_skill_id),
  find_user_skills: page((t) => t.userSkills),
  get_user_skills: all((t) => t.userSkills),
  delete_user_skill: (t, a) => t.userSkills.delete(a.user_skill_id),

  get_user: (t, a) => t.users.get(a.user_id),

  upsert_webhook_subscriptions: (t, a) =>
    t.webhookSubscriptions.upsert(a.subscriptions),
  get_webhook_subscription: (t, a) =>
    t.webhookSubscriptions.get(a.webhook_subscription_id),
  find_webhook_subscriptions: page((t) => t.webhookSubscriptions),
  get_webhook_subscriptions: all((t) => t.webhookSubscriptions),
  delete_webhook_subscription: (t, a) =>
    t.webhookSubscriptions.delete(a.webhook_subscription_id),
};
