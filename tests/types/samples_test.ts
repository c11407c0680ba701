import { assertEquals } from "@std/assert";
import * as apps from "./samples_apps.ts";
import * as assignments from "./samples_assignments.ts";
import * as contact from "./samples_contact.ts";
import * as filters from "./samples_filters.ts";
import * as operations from "./samples_operations.ts";
import * as people from "./samples_people.ts";
import * as pools from "./samples_pools.ts";
import * as projects from "./samples_projects.ts";
import * as qualityControl from "./samples_quality_control.ts";
import * as tasks from "./samples_tasks.ts";
import * as templateBuilder from "./samples_template_builder.ts";
import type { ContentPage, Page } from "../../src/types/common.ts";
import type { FilterCondition } from "../../src/types/filters.ts";
import type { Operation } from "../../src/types/operations.ts";
import type { Pool, PoolInput } from "../../src/types/pools.ts";
import type { FieldSpec, ProjectInput } from "../../src/types/projects.ts";
import type {
  CollectorConfig,
  RuleAction,
  RuleCondition,
} from "../../src/types/quality_control.ts";
import type { AppItem } from "../../src/types/app_items.ts";
import type { TaskInput } from "../../src/types/tasks.ts";
import type { TemplateComponent } from "../../src/types/template_builder.ts";
import type { TrainingInput } from "../../src/types/trainings.ts";
import { accept } from "./_accept.ts";

const groups = {
  apps,
  assignments,
  contact,
  filters,
  operations,
  people,
  pools,
  projects,
  qualityControl,
  tasks,
  templateBuilder,
};

/** Values under `key` in all samples of a group, sorted and without repeats. */
function discriminators(group: object, key: string): string[] {
  const found = Object.values(group).map((sample) => sample[key]);
  return [...new Set(found.filter((value) => value !== undefined))].sort();
}

Deno.test("samples are plain JSON", () => {
  for (const group of Object.values(groups)) {
    for (const sample of Object.values(group)) {
      assertEquals(JSON.parse(JSON.stringify(sample)), sample);
    }
  }
});

Deno.test("samples have every field type of a project", () => {
  const scalars = [
    "boolean",
    "coordinates",
    "file",
    "float",
    "integer",
    "json",
    "string",
    "url",
  ] satisfies FieldSpec["type"][];
  const types = discriminators(projects, "type")
    .filter((type) => type !== "classic" && type !== "tb");
  assertEquals(
    types,
    [...scalars.map((type) => `array_${type}`), ...scalars].sort(),
  );
});

Deno.test("samples are members of their unions", () => {
  accept<FieldSpec[]>([projects.stringSpec, projects.arrayFileSpec]);
  accept<CollectorConfig[]>([
    qualityControl.goldenSet,
    qualityControl.majorityVote,
    qualityControl.trainingCollector,
  ]);
  accept<RuleAction[]>([
    qualityControl.restriction,
    qualityControl.approveAllAssignments,
  ]);
  accept<RuleCondition[]>([
    qualityControl.skillId,
    qualityControl.totalAnswersCount,
  ]);
  accept<FilterCondition[]>([
    filters.gender,
    filters.oSVersion,
    filters.skillCondition,
  ]);
  accept<Operation[]>([
    operations.poolOpenOperation,
    operations.analyticsOperation,
    operations.userBonusCreateBatchOperation,
  ]);
  accept<TemplateComponent[]>([
    templateBuilder.textView,
    templateBuilder.hotkeysPlugin,
    templateBuilder.inputData,
    templateBuilder.refComponent,
  ]);
});

Deno.test("Page holds items of its type", () => {
  accept<Page<Pool>>({ items: [pools.pool], has_more: false });
  // @ts-expect-error the Apps API has `content` in place of `items`
  accept<ContentPage<AppItem>>({ items: [apps.appItem], has_more: false });
  accept<ContentPage<AppItem>>({ content: [apps.appItem], has_more: false });
});

Deno.test("inputs accept what was read, changed", () => {
  const pool: Pool = pools.pool;
  accept<PoolInput>({ ...pool, priority: 10 });
  accept<ProjectInput>({ ...projects.project, public_name: "Cats" });
  accept<TrainingInput>({ ...people.training, private_name: "Cats" });
  accept<TaskInput>({ ...tasks.task, overlap: 5 });
});
