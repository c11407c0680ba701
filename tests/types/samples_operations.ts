/**
 * Full samples of operations and analytics, values made up.
 *
 * @module
 */
import type { AnalyticsRequest } from "../../src/types/analytics.ts";
import type {
  KnownOperation,
  OperationLogItem,
  OperationQuery,
} from "../../src/types/operations.ts";

export const analyticsOperation = {
  "id": "s",
  "status": "PENDING",
  "submitted": "2020-01-02T03:04:05.678000",
  "started": "2020-01-02T03:04:05.678000",
  "finished": "2020-01-02T03:04:05.678000",
  "progress": 1,
  "type": "ANALYTICS",
} satisfies KnownOperation<"ANALYTICS">;

export const poolArchiveOperation = {
  "id": "s",
  "status": "PENDING",
  "submitted": "2020-01-02T03:04:05.678000",
  "started": "2020-01-02T03:04:05.678000",
  "finished": "2020-01-02T03:04:05.678000",
  "progress": 1,
  "details": "any",
  "parameters": { "pool_id": "s" },
  "type": "POOL.ARCHIVE",
} satisfies KnownOperation<"POOL.ARCHIVE">;

export const poolCloneOperation = {
  "id": "s",
  "status": "PENDING",
  "submitted": "2020-01-02T03:04:05.678000",
  "started": "2020-01-02T03:04:05.678000",
  "finished": "2020-01-02T03:04:05.678000",
  "progress": 1,
  "parameters": { "pool_id": "s" },
  "details": { "pool_id": "s" },
  "type": "POOL.CLONE",
} satisfies KnownOperation<"POOL.CLONE">;

export const poolCloseOperation = {
  "id": "s",
  "status": "PENDING",
  "submitted": "2020-01-02T03:04:05.678000",
  "started": "2020-01-02T03:04:05.678000",
  "finished": "2020-01-02T03:04:05.678000",
  "progress": 1,
  "details": "any",
  "parameters": { "pool_id": "s" },
  "type": "POOL.CLOSE",
} satisfies KnownOperation<"POOL.CLOSE">;

export const poolOpenOperation = {
  "id": "s",
  "status": "PENDING",
  "submitted": "2020-01-02T03:04:05.678000",
  "started": "2020-01-02T03:04:05.678000",
  "finished": "2020-01-02T03:04:05.678000",
  "progress": 1,
  "details": "any",
  "parameters": { "pool_id": "s" },
  "type": "POOL.OPEN",
} satisfies KnownOperation<"POOL.OPEN">;

export const trainingArchiveOperation = {
  "id": "s",
  "status": "PENDING",
  "submitted": "2020-01-02T03:04:05.678000",
  "started": "2020-01-02T03:04:05.678000",
  "finished": "2020-01-02T03:04:05.678000",
  "progress": 1,
  "details": "any",
  "parameters": { "training_id": "s" },
  "type": "TRAINING.ARCHIVE",
} satisfies KnownOperation<"TRAINING.ARCHIVE">;

export const trainingCloneOperation = {
  "id": "s",
  "status": "PENDING",
  "submitted": "2020-01-02T03:04:05.678000",
  "started": "2020-01-02T03:04:05.678000",
  "finished": "2020-01-02T03:04:05.678000",
  "progress": 1,
  "parameters": { "training_id": "s" },
  "details": { "training_id": "s" },
  "type": "TRAINING.CLONE",
} satisfies KnownOperation<"TRAINING.CLONE">;

export const trainingCloseOperation = {
  "id": "s",
  "status": "PENDING",
  "submitted": "2020-01-02T03:04:05.678000",
  "started": "2020-01-02T03:04:05.678000",
  "finished": "2020-01-02T03:04:05.678000",
  "progress": 1,
  "details": "any",
  "parameters": { "training_id": "s" },
  "type": "TRAINING.CLOSE",
} satisfies KnownOperation<"TRAINING.CLOSE">;

export const trainingOpenOperation = {
  "id": "s",
  "status": "PENDING",
  "submitted": "2020-01-02T03:04:05.678000",
  "started": "2020-01-02T03:04:05.678000",
  "finished": "2020-01-02T03:04:05.678000",
  "progress": 1,
  "details": "any",
  "parameters": { "training_id": "s" },
  "type": "TRAINING.OPEN",
} satisfies KnownOperation<"TRAINING.OPEN">;

export const projectArchiveOperation = {
  "id": "s",
  "status": "PENDING",
  "submitted": "2020-01-02T03:04:05.678000",
  "started": "2020-01-02T03:04:05.678000",
  "finished": "2020-01-02T03:04:05.678000",
  "progress": 1,
  "details": "any",
  "parameters": { "project_id": "s" },
  "type": "PROJECT.ARCHIVE",
} satisfies KnownOperation<"PROJECT.ARCHIVE">;

export const tasksCreateOperation = {
  "id": "s",
  "status": "PENDING",
  "submitted": "2020-01-02T03:04:05.678000",
  "started": "2020-01-02T03:04:05.678000",
  "progress": 1,
  "parameters": {
    "skip_invalid_items": true,
    "allow_defaults": true,
    "open_pool": true,
  },
  "finished": "2020-01-02T03:04:05.678000",
  "details": { "total_count": 1 },
  "type": "TASK.BATCH_CREATE",
} satisfies KnownOperation<"TASK.BATCH_CREATE">;

export const taskSuiteCreateBatchOperation = {
  "id": "s",
  "status": "PENDING",
  "submitted": "2020-01-02T03:04:05.678000",
  "started": "2020-01-02T03:04:05.678000",
  "progress": 1,
  "parameters": {
    "skip_invalid_items": true,
    "allow_defaults": true,
    "open_pool": true,
  },
  "finished": "2020-01-02T03:04:05.678000",
  "details": { "total_count": 1 },
  "type": "TASK_SUITE.BATCH_CREATE",
} satisfies KnownOperation<"TASK_SUITE.BATCH_CREATE">;

export const aggregatedSolutionOperation = {
  "id": "s",
  "status": "PENDING",
  "submitted": "2020-01-02T03:04:05.678000",
  "started": "2020-01-02T03:04:05.678000",
  "finished": "2020-01-02T03:04:05.678000",
  "progress": 1,
  "details": "any",
  "parameters": { "pool_id": "s" },
  "type": "SOLUTION.AGGREGATE",
} satisfies KnownOperation<"SOLUTION.AGGREGATE">;

export const userBonusCreateBatchOperation = {
  "id": "s",
  "status": "PENDING",
  "submitted": "2020-01-02T03:04:05.678000",
  "started": "2020-01-02T03:04:05.678000",
  "finished": "2020-01-02T03:04:05.678000",
  "progress": 1,
  "parameters": { "skip_invalid_items": true },
  "details": {
    "pool_id": "s",
    "total_count": 1,
    "valid_count": 1,
    "not_valid_count": 1,
    "success_count": 1,
    "failed_count": 1,
  },
  "type": "USER_BONUS.BATCH_CREATE",
} satisfies KnownOperation<"USER_BONUS.BATCH_CREATE">;

export const operationLogItem = {
  "type": "TASK_CREATE",
  "success": true,
  "input": { "k": "any" },
  "output": { "task_id": "s" },
} satisfies OperationLogItem;

export const operationSearchRequest = {
  "type": "PSEUDO.PSEUDO",
  "status": "PENDING",
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "submitted_lt": "2020-01-02T03:04:05.678000",
  "submitted_lte": "2020-01-02T03:04:05.678000",
  "submitted_gt": "2020-01-02T03:04:05.678000",
  "submitted_gte": "2020-01-02T03:04:05.678000",
  "finished_lt": "2020-01-02T03:04:05.678000",
  "finished_lte": "2020-01-02T03:04:05.678000",
  "finished_gt": "2020-01-02T03:04:05.678000",
  "finished_gte": "2020-01-02T03:04:05.678000",
} satisfies OperationQuery;

export const realTasksCountPoolAnalytics = {
  "subject_id": "s",
  "name": "real_tasks_count",
  "subject": "POOL",
} satisfies AnalyticsRequest;

export const submittedAssignmentsCountPoolAnalytics = {
  "subject_id": "s",
  "name": "submitted_assignments_count",
  "subject": "POOL",
} satisfies AnalyticsRequest;

export const skippedAssignmentsCountPoolAnalytics = {
  "subject_id": "s",
  "name": "skipped_assignments_count",
  "subject": "POOL",
} satisfies AnalyticsRequest;

export const rejectedAssignmentsCountPoolAnalytics = {
  "subject_id": "s",
  "name": "rejected_assignments_count",
  "subject": "POOL",
} satisfies AnalyticsRequest;

export const approvedAssignmentsCountPoolAnalytics = {
  "subject_id": "s",
  "name": "approved_assignments_count",
  "subject": "POOL",
} satisfies AnalyticsRequest;

export const completionPercentagePoolAnalytics = {
  "subject_id": "s",
  "name": "completion_percentage",
  "subject": "POOL",
} satisfies AnalyticsRequest;

export const avgSubmitAssignmentMillisPoolAnalytics = {
  "subject_id": "s",
  "name": "avg_submit_assignment_millis",
  "subject": "POOL",
} satisfies AnalyticsRequest;

export const spentBudgetPoolAnalytics = {
  "subject_id": "s",
  "name": "spent_budget",
  "subject": "POOL",
} satisfies AnalyticsRequest;

export const uniqueWorkersCountPoolAnalytics = {
  "subject_id": "s",
  "name": "unique_workers_count",
  "subject": "POOL",
} satisfies AnalyticsRequest;

export const uniqueSubmittersCountPoolAnalytics = {
  "subject_id": "s",
  "name": "unique_submitters_count",
  "subject": "POOL",
} satisfies AnalyticsRequest;

export const activeWorkersByFilterCountPoolAnalytics = {
  "subject_id": "s",
  "interval_hours": 1,
  "name": "active_workers_by_filter_count",
  "subject": "POOL",
} satisfies AnalyticsRequest;

export const estimatedAssignmentsCountPoolAnalytics = {
  "subject_id": "s",
  "name": "estimated_assignments_count",
  "subject": "POOL",
} satisfies AnalyticsRequest;
