/**
 * Full samples of tasks and task suites, values made up.
 *
 * @module
 */
import type { BatchCreateResult } from "../../src/types/common.ts";
import type {
  TaskSuite,
  TaskSuiteOverlapPatch,
  TaskSuitePatch,
  TaskSuiteQuery,
  TaskSuiteTask,
} from "../../src/types/task_suites.ts";
import type {
  BaselineSolution,
  KnownSolution,
  Task,
  TaskOverlapPatch,
  TaskPatch,
  TaskQuery,
} from "../../src/types/tasks.ts";

export const knownSolution = {
  "output_values": { "k": "any" },
  "correctness_weight": 0.5,
} satisfies KnownSolution;

export const baselineSolution = {
  "output_values": { "k": "any" },
  "confidence_weight": 0.5,
} satisfies BaselineSolution;

export const baseTask = {
  "input_values": { "k": "any" },
  "known_solutions": [{
    "output_values": { "k": "any" },
    "correctness_weight": 0.5,
  }],
  "message_on_unknown_solution": "s",
  "id": "s",
  "origin_task_id": "s",
} satisfies TaskSuiteTask;

export const task = {
  "input_values": { "k": "any" },
  "known_solutions": [{
    "output_values": { "k": "any" },
    "correctness_weight": 0.5,
  }],
  "message_on_unknown_solution": "s",
  "id": "s",
  "infinite_overlap": false,
  "overlap": 3,
  "pool_id": "s",
  "remaining_overlap": 1,
  "reserved_for": ["s"],
  "unavailable_for": ["s"],
  "traits_all_of": ["s"],
  "traits_any_of": ["s"],
  "traits_none_of_any": ["s"],
  "origin_task_id": "s",
  "created": "2020-01-02T03:04:05.678000",
  "baseline_solutions": [{
    "output_values": { "k": "any" },
    "confidence_weight": 0.5,
  }],
} satisfies Task;

export const taskOverlapPatch = {
  "overlap": 1,
  "infinite_overlap": true,
} satisfies TaskOverlapPatch;

export const taskPatch = {
  "overlap": 1,
  "infinite_overlap": true,
  "baseline_solutions": [{
    "output_values": { "k": "any" },
    "confidence_weight": 0.5,
  }],
  "known_solutions": [{
    "output_values": { "k": "any" },
    "correctness_weight": 0.5,
  }],
  "message_on_unknown_solution": "s",
} satisfies TaskPatch;

export const taskSearchRequest = {
  "pool_id": "s",
  "overlap": 1,
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
  "overlap_lt": 1,
  "overlap_lte": 1,
  "overlap_gt": 1,
  "overlap_gte": 1,
} satisfies TaskQuery;

export const taskSuite = {
  "infinite_overlap": false,
  "overlap": 3,
  "pool_id": "s",
  "tasks": [{
    "input_values": { "k": "any" },
    "known_solutions": [{
      "output_values": { "k": "any" },
      "correctness_weight": 0.5,
    }],
    "message_on_unknown_solution": "s",
    "id": "s",
    "origin_task_id": "s",
  }],
  "reserved_for": ["s"],
  "unavailable_for": ["s"],
  "issuing_order_override": 0.5,
  "mixed": true,
  "traits_all_of": ["s"],
  "traits_any_of": ["s"],
  "traits_none_of_any": ["s"],
  "longitude": 0.5,
  "latitude": 0.5,
  "id": "s",
  "remaining_overlap": 1,
  "automerged": true,
  "created": "2020-01-02T03:04:05.678000",
} satisfies TaskSuite;

export const taskSuiteOverlapPatch = {
  "overlap": 1,
} satisfies TaskSuiteOverlapPatch;

export const taskSuitePatch = {
  "infinite_overlap": false,
  "overlap": 3,
  "issuing_order_override": 0.5,
} satisfies TaskSuitePatch;

export const taskSuiteSearchRequest = {
  "task_id": "s",
  "pool_id": "s",
  "overlap": 1,
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
  "overlap_lt": 1,
  "overlap_lte": 1,
  "overlap_gt": 1,
  "overlap_gte": 1,
} satisfies TaskSuiteQuery;

export const taskBatchCreateResult = {
  "items": {
    "k": {
      "input_values": { "k": "any" },
      "known_solutions": [{
        "output_values": { "k": "any" },
        "correctness_weight": 0.5,
      }],
      "message_on_unknown_solution": "s",
      "id": "s",
      "infinite_overlap": false,
      "overlap": 3,
      "pool_id": "s",
      "remaining_overlap": 1,
      "reserved_for": ["s"],
      "unavailable_for": ["s"],
      "traits_all_of": ["s"],
      "traits_any_of": ["s"],
      "traits_none_of_any": ["s"],
      "origin_task_id": "s",
      "created": "2020-01-02T03:04:05.678000",
      "baseline_solutions": [{
        "output_values": { "k": "any" },
        "confidence_weight": 0.5,
      }],
    },
  },
  "validation_errors": {
    "k": { "k": { "code": "s", "message": "s", "params": ["any"] } },
  },
} satisfies BatchCreateResult<Task>;

export const taskSuiteBatchCreateResult = {
  "items": {
    "k": {
      "infinite_overlap": false,
      "overlap": 3,
      "pool_id": "s",
      "tasks": [{
        "input_values": { "k": "any" },
        "known_solutions": [{
          "output_values": { "k": "any" },
          "correctness_weight": 0.5,
        }],
        "message_on_unknown_solution": "s",
        "id": "s",
        "origin_task_id": "s",
      }],
      "reserved_for": ["s"],
      "unavailable_for": ["s"],
      "issuing_order_override": 0.5,
      "mixed": true,
      "traits_all_of": ["s"],
      "traits_any_of": ["s"],
      "traits_none_of_any": ["s"],
      "longitude": 0.5,
      "latitude": 0.5,
      "id": "s",
      "remaining_overlap": 1,
      "automerged": true,
      "created": "2020-01-02T03:04:05.678000",
    },
  },
  "validation_errors": {
    "k": { "k": { "code": "s", "message": "s", "params": ["any"] } },
  },
} satisfies BatchCreateResult<TaskSuite>;
