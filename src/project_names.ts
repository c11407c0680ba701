/** Names that a project's description can have, and likely misspellings. */
import { nearest } from "./names.ts";
import type {
  AssignmentsIssuingViewConfig,
  ClassicViewSpec,
  FieldSpec,
  FieldType,
  LocalizationConfig,
  Project,
  TaskSpec,
  TemplateBuilderViewSpec,
  ViewAssets,
  ViewSettings,
} from "./types/projects.ts";

/** Every property of a type, so that the compiler finds a missing one. */
type Names<T> = Readonly<Record<keyof T, true>>;

const PROJECT: Names<Project> = {
  assignments_automerge_enabled: true,
  assignments_issuing_type: true,
  assignments_issuing_view_config: true,
  created: true,
  id: true,
  localization_config: true,
  max_active_assignments_count: true,
  metadata: true,
  owner: true,
  private_comment: true,
  public_description: true,
  public_instructions: true,
  public_name: true,
  quality_control: true,
  sensitive: true,
  status: true,
  task_spec: true,
};

const TASK_SPEC: Names<TaskSpec> = {
  input_spec: true,
  output_spec: true,
  view_spec: true,
};

const VIEW_SPEC: Names<ClassicViewSpec & TemplateBuilderViewSpec> = {
  assets: true,
  config: true,
  inferDataSpec: true,
  inputExample: true,
  localizationConfig: true,
  lock: true,
  markup: true,
  script: true,
  settings: true,
  styles: true,
  type: true,
};

const SETTINGS: Names<ViewSettings> = {
  resolution: true,
  showFinish: true,
  showFullscreen: true,
  showInstructions: true,
  showMessage: true,
  showReward: true,
  showRoute: true,
  showSkip: true,
  showSubmit: true,
  showTimer: true,
  showTitle: true,
};

const ASSETS: Names<ViewAssets> = { script_urls: true, style_urls: true };

const LOCALIZATION: Names<LocalizationConfig> = {
  additional_languages: true,
  default_language: true,
};

const ISSUING_VIEW: Names<AssignmentsIssuingViewConfig> = {
  description_template: true,
  map_provider: true,
  title_template: true,
};

/** Rules of fields of one type. */
type RulesOf<Type extends FieldType> = Extract<FieldSpec, { type: Type }>;

const FIELD: Names<
  & RulesOf<"array_coordinates">
  & RulesOf<"array_integer">
  & RulesOf<"array_string">
> = {
  allowed_values: true,
  current_location: true,
  hidden: true,
  max_length: true,
  max_size: true,
  max_value: true,
  min_length: true,
  min_size: true,
  min_value: true,
  pattern: true,
  required: true,
  type: true,
};

/** Known names by path; `*` is the name of any field. */
const NAMES: Readonly<Record<string, Readonly<Record<string, true>>>> = {
  "": PROJECT,
  "assignments_issuing_view_config": ISSUING_VIEW,
  "localization_config": LOCALIZATION,
  "task_spec": TASK_SPEC,
  "task_spec.input_spec.*": FIELD,
  "task_spec.output_spec.*": FIELD,
  "task_spec.view_spec": VIEW_SPEC,
  "task_spec.view_spec.assets": ASSETS,
  "task_spec.view_spec.settings": SETTINGS,
};

/** A name that is nearly one that the server knows. */
export interface Misspelling {
  /** Path of the property, for example `"task_spec.view_spec.scirpt"`. */
  readonly path: string;
  /** Name that was probably meant. */
  readonly meant: string;
}

/**
 * Finds names in a project that differ by one or two letters from the server's.
 * Other unknown names pass: the server may know more than this package.
 */
export function misspellingsOf(project: unknown): Misspelling[] {
  return Object.entries(NAMES).flatMap(([pattern, names]) =>
    partsAt(project, pattern === "" ? [] : pattern.split("."), []).flatMap(
      ({ path, value }) => misspelt(path, value, names),
    )
  );
}

interface Part {
  readonly path: readonly string[];
  readonly value: object;
}

/** Finds the objects at a path, of which there may be one for each field. */
function partsAt(
  value: unknown,
  pattern: readonly string[],
  path: readonly string[],
): Part[] {
  if (typeof value !== "object" || value === null) return [];
  const [name, ...rest] = pattern;
  if (name === undefined) return [{ path, value }];
  return Object.entries(value)
    .filter(([key]) => name === "*" || key === name)
    .flatMap(([key, part]) => partsAt(part, rest, [...path, key]));
}

function misspelt(
  path: readonly string[],
  value: object,
  names: Readonly<Record<string, true>>,
): Misspelling[] {
  return Object.keys(value).flatMap((name) => {
    if (Object.hasOwn(names, name)) return [];
    const meant = nearest(name, Object.keys(names), true);
    return meant === undefined
      ? []
      : [{ path: [...path, name].join("."), meant }];
  });
}
