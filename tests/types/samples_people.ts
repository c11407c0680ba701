/**
 * Full samples of Tolokers, skills, trainings and the requester, values made up.
 *
 * @module
 */
import type { BatchCreateResult } from "../../src/types/common.ts";
import type { Requester, RequesterCompany } from "../../src/types/requester.ts";
import type { Skill, SkillQuery } from "../../src/types/skills.ts";
import type { Training, TrainingQuery } from "../../src/types/trainings.ts";
import type {
  UserBonus,
  UserBonusQuery,
} from "../../src/types/user_bonuses.ts";
import type {
  AllProjectsUserRestriction,
  PoolUserRestriction,
  ProjectUserRestriction,
  SystemUserRestriction,
  UserRestrictionQuery,
} from "../../src/types/user_restrictions.ts";
import type {
  UserSkill,
  UserSkillInput,
  UserSkillQuery,
} from "../../src/types/user_skills.ts";
import type { User, UserAttributes } from "../../src/types/users.ts";

export const skill = {
  "name": "s",
  "private_comment": "s",
  "hidden": true,
  "skill_ttl_hours": 1,
  "training": true,
  "public_name": { "k": "s" },
  "public_requester_description": { "k": "s" },
  "owner": { "id": "s", "myself": true, "company_id": "s" },
  "id": "s",
  "created": "2020-01-02T03:04:05.678000",
} satisfies Skill;

export const skillSearchRequest = {
  "name": "s",
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
} satisfies SkillQuery;

export const setUserSkillRequest = {
  "skill_id": "s",
  "user_id": "s",
  "value": 1.5,
} satisfies UserSkillInput;

export const userSkill = {
  "id": "s",
  "skill_id": "s",
  "user_id": "s",
  "value": 1,
  "exact_value": 1.5,
  "created": "2020-01-02T03:04:05.678000",
  "modified": "2020-01-02T03:04:05.678000",
} satisfies UserSkill;

export const userSkillSearchRequest = {
  "user_id": "s",
  "skill_id": "s",
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
  "modified_lt": "2020-01-02T03:04:05.678000",
  "modified_lte": "2020-01-02T03:04:05.678000",
  "modified_gt": "2020-01-02T03:04:05.678000",
  "modified_gte": "2020-01-02T03:04:05.678000",
} satisfies UserSkillQuery;

export const user = {
  "id": "s",
  "country": "s",
  "languages": ["s"],
  "adult_allowed": true,
  "attributes": {
    "country_by_phone": "s",
    "country_by_ip": "s",
    "client_type": "s",
    "user_agent_type": "s",
    "device_category": "s",
    "os_family": "s",
    "os_version": 0.5,
    "os_version_major": 1,
    "os_version_minor": 1,
    "os_version_bugfix": 1,
  },
} satisfies User;

export const userAttributes = {
  "country_by_phone": "s",
  "country_by_ip": "s",
  "client_type": "s",
  "user_agent_type": "s",
  "device_category": "s",
  "os_family": "s",
  "os_version": 0.5,
  "os_version_major": 1,
  "os_version_minor": 1,
  "os_version_bugfix": 1,
} satisfies UserAttributes;

export const userBonus = {
  "user_id": "s",
  "amount": 1.5,
  "private_comment": "s",
  "public_title": { "k": "s" },
  "public_message": { "k": "s" },
  "without_message": true,
  "assignment_id": "s",
  "id": "s",
  "created": "2020-01-02T03:04:05.678000",
} satisfies UserBonus;

export const userBonusSearchRequest = {
  "user_id": "s",
  "assignment_id": "s",
  "private_comment": "s",
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
} satisfies UserBonusQuery;

export const userBonusBatchCreateResult = {
  "items": {
    "k": {
      "user_id": "s",
      "amount": 1.5,
      "private_comment": "s",
      "public_title": { "k": "s" },
      "public_message": { "k": "s" },
      "without_message": true,
      "assignment_id": "s",
      "id": "s",
      "created": "2020-01-02T03:04:05.678000",
    },
  },
  "validation_errors": {
    "k": { "k": { "code": "s", "message": "s", "params": ["any"] } },
  },
} satisfies BatchCreateResult<UserBonus>;

export const allProjectsUserRestriction = {
  "user_id": "s",
  "private_comment": "s",
  "will_expire": "2020-01-02T03:04:05.678000",
  "id": "s",
  "created": "2020-01-02T03:04:05.678000",
  "scope": "ALL_PROJECTS",
} satisfies AllProjectsUserRestriction;

export const poolUserRestriction = {
  "user_id": "s",
  "private_comment": "s",
  "will_expire": "2020-01-02T03:04:05.678000",
  "id": "s",
  "created": "2020-01-02T03:04:05.678000",
  "pool_id": "s",
  "scope": "POOL",
} satisfies PoolUserRestriction;

export const projectUserRestriction = {
  "user_id": "s",
  "private_comment": "s",
  "will_expire": "2020-01-02T03:04:05.678000",
  "id": "s",
  "created": "2020-01-02T03:04:05.678000",
  "project_id": "s",
  "scope": "PROJECT",
} satisfies ProjectUserRestriction;

export const systemUserRestriction = {
  "user_id": "s",
  "private_comment": "s",
  "will_expire": "2020-01-02T03:04:05.678000",
  "id": "s",
  "created": "2020-01-02T03:04:05.678000",
  "scope": "SYSTEM",
} satisfies SystemUserRestriction;

export const userRestrictionSearchRequest = {
  "scope": "SYSTEM",
  "user_id": "s",
  "project_id": "s",
  "pool_id": "s",
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
} satisfies UserRestrictionQuery;

export const requester = {
  "id": "s",
  "balance": 1.5,
  "public_name": { "k": "s" },
  "company": { "id": "s", "superintendent_id": "s" },
} satisfies Requester;

export const requesterCompany = {
  "id": "s",
  "superintendent_id": "s",
} satisfies RequesterCompany;

export const training = {
  "project_id": "s",
  "private_name": "s",
  "may_contain_adult_content": true,
  "assignment_max_duration_seconds": 600,
  "mix_tasks_in_creation_order": true,
  "shuffle_tasks_in_task_suite": true,
  "training_tasks_in_task_suite_count": 1,
  "task_suites_required_to_pass": 1,
  "retry_training_after_days": 1,
  "inherited_instructions": true,
  "public_instructions": "s",
  "metadata": { "k": ["s"] },
  "owner": { "id": "s", "myself": true, "company_id": "s" },
  "id": "s",
  "status": "OPEN",
  "last_close_reason": "MANUAL",
  "created": "2020-01-02T03:04:05.678000",
  "last_started": "2020-01-02T03:04:05.678000",
  "last_stopped": "2020-01-02T03:04:05.678000",
} satisfies Training;

export const trainingSearchRequest = {
  "status": "OPEN",
  "project_id": "s",
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
  "last_started_lt": "2020-01-02T03:04:05.678000",
  "last_started_lte": "2020-01-02T03:04:05.678000",
  "last_started_gt": "2020-01-02T03:04:05.678000",
  "last_started_gte": "2020-01-02T03:04:05.678000",
} satisfies TrainingQuery;
