/**
 * Full samples of the Apps API, values made up.
 *
 * @module
 */
import type {
  AppBatch,
  AppBatchInput,
  AppBatchPatch,
  AppBatchQuery,
  AppBatchSyncInput,
} from "../../src/types/app_batches.ts";
import type {
  AppItem,
  AppItemImport,
  AppItemInput,
  AppItemQuery,
  AppItemsInput,
} from "../../src/types/app_items.ts";
import type {
  AppProject,
  AppProjectQuery,
} from "../../src/types/app_projects.ts";
import type {
  App,
  AppError,
  AppQuery,
  AppReference,
  AppSummary,
} from "../../src/types/apps.ts";

export const appError = {
  "code": "s",
  "message": "s",
  "payload": "any",
} satisfies AppError;

export const appLightestResult = {
  "id": "s",
  "name": "s",
} satisfies AppReference;

export const baseApp = {
  "id": "s",
  "name": "s",
  "image": "s",
  "description": "s",
  "default_item_price": 1.5,
  "examples": "any",
} satisfies AppSummary;

export const app = {
  "id": "s",
  "name": "s",
  "image": "s",
  "description": "s",
  "default_item_price": 1.5,
  "examples": "any",
  "constraints_description": "s",
  "param_spec": { "k": "any" },
  "input_spec": {
    "k": {
      "required": true,
      "hidden": true,
      "min_length": 1,
      "max_length": 1,
      "allowed_values": ["s"],
      "type": "string",
    },
  },
  "output_spec": {
    "k": {
      "required": true,
      "hidden": true,
      "min_length": 1,
      "max_length": 1,
      "allowed_values": ["s"],
      "type": "string",
    },
  },
  "input_format_info": { "k": "any" },
} satisfies App;

export const appSearchRequest = {
  "after_id": "s",
  "lang": "s",
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
} satisfies AppQuery;

export const appProject = {
  "app_id": "s",
  "parent_app_project_id": "s",
  "name": "s",
  "parameters": { "k": "any" },
  "id": "s",
  "status": "CREATING",
  "created": "2020-01-02T03:04:05.678000",
  "item_price": 1.5,
  "errors": [{ "code": "s", "message": "s", "payload": "any" }],
  "read_only": true,
  "app": { "id": "s", "name": "s" },
} satisfies AppProject;

export const appProjectSearchRequest = {
  "app_id": "s",
  "parent_app_project_id": "s",
  "status": "CREATING",
  "after_id": "s",
  "scope": "MY",
  "requester_ids": ["s"],
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "name_lt": "s",
  "name_lte": "s",
  "name_gt": "s",
  "name_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
} satisfies AppProjectQuery;

export const appItem = {
  "batch_id": "s",
  "input_data": { "k": "any" },
  "id": "s",
  "app_project_id": "s",
  "status": "NEW",
  "output_data": { "k": "any" },
  "errors": [{ "code": "s", "message": "s", "payload": "any" }],
  "created_at": "2020-01-02T03:04:05.678000",
  "started_at": "2020-01-02T03:04:05.678000",
  "finished_at": "2020-01-02T03:04:05.678000",
} satisfies AppItem;

export const appItemCreateRequest = {
  "batch_id": "s",
  "input_data": { "k": "any" },
  "force_new_original": true,
} satisfies AppItemInput;

export const appItemsCreateRequest = {
  "batch_id": "s",
  "items": [{ "k": "any" }],
  "force_new_original": true,
  "ignore_errors": true,
} satisfies AppItemsInput;

export const appItemImport = {
  "id": "s",
  "records_count": 1,
  "records_processed": 1,
  "records_skipped": 1,
  "errors": { "k": "any" },
} satisfies AppItemImport;

export const appItemSearchRequest = {
  "after_id": "s",
  "batch_id": "s",
  "status": "NEW",
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
  "finished_lt": "2020-01-02T03:04:05.678000",
  "finished_lte": "2020-01-02T03:04:05.678000",
  "finished_gt": "2020-01-02T03:04:05.678000",
  "finished_gte": "2020-01-02T03:04:05.678000",
} satisfies AppItemQuery;

export const appBatch = {
  "id": "s",
  "app_project_id": "s",
  "name": "s",
  "status": "NEW",
  "items_count": 1,
  "item_price": 1.5,
  "cost": 1.5,
  "cost_of_processed": 1.5,
  "created_at": "2020-01-02T03:04:05.678000",
  "started_at": "2020-01-02T03:04:05.678000",
  "finished_at": "2020-01-02T03:04:05.678000",
  "read_only": true,
  "priority_order": "ONE",
  "last_items_import": {
    "id": "s",
    "records_count": 1,
    "records_processed": 1,
    "records_skipped": 1,
    "errors": { "k": "any" },
  },
  "confidence_avg": 0.5,
  "items_processed_count": 1,
  "eta": "2020-01-02T03:04:05.678000",
  "etd": "2020-01-02T03:04:05.678000",
  "app_project_eta": "2020-01-02T03:04:05.678000",
  "items_per_state": { "k": "any" },
  "current_time": "2020-01-02T03:04:05.678000",
} satisfies AppBatch;

export const appBatchCreateRequest = {
  "name": "s",
  "items": [{ "k": "any" }],
  "priority_order": "ONE",
  "force_new_original": true,
  "ignore_errors": true,
} satisfies AppBatchInput;

export const syncBatchCreateRequest = {
  "name": "s",
  "items": [{ "k": "any" }],
} satisfies AppBatchSyncInput;

export const appBatchPatch = {
  "name": "s",
  "priority_order": "ONE",
} satisfies AppBatchPatch;

export const appBatchSearchRequest = {
  "after_id": "s",
  "status": "NEW",
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "name_lt": "s",
  "name_lte": "s",
  "name_gt": "s",
  "name_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
} satisfies AppBatchQuery;
